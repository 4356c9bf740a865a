"""Acting on several items at once (sign, acknowledge): each in a transaction of its own, with a report per item."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import requires
from lienthong.kernel.accounts.public import StepUpNeeded
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError
from lienthong.kernel.work import queries
from lienthong.kernel.work.items import perform
from lienthong.kernel.work.kinds import batch_rows
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.rules import ACT

LONGEST_BATCH = 100
# With script the batch goes on by itself in small requests, so that one sees it move and a broken line loses little.
TOGETHER = 3
_SALT = "work.batch"


@require_http_methods(["GET", "POST"])
@requires(ACT)
def batch(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "GET":
        return _offer(request, actor)
    action = request.POST.get("action", "")[:40]
    left = _ids(request)
    results = _earlier(request)
    now = left[:TOGETHER] if request.htmx else left  # type: ignore[attr-defined]
    results += [_perform(actor, item_id, action) for item_id in now]
    left = left[len(now) :]
    done = sum(result["ok"] for result in results)
    context = {
        "results": results,
        "done": done,
        "failed": len(results) - done,
        "left": left,
        "action": action,
        "total": len(results) + len(left),
        "so_far": signing.dumps(results, salt=_SALT, compress=True) if left else "",
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "work/batch_progress.html", context)
    messages.success(request, ngettext("Đã làm %(n)d việc.", "Đã làm %(n)d việc.", done) % {"n": done})
    return render(request, "work/batch_done.html", context)


def _ids(request: HttpRequest) -> list[uuid.UUID]:
    """The chosen items, each once, at most :data:`LONGEST_BATCH`; what is no id is left out."""
    found: dict[uuid.UUID, None] = {}
    for raw in request.POST.getlist("item")[:LONGEST_BATCH]:
        try:
            found[uuid.UUID(raw)] = None
        except ValueError:
            continue
    return list(found)


def _earlier(request: HttpRequest) -> list[dict[str, Any]]:
    """Results of the requests before this one, carried by the page under our own signature."""
    try:
        found: list[dict[str, Any]] = signing.loads(request.POST.get("so_far", ""), salt=_SALT, max_age=3600)
    except signing.BadSignature:
        return []
    return found[:LONGEST_BATCH]


def _perform(actor: Actor, item_id: uuid.UUID, action: str) -> dict[str, Any]:
    found: WorkItem | None = None
    try:
        found = queries.item(actor, item_id)
        message, ok = perform(found, actor, action, {}).message, True
    except StepUpNeeded:
        raise  # the session guard asks for the second factor and leads back here
    except DomainError as refusal:
        message, ok = refusal.message, False
    title, number = (found.title, found.number) if found else (_("Việc không còn ở hàng của bạn"), "")
    return {"id": str(item_id), "title": title, "number": number, "ok": ok, "message": str(message)}


def _offer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One part per act, each with the items that it fits and what one should see before doing it."""
    items = list(queries.items(actor, "can-lam")[:LONGEST_BATCH])
    rows = batch_rows(items, actor)
    parts: dict[str, dict[str, Any]] = {}
    for item in items:
        row = rows.get(item.pk)
        for act in row.actions if row else []:
            part = parts.setdefault(
                act.code, {"code": act.code, "label": act.label, "key": act.key, "entries": []}
            )
            part["entries"].append({"item": item, "row": row, "url": reverse("work:item", args=[item.pk])})
    return render(request, "work/batch.html", {"parts": list(parts.values())})
