"""Working hours of a calendar: what counts now and from when on, and new hours from a date on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.access.public import requires
from lienthong.kernel.actions.public import history
from lienthong.kernel.administration.domain import calendars as domain
from lienthong.kernel.administration.forms import WeekdayForm, WeekForm, line_of
from lienthong.kernel.administration.history import told
from lienthong.kernel.administration.rules import EDIT_CALENDAR
from lienthong.kernel.administration.views.answers import put_errors
from lienthong.kernel.administration.views.chosen import Chosen, chosen, spans_words
from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.worktime.calendars import Spans
from lienthong.kernel.worktime.public import (
    WEEKDAYS,
    Proposal,
    calendar_for,
    hours_ref,
    impact_of,
    weekly_rows,
)
from lienthong.kernel.worktime.queries import read_spans


@requires(EDIT_CALENDAR)
@require_http_methods(["GET", "POST"])
def week(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/lich/gio/``."""
    place = chosen(request)
    step, status = request.POST.get("step", ""), 200
    form = WeekForm(request.POST or None)
    lines = _lines(request, place)
    context: dict[str, Any] = {}
    if step in ("preview", "save"):
        # Every form is checked, so that one answer names all that is wrong.
        good = all([form.is_valid(), *[line["form"].is_valid() for line in lines]])
        try:
            if good:
                changed = _changed(place, lines, form.cleaned_data["valid_from"])
                reason = ". ".join(
                    part for part in (form.cleaned_data["reason"], form.cleaned_data["source"]) if part
                )
                if step == "save":
                    domain.set_week(
                        changed,
                        actor=request.actor,  # type: ignore[attr-defined]
                        organisation_id=place.organisation_id,
                        valid_from=form.cleaned_data["valid_from"],
                        reason=reason,
                    )
                    messages.success(request, _("Đã lưu giờ làm việc mới; các hạn đang chạy được tính lại."))
                    return HttpResponseRedirect(place.url("calendar_week"))
                if form.cleaned_data["valid_from"] < clock.today():
                    raise Invalid(
                        errors={"valid_from": [_("Giờ làm việc mới chỉ áp dụng từ hôm nay trở đi")]}
                    )
                proposal = Proposal(
                    place.organisation_id, hours=changed, hours_from=form.cleaned_data["valid_from"]
                )
                context = {"impact": impact_of(proposal), "changed": _told_changes(changed)}
        except DomainError as error:
            put_errors(form, error)
        if form.errors or not good:
            status = 422
    context |= {
        "place": place,
        "form": form,
        "lines": lines,
        "wrong": [
            (line["form"][name].id_for_label, f"{line['name']}: {message}")
            for line in lines
            for name, errors in line["form"].errors.items()
            for message in errors
        ]
        if status == 422
        else [],
        "periods": _periods(place),
        "history": told(history(hours_ref(place.organisation_id))),
        "year_url": place.url("calendar"),
    }
    return render(request, "administration/calendar_week.html", context, status=status)


def _lines(request: HttpRequest, place: Chosen) -> list[dict[str, Any]]:
    """One form for each weekday, filled with the hours that count last."""
    calendar, far = calendar_for(place.organisation_id), clock.today() + dt.timedelta(days=3650)
    own = {row.weekday for row in weekly_rows(place.organisation_id) if row.valid_to is None}
    lines = []
    for number, name in WEEKDAYS.items():
        initial: dict[str, Any] = line_of(calendar.weekday_spans(number, far))
        initial["common"] = place.agency is not None and number not in own
        form = WeekdayForm(request.POST or None, prefix=f"thu{number}", initial=initial)
        lines.append({"weekday": number, "name": name, "form": form})
    return lines


def _changed(place: Chosen, lines: list[dict[str, Any]], start: dt.date) -> dict[int, Spans | None]:
    """What differs from the hours of the calendar on that date. Raises Invalid when nothing does."""
    calendar = calendar_for(place.organisation_id)
    rows = weekly_rows(place.organisation_id)
    changed: dict[int, Spans | None] = {}
    for line in lines:
        number, spans = line["weekday"], line["form"].spans()
        if place.agency is None:
            spans = spans or ()
        later = [row for row in rows if row.weekday == number and row.valid_from and row.valid_from > start]
        own = [
            row for row in rows if row.weekday == number and (row.valid_to is None or row.valid_to >= start)
        ]
        same = (
            (not own)
            if spans is None
            else (spans == calendar.weekday_spans(number, start) and (bool(own) or place.agency is None))
        )
        if not same or later:
            changed[number] = spans
    if not changed:
        raise Invalid(_("Giờ làm việc không khác giờ đang áp dụng; hãy sửa ít nhất một thứ."))
    return changed


def _told_changes(changed: dict[int, Spans | None]) -> list[tuple[Any, str]]:
    return [(WEEKDAYS[number], spans_words(spans)) for number, spans in changed.items()]


def _periods(place: Chosen) -> list[dict[str, Any]]:
    """All stored hours with their time of validity, for the table."""
    return [
        {
            "name": WEEKDAYS[row.weekday],
            "spans": spans_words(read_spans(row.spans)),
            "from": row.valid_from,
            "to": row.valid_to,
            "by_hand": row.by_hand,
            "over": row.valid_to is not None and row.valid_to < clock.today(),
        }
        for row in weekly_rows(place.organisation_id)
    ]
