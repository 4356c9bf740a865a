"""Acts on a branch of the assignment tree. Keys: r reply, f forward, y ask opinion, e finish, b back."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import allows
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Forbidden, NotFound
from lienthong.kernel.work.public import ItemAction, Outcome, Pane, WorkItem
from lienthong.office.documents import asking
from lienthong.office.documents.domain import (
    branches,
    drafting,
    reassigning,
)
from lienthong.office.documents.handlers.base import REASON, Base, outcome
from lienthong.office.documents.models import Assignment, Document
from lienthong.office.documents.rules import ACT, DRAFT


class AssignmentHandler(Base):
    label = _("Văn bản")

    def branch(self, item: WorkItem, document: Document) -> Assignment:
        found = (
            Assignment.objects.filter(pk=item.part, document=document)
            .select_related("document", "parent")
            .first()
        )
        if found is None:
            raise NotFound()
        return found

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        document = self.document(item, actor)
        branch = self.branch(item, document)
        if branch.state != "open" or not allows(actor, ACT, organisation_id=document.organisation_id):
            return []
        if branch.role == "information":
            return [ItemAction("finish", _("Đã xem"), key="E", primary=True, batch=True)]
        back = ItemAction("return", _("Trả lại"), key="B", form=REASON)
        if branch.role == "opinion":
            return [
                ItemAction(
                    "opinion",
                    _("Cho ý kiến"),
                    key="Y",
                    primary=True,
                    form=asking.text("opinion", _("Ý kiến")),
                ),
                back,
            ]
        found = []
        if allows(actor, DRAFT, organisation_id=document.organisation_id) and branch.role == "main":
            found.append(
                ItemAction(
                    "reply", _("Soạn trả lời"), key="R", primary=True, url=f"/van-ban/{document.pk}/tra-loi/"
                )
            )
        found += [
            ItemAction(
                "forward", _("Chuyển"), key="F", form=asking.order_form(document, actor, leaders=False)
            ),
            ItemAction("ask", _("Xin ý kiến"), key="Y", form=asking.opinion_form(document, actor)),
            ItemAction(
                "finish",
                _("Kết thúc"),
                key="E",
                form=asking.text("outcome", _("Kết quả xử lý"), required=False),
                primary=branch.role != "main",
            ),
            back,
        ]
        return found

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        document = self.document(item, actor)
        branch = self.branch(item, document)
        if action == "forward":
            rows = branches.forward(
                branch,
                actor=actor,
                orders=asking.orders_in(data),
                instruction=str(data.get("instruction") or ""),
            )
            return Outcome(
                _("Đã chuyển %(n)s nơi") % {"n": len(rows)},
                {"document": str(document.pk), "assignments": [str(row.pk) for row in rows]},
            )
        if action == "ask":
            due = asking.closing_of(asking.day_in(data, "due_on"))
            orders = [asking.order_for(code, "opinion", due) for code in data.get("to") or ()]
            rows = branches.ask_opinion(
                branch, actor=actor, orders=orders, question=str(data.get("question") or "")
            )
            return Outcome(
                _("Đã gửi xin ý kiến"),
                {"document": str(document.pk), "assignments": [str(row.pk) for row in rows]},
            )
        if action == "reply":
            draft = drafting.create_draft(
                actor=actor, content=data, organisation_id=document.organisation_id, reply_to=document
            )
            return Outcome(_("Đã tạo dự thảo trả lời"), {"document": str(draft.pk), "state": draft.state})
        if action == "opinion":
            branches.give_opinion(branch, actor=actor, opinion=str(data.get("opinion") or ""))
            return outcome(document, _("Đã gửi ý kiến"))
        if action == "return":
            branches.return_assignment(branch, actor=actor, reason=str(data.get("reason") or ""))
            return outcome(document, _("Đã trả lại nơi giao"))
        if action == "finish":
            branches.finish(branch, actor=actor, outcome=str(data.get("outcome") or ""))
            return outcome(document, _("Đã kết thúc nhánh việc của bạn"))
        raise NotFound()

    def reassigned(self, item: WorkItem, holder: Officer, *, actor: Actor) -> None:
        reassigning.move_branch(item, holder)

    def pane(self, item: WorkItem, actor: Actor) -> Pane:
        document = self.document(item, actor)
        branch = self.branch(item, document)
        with suppress(Forbidden):  # someone else who may look: his looking is not the receiver's
            branches.mark_opened(branch, actor=actor)
        return super().pane(item, actor)
