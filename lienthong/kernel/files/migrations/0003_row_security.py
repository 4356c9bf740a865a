"""A file's row is seen by the agencies it was given to, by who brought it, and by the person whose thing it belongs to.

The second layer behind the owners' handlers (docs/files.md): a query that forgot them finds nothing of others. Releases
are for the desk of the platform, which looks with the scope of the system.
"""

from functools import partial
from typing import Any

from django.db import migrations, models

from lienthong.kernel.access.rls import row_security
from lienthong.kernel.actions.append_only import runtime_role

#: The one question that must be asked across all rows at every upload. It answers yes or no, and runs as the owner.
IS_MALWARE = """
create function files_is_malware(digest text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from files_storedfile
    where sha256 = digest and (state = 'refused' or (state = 'destroyed' and verdict = 'infected'))
  )
$$
"""


def create(apps: Any, schema_editor: Any) -> None:
    run = partial(schema_editor.execute, params=None)
    run(IS_MALWARE)
    run("revoke all on function files_is_malware(text) from public")
    run(f"grant execute on function files_is_malware(text) to {schema_editor.quote_name(runtime_role())}")


class Migration(migrations.Migration):
    dependencies = [("files", "0002_quarantine"), ("actions", "0001_history")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="account_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        row_security(
            "files_storedfile", organisations="organisation_ids", account=("uploaded_by", "account_id")
        ),
        row_security(
            "files_filetext",
            condition="exists (select from files_storedfile f where f.id = file_id)",
        ),
        row_security("files_release", condition="lienthong_sees('{}'::bigint[])"),
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
