"""For tests that really commit: the runtime role may not truncate, so the superuser clears the tables afterwards."""

from __future__ import annotations

from tests.kernel.actions.history import superuser, tamper

# Rows that migrations made. The stamps get a new value instead, so that nothing remembered outlives its rows.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
STAMPS = {"legal_legalversion", "numbering_numberingversion", "worktime_worktimeversion"}


def clear_everything() -> None:
    """As right after the migrations."""
    with superuser() as raw:
        names = [row[0] for row in raw.execute("select tablename from pg_tables where schemaname = 'public'")]
        filled = [
            name for name in names if raw.execute(f'select exists (select 1 from "{name}")').fetchone()[0]
        ]
    tamper(
        *[f'delete from "{name}"' for name in sorted(set(filled) - KEPT - STAMPS)],
        *[f'update "{name}" set stamp = stamp + 1' for name in sorted(STAMPS)],
    )
