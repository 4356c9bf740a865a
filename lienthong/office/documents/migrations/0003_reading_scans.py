"""A scan is read by a job: how far it is, and whether it may bear a mark of secrecy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_row_security")]

    operations = [
        migrations.AddField("intake", "not_secret", models.BooleanField(default=False)),
        migrations.AddField("intake", "pages_read", models.SmallIntegerField(default=0)),
        migrations.AddField("intake", "pages_to_read", models.SmallIntegerField(default=0)),
        migrations.AddField(
            "intake",
            "state",
            models.CharField(
                choices=[("waiting", "Chờ đọc"), ("reading", "Đang đọc"), ("read", "Đã đọc")],
                default="read",
                max_length=8,
            ),
        ),
        migrations.AddField("intake", "unsure", models.BooleanField(default=False)),
    ]
