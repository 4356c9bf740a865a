"""Opening, renaming and closing a book."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.access.public import get, requires
from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.legal.public import kinds
from lienthong.office.documents.domain.books import close_book, open_book, rename_book
from lienthong.office.documents.models import DIRECTIONS, Register
from lienthong.office.documents.rules import MANAGE_BOOKS
from lienthong.office.documents.views.books import agency_of


@require_http_methods(["GET", "POST"])
@requires(MANAGE_BOOKS)
def open_one(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    organisation = agency_of(actor, MANAGE_BOOKS)
    this = clock.today().year
    given = request.POST if request.method == "POST" else request.GET
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            book = open_book(
                organisation.pk,
                actor=actor,
                direction=given.get("direction", ""),
                year=int(given["year"])
                if given.get("year", "").isdecimal() and len(given["year"]) == 4
                else 0,
                name=given.get("name", ""),
                kinds=[code[:60] for code in given.getlist("kinds")],
                per_kind=bool(given.get("per_kind")),
            )
        except Invalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("Đã mở sổ “%(name)s”") % {"name": book.name})
            return HttpResponseRedirect(f"/van-ban/so/?nam={book.year}")
    context = {
        "organisation": organisation, "years": [this, this + 1], "directions": DIRECTIONS, "kinds": kinds(clock.today()), "errors": errors,
        "name": given.get("name", ""), "year": given.get("year", str(this)), "direction": given.get("direction", "outgoing"),
        "chosen": given.getlist("kinds"), "per_kind": bool(given.get("per_kind")),
    }  # fmt: skip
    return render(request, "documents/book_open.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_BOOKS)
def keep(request: HttpRequest, register_id: int) -> HttpResponse:
    """Rename or close one book; what cannot be done is said with the reason."""
    actor = request.actor  # type: ignore[attr-defined]
    book = get(Register.objects.select_related("organisation"), actor, MANAGE_BOOKS, pk=register_id)
    name = book.name
    errors: dict[str, list[Any]] = {}
    refusal: DomainError | None = None
    if request.method == "POST":
        name = request.POST.get("name", name)
        try:
            if request.POST.get("act") == "close":
                close_book(book, actor=actor)
                messages.success(request, _("Đã đóng sổ"))
            else:
                rename_book(book, actor=actor, name=name)
                messages.success(request, _("Đã đổi tên sổ"))
        except Invalid as wrong:
            errors = wrong.errors
        except DomainError as error:
            refusal = error
        else:
            return HttpResponseRedirect(f"/van-ban/so/?nam={book.year}")
    status = 422 if errors else refusal.status if refusal else 200
    context = {"book": book, "name": name, "errors": errors, "refusal": refusal}
    return render(request, "documents/book_keep.html", context, status=status)
