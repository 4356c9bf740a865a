"""From a start and a limit to a due time, with the steps that led there.

- Working hours run through the spans of the calendar.
- Working days: the day of reception is not counted; the limit ends at the same clock position of the n-th working
  day after it. A fraction of a day is that fraction of the working time to the same position one working day on,
  so a longer limit never ends earlier, whatever the hours of the days between.
- Calendar days: the day of reception is not counted; the limit ends at the closing of its last day; a last day that
  is a day off moves to the next working day (Bộ luật Dân sự 2015, Điều 147 and 148; read at second hand, hence
  ``CalendarDayRule.confidence``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Any, Literal

from lienthong.kernel.worktime.amounts import Amount
from lienthong.kernel.worktime.arithmetic import (
    ZERO,
    add_working_time,
    days_from,
    join,
    next_working_day,
    normalise,
    pieces_from,
    split,
    working_time_between,
)
from lienthong.kernel.worktime.calendars import ONE_DAY, Calendar, Day, of_day

HOUR = dt.timedelta(hours=1)
_TICK = dt.timedelta(microseconds=1)
_NONE, _ONE = Fraction(0), Fraction(1)

StepKind = Literal[
    "received",  # the day of reception, not counted
    "moved",  # the start lay outside working time; name says why
    "counted",  # counted in full or in part
    "weekly_rest",
    "off",  # a holiday or another day off; name says which
    "rolled",  # the last calendar day was a day off, the end moves on
    "paused",
    "waited",  # the time of a pause, which moves the due time on
    "resumed",
    "restarted",
    "extended",
    "stopped",
    "due",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation.

    ``counted`` is in the unit of the limit; over the steps of one computation it adds up to the limit. ``time`` is
    the working time counted, ``begins``/``ends`` the instants it runs between. ``name`` is a holiday's name, a
    make-up day's name, or for ``moved`` one of before_opening, lunch, after_closing, day_off, cut_off.
    """

    date: dt.date
    kind: StepKind
    counted: Fraction = _NONE
    name: str = ""
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None
    time: dt.timedelta = ZERO
    hours_of: int | None = None
    provisional: bool = False
    source: str = ""
    confidence: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "date": self.date.isoformat(),
            "kind": self.kind,
            "counted": str(self.counted),
            "name": self.name,
            "begins": self.begins.isoformat() if self.begins else None,
            "ends": self.ends.isoformat() if self.ends else None,
            "minutes": self.time / dt.timedelta(minutes=1),
            "hours_of": self.hours_of,
            "provisional": self.provisional,
            "source": self.source,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Deadline:
    """``due`` in UTC and the steps that explain it, oldest first."""

    due: dt.datetime
    steps: tuple[Step, ...]

    @property
    def provisional(self) -> bool:
        """True when a day that was looked at may still be declared otherwise (holidays of the coming year)."""
        return any(step.provisional for step in self.steps)


def deadline(
    start: dt.datetime, amount: Amount, calendar: Calendar, *, cut_off: dt.time | None = None
) -> Deadline:
    """When ``amount`` that begins at ``start`` is over.

    ``cut_off`` is a procedure's own rule "nhận sau 15 giờ": what comes later than it on a working day counts as
    received at the next working day's opening. It is not the desk's transfer cut-off
    (:func:`lienthong.kernel.worktime.arithmetic.transfer_day`).

    Raises NoWorkingDay when the calendar offers no working time.
    """
    if amount.unit == "calendar_day":
        return _calendar_days(start, amount, calendar, cut_off)
    begin, steps = _begin(start, calendar, cut_off)
    if amount.unit == "working_hour":
        due, counted = _hours(begin, amount.exact, amount.exact * Fraction(HOUR // _TICK), calendar)
        steps += counted
    else:
        due, counted = _working_days(begin, amount.exact, calendar)
        steps += counted
    if amount.until == "closing":
        date, _ = split(due)
        due = join(date, calendar.day(date).closes)
    return _finish(due, steps, calendar)


def _begin(start: dt.datetime, calendar: Calendar, cut_off: dt.time | None) -> tuple[dt.datetime, list[Step]]:
    """Where counting begins, and the step that says why it is not ``start``."""
    date, offset = split(start)
    day = calendar.day(date)
    if cut_off is not None and day.is_working and of_day(cut_off) < offset < day.closes:
        following = next_working_day(date, calendar)
        begin, reason = join(following.date, following.opens), "cut_off"
    else:
        begin = normalise(start, calendar)
        reason = _reason(day, offset)
    if begin == start.astimezone(dt.UTC):
        return begin, []
    skipped = [
        _skipped(between)
        for between in _days_between(date, split(begin)[0], calendar)
        if not between.is_working
    ]
    moved = Step(date, "moved", name=reason, begins=start, ends=begin, provisional=day.provisional)
    return begin, [moved, *skipped]


def _reason(day: Day, offset: dt.timedelta) -> str:
    if not day.is_working:
        return "day_off"
    if offset < day.opens:
        return "before_opening"
    return "after_closing" if offset >= day.closes else "lunch"


def _days_between(first: dt.date, last: dt.date, calendar: Calendar) -> Iterator[Day]:
    """The days after ``first`` and before ``last``."""
    date = first + ONE_DAY
    while date < last:
        yield calendar.day(date)
        date += ONE_DAY


def _hours(
    begin: dt.datetime, share: Fraction, ticks: Fraction, calendar: Calendar
) -> tuple[dt.datetime, list[Step]]:
    """Run ``ticks`` microseconds of work from ``begin``; ``share`` is what they are worth in the limit's unit."""
    left = dt.timedelta(microseconds=floor(ticks))
    if not left:
        return begin, []
    steps: list[Step] = []
    whole, last, given = left, split(begin)[0], Fraction(0)
    for piece in pieces_from(begin, calendar):
        steps += [
            _skipped(day) for day in _days_between(last, piece.day.date, calendar) if not day.is_working
        ]
        last = piece.day.date
        taken = min(left, piece.length)
        left -= taken
        worth = share * Fraction(taken // _TICK, whole // _TICK) if left else share - given
        given += worth
        ends = join(last, piece.begins + taken)
        steps.append(_counted(piece.day, worth, join(last, piece.begins), ends, taken))
        if not left:
            return ends, steps
    raise AssertionError("the pieces have no end")


def _working_days(begin: dt.datetime, value: Fraction, calendar: Calendar) -> tuple[dt.datetime, list[Step]]:
    whole = floor(value)
    date, position = split(begin)
    steps = [Step(date, "received", provisional=calendar.day(date).provisional)] if whole else []
    due = begin
    for _ in range(whole):
        for day in days_from(date + ONE_DAY, calendar):
            date = day.date
            if day.is_working:
                break
            steps.append(_skipped(day))
        steps.append(_counted(day, _ONE, None, None, day.length))
    if whole:
        due = join(date, calendar.day(date).position(position))
    if value > whole:
        following = next_working_day(date, calendar)
        reach = working_time_between(due, join(following.date, following.position(position)), calendar)
        part = value - whole
        due, counted = _hours(due, part, part * Fraction(reach // _TICK), calendar)
        steps += counted
    return due, steps


def _calendar_days(
    start: dt.datetime, amount: Amount, calendar: Calendar, cut_off: dt.time | None
) -> Deadline:
    days = int(amount.value)
    steps: list[Step] = []
    if days == 0 or cut_off is not None:
        start, steps = _begin(start, calendar, cut_off)
    date, position = split(start)
    if days:
        steps.append(Step(date, "received"))
    for _ in range(days):
        date += ONE_DAY
        steps.append(Step(date, "counted", _ONE, calendar.day(date).name))
    return _finish(*_close(date, position, amount, calendar, steps), calendar)


def _close(
    date: dt.date, position: dt.timedelta, amount: Amount, calendar: Calendar, steps: list[Step]
) -> tuple[dt.datetime, list[Step]]:
    """The end of a limit in calendar days whose last day is ``date``."""
    rule = calendar.calendar_days
    day = calendar.day(date)
    if day.is_working and rule.ends == "position" and amount.until == "position":
        return join(date, day.position(position)), steps
    for day in days_from(date, calendar):
        if day.is_working:
            break
        steps.append(
            replace(
                _skipped(day), kind="rolled", source=day.source or rule.source, confidence=rule.confidence
            )
        )
    return join(day.date, day.closes), steps


def close_calendar_days(date: dt.date, amount: Amount, calendar: Calendar) -> tuple[dt.datetime, list[Step]]:
    """The closing of ``date``, or of the next working day, with the steps of the move."""
    return _close(date, ZERO, replace(amount, until="closing"), calendar, [])


def _skipped(day: Day) -> Step:
    kind: StepKind = "weekly_rest" if day.kind == "weekly_rest" else "off"
    return Step(day.date, kind, name=day.name, provisional=day.provisional, source=day.source)


def _counted(
    day: Day, worth: Fraction, begins: dt.datetime | None, ends: dt.datetime | None, time: dt.timedelta
) -> Step:
    return Step(
        day.date, "counted", worth, day.name, begins, ends, time, day.hours_of, day.provisional, day.source
    )


def _finish(due: dt.datetime, steps: list[Step], calendar: Calendar) -> Deadline:
    date, _ = split(due)
    return Deadline(due, (*steps, Step(date, "due", ends=due, provisional=calendar.day(date).provisional)))


def push(due: dt.datetime, time: dt.timedelta, calendar: Calendar) -> dt.datetime:
    """``due`` moved on by working time; unchanged (not renamed to the next opening) when there is none."""
    return add_working_time(due, time, calendar) if time else due
