"""Books beside the two ordinary ones: which kinds they take, and since when they take none."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_reading_scans")]

    operations = [
        migrations.AddField("register", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "register",
            "kinds",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                default=list,
                help_text="chỉ ghi các tên loại này",
                size=None,
            ),
        ),
    ]
