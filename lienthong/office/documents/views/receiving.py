"""Register what another agency of the installation sent; put wrongly entered fields right."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.access.public import get, requires
from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.ui.formats import date_text
from lienthong.office.documents import queries
from lienthong.office.documents.domain.register_incoming import (
    Duplicate,
    correct_fields,
    receive_delivery,
)
from lienthong.office.documents.models import Document
from lienthong.office.documents.panes import page_numbers, shown_text
from lienthong.office.documents.rules import REGISTER
from lienthong.office.documents.views.proposals import SHOWN, choices, shown_fields


def _values_of(document: Document) -> dict[str, Any]:
    names = [name for name, *_rest in SHOWN if name != "due_on"]
    values = {name: getattr(document, name) for name in names}
    values["due_on"] = clock.local(document.due_at).date() if document.due_at else None
    return values


@require_http_methods(["GET", "POST"])
@requires(REGISTER)
def receive(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Register what another agency of the installation sent: nothing to type, its signatures beside it."""
    actor = request.actor  # type: ignore[attr-defined]
    document = get(queries.related(), actor, REGISTER, pk=document_id)
    if document.state != "arrived":
        return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    errors: dict[str, list[Any]] = {}
    duplicate: Document | None = None
    status = 200
    if request.method == "POST":
        try:
            done = receive_delivery(
                document,
                actor=actor,
                values=request.POST,
                confirm_duplicate=bool(request.POST.get("confirm_duplicate")),
            )
        except Duplicate as refusal:
            duplicate, status = refusal.earlier, 409
        except Invalid as refusal:
            errors, status = refusal.errors, 422
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
        else:
            messages.success(request, _("Đã vào sổ số đến %(n)s") % {"n": done.arrival_number})
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    main = queries.main_file(document)
    from lienthong.office.documents.panes import chips, facts, signatures

    context = {
        "document": document, "main": main, "page_numbers": page_numbers(main), "text": shown_text(main), "errors": errors, "duplicate": duplicate,
        "chips": chips(document), "facts": facts(document), "signatures": signatures(queries.signatures_of(main.file)) if main else None,
        "due_on": request.POST.get("due_on", "") or (date_text(document.due_at) if document.due_at else ""), "appendices": queries.appendices(document),
    }  # fmt: skip
    return render(request, "documents/receive.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(REGISTER)
def correct(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Put wrongly entered fields right."""
    actor = request.actor  # type: ignore[attr-defined]
    document = get(queries.related(), actor, REGISTER, pk=document_id)
    values: Mapping[str, Any] = _values_of(document)
    errors: dict[str, list[Any]] = {}
    status = 200
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name, *_rest in SHOWN} | {"bases": document.bases}
        try:
            correct_fields(document, actor=actor, values=values, reason=request.POST.get("reason", ""))
        except Invalid as refusal:
            errors, status = refusal.errors or {"": [str(refusal)]}, 422
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
        else:
            messages.success(request, _("Đã sửa thông tin văn bản"))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    main = queries.main_file(document)
    context = {
        "document": document, "fields": shown_fields(values, errors, None), "errors": errors, "main": main, "page_numbers": page_numbers(main),
        "text": shown_text(main), "correcting": True, **choices(),
    }  # fmt: skip
    return render(request, "documents/correct.html", context, status=status)
