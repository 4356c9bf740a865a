"""Functions of dates, times and durations. "Today" and "now" are Vietnam's, from the one clock."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from lienthong.kernel import clock
from lienthong.kernel.feel import temporal
from lienthong.kernel.feel.builtins.registry import builtin
from lienthong.kernel.feel.builtins.strings import whole
from lienthong.kernel.feel.values import Months, number

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@builtin("date", "from:sdm", "year:n, month:n, day:n")
def date(run: Any, first: Any, month: Decimal | None = None, day: Decimal | None = None) -> dt.date | None:
    if isinstance(first, str):
        return temporal.parse_date(first)
    if isinstance(first, dt.datetime):
        return first.date()
    if isinstance(first, dt.date):
        return first
    parts = [whole(part) for part in (first, month, day) if part is not None]
    try:
        return dt.date(*parts) if None not in parts else None  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None


@builtin("time", "from:stdm", "hour:n, minute:n, second:n, offset:a?")
def time(run: Any, first: Any, minute: Any = None, second: Any = None, offset: Any = None) -> dt.time | None:
    if isinstance(first, str):
        return temporal.parse_time(first)
    if isinstance(first, dt.datetime):
        return first.timetz()
    if isinstance(first, dt.time):
        return first
    if isinstance(first, dt.date):
        return dt.time(0, tzinfo=dt.UTC)
    hour, minutes = whole(first), whole(minute)
    if hour is None or minutes is None or not 0 <= second < 60 or not isinstance(offset, dt.timedelta | None):
        return None
    try:
        zone = dt.timezone(offset) if offset is not None else None
        return dt.time(hour, minutes, int(second), int(second % 1 * 1_000_000), tzinfo=zone)
    except (ValueError, OverflowError):
        return None


@builtin("date and time", "from:smd", "date:dm, time:t")
def date_and_time(run: Any, first: Any, moment: dt.time | None = None) -> dt.datetime | None:
    if isinstance(first, str):
        return temporal.parse_date_time(first)
    if moment is not None:
        day = first.date() if isinstance(first, dt.datetime) else first
        return dt.datetime.combine(day, moment)
    return first if isinstance(first, dt.datetime) else dt.datetime.combine(first, dt.time(0))


@builtin("duration", "from:spy")
def duration(run: Any, source: Any) -> Any:
    return temporal.parse_duration(source) if isinstance(source, str) else source


@builtin("years and months duration", "from:dm, to:dm")
def years_and_months_duration(run: Any, start: dt.date, end: dt.date) -> Months:
    return temporal.months_between(start, end)


@builtin("today", "")
def today(run: Any) -> dt.date:
    return clock.today()


@builtin("now", "")
def now(run: Any) -> dt.datetime:
    return clock.local(clock.now())


@builtin("day of year", "date:dm")
def day_of_year(run: Any, day: dt.date) -> Decimal | None:
    return number(day.timetuple().tm_yday)


@builtin("day of week", "date:dm")
def day_of_week(run: Any, day: dt.date) -> str:
    return _DAYS[day.weekday()]


@builtin("month of year", "date:dm")
def month_of_year(run: Any, day: dt.date) -> str:
    return _MONTHS[day.month - 1]


@builtin("week of year", "date:dm")
def week_of_year(run: Any, day: dt.date) -> Decimal | None:
    return number(day.isocalendar().week)
