"""Lists of incoming and outgoing documents: filters, pages, workbook, print view with the columns of the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import clock
from lienthong.kernel.access.public import allows, requires
from lienthong.kernel.legal.public import kinds
from lienthong.kernel.printing.workbook import workbook
from lienthong.kernel.ui.formats import date_text
from lienthong.office.documents import queries
from lienthong.office.documents.models import Document
from lienthong.office.documents.rules import DRAFT, READ_BOOKS, REGISTER, VIEW

PAGE = 50
MOST_EXPORTED = 20_000
MOST_PRINTED = 2_000
INCOMING_STATES = ("arrived", "registered", "processing", "done", "refused", "withdrawn")
OUTGOING_STATES = (
    "draft",
    "review",
    "signing",
    "signed",
    "sealed",
    "issued",
    "cancelled",
    "withdrawn",
    "replaced",
)
DIRECTIONS = {"den": "incoming", "di": "outgoing"}


@dataclass(frozen=True)
class Filters:
    """What the reader typed; a date that cannot be read is told and left out."""

    words: str = ""
    kind: str = ""
    state: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    wrong: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: Any) -> Filters:
        wrong: list[str] = []

        def day(name: str) -> dt.date | None:
            text = query.get(name, "").strip()[:20]
            if not text:
                return None
            try:
                if "/" in text:
                    parts = [int(part) for part in text.split("/")]
                    return dt.date(parts[2], parts[1], parts[0])
                return dt.date.fromisoformat(text)
            except (ValueError, IndexError, OverflowError):
                wrong.append(text)
                return None

        since, until = day("tu"), day("den")
        state = query.get("trang-thai", "")
        return cls(
            query.get("q", "").replace("\x00", "")[:200],
            query.get("loai", "").replace("\x00", "")[:60],
            state if state in {*dict(Document.STATES), "open", "late"} else "",
            since,
            until,
            tuple(wrong),
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.kind or self.state or self.since or self.until or self.wrong)


def rows(actor: Any, direction: str, filters: Filters) -> QuerySet[Document]:
    return queries.listed(
        actor,
        direction,
        kind=filters.kind,
        state=filters.state,
        words=filters.words,
        since=filters.since,
        until=filters.until,
    )


@require_GET
@requires(VIEW)
def incoming(request: HttpRequest) -> HttpResponse:
    return _list(request, "den")


@require_GET
@requires(VIEW)
def outgoing(request: HttpRequest) -> HttpResponse:
    return _list(request, "di")


def _list(request: HttpRequest, name: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    direction = DIRECTIONS[name]
    filters = Filters.read(request.GET)
    page = Paginator(rows(actor, direction, filters), PAGE).get_page(request.GET.get("trang"))
    states = INCOMING_STATES if direction == "incoming" else OUTGOING_STATES
    labels = dict(Document.STATES)
    query = {key: value for key, value in request.GET.items() if key != "trang" and value}
    context = {
        "page": page, "filters": filters, "direction": direction, "name": name, "query": urlencode(query),
        "kinds": [(kind.code, kind.name) for kind in kinds(clock.today())],
        "states": [("open", _("Chưa xong")), *([("late", _("Quá hạn"))] if direction == "incoming" else []), *((key, labels[key]) for key in states)],
        "tabs": [
            {"text": _("Văn bản đến"), "url": "/van-ban/den/", "count": None, "current": name == "den"},
            {"text": _("Văn bản đi"), "url": "/van-ban/di/", "count": None, "current": name == "di"},
        ],
        "may_read_books": allows(actor, READ_BOOKS), "may_register": allows(actor, REGISTER), "may_draft": allows(actor, DRAFT),
    }  # fmt: skip
    return render(request, "documents/list.html", context)


def columns(direction: str) -> list[tuple[Any, int]]:
    """The columns of the register (NĐ 30/2020 Phụ lục IV)."""
    if direction == "incoming":
        return [
            (_("Số đến"), 9), (_("Ngày đến"), 12), (_("Tác giả"), 32), (_("Số, ký hiệu"), 20), (_("Ngày văn bản"), 12), (_("Tên loại và trích yếu"), 60),
            (_("Người ký"), 24), (_("Độ khẩn"), 12), (_("Trạng thái"), 20), (_("Hạn xử lý"), 20),
        ]  # fmt: skip
    return [
        (_("Số, ký hiệu"), 20), (_("Ngày văn bản"), 12), (_("Tên loại và trích yếu"), 60), (_("Người ký"), 24), (_("Nơi nhận"), 40), (_("Độ khẩn"), 12),
        (_("Trạng thái"), 20), (_("Số trang"), 9),
    ]  # fmt: skip


def cells(row: Document) -> list[Any]:
    title = f"{row.kind_name}: {row.subject}" if row.kind_name else row.subject
    urgency = row.get_urgency_display() if row.urgency else ""
    if row.direction == "incoming":
        due = f"{clock.local(row.due_at):%H:%M %d/%m/%Y}" if row.due_at else ""
        return [
            row.arrival_number, date_text(row.arrival_date), row.issuer_name, row.code, date_text(row.issued_on), title, row.signer_name, urgency,
            row.get_state_display(), due,
        ]  # fmt: skip
    return [
        row.code or row.notation, date_text(row.issued_on), title, row.signer_name, "; ".join(row.recipients), urgency, row.get_state_display(), row.pages,
    ]  # fmt: skip


def _direction(name: str) -> str:
    if name not in DIRECTIONS:
        raise Http404
    return DIRECTIONS[name]


@require_GET
@requires(VIEW)
def export(request: HttpRequest, direction: str) -> HttpResponse:
    """The rows of the list as a workbook."""
    chosen = _direction(direction)
    found = rows(request.actor, chosen, Filters.read(request.GET))[:MOST_EXPORTED]  # type: ignore[attr-defined]
    title = _("Văn bản đến") if chosen == "incoming" else _("Văn bản đi")
    data = workbook(title, columns(chosen), (cells(row) for row in found.iterator(chunk_size=1000)))
    answer = HttpResponse(
        data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="van-ban-{direction}-{clock.today():%Y%m%d}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
@requires(VIEW)
def printed(request: HttpRequest, direction: str) -> HttpResponse:
    """The same rows as a register page for paper."""
    chosen = _direction(direction)
    filters = Filters.read(request.GET)
    # A register is read from its first number on.
    order = ("book_year", "arrival_number", "id") if chosen == "incoming" else ("issued_on", "id")
    found = list(rows(request.actor, chosen, filters).order_by(*order)[: MOST_PRINTED + 1])  # type: ignore[attr-defined]
    context = {
        "columns": [title for title, _width in columns(chosen)], "rows": [cells(row) for row in found[:MOST_PRINTED]], "filters": filters, "name": direction,
        "cut": len(found) > MOST_PRINTED, "most": MOST_PRINTED, "title": _("Sổ đăng ký văn bản đến") if chosen == "incoming" else _("Sổ đăng ký văn bản đi"),
        "organisation": found[0].organisation if found else None,
    }  # fmt: skip
    return render(request, "documents/list_print.html", context)
