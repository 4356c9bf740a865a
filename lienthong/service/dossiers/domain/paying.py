"""Money that a dossier waits for."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import SYSTEM, Actor, record
from lienthong.kernel.errors import Refused
from lienthong.kernel.process.public import waiting_steps
from lienthong.service.dossiers.domain.moving import advance, locked, task_of
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.rules import RECEIVE


def record_payment(dossier: Dossier, *, actor: Actor = SYSTEM, method: str, reference: str) -> Dossier:
    """The fee has been paid. A second report of the same fee changes nothing (late and repeated callbacks)."""
    with transaction.atomic():
        dossier = locked(dossier)
        if dossier.fee_state == "paid":
            return dossier
        if dossier.fee_state != "due":
            raise Refused(_("Hồ sơ này không có khoản phí nào chờ nộp"), code="nothing_due")
        if dossier.closed:
            # The money came after the end; it is kept on record and the payments app refunds it.
            raise Refused(_("Hồ sơ đã kết thúc, khoản nộp sẽ được hoàn trả"), code="dossier_closed")
        dossier.fee_state = "paid"
        data: dict[str, Any] = {
            "fee_state": "paid",
            "method": method,
            "reference": reference,
            "amount": dossier.fee_amount,
        }
        steps = waiting_steps(dossier.process) if dossier.process is not None else []
        step = next((one for one in steps if task_of(one) == "pay"), None)
        if step is not None:
            advance(dossier, "dossiers.pay", actor=actor, step_id=step.id, outcome="paid", data=data)
        else:
            dossier.save(update_fields=["fee_state"])
            record("dossiers.pay", dossier, actor=actor, organisation_id=dossier.receiving_id, data=data)
    return dossier


def collect_cash(dossier: Dossier, *, actor: Actor, receipt: str) -> Dossier:
    """The clerk takes the fee in cash against a receipt number."""
    require(actor, RECEIVE, organisation_id=dossier.receiving_id)
    return record_payment(dossier, actor=actor, method="cash", reference=receipt)
