"""A dossier is seen by the agencies that work on it and by its applicant."""

from django.db import migrations

from lienthong.kernel.access.rls import row_security


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_initial"), ("actions", "0001_history")]

    operations = [
        row_security("dossiers_dossier", account="applicant_account_id"),
        row_security("dossiers_content", account="applicant_account_id"),
        row_security("dossiers_consultation"),
        row_security("dossiers_result", account="applicant_account_id"),
    ]
