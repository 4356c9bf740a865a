"""When an agency works: hours of the week, days off, make-up working days.

Weekdays are ISO numbers (1 Monday … 7 Sunday). All times of day are Asia/Ho_Chi_Minh, which has no daylight
saving: a working hour is always an hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid

Span = tuple[dt.time, dt.time]
Spans = tuple[Span, ...]
DayKind = Literal["working", "weekly_rest", "off", "make_up"]

ONE_DAY = dt.timedelta(days=1)
_MIDNIGHT = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def of_day(time: dt.time) -> dt.timedelta:
    """How far a time of day is from midnight."""
    return dt.timedelta(
        hours=time.hour, minutes=time.minute, seconds=time.second, microseconds=time.microsecond
    )


def time_at(offset: dt.timedelta) -> dt.time:
    """The time of day that lies ``offset`` after midnight (less than a day)."""
    return (_MIDNIGHT + offset).time()


def parse_spans(text: str) -> Spans:
    """``"07:30-11:30, 13:30-17:00"`` as spans; an empty text is a day off. Raises Invalid."""
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    try:
        spans = tuple(
            (dt.time.fromisoformat(begins.strip()), dt.time.fromisoformat(ends.strip()))
            for begins, ends in (piece.split("-") for piece in pieces)
        )
    except ValueError:
        raise Invalid(_("Giờ làm việc phải viết như 07:30-11:30, 13:30-17:00"), field="spans") from None
    return check_spans(spans)


def format_spans(spans: Spans) -> str:
    return ", ".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in spans)


def check_spans(spans: Spans) -> Spans:
    """The same spans, when each is longer than nothing and they follow one another with a gap. Raises Invalid."""
    last: dt.time | None = None
    for begins, ends in spans:
        if begins >= ends or (last is not None and begins <= last):
            raise Invalid(
                _("Các khoảng giờ làm việc phải nối tiếp nhau, không chồng lên nhau"), field="spans"
            )
        last = ends
    return spans


@lru_cache(maxsize=1024)
def _length(spans: Spans) -> dt.timedelta:
    return sum((of_day(ends) - of_day(begins) for begins, ends in spans), dt.timedelta())


@dataclass(frozen=True, slots=True)
class WeekRow:
    """The hours of one weekday while the row is valid (both ends included; None is open)."""

    weekday: int
    spans: Spans
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date that differs from its weekday: ``off``, or ``make_up`` (worked with the hours of ``hours_of``)."""

    date: dt.date
    kind: Literal["off", "make_up"]
    name: str
    hours_of: int | None = None
    provisional: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What one date is: its working spans and why."""

    date: dt.date
    kind: DayKind
    spans: Spans
    name: str = ""
    hours_of: int | None = None
    provisional: bool = False
    source: str = ""

    @property
    def is_working(self) -> bool:
        return bool(self.spans)

    @property
    def opens(self) -> dt.timedelta:
        return of_day(self.spans[0][0])

    @property
    def closes(self) -> dt.timedelta:
        return of_day(self.spans[-1][1])

    @property
    def length(self) -> dt.timedelta:
        return _length(self.spans)

    def position(self, offset: dt.timedelta) -> dt.timedelta:
        """``offset`` brought inside the day's hours: opening, afternoon start or closing when it lies outside."""
        for begins, ends in self.spans:
            if offset <= of_day(ends):
                return max(offset, of_day(begins))
        return self.closes


@dataclass(frozen=True, slots=True)
class CalendarDayRule:
    """How a limit in calendar days ends: at closing of its last day, or at the clock position of the start.

    A last day that is a day off always moves to the end of the next working day.
    """

    ends: Literal["closing", "position"] = "closing"
    source: str = "Bộ luật Dân sự 91/2015/QH13, Điều 147 và 148"
    confidence: str = "general"


@dataclass(frozen=True)
class Calendar:
    """Working time of one agency.

    ``known_to``: last date whose holidays are announced; later days count as provisional.
    ``search_days``: how many days without working time are passed before the search gives up with NoWorkingDay.
    """

    week: tuple[WeekRow, ...]
    special: Mapping[dt.date, SpecialDay] = field(default_factory=dict)
    known_to: dt.date | None = None
    search_days: int = 400
    calendar_days: CalendarDayRule = CalendarDayRule()
    _seen: dict[dt.date, Day] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def weekly(
        cls,
        hours: Mapping[int, str],
        special: Iterable[SpecialDay] = (),
        *,
        known_to: dt.date | None = None,
        search_days: int = 400,
        calendar_days: CalendarDayRule | None = None,
    ) -> Calendar:
        """A calendar from ``{weekday: "07:30-11:30, 13:30-17:00"}``; a weekday that is missing is a day off."""
        return cls(
            tuple(WeekRow(weekday, parse_spans(text)) for weekday, text in hours.items()),
            {day.date: day for day in special},
            known_to,
            search_days,
            calendar_days or CalendarDayRule(),
        )

    def day(self, date: dt.date) -> Day:
        found = self._seen.get(date)
        if found is None:
            found = self._seen[date] = self._day(date)
        return found

    def _day(self, date: dt.date) -> Day:
        unknown = self.known_to is not None and date > self.known_to
        special = self.special.get(date)
        if special is None:
            spans = self.weekday_spans(date.isoweekday(), date)
            return Day(date, "working" if spans else "weekly_rest", spans, provisional=unknown)
        spans = () if special.kind == "off" else self.weekday_spans(special.hours_of or 1, date)
        return Day(
            date,
            special.kind,
            spans,
            special.name,
            special.hours_of,
            special.provisional or unknown,
            special.source,
        )

    def weekday_spans(self, weekday: int, date: dt.date) -> Spans:
        """The hours that a weekday has on a date, whatever is special about the date itself."""
        # Later rows win, so that an agency's own hours can be put after the country's.
        for row in reversed(self.week):
            if row.weekday == weekday and row.covers(date):
                return row.spans
        return ()


ORDINARY_HOURS = "07:30-11:30, 13:30-17:00"
ORDINARY_WEEK: Mapping[int, str] = dict.fromkeys(range(1, 6), ORDINARY_HOURS)
