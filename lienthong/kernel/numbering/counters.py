"""Taking numbers. The row lock lasts until the caller's transaction ends, so a roll-back leaves no hole."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.db import connection

from lienthong.kernel import clock
from lienthong.kernel.numbering.models import Counter

Period = Literal["day", "month", "year", "ever"]

_TAKE = """
insert into numbering_counter (series, organisation_id, period, last) values (%s, %s, %s, %s)
on conflict (series, organisation_id, period) do update set last = numbering_counter.last + 1
returning last
"""


def take(series: str, *, organisation_id: int | None, period: str, start: int = 1) -> int:
    """The next number of a series, in one statement, inside the caller's transaction.

    The counter row stays locked until that transaction ends: others wait, nobody gets the same number, and a
    roll-back gives it back. Take the number late in the transaction. ``start`` is the first number of a new counter.
    ``organisation_id`` None is a series of the whole installation. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"number of series {series} outside a transaction")
    if start < 0:
        raise ValueError("a series does not start below zero")
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [series, organisation_id, period, start])
        return cursor.fetchone()[0]


def last(series: str, *, organisation_id: int | None, period: str) -> int | None:
    """The last number taken, None when none was; for display only, the next one may be gone at once."""
    return (
        Counter.objects.filter(series=series, organisation_id=organisation_id, period=period)
        .values_list("last", flat=True)
        .first()
    )


def period_of(on: dt.date, unit: Period) -> str:
    """The name of a counter's period: ``2026-11-24``, ``2026-11``, ``2026`` or empty for a series without end."""
    return {"day": on.isoformat(), "month": on.isoformat()[:7], "year": f"{on.year:04}", "ever": ""}[unit]


def period_at(instant: dt.datetime, unit: Period) -> str:
    """The period of an instant by the Vietnamese date: 17:00 UTC on 31 December is already the next year."""
    return period_of(clock.local(instant).date(), unit)
