"""Acts that make a draft an issued document: sign, number and seal, issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import allows
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Invalid, NotFound
from lienthong.kernel.work.public import ItemAction, Outcome, WorkItem
from lienthong.office.documents import asking
from lienthong.office.documents.domain import (
    issuing,
    reviewing,
    signing,
)
from lienthong.office.documents.handlers.base import Base, outcome
from lienthong.office.documents.rules import ISSUE, SIGN


class SignHandler(Base):
    label = _("Ký ban hành")
    chip = "draft"
    needs = SIGN

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
            return outcome(signing.sign(document, actor=actor), _("Đã ký số"))
        if action == "back":
            return outcome(
                reviewing.return_draft(document, actor=actor, reason=str(data.get("reason") or "")),
                _("Đã trả lại để sửa"),
            )
        raise NotFound()


class SealHandler(Base):
    label = _("Cấp số, đóng dấu")
    chip = "draft"
    needs = ISSUE

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
        return outcome(done, _("Đã cấp số %(code)s và đóng dấu") % {"code": done.code})


class IssueHandler(Base):
    label = _("Phát hành")
    needs = ISSUE

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
