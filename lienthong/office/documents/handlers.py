"""What an officer can do with a document's work item. Keys: r reply, f forward, y ask opinion, e finish, s sign."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import allows, get
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Forbidden, Invalid, NotFound
from lienthong.kernel.work.public import Handler, ItemAction, Outcome, Pane, WorkItem, register_kind
from lienthong.office.documents import asking, queries
from lienthong.office.documents.domain import (
    branches,
    direct,
    drafting,
    issuing,
    register_incoming,
    reviewing,
    signing,
)
from lienthong.office.documents.models import Assignment, Document, Initial
from lienthong.office.documents.panes import pane_context
from lienthong.office.documents.rules import ACT, DIRECT, DRAFT, ISSUE, REGISTER, SIGN, VIEW

REASON = asking.text("reason", _("Lý do"))


class Base:
    """Shared by all kinds: the document is got together with the right to it."""

    label: str | Promise = ""
    chip: str = "document"

    def document(self, item: WorkItem, actor: Actor) -> Document:
        return get(queries.related(), actor, VIEW, pk=item.object_id)

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        raise NotImplementedError

    def batch_actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        return [action for action in self.actions(item, actor) if action.batch]

    def perform(
        self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any], files: Mapping[str, Any]
    ) -> Outcome:
        """Forms were checked by their schema; what programs send was not, so it is made storable here."""
        return self.do(item, actor, action, {str(name): storable(value) for name, value in data.items()})

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        raise NotImplementedError

    def pane(self, item: WorkItem, actor: Actor) -> Pane:
        document = self.document(item, actor)
        return Pane(
            "documents/pane_thing.html", "documents/pane_aside.html", pane_context(document, actor, item=item)
        )


def storable(value: Any) -> Any:
    """The value without the null characters that the database cannot keep."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): storable(item) for key, item in value.items()}
    return value


def _done(document: Document, message: Any) -> Outcome:
    document = Document.objects.get(pk=document.pk)
    return Outcome(message, {"document": str(document.pk), "state": document.state, "code": document.code})


class ArrivalHandler(Base):
    label = _("Văn bản đến")

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
            return _done(
                issuing.refuse_delivery(document, actor=actor, reason=str(data.get("reason") or "")),
                _("Đã trả lại nơi gửi"),
            )
        raise NotFound()


class DirectHandler(Base):
    label = _("Bút phê")

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
            return _done(
                direct.file_away(document, actor=actor, reason=str(data.get("reason") or "")),
                _("Đã lưu văn bản"),
            )
        raise NotFound()


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
            return _done(document, _("Đã gửi ý kiến"))
        if action == "return":
            branches.return_assignment(branch, actor=actor, reason=str(data.get("reason") or ""))
            return _done(document, _("Đã trả lại nơi giao"))
        if action == "finish":
            branches.finish(branch, actor=actor, outcome=str(data.get("outcome") or ""))
            return _done(document, _("Đã kết thúc nhánh việc của bạn"))
        raise NotFound()

    def pane(self, item: WorkItem, actor: Actor) -> Pane:
        document = self.document(item, actor)
        branch = self.branch(item, document)
        with suppress(Forbidden):  # someone else who may look: his looking is not the receiver's
            branches.mark_opened(branch, actor=actor)
        return super().pane(item, actor)


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
            return _done(reviewing.submit_for_signature(document, actor=actor), _("Đã trình ký"))
        if action == "edit":
            drafting.revise_draft(document, actor=actor, content=data)
            return _done(document, _("Đã lưu bản mới"))
        if action == "initials":
            reviewing.ask_initials(
                document, actor=actor, officer_ids=asking.officers_in(data), note=str(data.get("note") or "")
            )
            return _done(document, _("Đã gửi xin ký nháy"))
        if action == "cancel":
            return _done(
                drafting.cancel_draft(document, actor=actor, reason=str(data.get("reason") or "")),
                _("Đã hủy dự thảo"),
            )
        raise NotFound()


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
        return _done(document, _("Đã ký nháy") if action == "initial" else _("Đã gửi đề nghị sửa"))


class SignHandler(Base):
    label = _("Ký ban hành")
    chip = "draft"

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        document = self.document(item, actor)
        if document.state != "signing" or not allows(actor, SIGN, organisation_id=document.organisation_id):
            return []
        return [
            ItemAction("sign", _("Ký số"), key="S", primary=True, batch=True),
            ItemAction("back", _("Trả lại để sửa"), key="B", form=asking.text("reason", _("Điều cần sửa"))),
        ]

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        document = self.document(item, actor)
        if action == "sign":
            return _done(signing.sign(document, actor=actor), _("Đã ký số"))
        if action == "back":
            return _done(
                reviewing.return_draft(document, actor=actor, reason=str(data.get("reason") or "")),
                _("Đã trả lại để sửa"),
            )
        raise NotFound()


class SealHandler(Base):
    label = _("Cấp số, đóng dấu")
    chip = "draft"

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        document = self.document(item, actor)
        if document.state != "signed" or not allows(actor, ISSUE, organisation_id=document.organisation_id):
            return []
        return [ItemAction("seal", _("Cấp số, đóng dấu"), key="S", primary=True, batch=True)]

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        document = self.document(item, actor)
        if action != "seal":
            raise NotFound()
        done = signing.number_and_seal(document, actor=actor)
        return _done(done, _("Đã cấp số %(code)s và đóng dấu") % {"code": done.code})


class IssueHandler(Base):
    label = _("Phát hành")

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]:
        document = self.document(item, actor)
        if document.state not in ("sealed", "issued") or not allows(
            actor, ISSUE, organisation_id=document.organisation_id
        ):
            return []
        return [
            ItemAction(
                "issue", _("Phát hành"), key="E", primary=True, url=f"/van-ban/{document.pk}/phat-hanh/"
            )
        ]

    def do(self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any]) -> Outcome:
        document = self.document(item, actor)
        if action != "issue":
            raise NotFound()
        rows = issuing.issue(
            document,
            actor=actor,
            organisation_ids=organisations_in(data),
            due_on=asking.day_in(data, "due_on"),
        )
        return Outcome(
            _("Đã phát hành đến %(n)s cơ quan") % {"n": len(rows)},
            {"document": str(document.pk), "recipients": len(rows)},
        )


def organisations_in(data: Mapping[str, Any]) -> list[int]:
    """Agencies by key (``to``: ["th-skhcn", …]). Raises Invalid for an unknown one."""
    keys = [str(key) for key in data.get("to") or ()]
    found = dict(Organisation.objects.filter(key__in=keys).values_list("key", "pk"))
    missing = [key for key in keys if key not in found]
    if missing:
        raise Invalid(_("Không có cơ quan này trong danh bạ"), field="to", hint=", ".join(missing[:5]))
    return [found[key] for key in keys]


_HANDLERS: dict[str, Handler] = {
    "arrival": ArrivalHandler(),
    "direct": DirectHandler(),
    "assignment": AssignmentHandler(),
    "draft": DraftHandler(),
    "draft_review": ReviewHandler(),
    "sign": SignHandler(),
    "seal": SealHandler(),
    "issue": IssueHandler(),
}
for _kind, _handler in _HANDLERS.items():
    register_kind(f"documents.{_kind}", _handler)
