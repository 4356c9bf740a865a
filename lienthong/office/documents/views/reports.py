"""Báo cáo, thống kê: what the agency received, finished and sent in a span of days; every number opens its lines."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import clock
from lienthong.kernel.access.public import requires
from lienthong.kernel.directory.models import Organisation, Unit
from lienthong.kernel.legal.public import kinds
from lienthong.office.documents.models import Document
from lienthong.office.documents.reports import counting
from lienthong.office.documents.reports.forms import FORMS, Form
from lienthong.office.documents.reports.lines import lines_of, outcome_words
from lienthong.office.documents.reports.output import OUTPUTS
from lienthong.office.documents.rules import VIEW_AGENCY
from lienthong.office.documents.views.books import agency_of
from lienthong.office.documents.views.exporting import written
from lienthong.office.documents.views.listing import PAGE, Filters

# The columns of every table: which lines a number opens, and which number it is.
FIGURES = (
    ("", "total"), ("done_in_time", "done_in_time"), ("done_late", "done_late"), ("done_undated", "done_undated"), ("open", "open"), ("open_late", "open_late"),
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The span and the conditions of a report, from the address."""

    since: dt.date
    until: dt.date
    outcome: str = ""
    kind: str = ""
    sender: str = ""
    unit: int | None = None
    wrong: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Any) -> Asked:
        filters, today = Filters.read(query), clock.today()
        since = filters.since or dt.date((filters.until or today).year, 1, 1)
        until = filters.until or max(today, since)
        outcome_code, unit = query.get("ket-qua", ""), query.get("don-vi", "")
        return cls(
            min(since, until), max(since, until), outcome_code if outcome_code in {*counting.OUTCOMES, "done", "open"} else "", filters.kind,
            sender if re.fullmatch("[0-9a-f]{32}", sender := query.get("noi-gui", "")) else "", int(unit) if unit.isdecimal() and len(unit) < 18 else None, filters.wrong,
        )  # fmt: skip

    def query(self, **more: Any) -> str:
        facts = {
            "tu": f"{self.since:%d/%m/%Y}", "den": f"{self.until:%d/%m/%Y}", "ket-qua": self.outcome, "loai": self.kind, "noi-gui": self.sender,
            "don-vi": "" if self.unit is None else str(self.unit), **more,
        }  # fmt: skip
        return urlencode({name: value for name, value in facts.items() if value})


@require_GET
@requires(VIEW_AGENCY)
def overview(request: HttpRequest) -> HttpResponse:
    """What came in and went out, by month, kind, unit and sender."""
    organisation = agency_of(request.actor, VIEW_AGENCY)  # type: ignore[attr-defined]
    asked = Asked.read(request.GET)
    span = (organisation.pk, asked.since, asked.until)
    months, by_kind = counting.by_month_and_kind(*span)
    sent_months, sent_kinds = counting.sent_by_month_and_kind(*span)
    total = counting.Tally()
    for tally in months.values():
        for name, number in tally.by.items():
            total.add(name, number)
    units = counting.by_unit(*span)
    names = dict(Unit.objects.filter(pk__in=[key for key in units if key]).values_list("pk", "name"))
    kind_names = {kind.code: kind.name for kind in kinds(clock.today())}
    open_at = reverse("documents:report", args=["theo-doi"])
    sent_at = reverse("documents:report", args=["giai-quyet-di"])
    context = {
        "organisation": organisation, "asked": asked, "total": total, "sent": sum(sent_months.values()),
        "percent": total.in_time_percent, "spans": spans(asked), "forms": list(FORMS.values()), "query": asked.query(),
        "figures": [(words, number, f"{open_at}?{asked.query(**{'ket-qua': code})}", tone) for code, words, number, tone in _figures(total)],
        "sent_url": f"{sent_at}?{asked.query()}",
        "months": _months(asked, months, sent_months, open_at, sent_at),
        "tables": [
            (_("Theo tên loại"), _("Tên loại"), [_row(kind_names.get(key, key) or _("Không ghi"), tally, open_at, asked, loai=key or "-") for key, tally in by_kind.items()]),
            (_("Theo đơn vị chủ trì"), _("Đơn vị"), [_row(names.get(key or 0, _("Lãnh đạo, văn thư")), tally, open_at, asked, **{"don-vi": str(key or 0)}) for key, tally in units.items()]),
            (_("Theo nơi gửi"), _("Nơi gửi"), [_row(key, tally, open_at, asked, **{"noi-gui": counting.sender_key(key)}) for key, tally in counting.by_sender(*span).items()]),
        ],
        "sent_kinds": [(kind_names.get(key, key) or _("Không ghi"), number, f"{sent_at}?{asked.query(loai=key or '-')}") for key, number in sent_kinds.items()],
    }  # fmt: skip
    return render(request, "documents/reports.html", context)


def _figures(total: counting.Tally) -> list[tuple[str, str, int, str]]:
    return [
        ("", _("Văn bản đến"), total.total, ""), ("done_in_time", _("Đã giải quyết đúng hạn"), total.done_in_time, "leaf"),
        ("done_late", _("Đã giải quyết quá hạn"), total.done_late, "gold"), ("open", _("Đang giải quyết"), total.open, ""),
        ("open_late", _("Đang quá hạn"), total.open_late, "lotus"),
    ]  # fmt: skip


def _row(name: str, tally: counting.Tally, url: str, asked: Asked, **condition: Any) -> dict[str, Any]:
    cells = [
        (getattr(tally, attribute), f"{url}?{asked.query(**condition, **{'ket-qua': code})}")
        for code, attribute in FIGURES
    ]
    return {"name": name, "cells": cells, "percent": tally.in_time_percent}


def _months(
    asked: Asked, months: dict[dt.date, counting.Tally], sent: dict[dt.date, int], open_at: str, sent_at: str
) -> list[dict[str, Any]]:
    found = []
    for month in sorted({*months, *sent}):
        tally = months.get(month, counting.Tally())
        following = (month + dt.timedelta(days=32)).replace(day=1)
        span = Asked(max(month, asked.since), min(following - dt.timedelta(days=1), asked.until))
        row = _row(f"{month:%m/%Y}", tally, open_at, span)
        found.append(
            row | {"tally": tally, "sent": sent.get(month, 0), "sent_url": f"{sent_at}?{span.query()}"}
        )
    most = max([row["tally"].total for row in found], default=0) or 1
    for row in found:
        row["bars"] = _bars(row["tally"], most)
    return found


def _bars(tally: counting.Tally, most: int) -> list[dict[str, Any]]:
    """Widths in percent of the longest month: done in time, done late, open in time, overdue."""
    found, at = [], 0.0
    for tone, number, words in (
        ("leaf", tally.done_in_time + tally.done_undated, _("đã xong, không muộn")), ("gold", tally.done_late, _("xong muộn")),
        ("line", tally.open - tally.open_late, _("đang làm")), ("lotus", tally.open_late, _("đang quá hạn")),
    ):  # fmt: skip
        width = 100 * number / most
        if number:
            found.append(
                {"tone": tone, "x": f"{at:.2f}", "width": f"{width:.2f}", "words": f"{words}: {number}"}
            )
        at += width
    return found


def spans(asked: Asked) -> list[dict[str, Any]]:
    """The spans that people ask for most, as tabs."""
    today = clock.today()
    quarter = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    wanted = [
        (_("Tháng này"), today.replace(day=1), today), (_("Quý này"), quarter, today), (_("Năm nay"), dt.date(today.year, 1, 1), today),
        (_("Năm trước"), dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
    ]  # fmt: skip
    return [
        {"text": text, "url": f"?{Asked(since, until).query()}", "count": None, "current": (since, until) == (asked.since, asked.until)}
        for text, since, until in wanted
    ]  # fmt: skip


def _rows(form: Form, organisation: Organisation, asked: Asked) -> QuerySet[Document]:
    """The documents of the form in the span, as they stand in the book."""
    if form.direction == "incoming":
        rows = counting.counted(
            organisation.pk, asked.since, asked.until, outcome=asked.outcome, kind=asked.kind, sender=asked.sender, unit=asked.unit
        )  # fmt: skip
        return _light(rows).order_by("arrival_date", "arrival_number", "id")
    rows = counting.issued(organisation.pk, asked.since, asked.until)
    if asked.kind:
        rows = rows.filter(kind_code="" if asked.kind == "-" else asked.kind)
    return _light(rows).order_by("issued_on", "signed_at", "id")


def _light(rows: QuerySet[Document]) -> QuerySet[Document]:
    return rows.select_related("drafting_unit").defer("reading", "bases", "addressees", "folded")


def _form(code: str) -> Form:
    if code not in FORMS:
        raise Http404
    return FORMS[code]


@require_GET
@requires(VIEW_AGENCY)
def report(request: HttpRequest, report_code: str) -> HttpResponse:
    """One form, page by page, with what it was narrowed to."""
    form, organisation = _form(report_code), agency_of(request.actor, VIEW_AGENCY)  # type: ignore[attr-defined]
    asked = Asked.read(request.GET)
    page = Paginator(_rows(form, organisation, asked), PAGE).get_page(request.GET.get("trang", "1")[:9])
    rows = list(page.object_list)
    unit = Unit.objects.filter(pk=asked.unit, organisation=organisation).first() if asked.unit else None
    narrowed = [
        text for text in (outcome_words(asked.outcome) or {"done": _("Đã giải quyết"), "open": _("Đang giải quyết")}.get(asked.outcome, ""), rows[0].issuer_name if asked.sender and rows else "", unit.name if unit else "") if text
    ]  # fmt: skip
    context = {
        "form": form, "organisation": organisation, "asked": asked, "page": page, "query": asked.query(), "spans": spans(asked), "narrowed": narrowed,
        "lines": [(row, list(zip(form.titles, cells, strict=True))) for row, cells in zip(rows, lines_of(form, rows), strict=True)],
        "kinds": [(kind.code, kind.name) for kind in kinds(clock.today())], "outputs": list(OUTPUTS),
        "outcomes": [(name, outcome_words(name)) for name in counting.OUTCOMES] if form.direction == "incoming" else [],
    }  # fmt: skip
    return render(request, "documents/report.html", context)


@require_GET
@requires(VIEW_AGENCY)
def export(request: HttpRequest, report_code: str, ending: str) -> HttpResponse:
    """The same lines as XLSX, DOCX or PDF. More than one file should hold is refused with the way out."""
    form, organisation = _form(report_code), agency_of(request.actor, VIEW_AGENCY)  # type: ignore[attr-defined]
    if ending not in OUTPUTS:
        raise Http404
    asked = Asked.read(request.GET)
    return written(
        request, form, organisation, _rows(form, organisation, asked), ending, name=f"{form.code}-{asked.since:%Y%m%d}-{asked.until:%Y%m%d}",
        since=asked.since, until=asked.until, back=f"{reverse('documents:report', args=[form.code])}?{asked.query()}",
    )  # fmt: skip
