"""How much of a fee is paid: after a supplement the answers may ask for more than was paid before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_files_seen"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="fee_settled",
            field=models.IntegerField(default=0, help_text="phần của fee_amount đã nộp"),
        ),
        migrations.RemoveConstraint(
            model_name="feereceipt",
            name="fee_receipt_one_in_force",
        ),
        migrations.RunSQL(
            "update dossiers_dossier set fee_settled = fee_amount where fee_state = 'paid'",
            migrations.RunSQL.noop,
        ),
    ]
