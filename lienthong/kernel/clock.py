"""The one source of "now".

Instants are UTC. Dates, years, deadlines and the years of numbers are Asia/Ho_Chi_Minh,
so a document signed at 17:30 UTC on 31 December already belongs to the next year.
Tests move time with :func:`frozen` or :func:`shifted`; nothing else may call ``datetime.now``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

VN = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen", default=None)
_shift: ContextVar[dt.timedelta] = ContextVar("shift", default=dt.timedelta(0))


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    fixed = _frozen.get()
    if fixed is not None:
        return fixed
    return dt.datetime.now(dt.UTC) + _shift.get()


def local(instant: dt.datetime) -> dt.datetime:
    """The same instant on a Vietnamese clock. Naive input is an error."""
    if instant.tzinfo is None:
        raise ValueError("an instant must carry its zone")
    return instant.astimezone(VN)


def today() -> dt.date:
    """Today's date in Vietnam."""
    return local(now()).date()


def at(day: dt.date, time: dt.time = dt.time(0)) -> dt.datetime:
    """The UTC instant of a Vietnamese wall-clock time."""
    return dt.datetime.combine(day, time, tzinfo=VN).astimezone(dt.UTC)


@contextmanager
def frozen(instant: dt.datetime) -> Iterator[None]:
    """Hold the clock still at an aware instant."""
    token = _frozen.set(instant.astimezone(dt.UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


@contextmanager
def shifted(delta: dt.timedelta) -> Iterator[None]:
    """Let the clock run, moved by ``delta``."""
    token = _shift.set(_shift.get() + delta)
    try:
        yield
    finally:
        _shift.reset(token)
