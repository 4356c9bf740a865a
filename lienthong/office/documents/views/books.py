"""Sổ đăng ký văn bản: the books of an agency by year, what is written in one, for screen, paper and spreadsheet."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.kernel import clock
from lienthong.kernel.access.public import allows, get, organisations_with, requires, visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.legal.public import kinds
from lienthong.office.documents.models import Document, Register
from lienthong.office.documents.reports.forms import REGISTERS
from lienthong.office.documents.reports.lines import lines_of
from lienthong.office.documents.reports.output import OUTPUTS
from lienthong.office.documents.rules import MANAGE_BOOKS, READ_BOOKS, VIEW_AGENCY
from lienthong.office.documents.views.exporting import written as exported
from lienthong.office.documents.views.listing import MOST_PRINTED, PAGE, Filters


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
    lines = lines_of(REGISTERS[found.direction], list(page.object_list))
    context = {
        "book": found, "page": page, "lines": list(zip(page.object_list, lines, strict=True)), "columns": REGISTERS[found.direction].titles,
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
        "columns": REGISTERS[found.direction].titles, "rows": lines_of(REGISTERS[found.direction], rows[:MOST_PRINTED]), "filters": filters,
        "cut": len(rows) > MOST_PRINTED, "most": MOST_PRINTED, "organisation": found.organisation, "book": found,
        "title": _("Sổ đăng ký văn bản đến") if found.direction == "incoming" else _("Sổ đăng ký văn bản đi"),
    }  # fmt: skip
    return render(request, "documents/list_print.html", context)


@require_GET
@requires(VIEW_AGENCY)
def export(request: HttpRequest, register_id: int, ending: str = "xlsx") -> HttpResponse:
    """The same lines as XLSX, DOCX or PDF for binding."""
    found = _book(request, register_id)
    if ending not in OUTPUTS:
        raise Http404
    filters = Filters.read(request.GET)
    query = urlencode({key: value for key, value in request.GET.items() if value})
    return exported(
        request, REGISTERS[found.direction], found.organisation, _from_the_first(found, filters), ending, name=f"so-{found.code.lower()}-{found.year}",
        since=filters.since, until=filters.until, back=f"{reverse('documents:book', args=[found.pk])}?{query}",
    )  # fmt: skip


def _from_the_first(found: Register, filters: Filters) -> QuerySet[Document]:
    order = ("arrival_number", "id") if found.direction == "incoming" else ("issued_on", "signed_at", "id")
    return written(found, filters).order_by(*order)
