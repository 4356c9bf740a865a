"""Small tables kept in each process as long as their version stamp stands.

A database trigger moves the stamp inside the transaction that changes the table, from a sequence, so that a stamp
never returns even after a roll-back. One look-up costs one statement of one row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

T = TypeVar("T")

_TOUCH = """
create sequence {app}_version_stamp;
insert into {app}_{table} (id, stamp) values (1, nextval('{app}_version_stamp'));
create function {app}_touch() returns trigger language plpgsql as $$
begin
  insert into {app}_{table} as held (id, stamp) values (1, nextval('{app}_version_stamp'))
    on conflict (id) do update set stamp = excluded.stamp;
  return null;
end $$;
"""
_WATCH = """
create trigger {watched}_touch after insert or update or delete or truncate on {watched}
  for each statement execute function {app}_touch();
"""


def touch_sql(app: str, table: str, watched: list[str]) -> str:
    """Statements for a migration: the stamp row of ``{app}_{table}`` follows every change of the watched tables."""
    return _TOUCH.format(app=app, table=table) + "".join(
        _WATCH.format(app=app, watched=name) for name in watched
    )


def untouch_sql(app: str, watched: list[str]) -> str:
    drops = "".join(f"drop trigger {name}_touch on {name};" for name in watched)
    return f"{drops} drop function {app}_touch(); drop sequence {app}_version_stamp;"


class Stamped(Generic[T]):
    """``load()`` remembered until the stamp in ``table`` changes."""

    def __init__(self, table: str, load: Callable[[], T]) -> None:
        self._query = f"select stamp from {table} where id = 1"  # noqa: S608  table is a literal of the caller
        self._load = load
        self._held: tuple[int, T] | None = None

    def get(self) -> T:
        stamp = self._stamp()
        if stamp is None:
            # Nothing vouches for what is held, as after a table was emptied by hand: read the rows each time.
            return self._load()
        held = self._held
        if held is None or held[0] != stamp:
            # The stamp is read before the rows: a change in between costs one more load, never a stale answer.
            held = self._held = (stamp, self._load())
        return held[1]

    def _stamp(self) -> int | None:
        with connection.cursor() as cursor:
            cursor.execute(self._query)
            row = cursor.fetchone()
        return row[0] if row else None
