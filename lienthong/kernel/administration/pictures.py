"""The year of a calendar as a picture: twelve months of days, each with its kind, mark and words."""

from __future__ import annotations

import calendar as weeks
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lienthong.kernel.worktime.public import Calendar, CalendarDay, Day, day_words

# kind: the word under the number (so that colour is never alone), and what the legend says.
KINDS: dict[str, tuple[Any, Any]] = {
    "working": ("", gettext_lazy("Ngày làm việc")),
    "weekly_rest": ("", gettext_lazy("Nghỉ hằng tuần")),
    "holiday": (pgettext_lazy("calendar", "lễ"), gettext_lazy("Nghỉ lễ, Tết, nghỉ bù, hoán đổi")),
    "make_up": (pgettext_lazy("calendar", "bù"), gettext_lazy("Làm bù, làm việc ngày nghỉ")),
    "closure": (pgettext_lazy("calendar", "đóng"), gettext_lazy("Cơ quan đóng cửa")),
}


@dataclass(frozen=True)
class Cell:
    date: dt.date
    kind: str
    mark: Any
    words: str
    provisional: bool
    own: bool  # set by hand, or by the agency itself

    @property
    def classes(self) -> str:
        more = (" is-provisional" if self.provisional else "") + (" is-own" if self.own else "")
        return f"day day-{self.kind.replace('_', '-')}{more}"


@dataclass(frozen=True)
class Month:
    number: int
    weeks: list[list[Cell | None]]
    working: int


def kind_of(day: Day, row: CalendarDay | None) -> str:
    if day.kind == "off":
        return "closure" if row is not None and row.why == "closure" else "holiday"
    return day.kind


def year_picture(calendar: Calendar, year: int, rows: Mapping[dt.date, CalendarDay]) -> list[Month]:
    """``rows``: the stored special days that count, by date."""
    months = []
    for number in range(1, 13):
        table: list[list[Cell | None]] = []
        working = 0
        for week in weeks.Calendar(firstweekday=0).monthdatescalendar(year, number):
            line: list[Cell | None] = []
            for date in week:
                if date.month != number:
                    line.append(None)
                    continue
                cell = _cell(calendar.day(date), rows.get(date))
                working += calendar.day(date).is_working
                line.append(cell)
            table.append(line)
        months.append(Month(number, table, working))
    return months


def _cell(day: Day, row: CalendarDay | None) -> Cell:
    kind = kind_of(day, row)
    mark, label = KINDS[kind]
    # A year whose holidays are not announced is said above the picture; a frame around each of its days says nothing.
    provisional = row is not None and row.provisional
    parts = [day_words(day.date), day.name or str(label)]
    if provisional:
        parts.append(_("dự kiến"))
    return Cell(day.date, kind, mark, ": ".join(parts[:2]) + "".join(f" ({p})" for p in parts[2:]), provisional, row is not None and row.by_hand)  # fmt: skip
