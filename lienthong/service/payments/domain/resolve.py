"""A person decides about money that came in an unexpected way: it counts, or it goes back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import get
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Invalid, Refused
from lienthong.service.dossiers.public import Dossier, record_payment
from lienthong.service.payments import gateway
from lienthong.service.payments.models import UNDECIDED_FLAGS, Payment
from lienthong.service.payments.rules import RESOLVE

LONGEST_REASON = 500


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(_("Hãy ghi lý do"), field="reason")
    return text[:LONGEST_REASON]


def _locked(payment: Payment, actor: Actor) -> Payment:
    """The row, locked, for who may decide about it; NotFound for others."""
    return get(Payment.objects.select_for_update(of=("self",)), actor, RESOLVE, pk=payment.pk)


def undecided(payment: Payment) -> bool:
    return payment.flag in UNDECIDED_FLAGS and payment.state in ("created", "failed")


def accept_payment(payment: Payment, *, actor: Actor, reason: str) -> Payment:
    """Take the amount that came as the fee: the dossier goes on, its receipt names what was really paid.

    Raises Refused when nothing is undecided, or the dossier waits for no fee (any more): then the money goes back.
    """
    reason = _reason(reason)
    with transaction.atomic():
        payment = _locked(payment, actor)
        if not undecided(payment):
            raise Refused(_("Khoản này không chờ quyết định; hãy tải lại trang"), code="not_undecided")
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=payment.dossier_id)
        if dossier.closed or dossier.fee_state != "due":
            raise Refused(
                _("Hồ sơ không còn chờ nộp phí; hãy chuyển khoản này sang hoàn trả"), code="not_due"
            )
        payment.state, payment.settled_at = "paid", clock.now()
        _resolve(payment, actor, "accepted", reason)
        record(
            "payments.accept", payment, actor=actor, organisation_id=dossier.receiving_id, reason=reason,
            data={"dossier": str(dossier.pk), "expected": payment.amount, "amount": payment.received},
        )  # fmt: skip
        record_payment(
            dossier,
            actor=actor,
            method="online",
            reference=payment.reference or str(payment.pk),
            amount=payment.received,
        )
    return payment


def _resolve(payment: Payment, actor: Actor, resolution: str, reason: str) -> None:
    payment.resolution, payment.resolution_reason = resolution, reason
    payment.resolved_at, payment.resolved_by = clock.now(), actor.officer_id
    payment.save()


def mark_for_refund(payment: Payment, *, actor: Actor, reason: str) -> Payment:
    """Money of the wrong amount goes back; the job asks the gateway, or somebody does at once with :func:`refund_now`."""
    reason = _reason(reason)
    with transaction.atomic():
        payment = _locked(payment, actor)
        if not undecided(payment):
            raise Refused(_("Khoản này không chờ quyết định; hãy tải lại trang"), code="not_undecided")
        payment.state, payment.settled_at = "refunding", clock.now()
        _resolve(payment, actor, "refund", reason)
        record(
            "payments.refund_due", payment, actor=actor, organisation_id=payment.dossier.receiving_id, reason=reason,
            data={"dossier": str(payment.dossier_id), "amount": payment.received, "flag": payment.flag},
        )  # fmt: skip
    return payment


def refund_now(payment: Payment, *, actor: Actor) -> Payment:
    """Ask the gateway to give back what is due back. Safe to repeat: the gateway gives back once.

    Raises Unavailable when it does not answer, Refused when it will not (then it is given back by hand).
    """
    payment = get(Payment.objects.select_related("dossier"), actor, RESOLVE, pk=payment.pk)
    _require_refunding(payment)
    # Asked outside a transaction: a slow gateway must not hold the row.
    given = gateway.refund(order=str(payment.pk), reference=payment.reference, amount=payment.amount)
    if not given:
        raise Refused(
            _(
                "Cổng thanh toán không hoàn trả khoản này; hãy trả bằng cách khác rồi ghi “Đã hoàn trả ngoài cổng”"
            ),
            code="gateway_refuses",
        )
    return _refunded(payment, actor, how="gateway", reason="", reference=payment.reference)


def record_refund(payment: Payment, *, actor: Actor, reason: str, reference: str) -> Payment:
    """The money was given back outside the gateway: by hand or by a transfer, with the voucher's number."""
    reason, reference = _reason(reason), reference.strip()[:80]
    if not reference:
        raise Invalid(_("Hãy ghi số chứng từ hoàn trả"), field="reference")
    return _refunded(payment, actor, how="hand", reason=reason, reference=reference)


def _require_refunding(payment: Payment) -> None:
    if payment.state == "refunded":
        raise Refused(_("Khoản này đã được hoàn trả"), code="already_refunded")
    if payment.state != "refunding":
        raise Refused(_("Khoản này không chờ hoàn trả"), code="not_refunding")


def _refunded(payment: Payment, actor: Actor, *, how: str, reason: str, reference: str) -> Payment:
    with transaction.atomic():
        payment = _locked(payment, actor)
        _require_refunding(payment)
        payment.state, payment.refunded_at, payment.refund_reference = "refunded", clock.now(), reference
        payment.save(update_fields=["state", "refunded_at", "refund_reference"])
        record(
            "payments.refund", payment, actor=actor, organisation_id=payment.dossier.receiving_id, reason=reason,
            data={"dossier": str(payment.dossier_id), "amount": payment.received, "how": how, "reference": reference},
        )  # fmt: skip
    return payment


__all__ = ["accept_payment", "mark_for_refund", "record_refund", "refund_now", "undecided"]
