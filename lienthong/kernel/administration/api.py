"""``/api/v1/public/calendar``: working days and holidays, for everyone who counts deadlines with us."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as mark
from ninja import Schema

from lienthong.kernel import clock
from lienthong.kernel.administration.domain.calendars import FIRST_YEAR, LAST_YEAR
from lienthong.kernel.api.public import PUBLIC, Routes
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Invalid, NotFound
from lienthong.kernel.worktime.public import calendar_for, days_of_year
from lienthong.kernel.worktime.queries import store_spans

router = Routes(tags=[mark("Lịch làm việc")])


class DayOut(Schema):
    """A day that differs from its weekday. ``hours``: its spans, ``[["07:30", "11:30"], …]``, Vietnamese clock."""

    date: dt.date
    kind: str
    why: str | None
    name: str
    provisional: bool
    source: str | None
    hours: list[list[str]]


class CalendarOut(Schema):
    """``announced``: false where holidays are computed, not yet given out by the State. ``hours``: by weekday, 1 is
    Monday."""

    year: int
    announced: bool
    days: list[DayOut]
    hours: dict[str, list[list[str]]]


@router.read(
    "/public/calendar",
    access=PUBLIC,
    response=CalendarOut,
    summary=mark("Ngày nghỉ, ngày làm bù và giờ làm việc của một năm"),
)
def read_calendar(request: HttpRequest, year: int | None = None, organisation: str = "") -> Any:
    """``organisation``: the key of an agency; without it the common calendar. ``days`` are those that differ from
    their weekday, ``hours`` the spans of each weekday today."""
    year = clock.today().year if year is None else year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(_("Năm phải từ 2000 đến 2100"), field="year")
    organisation_id = None
    if organisation:
        key = organisation.replace("\x00", "")
        organisation_id = Organisation.objects.filter(key=key).values_list("pk", flat=True).first()
        if organisation_id is None:
            raise NotFound(_("Không có cơ quan mang mã này"))
    calendar, today = calendar_for(organisation_id), clock.today()
    # Of two rows for one date the agency's comes second and counts.
    rows = {row.date: row for row in days_of_year(year, organisation_id)}
    return {
        "year": year,
        "announced": calendar.known_to is not None and year <= calendar.known_to.year,
        "days": [
            {
                "date": row.date,
                "kind": row.kind,
                "why": row.why or None,
                "name": row.name,
                "provisional": row.provisional,
                "source": row.source or None,
                "hours": store_spans(calendar.day(row.date).spans),
            }
            for row in sorted(rows.values(), key=lambda row: row.date)
        ],
        "hours": {str(number): store_spans(calendar.weekday_spans(number, today)) for number in range(1, 8)},
    }
