"""Reading documents and issuing them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as mark
from ninja import Query, Schema

from lienthong.kernel.access.public import get
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.api.public import Column, page
from lienthong.kernel.errors import Invalid
from lienthong.office.documents import queries
from lienthong.office.documents.api.schemas import DocumentDetailOut, DocumentsOut, IssuedOut, IssueIn
from lienthong.office.documents.api.shown import router, shown
from lienthong.office.documents.domain.issuing import issue
from lienthong.office.documents.handlers import organisations_in
from lienthong.office.documents.models import Document
from lienthong.office.documents.rules import ISSUE, VIEW

NEWEST = (Column("id", descending=True),)  # ids grow with time


class Filters(Schema):
    direction: str = "incoming"
    state: str = ""
    kind: str = ""
    q: str = ""
    limit: int = 50
    after: str = ""


@router.read(
    "/documents",
    access=VIEW,
    response=DocumentsOut,
    scope="documents:read",
    summary=mark("Danh sách văn bản"),
)
def listing(request: HttpRequest, filters: Query[Filters]) -> Any:
    """Cursor paging: ``next`` of one answer is ``after`` of the next question."""
    if filters.direction not in ("incoming", "outgoing"):
        raise Invalid(_("Chiều văn bản là incoming hoặc outgoing"), field="direction")
    if filters.state and filters.state not in {*dict(Document.STATES), "open", "late"}:
        raise Invalid(_("Không có trạng thái này"), field="state")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.listed(
        actor,
        filters.direction,
        kind=filters.kind.replace("\x00", "")[:60],
        state=filters.state,
        words=filters.q.replace("\x00", ""),
    )
    found, following = page(rows, NEWEST, after=filters.after, limit=filters.limit)
    return {"items": [shown(document) for document in found], "next": following}


@router.read(
    "/documents/{id}",
    access=VIEW,
    response=DocumentDetailOut,
    scope="documents:read",
    summary=mark("Một văn bản với các nhánh xử lý"),
)
def single(request: HttpRequest, id: uuid.UUID) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    document = queries.one(actor, id)
    main = queries.main_file(document)
    return {
        **shown(document),
        "assignments": [
            {
                "id": str(branch.row.pk), "parent": str(branch.row.parent_id) if branch.row.parent_id else None, "role": branch.row.role,
                "receiver": branch.row.receiver_name, "state": branch.row.state, "instruction": branch.row.instruction, "due_at": branch.row.due_at,
                "outcome": branch.row.outcome,
            }
            for branch in queries.tree(document)
        ],
        "deliveries": [
            {"organisation": row.organisation.key, "state": row.state, "arrival_number": row.arrival_number, "reason": row.reason}
            for row in queries.deliveries(document)
        ],
        "file": f"/api/v1/files/{main.file_id}/content" if main else None,
        "verify": f"/xac-thuc/{document.paper.token}" if document.paper and document.paper.state != "reserved" else None,
    }  # fmt: skip


@router.write(
    "/documents/{id}/issue",
    access=ISSUE,
    response=IssuedOut,
    scope="documents:write",
    summary=mark("Phát hành đến các cơ quan"),
)
def send(request: HttpRequest, id: uuid.UUID, body: IssueIn) -> Any:
    """``to``: keys of agencies."""
    actor = request.actor  # type: ignore[attr-defined]
    document = get(queries.related(), actor, ISSUE, pk=id)
    from lienthong.office.documents.asking import day_in

    data = body.model_dump()
    rows = issue(
        document,
        actor=actor,
        organisation_ids=organisations_in({"to": [key.replace("\x00", "") for key in body.to]}),
        due_on=day_in(data, "due_on"),
    )
    return {
        "id": str(document.pk),
        "recipients": len(rows),
        "deliveries": [{"organisation": row.organisation.key, "state": row.state} for row in rows],
    }
