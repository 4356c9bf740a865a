"""Work items are seen by the agency that holds them only."""

from django.db import migrations

from lienthong.kernel.access.rls import row_security


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial"), ("actions", "0001_history")]

    operations = [row_security("work_workitem")]
