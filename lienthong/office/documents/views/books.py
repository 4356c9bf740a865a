"""Sổ đăng ký văn bản: the books of an agency by year, what is written in one, for screen, paper and spreadsheet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lienthong.kernel import clock
from lienthong.kernel.access.public import allows, get, organisations_with, requires, visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.legal.public import kinds
from lienthong.kernel.printing.workbook import workbook
from lienthong.kernel.ui.formats import date_text
from lienthong.office.documents.models import Assignment, Delivery, Document, Register
from lienthong.office.documents.rules import MANAGE_BOOKS, READ_BOOKS, VIEW_AGENCY
from lienthong.office.documents.views.listing import MOST_EXPORTED, MOST_PRINTED, PAGE, Filters

# The columns of NĐ 30/2020 Phụ lục IV (sổ đăng ký văn bản đến, đi), with their widths in a spreadsheet.
COLUMNS: dict[str, list[tuple[Any, int]]] = {
    "incoming": [
        (gettext_lazy("Ngày đến"), 12), (gettext_lazy("Số đến"), 9), (gettext_lazy("Tác giả"), 32), (gettext_lazy("Số, ký hiệu"), 20),
        (gettext_lazy("Ngày tháng"), 12), (gettext_lazy("Tên loại và trích yếu nội dung"), 60), (gettext_lazy("Đơn vị hoặc người nhận"), 36),
        (gettext_lazy("Ngày chuyển"), 12), (gettext_lazy("Ký nhận"), 16), (gettext_lazy("Ghi chú"), 20),
    ],
    "outgoing": [
        (gettext_lazy("Số, ký hiệu văn bản"), 20), (gettext_lazy("Ngày tháng văn bản"), 12), (gettext_lazy("Tên loại và trích yếu nội dung"), 60),
        (gettext_lazy("Người ký"), 24), (gettext_lazy("Nơi nhận văn bản"), 40), (gettext_lazy("Đơn vị, người nhận bản lưu"), 28),
        (gettext_lazy("Số lượng bản"), 10), (gettext_lazy("Ghi chú"), 20),
    ],
}  # fmt: skip
NOTED = ("refused", "withdrawn", "replaced")


def agency_of(actor: Actor, permission: str) -> Organisation:
    """The agency whose books are shown: the actor's own, else the first in which he has the right."""
    allowed = organisations_with(actor, permission)
    wanted = actor.organisation_id if actor.organisation_id in allowed else min(allowed)
    return Organisation.objects.get(pk=wanted)


@require_GET
@requires(READ_BOOKS)
def books(request: HttpRequest) -> HttpResponse:
    """All books of one year, with how many numbers each has given."""
    actor = request.actor  # type: ignore[attr-defined]
    organisation = agency_of(actor, READ_BOOKS)
    own = visible(Register.objects.filter(organisation=organisation), actor, READ_BOOKS)
    this = clock.today().year
    years = sorted({this, *own.values_list("year", flat=True)}, reverse=True)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in years else this
    rows = list(own.filter(year=year).order_by("direction", "code"))
    given = {
        row["register"]: row
        for row in Document.objects.filter(register__in=rows)
        .values("register")
        .annotate(n=Count("pk"), first=Min("arrival_number"), last=Max("arrival_number"))
        .order_by()
    }
    names = {kind.code: kind.name for kind in kinds(clock.today())}
    context = {
        "books": [{"row": row, "given": given.get(row.pk, {}), "kinds": [names.get(code, code) for code in row.kinds]} for row in rows],
        "years": years, "year": year, "this": this, "organisation": organisation,
        "may_manage": allows(actor, MANAGE_BOOKS, organisation_id=organisation.pk), "may_read": allows(actor, VIEW_AGENCY, organisation_id=organisation.pk),
    }  # fmt: skip
    return render(request, "documents/books.html", context)


def written(book: Register, filters: Filters) -> QuerySet[Document]:
    """What stands in the book, newest first."""
    from lienthong.office.documents.queries import narrowed

    rows = Document.objects.filter(register=book).select_related("drafting_unit")
    rows = narrowed(rows, book.direction, kind=filters.kind, words=filters.words, since=filters.since, until=filters.until)  # fmt: skip
    return rows.defer("reading", "bases", "addressees", "folded").order_by(
        "-registered_at", "-signed_at", "-id"
    )


def _book(request: HttpRequest, register_id: int) -> Register:
    return get(
        Register.objects.select_related("organisation"), request.actor, VIEW_AGENCY, pk=register_id  # type: ignore[attr-defined]
    )  # fmt: skip


@require_GET
@requires(VIEW_AGENCY)
def book(request: HttpRequest, register_id: int) -> HttpResponse:
    """The lines of one book, as they would stand on paper."""
    actor = request.actor  # type: ignore[attr-defined]
    found = _book(request, register_id)
    filters = Filters.read(request.GET)
    page = Paginator(written(found, filters), PAGE).get_page(request.GET.get("trang"))
    query = {key: value for key, value in request.GET.items() if key != "trang" and value}
    lines = lines_of(found, list(page.object_list))
    context = {
        "book": found, "page": page, "lines": list(zip(page.object_list, lines, strict=True)), "columns": [title for title, _width in COLUMNS[found.direction]],
        "filters": filters, "query": urlencode(query), "kinds": [(kind.code, kind.name) for kind in kinds(clock.today())],
        "may_manage": allows(actor, MANAGE_BOOKS, organisation_id=found.organisation_id),
    }  # fmt: skip
    return render(request, "documents/book.html", context)


@require_GET
@requires(VIEW_AGENCY)
def printed(request: HttpRequest, register_id: int) -> HttpResponse:
    """The book for paper, from its first number on."""
    found = _book(request, register_id)
    filters = Filters.read(request.GET)
    rows = list(_from_the_first(found, filters)[: MOST_PRINTED + 1])
    context = {
        "columns": [title for title, _width in COLUMNS[found.direction]], "rows": lines_of(found, rows[:MOST_PRINTED]), "filters": filters,
        "cut": len(rows) > MOST_PRINTED, "most": MOST_PRINTED, "organisation": found.organisation, "book": found,
        "title": _("Sổ đăng ký văn bản đến") if found.direction == "incoming" else _("Sổ đăng ký văn bản đi"),
    }  # fmt: skip
    return render(request, "documents/list_print.html", context)


@require_GET
@requires(VIEW_AGENCY)
def export(request: HttpRequest, register_id: int) -> HttpResponse:
    """The same lines as a workbook."""
    found = _book(request, register_id)
    rows = list(_from_the_first(found, Filters.read(request.GET))[:MOST_EXPORTED])
    data = workbook(found.name, COLUMNS[found.direction], lines_of(found, rows))
    answer = HttpResponse(
        data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="so-{found.code.lower()}-{found.year}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _from_the_first(found: Register, filters: Filters) -> QuerySet[Document]:
    order = ("arrival_number", "id") if found.direction == "incoming" else ("issued_on", "signed_at", "id")
    return written(found, filters).order_by(*order)


def lines_of(found: Register, rows: list[Document]) -> list[list[Any]]:
    """The cells of the register for these documents, in one more statement whatever their number."""
    ids = [row.pk for row in rows]
    if found.direction == "incoming":
        first: dict[Any, list[Assignment]] = {}
        roots = Assignment.objects.filter(document_id__in=ids, parent=None, state__in=Assignment.COUNTING)
        for branch in roots.exclude(role="information").order_by("sent_at", "id"):
            first.setdefault(branch.document_id, []).append(branch)
        return [_incoming(row, first.get(row.pk, [])) for row in rows]
    copies = dict(
        Delivery.objects.filter(document_id__in=ids)
        .values_list("document_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [_outgoing(row, copies.get(row.pk, 0)) for row in rows]


def _title(row: Document) -> str:
    return f"{row.kind_name}: {row.subject}" if row.kind_name else row.subject


def _incoming(row: Document, branches: list[Assignment]) -> list[Any]:
    opened = [branch.opened_at for branch in branches if branch.opened_at]
    return [
        date_text(row.arrival_date), row.arrival_number, row.issuer_name, row.code, date_text(row.issued_on), _title(row),
        "; ".join(branch.receiver_name for branch in branches), date_text(branches[0].sent_at) if branches else "",
        date_text(min(opened)) if opened else "", str(row.get_state_display()) if row.state in NOTED else "",
    ]  # fmt: skip


def _outgoing(row: Document, copies: int) -> list[Any]:
    return [
        row.code, date_text(row.issued_on), _title(row), row.signer_name, "; ".join(row.recipients),
        row.drafting_unit.name if row.drafting_unit else "", copies or "", str(row.get_state_display()) if row.state in NOTED else "",
    ]  # fmt: skip
