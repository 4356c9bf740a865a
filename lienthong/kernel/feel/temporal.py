"""Dates, times and durations: their texts, arithmetic and properties."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from lienthong.kernel.feel.values import Months, number, order_key

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z_]{1,20}(?:/[A-Za-z0-9_+-]{1,30}){0,2}))?"
)
_MONTHS = re.compile(r"(-)?P(?=[0-9])(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?")
_DAYS = re.compile(
    r"(-)?P(?=[0-9T])(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,10})H)?(?:([0-9]{1,12})M)?(?:([0-9]{1,12})(?:\.([0-9]{1,9}))?S)?)?"
)
# Durations beyond this many months move any date out of the calendar.
_MAX_MONTHS = 12 * 10**9


def parse_date(source: str) -> dt.date | None:
    """``2026-01-31``; years 0001 to 9999 only, as Python's calendar has them."""
    found = _DATE.fullmatch(source)
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def parse_time(source: str) -> dt.time | None:
    found = _TIME.fullmatch(source)
    if not found:
        return None
    hour, minute, second, fraction, zulu, sign, zone_h, zone_m, zone_s, zone = found.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    tzinfo: dt.tzinfo | None = None
    try:
        if zulu:
            tzinfo = dt.UTC
        elif sign:
            offset = dt.timedelta(hours=int(zone_h), minutes=int(zone_m), seconds=int(zone_s or 0))
            tzinfo = dt.timezone(-offset if sign == "-" else offset)
        elif zone:
            tzinfo = ZoneInfo(zone)
        return dt.time(int(hour), int(minute), int(second), micro, tzinfo=tzinfo)
    except (ValueError, OSError, KeyError):
        return None


def parse_date_time(source: str) -> dt.datetime | None:
    day_text, sep, time_text = source.partition("T")
    day = parse_date(day_text)
    if day is None:
        return None
    moment = parse_time(time_text) if sep else dt.time(0)
    return dt.datetime.combine(day, moment) if moment is not None else None


def parse_duration(source: str) -> Months | dt.timedelta | None:
    if found := _MONTHS.fullmatch(source):
        if found[2] is None and found[3] is None:
            return None
        return months(int(found[2] or 0) * 12 + int(found[3] or 0), negative=bool(found[1]))
    if found := _DAYS.fullmatch(source):
        sign, days, hours, minutes, seconds, fraction = found.groups()
        try:
            value = dt.timedelta(
                days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0),
                microseconds=int((fraction or "0").ljust(6, "0")[:6]),
            )  # fmt: skip
            return -value if sign else value
        except OverflowError:
            return None
    return None


def parse_any(source: str) -> Any:
    """What ``@"…"`` means; null when it is none of them."""
    for read in (parse_date, parse_time, parse_duration):
        value = read(source)
        if value is not None:
            return value
    return parse_date_time(source) if "T" in source else None


def months(count: int, *, negative: bool = False) -> Months | None:
    return Months(-count if negative else count) if abs(count) <= _MAX_MONTHS else None


def add_months(day: dt.date, count: int) -> dt.date | None:
    """The same day of another month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(moment: Any, duration: Any) -> Any:
    """Date, date and time or time plus a duration; null outside the calendar."""
    try:
        if isinstance(duration, Months):
            return add_months(moment, duration.months) if isinstance(moment, dt.date) else None
        if isinstance(moment, dt.datetime):
            return moment + duration
        if isinstance(moment, dt.date):
            return (dt.datetime.combine(moment, dt.time(0)) + duration).date()
        base = dt.datetime.combine(dt.date(2000, 1, 1), moment.replace(tzinfo=None))
        part = dt.timedelta(seconds=duration.total_seconds() % 86_400)
        return (base + part).time().replace(tzinfo=moment.tzinfo)
    except (OverflowError, ValueError):
        return None


def shift_span(left: dt.timedelta, right: dt.timedelta) -> dt.timedelta | None:
    try:
        return left + right
    except OverflowError:
        return None


def difference(left: Any, right: Any) -> dt.timedelta | None:
    """Between two moments of one kind; a date beside a date and time counts from its midnight."""
    if isinstance(left, dt.datetime) or isinstance(right, dt.datetime):
        left, right = (
            value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time(0))
            if isinstance(value, dt.date) else None
            for value in (left, right)
        )  # fmt: skip
    if left is None or right is None or type(left) is not type(right):
        return None
    try:
        return order_key(left) - order_key(right)
    except OverflowError:
        return None


def seconds_of(duration: dt.timedelta) -> Decimal:
    whole = (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds
    return Decimal(whole).scaleb(-6).normalize()


def scale(duration: Any, factor: Decimal) -> Any:
    """A duration times a number; months are cut towards zero, days go down to the microsecond."""
    try:
        if isinstance(duration, Months):
            return months(int(duration.months * factor)) if abs(factor) < 10**12 else None
        if abs(factor) > 10**12:
            return None
        return dt.timedelta(microseconds=int(seconds_of(duration) * factor * 1_000_000))
    except OverflowError:
        return None


def months_between(start: dt.date, end: dt.date) -> Months:
    count = (end.year - start.year) * 12 + end.month - start.month
    if count > 0 and end.day < start.day:
        count -= 1
    elif count < 0 and end.day > start.day:
        count += 1
    return Months(count)


def to_text(value: Any) -> str:
    if isinstance(value, Months):
        years, rest = divmod(abs(value.months), 12)
        body = (f"{years}Y" if years else "") + (f"{rest}M" if rest else "") or "0M"
        return ("-" if value.months < 0 else "") + "P" + body
    if isinstance(value, dt.timedelta):
        total = abs(value)
        minutes, seconds = divmod(total.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        part = (
            f"{seconds}.{total.microseconds:06}".rstrip("0").rstrip(".")
            if total.microseconds
            else str(seconds)
        )
        clock_part = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        clock_part += f"{part}S" if part != "0" else ""
        body = (f"{total.days}D" if total.days else "") + (f"T{clock_part}" if clock_part else "")
        return ("-" if value < dt.timedelta(0) else "") + "P" + (body or "T0S")
    if isinstance(value, dt.datetime | dt.time):
        zone = value.tzinfo
        if isinstance(zone, ZoneInfo):
            return value.replace(tzinfo=None).isoformat() + "@" + zone.key
        body = value.isoformat()
        return body[:-6] + "Z" if body.endswith("+00:00") else body
    return value.isoformat()


def _zone_name(value: dt.datetime | dt.time) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _whole(value: int) -> Decimal | None:
    return number(value)


def member(value: Any, name: str) -> Any:
    """The properties FEEL gives to moments and durations; null for any other name."""
    if isinstance(value, dt.date) and name in ("year", "month", "day", "weekday"):
        return _whole(value.isoweekday() if name == "weekday" else getattr(value, name))
    if isinstance(value, dt.datetime | dt.time):
        if name in ("hour", "minute", "second"):
            return _whole(getattr(value, name))
        if name == "time offset":
            return value.utcoffset()
        if name == "timezone":
            return _zone_name(value)
    if isinstance(value, Months) and name in ("years", "months"):
        years, rest = divmod(abs(value.months), 12)
        return _whole((years if name == "years" else rest) * (-1 if value.months < 0 else 1))
    if isinstance(value, dt.timedelta) and name in ("days", "hours", "minutes", "seconds"):
        total = abs(value)
        part = {
            "days": total.days, "hours": total.seconds // 3600,
            "minutes": total.seconds // 60 % 60, "seconds": total.seconds % 60,
        }[name]  # fmt: skip
        return _whole(-part if value < dt.timedelta(0) else part)
    return None
