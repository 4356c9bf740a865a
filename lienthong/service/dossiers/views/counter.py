"""Reception at the counter: choose the procedure, enter the papers, decide, print the slip, next."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.access.public import get, organisations_with, requires
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.forms.public import Form
from lienthong.kernel.idempotency.public import once
from lienthong.kernel.ids import new_id
from lienthong.kernel.worktime.public import amount_words
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.deadline_card import deadline_card
from lienthong.service.dossiers.domain.counter import check_visit, receive_visit
from lienthong.service.dossiers.domain.moving import amount_of
from lienthong.service.dossiers.domain.paying import collect_fee
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.paper_views import file_view
from lienthong.service.dossiers.rules import RECEIVE, VIEW
from lienthong.service.dossiers.views.counter_entry import MARKS, PREFIX, Entry, read_entry
from lienthong.service.dossiers.views.fees import posted_payment
from lienthong.service.dossiers.views.services import decides_words, fee_words
from lienthong.service.dossiers.views.slips import slip_context
from lienthong.service.procedures.public import ServiceVersion, deciding_organisations, find, live_service

ENDPOINT = "dossiers.counter"


@require_GET
@requires(RECEIVE)
def choose(request: HttpRequest) -> HttpResponse:
    """Live services that fit the words, with or without accents; a single one opens at once."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    keys = [row.key for row in find(words, live=True)]
    if words and len(keys) == 1:
        return HttpResponseRedirect(reverse("dossiers:counter_form", args=keys))
    services = {
        row.procedure.key: row
        for row in ServiceVersion.objects.filter(live=True, procedure__key__in=keys).select_related(
            "procedure"
        )
    }
    found = [
        {
            "service": services[key],
            "limit": amount_words(amount_of(services[key])),
            "decides": decides_words(services[key]),
        }
        for key in keys
        if key in services
    ]
    others = list(find(words).exclude(key__in=keys)[:5]) if words and not found else []
    return render(request, "dossiers/counter_choose.html", {"found": found, "others": others, "words": words})


def _desks(actor: Actor) -> list[Organisation]:
    """The service points at which the clerk may receive; his own first."""
    rows = Organisation.objects.filter(pk__in=sorted(organisations_with(actor, RECEIVE))).order_by("sort")
    return sorted(rows, key=lambda row: row.pk != actor.organisation_id)


@require_http_methods(["GET", "POST"])
@requires(RECEIVE)
def form(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    service = live_service(key)
    drawn = Form(service.form)
    desks, choices = _desks(actor), list(deciding_organisations(service))
    if request.method == "GET":
        own = {row.pk for row in desks}
        likely = next((row for row in choices if row.pk in own), choices[0] if len(choices) == 1 else None)
        entry = Entry(deciding=likely.key if likely else "", receiving=desks[0].key)
        return _form(request, service, drawn, desks, choices, entry)
    entry = read_entry(request, service, drawn)
    if entry.edited:
        return _form(request, service, drawn, desks, choices, entry)
    deciding = next((row for row in choices if row.key == entry.deciding), None)
    receiving = next((row for row in desks if row.key == entry.receiving), desks[0])
    errors = dict(entry.errors)
    if deciding is None:
        errors["deciding"] = [_("Hãy chọn cơ quan giải quyết")]
    facts: dict[str, Any] = {
        "values": entry.values, "papers": entry.papers, "files": {name: given for name, given in entry.files.items() if given},
        "outcome": entry.outcome, "reason": entry.reason, "further": entry.further,
    }  # fmt: skip
    try:
        if errors or deciding is None:
            check_visit(service, **facts)
            raise Invalid(errors=errors)
        with (
            transaction.atomic(),
            once(
                request.POST.get("request_key") or str(new_id()),
                actor=actor,
                endpoint=ENDPOINT,
                body=_body(request),
            ) as slot,
        ):
            if slot.replayed:
                number = slot.answer["id"]
            else:
                number = str(
                    receive_visit(service, deciding=deciding, receiving=receiving, actor=actor, **facts).pk
                )
                slot.store(200, {"id": number})
    except Invalid as refusal:
        found = {**refusal.errors, **errors} or {"": [str(refusal)]}
        return _form(request, service, drawn, desks, choices, entry, errors=found, status=422)
    except DomainError as refusal:
        return _form(request, service, drawn, desks, choices, entry, refusal=refusal, status=refusal.status)
    return HttpResponseRedirect(reverse("dossiers:counter_done", args=[number]))


def _body(request: HttpRequest) -> dict[str, Any]:
    given = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in {"csrfmiddlewaretoken", "request_key"}
    }
    return {
        **given,
        **{f"file:{name}": [file.size for file in request.FILES.getlist(name)] for name in request.FILES},
    }


def _form(
    request: HttpRequest, service: ServiceVersion, drawn: Form, desks: list[Organisation], choices: list[Organisation], entry: Entry,
    *, errors: dict[str, list[Any]] | None = None, refusal: DomainError | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    errors = errors or {}
    answers = {place: found for place, found in errors.items() if place.startswith("/")}
    papers = [
        _paper(declared, entry, errors.get(f"components.{declared['key']}", []))
        for declared in service.components
    ]
    context = {
        "service": service,
        "procedure": service.procedure,
        "limit": amount_words(amount_of(service)),
        "fee": fee_words(service),
        "decides": decides_words(service),
        "desks": desks,
        "choices": choices,
        "entry": entry,
        "form_html": drawn.render(
            entry.values, answers, _uploads(drawn, entry.values), prefix=PREFIX, error_summary=False
        ),
        "refresh": f"{PREFIX}-__refresh",
        "papers": papers,
        "marks": MARKS,
        "errors": errors,
        "lines": _lines(drawn, answers, errors, papers),
        "refusal": refusal,
        "request_key": str(new_id()),
        "account": request.actor.account_id,  # type: ignore[attr-defined]
    }
    return render(request, "dossiers/counter_form.html", context, status=status)


def _uploads(drawn: Form, values: dict[str, Any]) -> dict[str, Any]:
    ids = [one for group in drawn.file_ids(values).values() for one in group]
    return {str(row.pk): row for row in StoredFile.objects.filter(pk__in=ids)} if ids else {}


def _paper(declared: dict[str, Any], entry: Entry, errors: list[Any]) -> dict[str, Any]:
    key = declared["key"]
    seen = entry.papers.get(key)
    return {
        "key": key, "id": f"giay-{key}", "name": declared["name"], "hint": declared.get("hint", ""), "required": declared.get("required", False),
        "conditional": bool(declared.get("when")), "mark": seen.mark if seen else "", "wrong": bool(seen and seen.state == "wrong"),
        "note": seen.note if seen else "", "kept": [file_view(file) for file in entry.files.get(key, [])], "errors": errors,
    }  # fmt: skip


def _lines(
    drawn: Form, answers: dict[str, list[Any]], errors: dict[str, list[Any]], papers: list[dict[str, Any]]
) -> list[tuple[str, str, Any]]:
    """The summary on top: each line leads to its field."""
    lines = [*drawn.error_lines(answers, PREFIX)]
    lines += [
        (paper["id"], "" if paper["name"] in str(message) else paper["name"], message)
        for paper in papers
        for message in paper["errors"]
    ]
    known = {
        "deciding": _("Cơ quan giải quyết"),
        "reason": _("Lý do"),
        "further": _("Nội dung khác cần bổ sung"),
    }
    for place, found in errors.items():
        if not place.startswith(("/", "components.")):
            lines += [(place if place in known else "", known.get(place, ""), message) for message in found]
        elif place.startswith("components.") and place.partition(".")[2] not in {
            paper["key"] for paper in papers
        }:
            lines += [("", "", message) for message in found]
    return lines


@require_GET
@requires(RECEIVE)
def done(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """The code in large, the promise and why, the slip to print, and the way to the next person in the queue."""
    dossier = get(queries.related(), request.actor, VIEW, pk=dossier_id)  # type: ignore[attr-defined]
    return _done(request, dossier)


def _done(request: HttpRequest, dossier: Dossier, *, error: DomainError | None = None) -> HttpResponse:
    context = {
        **slip_context(dossier),
        "deadline": deadline_card(dossier),
        "why": queries.why_due(dossier),
        "fee_due": dossier.fee_state == "due" and not dossier.closed,
        "error": error,
        "request_key": str(new_id()),
    }
    return render(request, "dossiers/counter_done.html", context, status=error.status if error else 200)


@require_POST
@requires(RECEIVE)
def collect(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """The fee in cash or by transfer; the receipt gets its number and is printed."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = get(queries.related(), actor, VIEW, pk=dossier_id)
    method, reference = posted_payment(request)
    try:
        collect_fee(dossier, actor=actor, method=method, reference=reference)
    except DomainError as refusal:
        return _done(request, dossier, error=refusal)
    messages.success(request, _("Đã thu phí, biên lai đang được in"))
    return HttpResponseRedirect(reverse("dossiers:counter_done", args=[dossier_id]))


__all__ = ["choose", "collect", "done", "form"]
