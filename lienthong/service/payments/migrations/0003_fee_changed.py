"""Money for an order whose fee changed before it came waits for a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_resolving"),
    ]

    operations = [
        migrations.AlterField(
            model_name="payment",
            name="flag",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("amount_mismatch", "Cổng báo số tiền khác"),
                    ("fee_changed", "Phí đã đổi sau khi lập đơn"),
                    ("second_payment", "Khoản nộp thứ hai"),
                    ("late", "Tiền đến sau khi hồ sơ kết thúc"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="callbacklog",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("applied", "đã ghi nhận"),
                    ("repeated", "lặp lại"),
                    ("amount_mismatch", "sai số tiền"),
                    ("unknown_order", "không có đơn"),
                    ("bad_signature", "chữ ký sai"),
                    ("malformed", "không đọc được"),
                    ("refunding", "chuyển hoàn trả"),
                    ("fee_changed", "phí đã đổi"),
                ],
                max_length=20,
            ),
        ),
    ]
