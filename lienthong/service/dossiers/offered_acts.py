"""Which acts a step of a dossier offers to whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import allows
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.work.public import ItemAction
from lienthong.service.dossiers.act_forms import (
    COLLECT_FORM,
    EXTEND_FORM,
    REASON,
    one_question,
    supplement_form,
)
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.rules import PROCESS, RECEIVE, SEAL, SIGN


def offered(task: str, dossier: Dossier, actor: Actor) -> list[ItemAction]:
    """What the actor may do at a step of this kind (``task``), by his roles at the agencies of the dossier."""
    found: list[ItemAction] = []
    if task == "receive" and allows(actor, RECEIVE, organisation_id=dossier.receiving_id):
        found = [
            ItemAction("accept", _("Tiếp nhận"), key="E", primary=True, batch=True),
            ItemAction(
                "supplement",
                _("Yêu cầu bổ sung"),
                key="B",
                form=supplement_form(dossier),
            ),
            ItemAction("refuse", _("Từ chối"), form=REASON, danger=True),
        ]
    elif task == "process" and allows(actor, PROCESS, organisation_id=dossier.deciding_id):
        found = [
            ItemAction("ok", _("Đạt, chuyển bước sau"), key="E", primary=True),
            ItemAction(
                "supplement",
                _("Trả lại để bổ sung"),
                key="B",
                form=supplement_form(dossier),
            ),
            ItemAction("reject", _("Không đủ điều kiện"), form=REASON, danger=True),
        ]
    elif task == "review" and allows(actor, PROCESS, organisation_id=dossier.deciding_id):
        found = [
            ItemAction("ok", _("Đồng ý, trình ký"), key="E", primary=True, batch=True),
            ItemAction("back", _("Trả lại"), key="B", form=REASON),
        ]
    elif task == "draft" and allows(actor, PROCESS, organisation_id=dossier.deciding_id):
        found = [
            ItemAction(
                "draft",
                _("Soạn kết quả"),
                key="R",
                primary=True,
                form=dossier.service.data["result"].get("form")
                or one_question("note", _("Ghi chú"), required=False),
            )
        ]
    elif task == "sign" and allows(actor, SIGN, organisation_id=dossier.deciding_id):
        found = [
            ItemAction("sign", _("Ký số"), key="S", primary=True, batch=True),
            ItemAction("back", _("Trả lại"), key="B", form=REASON),
        ]
    elif task == "seal" and allows(actor, SEAL, organisation_id=dossier.deciding_id):
        found = [ItemAction("seal", _("Cấp số, đóng dấu"), key="S", primary=True, batch=True)]
    elif task == "return" and allows(actor, RECEIVE, organisation_id=dossier.returning_id):
        found = [
            ItemAction(
                "return",
                _("Trả kết quả"),
                key="E",
                primary=True,
                form=one_question("note", _("Người nhận, ghi chú"), long=False, required=False),
            )
        ]
    if dossier.fee_state == "due" and task and allows(actor, RECEIVE, organisation_id=dossier.receiving_id):
        found.append(
            ItemAction(
                "collect",
                _("Thu phí tại quầy"),
                form=COLLECT_FORM,
            )
        )
    if dossier.due_promised and task and allows(actor, SIGN, organisation_id=dossier.deciding_id):
        found.append(ItemAction("extend", _("Xin lỗi, hẹn lại"), form=EXTEND_FORM))
    return found
