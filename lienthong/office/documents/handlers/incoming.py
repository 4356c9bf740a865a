"""Acts on what arrived: register, send back, direct, file away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import allows
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.work.public import ItemAction, Outcome, WorkItem
from lienthong.office.documents import asking
from lienthong.office.documents.domain import (
    direct,
    issuing,
    register_incoming,
)
from lienthong.office.documents.handlers.base import REASON, Base, outcome
from lienthong.office.documents.rules import DIRECT, REGISTER


class ArrivalHandler(Base):
    label = _("Văn bản đến")
    needs = REGISTER

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        document = self.document(item, actor)
        if document.state != "arrived" or not allows(
            actor, REGISTER, organisation_id=document.organisation_id
        ):
            return []
        found = [
            ItemAction("register", _("Vào sổ"), key="E", primary=True, url=f"/van-ban/{document.pk}/vao-so/")
        ]
        if document.origin_id:
            found.append(ItemAction("refuse", _("Trả lại nơi gửi"), form=REASON, danger=True))
        return found

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        document = self.document(item, actor)
        if action == "register":
            done = register_incoming.receive_delivery(
                document, actor=actor, values=data, confirm_duplicate=bool(data.get("confirm_duplicate"))
            )
            return Outcome(
                _("Đã vào sổ số đến %(n)s") % {"n": done.arrival_number},
                {"document": str(done.pk), "arrival_number": done.arrival_number},
            )
        if action == "refuse":
            return outcome(
                issuing.refuse_delivery(document, actor=actor, reason=str(data.get("reason") or "")),
                _("Đã trả lại nơi gửi"),
            )
        raise NotFound()


class DirectHandler(Base):
    label = _("Bút phê")
    needs = DIRECT

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        document = self.document(item, actor)
        if document.state not in ("registered", "processing") or not allows(
            actor, DIRECT, organisation_id=document.organisation_id
        ):
            return []
        found = [
            ItemAction(
                "direct",
                _("Bút phê, giao việc"),
                key="F",
                primary=True,
                form=asking.order_form(document, actor, leaders=True),
            )
        ]
        if document.state == "registered":
            found.append(
                ItemAction(
                    "file_away",
                    _("Lưu, không giao xử lý"),
                    key="E",
                    form=asking.text("reason", _("Ghi chú"), required=False),
                )
            )
        return found

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        document = self.document(item, actor)
        if action == "direct":
            rows = direct.direct(
                document,
                actor=actor,
                orders=asking.orders_in(data),
                instruction=str(data.get("instruction") or ""),
            )
            return Outcome(
                _("Đã giao %(n)s nơi xử lý") % {"n": len(rows)},
                {"document": str(document.pk), "assignments": [str(row.pk) for row in rows]},
            )
        if action == "file_away":
            return outcome(
                direct.file_away(document, actor=actor, reason=str(data.get("reason") or "")),
                _("Đã lưu văn bản"),
            )
        raise NotFound()
