"""A document and its branches are seen by their agency; a delivery by its two ends."""

from django.db import migrations

from lienthong.kernel.access.rls import row_security


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("actions", "0001_history")]

    operations = [
        row_security("documents_document"),
        row_security("documents_assignment"),
        row_security("documents_delivery"),
        row_security("documents_intake"),
    ]
