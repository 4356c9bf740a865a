"""The assignment tree: its rules, and placing new branches.

At most one *main* among siblings; no *coordinating* without a main; a branch ends by finishing, returning (by the
receiver), taking back (by the sender, unread only) or recall (by the sender, read or not). Locking the document's row
orders all of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer, Unit
from lienthong.kernel.errors import Forbidden, Invalid, NotFound, Refused
from lienthong.kernel.work.public import WorkItem
from lienthong.office.documents.domain.moving import OBJECT, act, close_items, item_for, open_items
from lienthong.office.documents.models import Assignment, Document
from lienthong.office.documents.rules import VIEW_UNIT, officers_of

STEPS = {
    "main": gettext_noop("Chủ trì xử lý"),
    "coordinating": gettext_noop("Phối hợp xử lý"),
    "opinion": gettext_noop("Cho ý kiến"),
    "information": gettext_noop("Nhận để biết"),
}
REOPENED = {
    "main": gettext_noop("Mở lại: Chủ trì xử lý"),
    "coordinating": gettext_noop("Mở lại: Phối hợp xử lý"),
    "opinion": gettext_noop("Mở lại: Cho ý kiến"),
    "information": gettext_noop("Mở lại: Nhận để biết"),
}
MOST = 200


@dataclass(frozen=True)
class Order:
    """What a sender wants: a unit (its heads receive) or an officer, a role, words and a deadline."""

    role: str
    unit_id: int | None = None
    officer_id: int | None = None
    instruction: str = ""
    due_at: dt.datetime | None = None


def place(
    document: Document, orders: Sequence[Order], *, parent: Assignment | None, actor: Actor
) -> list[Assignment]:
    """Add branches under ``parent`` (None: the leader's direction) with a work item each.

    Raises Invalid for a wrong set of orders. The caller holds the document's lock and has checked the right.
    """
    if not orders:
        raise Invalid(_("Hãy chọn ít nhất một nơi nhận"), field="main")
    if len(orders) > MOST:
        raise Invalid(_("Chọn quá nhiều nơi nhận"), field="main")
    siblings = list(
        Assignment.objects.filter(document=document, parent=parent, state__in=Assignment.COUNTING)
    )
    _check(orders, siblings)
    rows = [_row(document, order, parent, actor) for order in _resolved(document, orders, parent)]
    Assignment.objects.bulk_create(rows)
    open_items(_item(document, row) for row in rows)
    return rows


def _check(orders: Sequence[Order], siblings: list[Assignment]) -> None:
    mains = [row for row in siblings if row.role == "main"]
    new_mains = [order for order in orders if order.role == "main"]
    if len(mains) + len(new_mains) > 1:
        raise Invalid(_("Chỉ được một nơi chủ trì"), field="main", code="second_main")
    if any(order.role == "coordinating" for order in orders) and not mains and not new_mains:
        raise Invalid(_("Có nơi phối hợp thì phải có nơi chủ trì"), field="main", code="no_main")
    seen = {
        (row.receiver_unit_id if not row.receiver_officer_id else None, row.receiver_officer_id)
        for row in siblings
        if row.active
    }
    for order in orders:
        if order.role not in dict(Assignment.ROLES):
            raise Invalid(_("Vai trò chưa đúng"), field="role")
        where = (order.unit_id if not order.officer_id else None, order.officer_id)
        if where in seen:
            raise Invalid(_("Một nơi nhận chỉ được chọn một lần"), field="main", code="receiver_twice")
        seen.add(where)


def _resolved(
    document: Document, orders: Sequence[Order], parent: Assignment | None
) -> list[tuple[Order, str, int | None]]:
    """Receivers of the document's own agency that are in force today, in two statements whatever their number."""
    today = clock.today()
    units = Unit.objects.filter(Unit.on(today), organisation_id=document.organisation_id).in_bulk(
        [order.unit_id for order in orders if order.unit_id]
    )
    officers = (
        Officer.objects.filter(Officer.on(today), organisation_id=document.organisation_id)
        .select_related("person", "post")
        .in_bulk([order.officer_id for order in orders if order.officer_id])
    )
    found = []
    for order in orders:
        if order.officer_id:
            officer = officers.get(order.officer_id)
            if officer is None:
                raise NotFound(_("Không có cán bộ này trong cơ quan"), field="main")
            if parent is not None and officer.pk == parent.receiver_officer_id:
                raise Invalid(_("Không chuyển cho chính mình"), field="main", code="to_oneself")
            found.append((order, f"{officer.person.full_name}, {officer.post.title}", officer.unit_id))
        elif order.unit_id and order.unit_id in units:
            if (
                parent is not None
                and parent.receiver_officer_id is None
                and parent.receiver_unit_id == order.unit_id
            ):
                raise Invalid(
                    _("Đơn vị này đang giữ văn bản; hãy chọn cán bộ của đơn vị"),
                    field="main",
                    code="to_oneself",
                )
            found.append((order, units[order.unit_id].name, order.unit_id))
        else:
            raise NotFound(_("Không có đơn vị này trong cơ quan"), field="main")
    return found


def _row(
    document: Document, resolved: tuple[Order, str, int | None], parent: Assignment | None, actor: Actor
) -> Assignment:
    order, name, unit_id = resolved
    return Assignment(
        document=document, parent=parent, sender_officer_id=actor.officer_id, sender_title=actor.title, organisation_id=document.organisation_id,
        receiver_unit_id=unit_id, receiver_officer_id=order.officer_id, receiver_name=name[:300], role=order.role, instruction=order.instruction.strip(),
        due_at=order.due_at, sent_at=clock.now(), visible_orgs=document.visible_orgs,
    )  # fmt: skip


def _item(document: Document, row: Assignment, step: str = "") -> WorkItem:
    holder: dict[str, Any] = (
        {"officer_id": row.receiver_officer_id, "unit_id": row.receiver_unit_id}
        if row.receiver_officer_id
        else {"holder_role": "lanh_dao_phong", "unit_id": row.receiver_unit_id}
    )
    return item_for(
        document,
        "assignment",
        part=str(row.pk),
        step=step or STEPS[row.role],
        role=row.role,
        due_at=row.due_at or document.due_at,
        **holder,
    )


def branch_of(assignment_id: Any, document: Document) -> Assignment:
    """The branch with its row as it is now, under the document's lock. NotFound when it is not of this document."""
    found = Assignment.objects.filter(pk=assignment_id, document=document).select_related("parent").first()
    if found is None:
        raise NotFound()
    return found


def require_receiver(branch: Assignment, actor: Actor) -> None:
    """Raises Forbidden unless the actor holds the branch: himself, his delegator, or as head of its unit."""
    if branch.receiver_officer_id is not None:
        if branch.receiver_officer_id in officers_of(actor):
            return
    elif _heads_unit(branch, actor):
        return
    raise Forbidden(_("Nhánh việc này không giao cho bạn"), code="not_yours")


def _heads_unit(branch: Assignment, actor: Actor) -> bool:
    for grant in actor.grants:
        if (
            VIEW_UNIT in grant.permissions
            and grant.organisation_id == branch.organisation_id
            and grant.unit_id in (None, branch.receiver_unit_id)
        ):
            return True
    return False


def require_sender(branch: Assignment, actor: Actor) -> None:
    if branch.sender_officer_id not in officers_of(actor):
        raise Forbidden(_("Chỉ người giao mới làm được việc này"), code="not_yours")


def require_open_branch(branch: Assignment) -> None:
    if branch.state != "open":
        raise Refused(_("Nhánh việc này không còn chờ bạn xử lý; hãy tải lại trang"), code="branch_closed")


def below(document: Document, branch: Assignment) -> list[Assignment]:
    """All branches under one, nearest first."""
    rows = list(Assignment.objects.filter(document=document))
    children: dict[Any, list[Assignment]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found: list[Assignment] = []
    queue = [branch.pk]
    while queue:
        for row in children.get(queue.pop(0), []):
            found.append(row)
            queue.append(row.pk)
    return found


def end(
    document: Document, branches: Iterable[Assignment], state: str, *, actor: Actor, outcome: str = ""
) -> list[Assignment]:
    """End active branches and take their items away. Does not look at parents; see :func:`settle`."""
    ended = [row for row in branches if row.active]
    if ended:
        Assignment.objects.filter(pk__in=[row.pk for row in ended]).update(
            state=state, done_at=clock.now(), done_by=actor.officer_id, outcome=outcome
        )
        close_items(
            document,
            actor=actor,
            outcome=state,
            kinds=["assignment"],
            parts=[str(row.pk) for row in ended],
            state="done" if state == "done" else "withdrawn",
        )
        for row in ended:
            row.state = state
    return ended


def settle(document: Document, parent: Assignment | None, *, actor: Actor) -> None:
    """After a branch ended: give a forwarded parent its work back when nothing under it is open; when no branch of the
    document is open any more, the document is done (unless nobody finished anything: then it waits for direction)."""
    if parent is not None:
        parent.refresh_from_db()
        working = (
            Assignment.objects.filter(parent=parent, state__in=Assignment.ACTIVE)
            .exclude(role="information")
            .exists()
        )
        if parent.state == "forwarded" and not working:
            parent.state = "open"
            parent.save(update_fields=["state"])
            open_items([_item(document, parent, step=gettext_noop("Xem kết quả nhánh đã chuyển, kết thúc"))])
        return
    roots = list(Assignment.objects.filter(document=document, parent=None))
    if any(row.active and row.role != "information" for row in roots):
        return
    if any(
        row.state in ("done", "closed") and row.role in ("main", "coordinating") for row in roots
    ) and _main_done(roots):
        _complete(document, actor=actor)
    elif not any(row.state in Assignment.COUNTING and row.role == "main" for row in roots) and any(
        row.state in ("returned", "recalled", "taken_back") for row in roots
    ):
        _back_to_direction(document, actor=actor)


def _main_done(roots: list[Assignment]) -> bool:
    return any(row.role == "main" and row.state in ("done", "closed") for row in roots)


def _complete(document: Document, *, actor: Actor) -> None:
    from lienthong.office.documents.domain.delivery_states import report_back

    if document.state == "processing":
        act("complete", document, actor=actor, state="done")
        report_back(document, "done")


def _back_to_direction(document: Document, *, actor: Actor) -> None:
    if document.state == "processing":
        act("back_to_direction", document, actor=actor, state="registered")
        waiting = WorkItem.objects.filter(
            object_type=OBJECT, object_id=str(document.pk), state="open", kind="documents.direct"
        ).exists()
        if not waiting:
            open_items(
                [
                    item_for(
                        document,
                        "direct",
                        step=gettext_noop("Giao lại: nhánh chủ trì đã trả lại hoặc thu hồi"),
                        holder_role="lanh_dao",
                    )
                ]
            )


def facts(rows: Iterable[Assignment]) -> list[dict[str, Any]]:
    """Branches for an action: ids and codes only."""
    return [
        {
            "assignment": str(row.pk),
            "role": row.role,
            "unit": row.receiver_unit_id,
            "officer": row.receiver_officer_id,
            "due_at": row.due_at and row.due_at.isoformat(),
        }
        for row in rows
    ]
