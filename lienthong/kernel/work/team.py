"""``/viec/don-vi/``: the open work of one's unit, and handing it to another officer, one item or several."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.access.public import ROLES, get, requires
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import DomainError, Invalid
from lienthong.kernel.work.handover import (
    NOBODY,
    TeamFilters,
    colleagues,
    hand_over,
    hand_over_many,
    stands_in_for,
    team_items,
)
from lienthong.kernel.work.items import distributing
from lienthong.kernel.work.kinds import kinds
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.rules import ASSIGN

PAGE = 50


def _filters(request: HttpRequest) -> TeamFilters:
    officer = request.GET.get("can-bo", "")[:18]
    return TeamFilters(
        officer if officer == NOBODY or (officer.isascii() and officer.isdigit()) else "",
        request.GET.get("qua-han") == "1",
        request.GET.get("q", "").replace("\x00", "").strip()[:200],
    )


def _query(filters: TeamFilters, **more: Any) -> str:
    values = {"can-bo": filters.officer, "qua-han": "1" if filters.late else "", "q": filters.words, **more}
    return urlencode({name: value for name, value in values.items() if value})


def _chosen_officer(request: HttpRequest) -> int:
    raw = request.POST.get("officer", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 18 else 0


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").replace("\x00", "").strip()


def holder_words(item: WorkItem, names: dict[int, str]) -> str:
    """Who holds an item: an officer's name, or the role that it waits for."""
    if item.officer_id:
        return names.get(item.officer_id, "")
    return str(ROLES.get(item.holder_role, item.holder_role))


@require_http_methods(["GET", "POST"])
@requires(ASSIGN)
def team(request: HttpRequest) -> HttpResponse:
    """The list; a post hands the chosen items over and says of each what came of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = _filters(request)
    refusal: Invalid | None = None
    results: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            results = hand_over_many(
                _ids(request), actor=actor, officer_id=_chosen_officer(request), reason=_reason(request)
            )
        except Invalid as invalid:
            refusal = invalid
        else:
            done = sum(result["ok"] for result in results)
            if done == len(results):
                words = ngettext("Đã giao lại %(n)d việc.", "Đã giao lại %(n)d việc.", done) % {"n": done}
                messages.success(request, words)
                return HttpResponseRedirect(f"{reverse('work:team')}?{_query(filters)}")
    return _draw(request, filters, refusal=refusal, results=results)


def _ids(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for raw in request.POST.getlist("item"):
        try:
            found.append(uuid.UUID(raw))
        except ValueError:
            continue
    return found


def _draw(
    request: HttpRequest, filters: TeamFilters, *, refusal: Invalid | None, results: list[dict[str, Any]]
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = Paginator(team_items(actor, filters), PAGE).get_page(request.GET.get("trang", "1")[:9])
    people = colleagues(actor)
    names = {officer.pk: officer.person.full_name for officer in people}
    chosen = set(request.POST.getlist("item"))
    now = clock.now()
    known = kinds()
    for row in page.object_list:
        handler = known.get(row.kind)
        row.holder = holder_words(row, names)  # type: ignore[attr-defined]
        row.late = row.due_at is not None and row.due_at < now  # type: ignore[attr-defined]
        row.kind_label = handler.label if handler else row.kind  # type: ignore[attr-defined]
        row.chip = handler.chip if handler else "task"  # type: ignore[attr-defined]
        row.chosen = str(row.pk) in chosen  # type: ignore[attr-defined]
    context = {
        "page": page, "filters": filters, "people": people, "nobody": NOBODY, "query": _query(filters), "refusal": refusal,
        "failed": [result for result in results if not result["ok"]], "done": sum(result["ok"] for result in results),
        "officer": _chosen_officer(request), "reason": _reason(request), "givers": stands_in_for(actor),
    }  # fmt: skip
    return render(request, "work/team.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@requires(ASSIGN)
def hand_over_page(request: HttpRequest, item_id: uuid.UUID) -> HttpResponse:
    """One item: who gets it, and why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = get(WorkItem, actor, ASSIGN, pk=item_id)
    back = _back(request)
    if found.state != "open":
        messages.warning(request, _("Việc này đã xong hoặc đã được rút."))
        return HttpResponseRedirect(back)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            done = hand_over(found, actor=actor, officer_id=_chosen_officer(request), reason=_reason(request))
        except DomainError as error:
            refusal = error
        else:
            holder = Officer.objects.select_related("person").get(pk=done.officer_id or 0)
            words = {"name": holder.person.full_name, "giver": _giver(distributing(found, holder, actor))}
            messages.success(
                request,
                (
                    _("Đã giao việc cho %(name)s, thay %(giver)s")
                    if words["giver"]
                    else _("Đã giao việc cho %(name)s")
                )
                % words,
            )
            return HttpResponseRedirect(back)
    people = colleagues(actor)
    names = {officer.pk: officer.person.full_name for officer in people}
    context = {
        "item": found, "people": [officer for officer in people if officer.pk != found.officer_id and officer.organisation_id == found.organisation_id],
        "holder": holder_words(found, names), "refusal": refusal, "officer": _chosen_officer(request), "reason": _reason(request), "back": back,
        "giver": _giver(distributing(found, None, actor)),
    }  # fmt: skip
    return render(request, "work/hand_over.html", context, status=refusal.status if refusal else 200)


def _giver(actor: Actor) -> str:
    """Whom the actor stands in for in this act; "" when he acts in his own right."""
    if actor.on_behalf_of is None:
        return ""
    return Officer.objects.values_list("person__full_name", flat=True).get(pk=actor.on_behalf_of)


def _back(request: HttpRequest) -> str:
    return reverse("work:inbox") if request.GET.get("tu") == "viec" else reverse("work:team")
