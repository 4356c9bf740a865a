"""Fees that are charged: receipts with numbers, why somebody is exempt, since when a fee waits."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import lienthong.kernel.ids
from lienthong.kernel.access.rls import row_security


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0001_history"),
        ("directory", "0001_initial"),
        ("dossiers", "0003_row_security"),
        ("procedures", "0001_initial"),
        ("process", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeeReceipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lienthong.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organisation_id", models.BigIntegerField(help_text="cơ quan thu")),
                ("number", models.CharField(max_length=30)),
                ("amount", models.IntegerField(help_text="đồng")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cash", "Tiền mặt"),
                            ("transfer", "Chuyển khoản"),
                            ("online", "Trực tuyến"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, help_text="mã giao dịch, số chứng từ", max_length=80),
                ),
                ("taken_by", models.BigIntegerField(null=True)),
                ("taken_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_by", models.BigIntegerField(null=True)),
                ("void_reason", models.CharField(blank=True, max_length=500)),
                (
                    "visible_orgs",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("applicant_account_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="dossier",
            name="fee_due_at",
            field=models.DateTimeField(help_text="chờ nộp từ lúc nào", null=True),
        ),
        migrations.AddField(
            model_name="dossier",
            name="fee_reason",
            field=models.CharField(blank=True, help_text="vì sao được miễn", max_length=300),
        ),
        migrations.AddField(
            model_name="dossier",
            name="fee_reminders",
            field=models.SmallIntegerField(default=0, help_text="đã nhắc mấy lần"),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="fee_state",
            field=models.CharField(
                choices=[
                    ("none", "Không thu"),
                    ("later", "Nộp sau khi tiếp nhận"),
                    ("due", "Chưa nộp"),
                    ("paid", "Đã nộp"),
                    ("waived", "Được miễn"),
                ],
                default="none",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="slip",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirmation", "Xác nhận đã nộp hồ sơ trực tuyến"),
                    ("receipt", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
                    ("supplement", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
                    ("refusal", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
                    ("apology", "Phiếu xin lỗi và đề nghị gia hạn"),
                    ("stop", "Thông báo dừng giải quyết hồ sơ"),
                    ("control", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
                    ("fee", "Biên lai thu phí, lệ phí"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("fee_state", "due")), fields=["fee_due_at"], name="dossier_fee_due"
            ),
        ),
        migrations.AddField(
            model_name="feereceipt",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fee_receipts",
                to="dossiers.dossier",
            ),
        ),
        migrations.AddField(
            model_name="feereceipt",
            name="slip",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.slip"
            ),
        ),
        migrations.AddConstraint(
            model_name="feereceipt",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "number"), name="fee_receipt_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="feereceipt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)), fields=("dossier",), name="fee_receipt_one_in_force"
            ),
        ),
        # What waited for money before waits since it was handed in.
        migrations.RunSQL(
            "update dossiers_dossier set fee_due_at = submitted_at where fee_state = 'due'",
            migrations.RunSQL.noop,
        ),
        row_security("dossiers_feereceipt", account="applicant_account_id"),
    ]
