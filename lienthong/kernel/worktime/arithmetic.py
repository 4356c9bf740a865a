"""Adding, subtracting and measuring working time. Instants in and out are aware; results are UTC.

Between two spans one moment of work has two names: 11:30 and 13:30, Friday 17:00 and Monday 07:30. A *start* is
written with the later name (work begins then), an *end* with the earlier (work was finished then).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.worktime.amounts import NoWorkingDay
from lienthong.kernel.worktime.calendars import ONE_DAY, Calendar, Day, of_day, time_at

ZERO = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Piece:
    """An unbroken run of working time inside one day; ``begins`` and ``ends`` count from midnight."""

    day: Day
    begins: dt.timedelta
    ends: dt.timedelta

    @property
    def length(self) -> dt.timedelta:
        return self.ends - self.begins


def split(instant: dt.datetime) -> tuple[dt.date, dt.timedelta]:
    """The Vietnamese date of an instant and its distance from that midnight."""
    local = clock.local(instant)
    return local.date(), of_day(local.time())


def join(date: dt.date, offset: dt.timedelta) -> dt.datetime:
    return clock.at(date, time_at(offset))


def days_from(date: dt.date, calendar: Calendar, *, step: int = 1) -> Iterator[Day]:
    """``date`` and the days after it (before it, with ``step=-1``), working or not.

    Raises NoWorkingDay after ``calendar.search_days`` days in a row without work, so no search runs for ever.
    """
    idle = 0
    while True:
        day = calendar.day(date)
        idle = 0 if day.is_working else idle + 1
        if idle > calendar.search_days:
            raise NoWorkingDay(
                _(
                    "Lịch làm việc không có ngày làm việc nào trong thời gian dài; hãy kiểm tra lịch của cơ quan"
                )
            )
        yield day
        try:
            date += step * ONE_DAY
        except OverflowError:
            raise NoWorkingDay(_("Thời hạn vượt quá lịch; hãy kiểm tra con số và đơn vị")) from None


def pieces_from(start: dt.datetime, calendar: Calendar) -> Iterator[Piece]:
    """The working time after ``start``, in order, without end."""
    date, offset = split(start)
    for day in days_from(date, calendar):
        for begins, ends in day.spans:
            if day.date != date or offset < of_day(ends):
                opening = max(of_day(begins), offset) if day.date == date else of_day(begins)
                yield Piece(day, opening, of_day(ends))


def pieces_before(end: dt.datetime, calendar: Calendar) -> Iterator[Piece]:
    """The working time before ``end``, latest first, without end."""
    date, offset = split(end)
    for day in days_from(date, calendar, step=-1):
        for begins, ends in reversed(day.spans):
            if day.date != date or offset > of_day(begins):
                closing = min(of_day(ends), offset) if day.date == date else of_day(ends)
                yield Piece(day, of_day(begins), closing)


def normalise(start: dt.datetime, calendar: Calendar) -> dt.datetime:
    """When work on something that came at ``start`` can begin: now, or the next opening."""
    piece = next(pieces_from(start, calendar))
    return join(piece.day.date, piece.begins)


def next_working_day(date: dt.date, calendar: Calendar) -> Day:
    """The first working day after ``date``."""
    return next(day for day in days_from(date + ONE_DAY, calendar) if day.is_working)


def add_working_time(start: dt.datetime, time: dt.timedelta, calendar: Calendar) -> dt.datetime:
    """The moment at which ``time`` (≥ 0) of work after ``start`` is done."""
    _not_negative(time)
    if not time:
        return normalise(start, calendar)
    for piece in pieces_from(start, calendar):
        if time <= piece.length:
            return join(piece.day.date, piece.begins + time)
        time -= piece.length
    raise AssertionError("the pieces have no end")


def subtract_working_time(end: dt.datetime, time: dt.timedelta, calendar: Calendar) -> dt.datetime:
    """The latest start from which ``time`` (≥ 0) of work is done by ``end``."""
    _not_negative(time)
    for piece in pieces_before(end, calendar):
        if time <= piece.length:
            return join(piece.day.date, piece.ends - time)
        time -= piece.length
    raise AssertionError("the pieces have no end")


def working_time_between(start: dt.datetime, end: dt.datetime, calendar: Calendar) -> dt.timedelta:
    """Working time from ``start`` to ``end``; negative when ``end`` comes first."""
    if end < start:
        return -working_time_between(end, start, calendar)
    first, opening = split(start)
    last, closing = split(end)
    total = ZERO
    date = first
    while date <= last:
        for begins, ends in calendar.day(date).spans:
            low = max(of_day(begins), opening) if date == first else of_day(begins)
            high = min(of_day(ends), closing) if date == last else of_day(ends)
            total += max(high - low, ZERO)
        date += ONE_DAY
    return total


def transfer_day(received_at: dt.datetime, calendar: Calendar, cut_off: dt.time) -> dt.date:
    """The day on which the desk hands a received dossier to the deciding agency.

    The same day; the next working day when it came later than ``cut_off`` (exactly 15:00 is still in time), on a
    day off or after closing. NĐ 61/2018 Điều 18 khoản 2; NĐ 309/2026 Điều 9.
    """
    date, offset = split(received_at)
    day = calendar.day(date)
    if day.is_working and offset <= of_day(cut_off) and offset < day.closes:
        return date
    return next_working_day(date, calendar).date


def _not_negative(time: dt.timedelta) -> None:
    if time < ZERO:
        raise ValueError("working time to add or subtract must not be negative")
