"""The working calendars: the year as a picture, a day, the hours of the week. Each change is previewed, then saved."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel import clock
from lienthong.kernel.access.public import requires
from lienthong.kernel.actions.public import history
from lienthong.kernel.administration.domain import calendars as domain
from lienthong.kernel.administration.forms import SORT_LABELS, DayForm, ReasonForm, sort_of
from lienthong.kernel.administration.history import told
from lienthong.kernel.administration.pictures import KINDS, kind_of, year_picture
from lienthong.kernel.administration.rules import EDIT_CALENDAR
from lienthong.kernel.administration.views.answers import put_errors
from lienthong.kernel.administration.views.chosen import COMMON, Chosen, chosen, spans_words
from lienthong.kernel.errors import DomainError, Invalid, NotFound
from lienthong.kernel.worktime.public import (
    WEEKDAYS,
    CalendarDay,
    Proposal,
    calendar_for,
    check_day,
    day_ref,
    day_words,
    days_of_year,
    declared_by_pack,
    impact_of,
    run_of_days,
    special,
    weekly_rows,
)


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _year(request: HttpRequest) -> int:
    typed = request.GET.get("nam", "")[:4]
    year = int(typed) if typed.isascii() and typed.isdigit() else clock.today().year
    return year if domain.FIRST_YEAR <= year <= domain.LAST_YEAR else clock.today().year


@require_GET
@requires(EDIT_CALENDAR)
def year(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/lich/``."""
    place, shown = chosen(request), _year(request)
    calendar = calendar_for(place.organisation_id)
    stored = days_of_year(shown, place.organisation_id)
    common = {row.date: row for row in stored if row.organisation_id is None}
    counting = common | {row.date: row for row in stored if row.organisation_id is not None}
    lines = [
        {
            "row": row,
            "words": day_words(date),
            "hours_words": _("theo giờ %(weekday)s") % {"weekday": WEEKDAYS[row.hours_of]}
            if row.hours_of
            else "",
            "kind": dict(SORT_LABELS)[sort_of(row.kind, row.why)],
            "own": row.organisation_id is not None,
            "instead": common.get(date) if row.organisation_id is not None else None,
            "url": place.url("calendar_day", ngay=date.isoformat()),
        }
        for date, row in sorted(counting.items())
    ]
    months = year_picture(calendar, shown, counting)
    context = {
        "place": place,
        "year": shown,
        "before": place.url("calendar", nam=shown - 1),
        "after": place.url("calendar", nam=shown + 1),
        "months": months,
        "working": sum(month.working for month in months),
        "lines": lines,
        "unknown": calendar.known_to is not None and shown > calendar.known_to.year,
        "legend": [(kind.replace("_", "-"), mark, label) for kind, (mark, label) in KINDS.items()],
        "today": clock.today(),
        "day_url": place.url("calendar_day"),
        "week_url": place.url("calendar_week"),
        "weekly": week_lines(place),
        "undo": _undo(request),
    }
    return render(request, "administration/calendar_year.html", context)


def week_lines(place: Chosen) -> list[dict[str, Any]]:
    """Today's hours of each weekday, and whose they are."""
    calendar, today = calendar_for(place.organisation_id), clock.today()
    rows = weekly_rows(place.organisation_id) if place.agency else []
    own = {row.weekday for row in rows if _covers(row, today)}
    return [
        {
            "name": WEEKDAYS[number],
            "words": spans_words(calendar.weekday_spans(number, today)),
            "own": number in own,
        }
        for number in range(1, 8)
    ]


def _covers(row: Any, date: dt.date) -> bool:
    return (row.valid_from is None or row.valid_from <= date) and (
        row.valid_to is None or date <= row.valid_to
    )


def _undo(request: HttpRequest) -> dict[str, Any] | None:
    saved = request.GET.get("vua-luu", "")[:1200]
    if not saved:
        return None
    return {
        "text": _("Đã lưu lịch; các hạn đang chạy được tính lại."),
        "url": f"{reverse('administration:calendar_undo')}?{urlencode({'viec': saved})}",
        "seconds": 10,
    }


@requires(EDIT_CALENDAR)
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/lich/ngay/``: what a day is, how it became so, and changing it: form, preview, save."""
    place = chosen(request)
    date = _date(request.GET.get("ngay", "")) or clock.today()
    if request.method == "POST":
        date = _date(request.POST.get("was", "")) or date
    row = _stored(date, place.organisation_id)
    form = DayForm(request.POST or None, common=place.agency is None, initial=_initial(date, row))
    step, status = request.POST.get("step", ""), 200
    removing = step in ("remove", "remove-save")
    back = ReasonForm(request.POST if removing else None)
    context: dict[str, Any] = {}
    try:
        if removing and back.is_valid():
            if step == "remove-save":
                done = domain.clear_day(date, actor=request.actor, organisation_id=place.organisation_id, reason=back.cleaned_data["reason"])  # type: ignore[attr-defined]  # fmt: skip
                return _saved(place, date, done)
            left = declared_by_pack(date, place.organisation_id)
            found = impact_of(Proposal(place.organisation_id, {date: special(date, left)}))
            context = {"impact": found, "removing": True}
        elif step in ("preview", "save") and form.is_valid():
            dates = run_of_days(form.cleaned_data["date"], form.cleaned_data["until"])
            facts = form.facts()
            if step == "save":
                done = domain.set_days(dates, actor=request.actor, organisation_id=place.organisation_id, reason=form.cleaned_data["reason"], **facts)  # type: ignore[attr-defined]  # fmt: skip
                return _saved(place, dates[0], done)
            _check(dates, facts)
            proposed = {one: special(one, facts) for one in dates}
            context = {"impact": impact_of(Proposal(place.organisation_id, proposed)), "dates": dates}
    except DomainError as error:
        put_errors(back if removing else form, error)
    if (removing and back.errors) or (step in ("preview", "save") and form.errors):
        status = 422
    present = calendar_for(place.organisation_id).day(date)
    context |= {
        "place": place,
        "form": form if not removing else DayForm(common=place.agency is None, initial=_initial(date, row)),
        "back": back,
        "date": date,
        "row": row,
        "day": present,
        "words": day_words(date),
        "kind": dict(SORT_LABELS)[sort_of(row.kind, row.why)] if row else KINDS[kind_of(present, row)][1],
        "hours": spans_words(present.spans),
        "summary": _summary(form) if context.get("dates") else [],
        "removable": row is not None and row.by_hand and row.organisation_id == place.organisation_id,
        "pack_says": declared_by_pack(date, place.organisation_id) if place.agency is None else None,
        "reason_label": back.fields["reason"].label,
        "back_error": " ".join(map(str, back.errors.get("reason", []))) if removing else "",
        "history": told(history(day_ref(date, place.organisation_id))),
        "year_url": place.url("calendar", nam=date.year),
        "past": any(one < clock.today() for one in context.get("dates", [date])),
    }
    return render(request, "administration/calendar_day.html", context, status=status)


def _summary(form: DayForm) -> list[tuple[Any, Any]]:
    """What will be saved, as facts."""
    data = form.cleaned_data
    dates = run_of_days(data["date"], data["until"])
    until = f" – {day_words(dates[-1])}" if len(dates) > 1 else ""
    hours_of = form.facts()["hours_of"]
    return [
        (form.fields["date"].label, f"{day_words(dates[0])}{until}"),
        (form.fields["sort"].label, dict(SORT_LABELS)[data["sort"]]),
        (form.fields["hours_of"].label, WEEKDAYS[hours_of] if hours_of else ""),
        (form.fields["name"].label, data["name"]),
        (form.fields["source"].label, data["source"]),
        (form.fields["provisional"].label, _("có") if data["provisional"] else ""),
        (form.fields["reason"].label, data["reason"]),
    ]


def _check(dates: list[dt.date], facts: dict[str, Any]) -> None:
    """What saving would refuse is said before the preview."""
    if any(not domain.FIRST_YEAR <= one.year <= domain.LAST_YEAR for one in dates):
        raise Invalid(errors={"date": [_("Năm phải từ 2000 đến 2100")]})
    check_day(facts["kind"], facts["name"].strip(), facts["hours_of"], facts["why"])


def _stored(date: dt.date, organisation_id: int | None) -> CalendarDay | None:
    """The row of this very calendar, else the common one that counts for it."""
    rows = [row for row in days_of_year(date.year, organisation_id) if row.date == date]
    own = [row for row in rows if row.organisation_id == organisation_id]
    return next(iter(own or rows), None)


def _initial(date: dt.date, row: CalendarDay | None) -> dict[str, Any]:
    if row is None:
        return {"date": date, "sort": "make_up" if date.isoweekday() > 5 else "holiday"}
    return {
        "date": date,
        "sort": sort_of(row.kind, row.why),
        "hours_of": row.hours_of,
        "name": row.name,
        "source": row.source,
        "provisional": row.provisional,
    }


def _saved(place: Chosen, date: dt.date, done: list[Any]) -> HttpResponse:
    ids = ",".join(str(action.id) for action in done)
    return HttpResponseRedirect(place.url("calendar", nam=date.year, **{"vua-luu": ids}))


@requires(EDIT_CALENDAR)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/lich/hoan-tac/?viec=…``."""
    try:
        ids = [uuid.UUID(text) for text in request.GET.get("viec", "")[:1200].split(",")]
    except ValueError:
        raise NotFound() from None
    try:
        done = domain.undo_days(ids, actor=request.actor)  # type: ignore[attr-defined]
    except DomainError as error:
        if isinstance(error, NotFound) or error.status == 403:
            raise
        messages.error(request, str(error.message))
        return HttpResponseRedirect(reverse("administration:calendar"))
    first = done[0].data
    messages.success(
        request,
        ngettext("Đã hoàn tác %(count)d ngày.", "Đã hoàn tác %(count)d ngày.", len(done))
        % {"count": len(done)},
    )
    query = urlencode({"lich": first["calendar"] or COMMON, "nam": first["date"][:4]})
    return HttpResponseRedirect(f"{reverse('administration:calendar')}?{query}")
