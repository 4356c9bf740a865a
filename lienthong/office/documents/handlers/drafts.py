"""Acts on a draft: revise, ask for initials, give them, submit."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import NotFound
from lienthong.kernel.work.public import ItemAction, Outcome, WorkItem
from lienthong.office.documents import asking
from lienthong.office.documents.domain import (
    drafting,
    reassigning,
    reviewing,
)
from lienthong.office.documents.handlers.base import REASON, Base, outcome
from lienthong.office.documents.models import Initial


class DraftHandler(Base):
    label = _("Dự thảo")
    chip = "draft"

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        document = self.document(item, actor)
        if document.state not in ("draft", "review"):
            return []
        return [
            ItemAction("submit", _("Trình ký"), key="E", primary=True),
            ItemAction("edit", _("Sửa dự thảo"), key="R", url=f"/van-ban/{document.pk}/soan/"),
            ItemAction("initials", _("Xin ký nháy"), key="Y", form=asking.initials_form(document, actor)),
            ItemAction("cancel", _("Hủy dự thảo"), form=REASON, danger=True),
        ]

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        document = self.document(item, actor)
        if action == "submit":
            return outcome(reviewing.submit_for_signature(document, actor=actor), _("Đã trình ký"))
        if action == "edit":
            drafting.revise_draft(document, actor=actor, content=data)
            return outcome(document, _("Đã lưu bản mới"))
        if action == "initials":
            reviewing.ask_initials(
                document, actor=actor, officer_ids=asking.officers_in(data), note=str(data.get("note") or "")
            )
            return outcome(document, _("Đã gửi xin ký nháy"))
        if action == "cancel":
            return outcome(
                drafting.cancel_draft(document, actor=actor, reason=str(data.get("reason") or "")),
                _("Đã hủy dự thảo"),
            )
        raise NotFound()

    def reassigned(self, item: WorkItem, holder: Officer, *, actor: Actor) -> None:
        reassigning.move_draft(item, holder)


class ReviewHandler(Base):
    label = _("Ký nháy")
    chip = "draft"

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        document = self.document(item, actor)
        initial = Initial.objects.filter(pk=item.part, document=document, state="waiting").first()
        if initial is None or document.state not in ("draft", "review"):
            return []
        return [
            ItemAction("initial", _("Ký nháy"), key="S", primary=True, batch=True),
            ItemAction("change", _("Đề nghị sửa"), key="B", form=asking.text("note", _("Điều cần sửa"))),
        ]

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        document = self.document(item, actor)
        initial = Initial.objects.filter(pk=item.part, document=document).select_related("document").first()
        if initial is None or action not in ("initial", "change"):
            raise NotFound()
        reviewing.give_initial(initial, actor=actor, ok=action == "initial", note=str(data.get("note") or ""))
        return outcome(document, _("Đã ký nháy") if action == "initial" else _("Đã gửi đề nghị sửa"))

    def reassigned(self, item: WorkItem, holder: Officer, *, actor: Actor) -> None:
        reassigning.move_initials(item, holder)
