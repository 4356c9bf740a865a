"""Money that a dossier waits for: taken at the counter or paid online, with a receipt, and a receipt taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import SYSTEM, Action, Actor, record
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.numbering.public import period_of, take
from lienthong.kernel.papers.public import withdraw_paper
from lienthong.kernel.ui.formats import money_text
from lienthong.service.dossiers.domain.moving import advance, locked, steps_of, task_of
from lienthong.service.dossiers.domain.slips import make_slip
from lienthong.service.dossiers.models import Dossier, FeeReceipt, Slip
from lienthong.service.dossiers.rules import RECEIVE

AT_THE_COUNTER = ("cash", "transfer")


def record_payment(
    dossier: Dossier, *, actor: Actor = SYSTEM, method: str, reference: str, amount: int | None = None
) -> Dossier:
    """The fee has been paid; ``amount`` where another one was taken for it. A second report of the same fee changes nothing (late and repeated callbacks)."""
    with transaction.atomic():
        dossier = locked(dossier)
        if dossier.fee_state == "paid":
            return dossier
        if dossier.fee_state == "later":
            raise Refused(
                _("Phí của hồ sơ này chỉ thu sau khi tiếp nhận; hãy tiếp nhận hồ sơ trước"), code="fee_later"
            )
        if dossier.fee_state != "due":
            raise Refused(_("Hồ sơ này không có khoản phí nào chờ nộp"), code="nothing_due")
        if dossier.closed:
            # The money came after the end; it is kept on record and the payments app refunds it.
            raise Refused(_("Hồ sơ đã kết thúc, khoản nộp sẽ được hoàn trả"), code="dossier_closed")
        owed = dossier.fee_owed
        dossier.fee_state, dossier.fee_due_at, dossier.fee_settled = "paid", None, dossier.fee_amount
        number = _next_number(dossier.receiving_id)
        data: dict[str, Any] = {
            "fee_state": "paid",
            "method": method,
            "reference": reference,
            "amount": owed if amount is None else amount,
            "receipt": number,
        }
        step = next((one for one in steps_of(dossier) if task_of(one) == "pay"), None)
        if step is not None:
            action = advance(dossier, "dossiers.pay", actor=actor, step_id=step.id, outcome="paid", data=data)
        else:
            dossier.save(update_fields=["fee_state", "fee_due_at", "fee_settled"])
            action = record(
                "dossiers.pay", dossier, actor=actor, organisation_id=dossier.receiving_id, data=data
            )
        _give_receipt(dossier, data, actor=actor, action=action)
    return dossier


def _next_number(organisation_id: int) -> str:
    """``0000012/2026``: without holes in the agency's series of the year."""
    year = period_of(clock.today(), "year")
    return f"{take('fee_receipt', organisation_id=organisation_id, period=year):07}/{year}"


def _give_receipt(dossier: Dossier, paid: dict[str, Any], *, actor: Actor, action: Action) -> FeeReceipt:
    receipt = FeeReceipt(
        dossier=dossier, organisation_id=dossier.receiving_id, number=paid["receipt"], amount=paid["amount"], method=paid["method"],
        reference=paid["reference"][:80], taken_by=actor.officer_id, taken_at=clock.now(), visible_orgs=dossier.visible_orgs,
        applicant_account_id=dossier.applicant_account_id,
    )  # fmt: skip
    receipt.slip = make_slip(dossier, "fee", actor=actor, action=action, extra={"receipt": str(receipt.pk)})
    receipt.save(force_insert=True)
    return receipt


def collect_fee(
    dossier: Dossier, *, actor: Actor, method: str = "cash", reference: str = "", seen: int | None = None
) -> Dossier:
    """The clerk takes the fee, in cash or as a transfer that he has seen, and the printed receipt gets its number.

    ``seen``: the amount in đồng that the clerk's page showed when he took the money; None where no page showed one.
    Raises Invalid without the reference of a transfer, Refused where nothing is due (paid online a moment ago) or where
    another amount is owed by now.
    """
    require(actor, RECEIVE, organisation_id=dossier.receiving_id)
    if method not in AT_THE_COUNTER:
        raise Invalid(_("Hãy chọn thu tiền mặt hoặc chuyển khoản"), field="method")
    reference = reference.strip()[:80]
    if method == "transfer" and not reference:
        raise Invalid(_("Hãy ghi mã giao dịch của khoản chuyển"), field="reference")
    with transaction.atomic():
        # Two clerks at once, or the applicant's telephone: the second must not believe that he took money rightly.
        now = locked(dossier)
        if now.fee_state == "paid":
            raise Refused(_("Phí, lệ phí của hồ sơ này đã được nộp; không thu lần nữa"), code="already_paid")
        if seen is not None and seen != now.fee_owed:
            raise Refused(
                _("Số tiền phải nộp vừa đổi thành %(amount)s; chưa ghi nhận khoản thu nào")
                % {"amount": money_text(now.fee_owed)},
                code="fee_changed",
            )
        return record_payment(dossier, actor=actor, method=method, reference=reference)


def collect_cash(dossier: Dossier, *, actor: Actor, receipt: str = "") -> Dossier:
    """The fee in cash; ``receipt`` is a note of the clerk's own, such as the number of a paper receipt."""
    return collect_fee(dossier, actor=actor, method="cash", reference=receipt)


def void_receipt(receipt: FeeReceipt, *, actor: Actor, reason: str) -> FeeReceipt:
    """Take back a receipt of the counter on the day it was given: the fee is due again, the number stays used.

    The process is not turned back; what the service holds up without the fee is held up again. Raises Refused for money
    that came online (it is refunded), on another day, after the end of the dossier, and for a receipt voided before.
    """
    require(actor, RECEIVE, organisation_id=receipt.organisation_id)
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do hủy biên lai"), field="reason")
    with transaction.atomic():
        dossier = locked(receipt.dossier)
        # Drawing holds the slip, so either its paper is there and is withdrawn here, or the drawing sees the receipt voided.
        slip = Slip.objects.select_for_update(of=("self",)).select_related("paper").get(pk=receipt.slip_id)
        receipt = FeeReceipt.objects.select_for_update().get(pk=receipt.pk)
        _require_voidable(receipt, dossier)
        receipt.voided_at, receipt.voided_by, receipt.void_reason = (
            clock.now(),
            actor.officer_id,
            reason.strip()[:500],
        )
        receipt.save(update_fields=["voided_at", "voided_by", "void_reason"])
        dossier.fee_state, dossier.fee_due_at, dossier.fee_reminders = "due", clock.now(), 0
        dossier.fee_settled = max(0, dossier.fee_settled - receipt.amount)
        dossier.save(update_fields=["fee_state", "fee_due_at", "fee_reminders", "fee_settled"])
        action = record(
            "dossiers.void_fee", dossier, actor=actor, organisation_id=receipt.organisation_id, reason=reason,
            data={"fee_state": "due", "receipt": receipt.number, "amount": receipt.amount},
        )  # fmt: skip
        if slip.paper is not None:
            withdraw_paper(slip.paper, action=action)
    return receipt


def _require_voidable(receipt: FeeReceipt, dossier: Dossier) -> None:
    if receipt.voided_at is not None:
        raise Refused(_("Biên lai này đã được hủy"), code="already_voided")
    if receipt.method not in AT_THE_COUNTER:
        raise Refused(
            _("Khoản nộp trực tuyến không hủy được ở quầy; hãy xử lý ở mục Đối soát phí"),
            code="paid_online",
        )
    if not may_void(receipt, dossier):
        raise Refused(
            _("Chỉ hủy biên lai trong ngày thu và khi hồ sơ chưa kết thúc"),
            code="too_late_to_void",
            hint=_("Biên lai của ngày khác được hoàn trả theo thủ tục hoàn phí của cơ quan."),
        )


def may_void(receipt: FeeReceipt, dossier: Dossier) -> bool:
    return (
        receipt.voided_at is None
        and receipt.method in AT_THE_COUNTER
        and clock.local(receipt.taken_at).date() == clock.today()
        and not dossier.closed
    )
