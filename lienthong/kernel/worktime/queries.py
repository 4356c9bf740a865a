"""Calendars from the tables, kept in each process until one of them changes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import F, Q

from lienthong.kernel.legal.public import Stamped
from lienthong.kernel.worktime.calendars import Calendar, Spans, SpecialDay, WeekRow
from lienthong.kernel.worktime.models import CalendarDay, WeeklyHours


@dataclass
class Book:
    """All rows, by agency (None is the country), and the calendars made from them so far."""

    week: dict[int | None, list[WeekRow]]
    days: dict[int | None, dict[dt.date, SpecialDay]]
    made: dict[int | None, Calendar] = field(default_factory=dict)

    def calendar(self, organisation_id: int | None) -> Calendar:
        if organisation_id not in self.week and organisation_id not in self.days:
            organisation_id = None
        found = self.made.get(organisation_id)
        if found is None:
            found = self.made[organisation_id] = self._make(organisation_id)
        return found

    def _make(self, organisation_id: int | None) -> Calendar:
        country = self.days.get(None, {})
        week, days = list(self.week.get(None, [])), dict(country)
        if organisation_id is not None:
            week += self.week.get(organisation_id, [])
            days |= self.days.get(organisation_id, {})
        known_to = dt.date(max(country).year, 12, 31) if country else None
        return Calendar(tuple(week), days, known_to)


def read_spans(stored: list[list[str]]) -> Spans:
    return tuple((dt.time.fromisoformat(begins), dt.time.fromisoformat(ends)) for begins, ends in stored)


def store_spans(spans: Spans) -> list[list[str]]:
    return [[f"{begins:%H:%M}", f"{ends:%H:%M}"] for begins, ends in spans]


def _load() -> Book:
    week: dict[int | None, list[WeekRow]] = defaultdict(list)
    days: dict[int | None, dict[dt.date, SpecialDay]] = defaultdict(dict)
    for row in WeeklyHours.objects.order_by("id"):
        week[row.organisation_id].append(
            WeekRow(row.weekday, read_spans(row.spans), row.valid_from, row.valid_to)
        )
    for day in CalendarDay.objects.all():
        days[day.organisation_id][day.date] = SpecialDay(
            day.date, cast(Any, day.kind), day.name, day.hours_of, day.provisional, day.source
        )
    return Book(dict(week), dict(days))


_book = Stamped("worktime_worktimeversion", _load)


def calendar_for(organisation_id: int | None = None) -> Calendar:
    """The calendar of an agency, or of the country. One statement; a change by any process is seen at once."""
    return _book.get().calendar(organisation_id)


def present_book() -> Book:
    """All calendars as they are. Read only: the book is shared by the whole process."""
    return _book.get()


def weekly_rows(organisation_id: int | None) -> list[WeeklyHours]:
    """The stored hours of one calendar, by weekday and start."""
    rows = WeeklyHours.objects.filter(organisation_id=organisation_id)
    return list(rows.order_by("weekday", "valid_from"))


def days_of_year(year: int, organisation_id: int | None = None) -> list[CalendarDay]:
    """The special days of a year as they are stored, the country's and the agency's, in order."""
    owned = Q(organisation_id=None)
    if organisation_id is not None:
        owned |= Q(organisation_id=organisation_id)
    # The country's row of a date comes before the agency's, which counts.
    return list(
        CalendarDay.objects.filter(owned, date__year=year).order_by(
            "date", F("organisation_id").asc(nulls_first=True)
        )
    )
