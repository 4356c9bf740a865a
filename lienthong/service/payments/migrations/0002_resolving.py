"""What the gateway reported otherwise, what a person decided, and the voucher of money given back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="refund_reference",
            field=models.CharField(blank=True, help_text="chứng từ hoàn trả", max_length=80),
        ),
        migrations.AddField(
            model_name="payment",
            name="reported_amount",
            field=models.BigIntegerField(help_text="số tiền cổng báo khi khác với đơn", null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="resolution",
            field=models.CharField(
                blank=True,
                choices=[("", ""), ("accepted", "Chấp nhận"), ("refund", "Hoàn trả")],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="resolution_reason",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="payment",
            name="resolved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="resolved_by",
            field=models.BigIntegerField(null=True),
        ),
    ]
