"""Keys of officers and organisations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "owner_type",
                    models.TextField(
                        choices=[("person", "cá nhân"), ("organisation", "cơ quan")], verbose_name="loại chủ"
                    ),
                ),
                ("owner_id", models.TextField(verbose_name="chủ")),
                ("provider", models.TextField(verbose_name="nơi giữ khóa")),
                ("key_ref", models.TextField(verbose_name="tên khóa")),
                ("certificate", models.TextField(verbose_name="chứng thư (PEM)")),
                ("serial", models.TextField(verbose_name="số chứng thư")),
                ("valid_from", models.DateTimeField(verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateTimeField(verbose_name="có hiệu lực đến")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc")),
                ("picture", models.BinaryField(blank=True, null=True, verbose_name="hình chữ ký (PNG)")),
            ],
            options={
                "verbose_name": "khóa ký số",
                "indexes": [models.Index(fields=["owner_type", "owner_id"], name="signing_key_owner")],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "key_ref", "serial"), name="signing_key_once")
                ],
            },
        ),
    ]
