import django.db.models.deletion
from django.db import migrations, models

import lienthong.kernel.ids
from lienthong.kernel.actions.append_only import append_only


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PackVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lienthong.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("sequence", models.PositiveIntegerField()),
                ("version", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=200)),
                ("checksum", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("counts", models.JSONField(default=dict)),
                ("applied_at", models.DateTimeField()),
                ("applied_by_kind", models.CharField(max_length=20)),
                ("applied_by_account", models.UUIDField(blank=True, null=True)),
                (
                    "restores",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restored_by",
                        to="packs.packversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "sequence"), name="pack_version_sequence"),
                ],
            },
        ),
        append_only("packs_packversion"),
    ]
