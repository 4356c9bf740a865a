"""Tables that only grow. The database enforces it for the runtime role and, by trigger, for the owner too."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations


def runtime_role() -> str:
    return str(settings.DATABASES["default"]["USER"])


FUNCTION = """
create or replace function lienthong_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$
"""


def append_only(*tables: str, row_triggers: bool = True) -> migrations.RunPython:
    """Migration step: no update, delete or truncate on ``tables`` for anyone."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        quote = schema_editor.quote_name
        schema_editor.execute(FUNCTION, None)
        for table in tables:
            schema_editor.execute(
                f"revoke update, delete, truncate on {quote(table)} from {quote(runtime_role())}"
            )
            if row_triggers:
                schema_editor.execute(
                    f"create trigger {quote(table + '_append_only')} before update or delete on {quote(table)} "
                    "for each row execute function lienthong_append_only()"
                )
            schema_editor.execute(
                f"create trigger {quote(table + '_no_truncate')} before truncate on {quote(table)} "
                "for each statement execute function lienthong_append_only()"
            )

    return migrations.RunPython(forwards, migrations.RunPython.noop)
