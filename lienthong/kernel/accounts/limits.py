"""Counting in PostgreSQL, so that all web nodes count together and a restart forgets nothing."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.accounts.vault import keyed_hash
from lienthong.kernel.errors import DomainError

COUNT = """
insert into accounts_ratewindow as present (key, count, ends_at) values (%(key)s, 1, %(ends)s)
on conflict (key) do update set
  count = case when present.ends_at <= %(now)s then 1 else present.count + 1 end,
  ends_at = case when present.ends_at <= %(now)s then excluded.ends_at else present.ends_at end
returning count, ends_at
"""


class TooMany(DomainError):
    """Asked too often; ``retry_after`` is in seconds."""

    status = 429
    default_code = "too_many"

    def __init__(self, message: Any = "", *, retry_after: int = 60, **kwargs: Any) -> None:
        super().__init__(message or _("Bạn đã thử quá nhiều lần. Hãy chờ ít phút rồi thử lại."), **kwargs)
        self.retry_after = retry_after


def rate_limit(key: str, limit: int, seconds: int) -> None:
    """Count one use of ``key`` and raise :class:`TooMany` when it is more than ``limit`` in a window of ``seconds``.

    One statement. ``key`` names what and who (``"dossier-code:203.0.113.5"``); it is stored as a keyed hash, so an
    address or a personal id may stand in it. Call it before the transaction of the act: a roll-back would forget
    the count.
    """
    now = clock.now()
    values: dict[str, Any] = {
        "key": keyed_hash("rate", key),
        "now": now,
        "ends": now + dt.timedelta(seconds=seconds),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        count, ends = cursor.fetchone()
    if count > limit:
        raise TooMany(retry_after=max(1, math.ceil((ends - now).total_seconds())))


def within_limit(key: str, limit: int, seconds: int) -> bool:
    """Like :func:`rate_limit`, as an answer: False when there were too many."""
    try:
        rate_limit(key, limit, seconds)
    except TooMany:
        return False
    return True
