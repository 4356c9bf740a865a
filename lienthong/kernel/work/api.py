"""``GET /api/v1/inbox`` and acting on work items."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as mark
from ninja import Field, Query, Schema
from pydantic import BaseModel, ConfigDict

from lienthong.kernel.access.public import get
from lienthong.kernel.api.public import Routes, page
from lienthong.kernel.errors import Invalid
from lienthong.kernel.work.kinds import handler_of
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.public import ACT, ASSIGN, hand_over, item, items, perform
from lienthong.kernel.work.queries import TABS, order_of

router = Routes(tags=[mark("Việc của tôi")])


class ItemOut(Schema):
    id: uuid.UUID
    kind: str
    title: str
    number: str
    source: str
    step: str
    role: str
    urgency: int
    state: str
    due_at: Any = None
    object_type: str
    object_id: str


class InboxOut(Schema):
    items: list[ItemOut]
    next: str | None = None


class OfferedOut(Schema):
    code: str
    label: str
    form: dict[str, Any] | None


class ItemWithActsOut(ItemOut):
    actions: list[OfferedOut]


class DoneOut(BaseModel):
    """What an act says, and what it made: the keys depend on the act."""

    model_config = ConfigDict(extra="allow")

    message: str


class HandedOverOut(Schema):
    id: uuid.UUID
    officer: int | None
    unit: int | None


class ActionIn(Schema):
    data: dict[str, Any] = {}


class HandOverIn(Schema):
    officer: int = Field(ge=1, lt=1 << 53)
    reason: str = Field(max_length=500)


class Paging(Schema):
    tab: str = "can-lam"
    kind: str = ""
    q: str = ""
    limit: int = 50
    after: str = ""


@router.read("/inbox", access=ACT, response=InboxOut, scope="work:read", summary=mark("Việc đang chờ"))
def inbox(request: HttpRequest, paging: Query[Paging]) -> Any:
    """Cursor paging: pass ``next`` of one answer as ``after`` of the next question."""
    if paging.tab not in TABS:
        raise Invalid(_("Không có ngăn này"), field="tab", hint=", ".join(TABS))
    waiting = items(
        request.actor,  # type: ignore[attr-defined]
        paging.tab,
        kind=paging.kind.replace("\x00", ""),
        words=paging.q.replace("\x00", ""),
    )
    rows, following = page(waiting, order_of(paging.tab), after=paging.after, limit=paging.limit)
    return {"items": rows, "next": following}


@router.read(
    "/work-items/{id}",
    access=ACT,
    response=ItemWithActsOut,
    scope="work:read",
    summary=mark("Một việc và những gì làm được"),
)
def one(request: HttpRequest, id: uuid.UUID) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    found = item(actor, id)
    offered = handler_of(found.kind).actions(found, actor) if found.state == "open" else []
    return {
        **ItemOut.from_orm(found).model_dump(mode="json"),
        "actions": [{"code": act.code, "label": str(act.label), "form": act.form} for act in offered],
    }


@router.write(
    "/work-items/{id}/hand-over",
    access=ASSIGN,
    response=HandedOverOut,
    scope="work:write",
    summary=mark("Giao lại việc cho cán bộ khác"),
)
def give(request: HttpRequest, id: uuid.UUID, body: HandOverIn) -> Any:
    """``officer``: an officer in office within the reach of the caller. Both officers are told."""
    actor = request.actor  # type: ignore[attr-defined]
    done = hand_over(
        get(WorkItem, actor, ASSIGN, pk=id),
        actor=actor,
        officer_id=body.officer,
        reason=body.reason.replace("\x00", ""),
    )
    return {"id": done.pk, "officer": done.officer_id, "unit": done.unit_id}


@router.write(
    "/work-items/{id}/actions/{action}",
    access=ACT,
    response=DoneOut,
    scope="work:write",
    summary=mark("Làm một việc"),
)
def act(request: HttpRequest, id: uuid.UUID, action: str, body: ActionIn) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    found: WorkItem = item(actor, id)
    outcome = perform(found, actor, action, body.data)
    return {"message": str(outcome.message), **outcome.data}
