"""Lock-out after wrong tries (S02).

Ten wrong tries close a (user name, address) for fifteen minutes, ten more for thirty, and so on up to a day. The
address belongs to the key, so a colleague behind the same office router, or the real owner at another place, is
not locked out by a stranger. A try is counted *before* the password is looked at: parallel guesses gain nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from lienthong.kernel import clock
from lienthong.kernel.accounts.models import Attempt
from lienthong.kernel.accounts.vault import keyed_hash

TRIES = 10
FIRST_WINDOW = dt.timedelta(minutes=15)
LONGEST_WINDOW = dt.timedelta(hours=24)
FORGOTTEN_AFTER = dt.timedelta(hours=48)

TAKE = """
insert into accounts_attempt as present (key, failures, level, locked_until, last_at)
values (%(key)s, 1, 0, null, %(now)s)
on conflict (key) do update set
  failures = case when present.last_at < %(quiet)s then 1 else present.failures + 1 end,
  level = case when present.last_at < %(quiet)s then 0
               when present.failures + 1 = %(tries)s then present.level + 1 else present.level end,
  locked_until = case
      when present.last_at >= %(quiet)s and present.failures + 1 = %(tries)s
      then %(now)s + least(%(first)s * power(2, present.level), %(longest)s) end,
  last_at = %(now)s
where present.locked_until is null or present.locked_until <= %(now)s
returning failures
"""
# After the tenth wrong try the row says how long; the count starts again when that time is over.
RESTART = "update accounts_attempt set failures = 0 where key = %s and failures >= %s"


def _key(purpose: str, name: str, address: str) -> str:
    return keyed_hash("attempt", purpose, name, address)


def take_try(purpose: str, name: str, address: str = "") -> dt.datetime | None:
    """Count one try. None: go on and call :func:`forget_tries` if it was right. Else the instant the lock ends."""
    key = _key(purpose, name, address)
    now = clock.now()
    values: dict[str, Any] = {
        "key": key,
        "now": now,
        "quiet": now - FORGOTTEN_AFTER,
        "tries": TRIES,
        "first": FIRST_WINDOW,
        "longest": LONGEST_WINDOW,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        row = cursor.fetchone()
        if row is not None and row[0] >= TRIES:
            cursor.execute(RESTART, [key, TRIES])
    if row is not None:
        return None
    return Attempt.objects.values_list("locked_until", flat=True).filter(key=key).first() or now


def forget_tries(purpose: str, name: str, address: str = "") -> None:
    """The try was right."""
    Attempt.objects.filter(key=_key(purpose, name, address)).delete()
