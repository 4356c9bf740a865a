"""What would be if a calendar were changed: calendars under a proposal, and which running deadlines would move.

Nothing here writes. Apps that keep running clocks register how to look at theirs (:func:`register_running`), and the
screen shows the sum before the change is saved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lienthong.kernel.worktime.calendars import ONE_DAY, Calendar, Spans, SpecialDay, WeekRow
from lienthong.kernel.worktime.queries import Book, present_book

CalendarOf = Callable[[int | None], Calendar]
SHOWN = 10


@dataclass(frozen=True)
class Proposal:
    """A change of one calendar (None is the country's). A day given as None is an ordinary day; hours given as None
    are the country's again."""

    organisation_id: int | None
    days: Mapping[dt.date, SpecialDay | None] = field(default_factory=dict)
    hours: Mapping[int, Spans | None] = field(default_factory=dict)
    hours_from: dt.date | None = None

    @property
    def since(self) -> dt.date | None:
        """The first date that would be different; None when nothing would."""
        dates = [*self.days, *([self.hours_from] if self.hours and self.hours_from else [])]
        return min(dates, default=None)


@dataclass(frozen=True)
class Move:
    """One running deadline that would change. ``label`` is a number or code, never a person's name."""

    label: str
    agency: str
    before: dt.datetime
    after: dt.datetime


@dataclass(frozen=True)
class Impact:
    """``moved`` of ``examined`` running deadlines; ``running`` when more run than were examined."""

    running: int = 0
    examined: int = 0
    moved: int = 0
    moves: tuple[Move, ...] = ()

    def __add__(self, other: Impact) -> Impact:
        moves = sorted((*self.moves, *other.moves), key=lambda move: move.before)[:SHOWN]
        return Impact(
            self.running + other.running,
            self.examined + other.examined,
            self.moved + other.moved,
            tuple(moves),
        )


Running = Callable[[Proposal, CalendarOf, CalendarOf], Impact]
_running: dict[str, Running] = {}


def register_running(name: str, look: Running) -> None:
    """``look(proposal, as_it_is, as_it_would_be)`` counts the app's running deadlines that would move. Registered once by name."""
    _running[name] = look


def calendars_under(proposal: Proposal) -> CalendarOf:
    """The calendar of each agency as it would be."""
    present = present_book()
    owner = proposal.organisation_id
    days, week = dict(present.days), dict(present.week)
    if proposal.days:
        changed = {**present.days.get(owner, {}), **proposal.days}
        days[owner] = {date: day for date, day in changed.items() if day is not None}
    if proposal.hours and proposal.hours_from is not None:
        rows = [
            kept
            for row in present.week.get(owner, [])
            for kept in _before(row, proposal, proposal.hours_from)
        ]
        rows += [
            WeekRow(weekday, spans, proposal.hours_from)
            for weekday, spans in proposal.hours.items()
            if spans is not None
        ]
        week[owner] = rows
    return Book(week, days).calendar


def _before(row: WeekRow, proposal: Proposal, start: dt.date) -> list[WeekRow]:
    """What is left of a row when its weekday gets new hours from ``start`` on."""
    if row.weekday not in proposal.hours or (row.valid_to is not None and row.valid_to < start):
        return [row]
    if row.valid_from is not None and row.valid_from >= start:
        return []
    return [WeekRow(row.weekday, row.spans, row.valid_from, start - ONE_DAY)]


def impact_of(proposal: Proposal) -> Impact:
    """Which running deadlines of the installation the proposal would move."""
    if proposal.since is None:
        return Impact()
    now, then = present_book().calendar, calendars_under(proposal)
    return sum((look(proposal, now, then) for look in _running.values()), Impact())


def special(date: dt.date, facts: Mapping[str, Any] | None) -> SpecialDay | None:
    """A stored or proposed day as the calendar knows it."""
    if facts is None:
        return None
    return SpecialDay(
        date, facts["kind"], facts["name"], facts["hours_of"], facts["provisional"], facts["source"]
    )
