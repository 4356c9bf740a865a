"""Migration steps that put a table under forced row security."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import migrations

from lienthong.kernel.actions.public import runtime_role

SEES = """
create or replace function lienthong_sees(orgs bigint[]) returns boolean language sql stable parallel safe as $$
  select current_setting('lienthong.scope', true) = '*'
      or orgs && nullif(nullif(current_setting('lienthong.scope', true), ''), '*')::bigint[]
$$
"""
OWNS = """
create or replace function lienthong_owns(account uuid) returns boolean language sql stable parallel safe as $$
  select account::text = nullif(current_setting('lienthong.account', true), '')
$$
"""


def row_security(
    table: str,
    *,
    organisations: str = "visible_orgs",
    account: str | Sequence[str] | None = None,
    condition: str = "",
) -> migrations.RunPython:
    """Policy: the row's ``organisations`` (bigint[] column) meet the session's, or ``account`` is the session's.

    ``account``: one uuid column or several. ``condition``: SQL in place of both, for a row that follows another table.

    The owner role, which migrates and backs up, sees everything; the runtime role is bound even to its own rows.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:
        quote = schema_editor.quote_name
        sees = condition
        if not sees:
            accounts = [account] if isinstance(account, str) else list(account or ())
            owns = [f"lienthong_owns({quote(column)})" for column in accounts]
            sees = " or ".join([f"lienthong_sees({quote(organisations)})", *owns])
        run = partial(schema_editor.execute, params=None)
        run(SEES)
        run(OWNS)
        run(f"alter table {quote(table)} enable row level security")
        run(f"alter table {quote(table)} force row level security")
        owner = schema_editor.connection.settings_dict["USER"]
        run(
            f"create policy owner_sees_all on {quote(table)} to {quote(owner)} using (true) with check (true)"
        )
        # Writing is decided by the domain functions; a row may be written for an agency that the writer does not
        # belong to (a document issued to others), so the check is on reading.
        run(
            f"create policy runtime_sees on {quote(table)} for select to {quote(runtime_role())} using ({sees})"
        )
        run(
            f"create policy runtime_adds on {quote(table)} for insert to {quote(runtime_role())} with check (true)"
        )
        run(
            f"create policy runtime_changes on {quote(table)} for update to {quote(runtime_role())} using ({sees}) with check (true)"
        )
        run(
            f"create policy runtime_removes on {quote(table)} for delete to {quote(runtime_role())} using ({sees})"
        )

    return migrations.RunPython(forwards, migrations.RunPython.noop)
