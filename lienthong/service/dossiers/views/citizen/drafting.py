"""What every page of an application shares: the draft, its steps, and what an ended session left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.accounts.public import profile_of
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.feel.public import evaluate
from lienthong.kernel.forms.public import Form, Prefill
from lienthong.kernel.forms.words import nested
from lienthong.service.dossiers.domain.submit_draft import code_of_submitted
from lienthong.service.dossiers.drafts import draft
from lienthong.service.dossiers.models import Draft
from lienthong.service.procedures.public import ServiceVersion

# Answers of one page that came after the session had ended wait here, in the browser's anonymous session, until its
# owner has signed in again. Uploads are not kept: they have no owner yet.
PARKED = "parked_answers"
MOST_PARKED = 64 * 1024


@dataclass(frozen=True)
class Step:
    key: str
    title: str
    url: str


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def asked_components(service: ServiceVersion, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Papers that these answers call for, in the order of the service; one whose condition is not true is left out."""
    return [
        item
        for item in service.components
        if not item.get("when") or evaluate(item["when"], dict(values)) is True
    ]


def steps_of(found: Draft, form: Form) -> list[Step]:
    """The pages of this application: question groups, papers, the summary."""
    steps = [
        Step(group.key, group.title or _("Thông tin"), reverse("citizen:group", args=[found.pk, group.key]))
        for group in form.groups(found.values)
    ]
    if found.service.components:
        steps.append(Step("giay-to", _("Giấy tờ kèm theo"), reverse("citizen:papers", args=[found.pk])))
    return [*steps, Step("xem-lai", _("Xem lại và nộp"), reverse("citizen:review", args=[found.pk]))]


def place_in(steps: list[Step], key: str) -> dict[str, Any]:
    """Where this page stands: its number, the one before, the one after."""
    at = next((number for number, step in enumerate(steps) if step.key == key), 0)
    return {
        "number": at + 1,
        "total": len(steps),
        "before": steps[at - 1] if at else None,
        "after": steps[at + 1] if at + 1 < len(steps) else None,
        "step": steps[at],
    }


def own_draft(request: HttpRequest, draft_id: UUID) -> Draft | HttpResponse:
    """The actor's draft, or a redirect: to sign-in for a guest, to the dossier that the draft became."""
    actor = actor_of(request)
    if not actor.signed_in:
        return redirect(f"/dang-nhap/?{urlencode({'next': request.get_full_path()})}")
    try:
        return draft(actor, draft_id)
    except NotFound as missing:
        code = code_of_submitted(draft_id, actor=actor)
        if code is not None:
            return redirect("citizen:dossier", code=code)
        raise Http404 from missing


def known_about(request: HttpRequest) -> tuple[dict[str, Any], Any]:
    """Facts of the signed-in person for prefilling, and the words for where they come from."""
    profile = profile_of(request.user)  # type: ignore[arg-type]
    born = profile.get("born_on")
    facts = {**profile, "born_on": born.isoformat() if born else ""}
    source = _("dữ liệu định danh của bạn") if profile.get("verified") else _("hồ sơ cá nhân của bạn")
    return facts, source


def look_up(request: HttpRequest) -> Any:
    facts, source = known_about(request)

    def find(key: str) -> Prefill | None:
        value = facts.get(key.rpartition(".")[2])
        return Prefill(value, source) if value else None

    return find


def provenance(form: Form, values: Mapping[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Pointer → source, for the answers that still are what the profile says."""
    known, sources = form.prefilled({}, look_up(request))
    kept = {}
    for pointer, source in sources.items():
        place = tuple(pointer.split("/")[1:])
        if nested(values, place) == nested(known, place):
            kept[pointer] = source
    return kept


def park(request: HttpRequest, draft_id: UUID, group: str) -> None:
    """Keep the answers of a page whose session had ended."""
    body = request.POST.copy()
    body.pop("csrfmiddlewaretoken", None)
    text = body.urlencode()
    if len(text) <= MOST_PARKED:
        request.session[PARKED] = {"draft": str(draft_id), "group": group, "answers": text}


def unpark(request: HttpRequest, draft_id: UUID, group: str) -> QueryDict | None:
    """The parked answers of this page, once; those of another draft stay where they are."""
    parked = request.session.get(PARKED)
    if not parked or parked["draft"] != str(draft_id) or parked["group"] != group:
        return None
    del request.session[PARKED]
    return QueryDict(parked["answers"])
