"""A document's own page: the same thing as in the inbox, with what one may do to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.access.public import allows, requires
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.work.public import WorkItem, handler_of, items
from lienthong.office.documents import queries
from lienthong.office.documents.models import Document
from lienthong.office.documents.panes import pane_context
from lienthong.office.documents.related import Act, acts_of
from lienthong.office.documents.rules import DIRECT, ISSUE, REGISTER, SIGN, VIEW, officers_of

DELIVERIES_SHOWN = 400


@require_GET
@requires(VIEW)
def show(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    document = queries.one(actor, document_id)
    item = my_item(document, actor)
    context = pane_context(document, actor, item=item)
    offered = handler_of(item.kind).actions(item, actor) if item else []
    state = request.GET.get("noi-nhan", "")
    context |= {
        "item": item, "actions": offered, "filters_query": "", "request_key": str(uuid.uuid4()), "more_acts": more_acts(document, actor),
        "branch_acts": branch_acts(document, actor, context["branches"]),
        "deliveries": list(queries.deliveries(document, state=state)[:DELIVERIES_SHOWN]) if document.direction == "outgoing" else [],
        "delivery_state": state,
    }  # fmt: skip
    return render(request, "documents/page.html", context)


def my_item(document: Document, actor: Actor) -> WorkItem | None:
    """The open work item on this document that the actor holds."""
    for tab in ("can-lam", "phoi-hop", "de-biet"):
        found = items(actor, tab).filter(object_type="documents.document", object_id=str(document.pk)).first()
        if found is not None:
            return found
    return None


def more_acts(document: Document, actor: Actor) -> list[Act]:
    """Acts that are not a step of the way."""
    found: list[Act] = []
    base = f"/van-ban/{document.pk}"
    if (
        document.direction == "incoming"
        and document.state in ("registered", "processing", "done")
        and allows(actor, REGISTER, organisation_id=document.organisation_id)
    ):
        found.append(Act(f"{base}/thong-tin/", _("Sửa thông tin"), "pencil"))
    if document.state == "signing" and document.drafter_id in officers_of(actor):
        found.append(Act(f"{base}/rut-trinh/", _("Rút trình"), "arrow-back-up"))
    if document.state == "issued" and allows(actor, ISSUE, organisation_id=document.organisation_id):
        found.append(Act(f"{base}/phat-hanh/", _("Gửi thêm nơi nhận"), "send"))
    if document.state == "issued" and allows(actor, SIGN, organisation_id=document.organisation_id):
        found.append(Act(f"{base}/thu-hoi/", _("Thu hồi văn bản"), "arrow-back-up"))
    return [*found, *acts_of(document, actor)]


def branch_acts(document: Document, actor: Actor, branches: list[Any]) -> dict[str, list[tuple[str, Any]]]:
    """What the sender of a branch, or a leader, may do to it: branch id → [(act, words)]."""
    mine, leads = officers_of(actor), allows(actor, DIRECT, organisation_id=document.organisation_id)
    found: dict[str, list[tuple[str, Any]]] = {}
    for branch in branches:
        row, acts = branch.row, []
        if row.state == "open" and row.opened_at is None and row.sender_officer_id in mine:
            acts.append(("lay-lai", _("Lấy lại")))
        elif row.active and (row.sender_officer_id in mine or leads):
            acts.append(("thu-hoi", _("Thu hồi nhánh việc")))
        elif (
            row.state == "done"
            and row.role in ("main", "coordinating")
            and (row.receiver_officer_id in mine or leads)
        ):
            acts.append(("mo-lai", _("Mở lại")))
        if acts:
            found[str(row.pk)] = acts
    return found
