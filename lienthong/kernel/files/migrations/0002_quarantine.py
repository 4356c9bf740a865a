"""What the newest scan said stands beside each file; releases; files refused so far keep their finding."""

from typing import Any

from django.db import migrations, models

import lienthong.kernel.ids


def findings(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(
        "update files_storedfile set verdict = 'infected', finding = reason where state = 'refused'", None
    )
    schema_editor.execute(
        "update files_storedfile set verdict = 'clean' where state = 'clean' and scanned_at is not null", None
    )


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lienthong.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("held_for", models.CharField(max_length=120)),
                ("verdict", models.CharField(max_length=8)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ người thứ hai xác nhận"),
                            ("confirmed", "Đã giải tỏa"),
                            ("declined", "Không đồng ý"),
                            ("ended", "Đã cách ly lại"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("remark", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="storedfile",
            name="files_state_known",
        ),
        migrations.AddField(
            model_name="storedfile",
            name="finding",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scan_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scanned_with",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="verdict",
            field=models.CharField(blank=True, default="", max_length=8),
        ),
        migrations.AlterField(
            model_name="storedfile",
            name="state",
            field=models.CharField(
                choices=[
                    ("quarantine", "Đang cách ly"),
                    ("clean", "Đã quét, an toàn"),
                    ("unscanned", "Chưa quét (chế độ trình diễn)"),
                    ("refused", "Bị từ chối: có mã độc"),
                    ("released", "Đã giải tỏa khỏi cách ly"),
                    ("destroyed", "Đã hủy nội dung"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(findings, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("state__in", ["quarantine", "refused", "released", "destroyed"])),
                fields=["-created_at"],
                name="files_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="storedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["quarantine", "clean", "unscanned", "refused", "released", "destroyed"])
                ),
                name="files_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")), fields=("sha256",), name="files_one_release_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "confirmed")),
                fields=("sha256", "held_for"),
                name="files_one_release_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    ("verdict", "clean"),
                    models.Q(("asked_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="files_release_by_four_eyes",
            ),
        ),
    ]
