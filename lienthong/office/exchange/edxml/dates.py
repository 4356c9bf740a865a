"""Days and times as systems write them. Anything else is None: the caller names the problem."""

from __future__ import annotations

import datetime as dt
import re

from lienthong.kernel.clock import VN

_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_TIME = re.compile(
    r"(?:[T ]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def _day(text: str) -> tuple[dt.date, str] | None:
    found = _YEAR_FIRST.match(text)
    if found:
        year, month, day = (int(found[group]) for group in (1, 3, 4))
    else:
        # Vietnam writes the day first; a month first is never assumed.
        found = _YEAR_LAST.match(text)
        if not found:
            return None
        day, month, year = (int(found[group]) for group in (1, 3, 4))
    try:
        return dt.date(year, month, day), text[found.end() :]
    except ValueError:
        return None


def read_time(text: str) -> dt.datetime | None:
    """``yyyy/MM/dd HH:mm:ss`` in either order of the day, or ISO 8601. Without a zone it is Vietnam's time."""
    found = _day(text.strip())
    if found is None:
        return None
    day, rest = found
    if not rest:
        return dt.datetime(day.year, day.month, day.day, tzinfo=VN)
    time = _TIME.fullmatch(rest)
    if time is None:
        return None
    zone: dt.tzinfo = VN
    if time[4] == "Z":
        zone = dt.UTC
    elif time[4]:
        minutes = int(time[4][1:3]) * 60 + int(time[4][-2:])
        if minutes > 14 * 60:
            return None
        zone = dt.timezone(dt.timedelta(minutes=minutes if time[4][0] == "+" else -minutes))
    try:
        return dt.datetime(
            day.year, day.month, day.day, int(time[1]), int(time[2]), int(time[3] or 0), tzinfo=zone
        )
    except ValueError:
        return None


def read_day(text: str) -> dt.date | None:
    """``yyyy/MM/dd``, ``dd/MM/yyyy`` or ISO 8601; of an instant with a zone the day in Vietnam."""
    at = read_time(text)
    if at is None:
        return None
    try:
        return at.astimezone(VN).date()
    except OverflowError:
        return None


def write_day(day: dt.date) -> str:
    return f"{day.year:04}/{day.month:02}/{day.day:02}"


def write_time(at: dt.datetime) -> str:
    """In Vietnam's time, to the second."""
    local = at.astimezone(VN)
    return f"{write_day(local.date())} {local.hour:02}:{local.minute:02}:{local.second:02}"
