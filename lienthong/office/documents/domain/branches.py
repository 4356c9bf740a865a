"""What happens to one branch of the tree: opened, forwarded, taken back, returned, recalled, finished, opened again."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import allows, require
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Invalid, Refused
from lienthong.office.documents.domain import tree
from lienthong.office.documents.domain.moving import (
    act,
    close_items,
    locked,
    open_items,
    require_reason,
    require_state,
)
from lienthong.office.documents.domain.tree import (
    Order,
    branch_of,
    require_open_branch,
    require_receiver,
    require_sender,
)
from lienthong.office.documents.models import Assignment, Document
from lienthong.office.documents.notices import tell_officer
from lienthong.office.documents.rules import ACT, DIRECT


def mark_opened(branch: Assignment, *, actor: Actor) -> Assignment:
    """The receiver looked at it: from now on it cannot be taken back. Looking is not an act, so nothing is recorded
    beyond the time; a branch for information is finished by being read."""
    if branch.opened_at is None and branch.active:
        require_receiver(branch, actor)
        branch.opened_at = clock.now()
        Assignment.objects.filter(pk=branch.pk, opened_at=None).update(opened_at=branch.opened_at)
    return branch


def forward(
    branch: Assignment, *, actor: Actor, orders: Sequence[Order], instruction: str = ""
) -> list[Assignment]:
    """Pass the work on. The own branch waits until those below are finished, then comes back to be finished."""
    with transaction.atomic():
        document, branch = _mine(branch, actor)
        if branch.role in ("opinion", "information"):
            raise Refused(_("Việc cho ý kiến, nhận để biết không chuyển tiếp được"), code="not_forwardable")
        if any(order.role == "opinion" for order in orders):
            raise Invalid(_("Xin ý kiến thì dùng việc “Xin ý kiến”"), field="role")
        rows = tree.place(document, orders, parent=branch, actor=actor)
        if any(row.role != "information" for row in rows):
            Assignment.objects.filter(pk=branch.pk).update(
                state="forwarded", opened_at=branch.opened_at or clock.now()
            )
            close_items(
                document, actor=actor, outcome="forwarded", kinds=["assignment"], parts=[str(branch.pk)]
            )
        act(
            "forward",
            document,
            actor=actor,
            reason=instruction,
            data={"from": str(branch.pk), "branches": tree.facts(rows)},
        )
    return rows


def ask_opinion(
    branch: Assignment, *, actor: Actor, orders: Sequence[Order], question: str
) -> list[Assignment]:
    """Ask others without giving the work away; the own branch stays open."""
    if not question.strip():
        raise Invalid(_("Hãy ghi nội dung xin ý kiến"), field="question")
    with transaction.atomic():
        document, branch = _mine(branch, actor)
        if branch.role in ("opinion", "information"):
            raise Refused(_("Chỉ nơi chủ trì hoặc phối hợp xin ý kiến được"), code="not_askable")
        asked = [
            Order("opinion", order.unit_id, order.officer_id, question, order.due_at) for order in orders
        ]
        rows = tree.place(document, asked, parent=branch, actor=actor)
        act(
            "ask_opinion",
            document,
            actor=actor,
            reason=question,
            data={"from": str(branch.pk), "branches": tree.facts(rows)},
        )
    return rows


def give_opinion(branch: Assignment, *, actor: Actor, opinion: str) -> Assignment:
    """Answer a branch of role *opinion*; the asker reads it in the tree."""
    if not opinion.strip():
        raise Invalid(_("Hãy ghi ý kiến"), field="opinion")
    with transaction.atomic():
        done = _finish(branch, actor=actor, outcome=opinion.strip(), only=("opinion",), verb="give_opinion")
        tell_officer(done.document, done.sender_officer_id, "documents.opinion", reason=opinion.strip())
    return done


def finish(branch: Assignment, *, actor: Actor, outcome: str = "") -> Assignment:
    """Kết thúc: closes the own branch with what hangs under it, and no other. The document is done when no branch of
    its leads or helpers is open."""
    return _finish(
        branch,
        actor=actor,
        outcome=outcome.strip(),
        only=("main", "coordinating", "information"),
        verb="finish",
    )


def _finish(
    branch: Assignment, *, actor: Actor, outcome: str, only: tuple[str, ...], verb: str
) -> Assignment:
    with transaction.atomic():
        document = locked(branch.document)
        require_state(document, "processing", "done")
        branch = branch_of(branch.pk, document)
        require_receiver(branch, actor)
        require(actor, ACT, organisation_id=document.organisation_id)
        if branch.role not in only:
            raise Refused(_("Nhánh việc này kết thúc theo cách khác"), code="wrong_role")
        if not branch.active:
            raise Refused(
                _("Nhánh việc này không còn chờ bạn xử lý; hãy tải lại trang"), code="branch_closed"
            )
        closed = tree.end(document, tree.below(document, branch), "closed", actor=actor)
        if branch.opened_at is None:
            Assignment.objects.filter(pk=branch.pk).update(opened_at=clock.now())
        tree.end(document, [branch], "done", actor=actor, outcome=outcome)
        act(
            verb,
            document,
            actor=actor,
            reason=outcome,
            data={"branch": str(branch.pk), "closed": [str(row.pk) for row in closed]},
        )
        tree.settle(document, branch.parent, actor=actor)
    return branch


def take_back(branch: Assignment, *, actor: Actor) -> Assignment:
    """Lấy lại: the sender takes an unread branch back. A lead that others help stays until they are taken back."""
    with transaction.atomic():
        document = locked(branch.document)
        branch = branch_of(branch.pk, document)
        require_sender(branch, actor)
        if branch.state != "open" or branch.opened_at is not None:
            raise Refused(
                _(
                    "Nơi nhận đã mở văn bản nên không lấy lại được; hãy dùng “Thu hồi nhánh việc” và ghi lý do"
                ),
                code="already_read",
            )
        _require_no_helpers(document, branch)
        tree.end(document, [branch], "taken_back", actor=actor)
        act("take_back", document, actor=actor, data={"branch": str(branch.pk)})
        tree.settle(document, branch.parent, actor=actor)
    return branch


def return_assignment(branch: Assignment, *, actor: Actor, reason: str) -> Assignment:
    """Trả lại: the receiver gives the branch back with a reason. When a lead is returned, its helpers' branches end
    with it (there is no helping without a lead) and the sender gives the work out anew."""
    reason = require_reason(reason, _("Hãy ghi lý do trả lại"))
    with transaction.atomic():
        document, branch = _mine(branch, actor)
        if branch.role == "information":
            raise Refused(_("Văn bản nhận để biết không cần trả lại"), code="wrong_role")
        ended = tree.end(document, tree.below(document, branch), "recalled", actor=actor)
        ended += _end_helpers(document, branch, actor)
        tree.end(document, [branch], "returned", actor=actor, outcome=reason)
        act(
            "return_assignment",
            document,
            actor=actor,
            reason=reason,
            data={"branch": str(branch.pk), "ended": [str(row.pk) for row in ended]},
        )
        tell_officer(document, branch.sender_officer_id, "documents.returned", reason=reason)
        tree.settle(document, branch.parent, actor=actor)
    return branch


def recall_assignment(branch: Assignment, *, actor: Actor, reason: str) -> Assignment:
    """Thu hồi nhánh việc: the sender (or a leader) ends a branch that was read, with all below it, with a reason."""
    reason = require_reason(reason, _("Hãy ghi lý do thu hồi"))
    with transaction.atomic():
        document = locked(branch.document)
        branch = branch_of(branch.pk, document)
        if not allows(actor, DIRECT, organisation_id=document.organisation_id):
            require_sender(branch, actor)
        if not branch.active:
            raise Refused(_("Nhánh việc này đã kết thúc"), code="branch_closed")
        ended = tree.end(document, tree.below(document, branch), "recalled", actor=actor)
        ended += _end_helpers(document, branch, actor)
        tree.end(document, [branch], "recalled", actor=actor, outcome=reason)
        act(
            "recall_assignment",
            document,
            actor=actor,
            reason=reason,
            data={"branch": str(branch.pk), "ended": [str(row.pk) for row in ended]},
        )
        tree.settle(document, branch.parent, actor=actor)
    return branch


def reopen(branch: Assignment, *, actor: Actor, reason: str) -> Assignment:
    """Mở lại a finished branch: its receiver or a leader. What stands above must still be open, or be the root."""
    reason = require_reason(reason, _("Hãy ghi lý do mở lại"))
    with transaction.atomic():
        document = locked(branch.document)
        require_state(document, "processing", "done")
        branch = branch_of(branch.pk, document)
        if not allows(actor, DIRECT, organisation_id=document.organisation_id):
            require_receiver(branch, actor)
        if branch.state != "done" or branch.role in ("information", "opinion"):
            raise Refused(_("Chỉ mở lại được nhánh chủ trì, phối hợp đã kết thúc"), code="not_done")
        if (
            branch.role == "coordinating"
            and not _siblings(document, branch).filter(role="main", state__in=Assignment.COUNTING).exists()
        ):
            raise Refused(_("Nhánh chủ trì không còn; hãy giao lại"), code="no_main")
        if branch.parent is not None:
            if not branch.parent.active:
                raise Refused(_("Nhánh trên đã kết thúc; hãy mở lại nhánh trên trước"), code="parent_closed")
            Assignment.objects.filter(pk=branch.parent.pk).update(state="forwarded")
            close_items(
                document,
                actor=actor,
                outcome="reopened_below",
                kinds=["assignment"],
                parts=[str(branch.parent_id)],
                state="withdrawn",
            )
        Assignment.objects.filter(pk=branch.pk).update(state="open", done_at=None, done_by=None, outcome="")
        branch.state = "open"
        open_items([tree._item(document, branch, step=tree.REOPENED[branch.role])])
        act(
            "reopen",
            document,
            actor=actor,
            state="processing",
            reason=reason,
            data={"branch": str(branch.pk)},
        )
    return branch


def _mine(branch: Assignment, actor: Actor) -> tuple[Document, Assignment]:
    document = locked(branch.document)
    require(actor, ACT, organisation_id=document.organisation_id)
    require_state(document, "processing", "done")
    branch = branch_of(branch.pk, document)
    require_receiver(branch, actor)
    require_open_branch(branch)
    return document, branch


def _siblings(document: Document, branch: Assignment):  # type: ignore[no-untyped-def]
    return Assignment.objects.filter(document=document, parent_id=branch.parent_id).exclude(pk=branch.pk)


def _require_no_helpers(document: Document, branch: Assignment) -> None:
    if (
        branch.role == "main"
        and _siblings(document, branch).filter(role="coordinating", state__in=Assignment.ACTIVE).exists()
    ):
        raise Refused(_("Còn nơi phối hợp; hãy lấy lại các nhánh phối hợp trước"), code="has_helpers")


def _end_helpers(document: Document, branch: Assignment, actor: Actor) -> list[Assignment]:
    """Without a lead there is no helping: end the open helpers beside a lead that goes."""
    if branch.role != "main":
        return []
    ended = []
    for helper in _siblings(document, branch).filter(role="coordinating", state__in=Assignment.ACTIVE):
        ended += tree.end(document, [*tree.below(document, helper), helper], "recalled", actor=actor)
    return ended
