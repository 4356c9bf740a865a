"""What the gateway says becomes the state of the payment and of the dossier, once, however often it is said."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.actions.public import SYSTEM, record
from lienthong.kernel.errors import Forbidden, Invalid, NotFound, Refused
from lienthong.service.dossiers.public import Dossier, record_payment
from lienthong.service.payments.messages import (
    FAILED,
    PAID,
    PENDING,
    Word,
    read_json,
    read_word,
    signature_holds,
)
from lienthong.service.payments.models import CallbackLog, Payment


def _log(outcome: str, *, source: str, body: bytes, word: Word | None = None) -> None:
    CallbackLog.objects.create(
        order=str(word.order) if word else "", source=source, outcome=outcome, amount=word.amount if word else None,
        body_hash=hashlib.sha256(body).hexdigest(), received_at=clock.now(),
    )  # fmt: skip


def handle_callback(body: bytes, signature: str) -> Payment:
    """A server-to-server callback. Raises Forbidden (signature), Invalid (protocol), NotFound (order), Refused (amount)."""
    return _handle(body, signature, lambda: read_word(read_json(body)), source="callback")


def handle_return(query: dict[str, str]) -> Payment:
    """The browser comes back with the signed outcome; it counts like a callback, since either may arrive alone."""
    from lienthong.service.payments.messages import canonical_return

    return _handle(
        canonical_return(query), query.get("signature", ""), lambda: read_word(query), source="return"
    )


def _handle(body: bytes, signature: str, read: object, *, source: str) -> Payment:
    with system_scope():
        if not signature_holds(body, signature):
            _log("bad_signature", source=source, body=body)
            raise Forbidden(_("Chữ ký của thông điệp thanh toán không đúng"), code="bad_signature")
        try:
            word = read()  # type: ignore[operator]
        except Invalid:
            _log("malformed", source=source, body=body)
            raise
        return settle(word, source=source, body=body)


def settle(word: Word, *, source: str, body: bytes = b"") -> Payment:
    """Apply what an authentic message says. Repeated, late and contradicting messages change nothing that is settled."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(pk=word.order).first()
        if payment is not None:
            outcome = _apply(payment, word)
            _log(outcome, source=source, body=body, word=word)
    if payment is None:
        _log("unknown_order", source=source, body=body, word=word)
        raise NotFound(_("Không có đơn thanh toán này"), code="unknown_order")
    if outcome == "amount_mismatch":
        raise Refused(_("Số tiền khác với đơn thanh toán"), code="amount_mismatch")
    return payment


def _apply(payment: Payment, word: Word) -> str:
    if word.outcome == PENDING or payment.state in ("paid", "refunding", "refunded"):
        return "repeated"
    if word.outcome == FAILED:
        if payment.state == "failed":
            return "repeated"
        payment.state, payment.settled_at = "failed", clock.now()
        payment.save(update_fields=["state", "settled_at"])
        record("payments.fail", payment, actor=SYSTEM, data={"dossier": str(payment.dossier_id)})
        return "applied"
    assert word.outcome == PAID
    if word.amount != payment.amount:
        if payment.flag != "amount_mismatch":
            payment.flag, payment.reported_amount = "amount_mismatch", word.amount
            payment.reference = word.reference or payment.reference
            payment.save(update_fields=["flag", "reported_amount", "reference"])
            record(
                "payments.mismatch",
                payment,
                actor=SYSTEM,
                data={"expected": payment.amount, "reported": word.amount},
            )
        return "amount_mismatch"
    return _receive_money(payment, word)


def _receive_money(payment: Payment, word: Word) -> str:
    """The money is there: for the dossier, or, where it came too late or twice, to be given back."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=payment.dossier_id)
    payment.reference, payment.settled_at = word.reference or payment.reference, clock.now()
    payment.reported_amount = None  # the gateway corrected itself, or never erred
    flag = ""
    if dossier.fee_state == "paid":
        flag = "second_payment"
    elif dossier.closed or dossier.fee_state != "due":
        flag = "late"
    if flag:
        payment.state, payment.flag = "refunding", flag
        payment.save()
        record(
            "payments.refund_due",
            payment,
            actor=SYSTEM,
            data={"dossier": str(dossier.pk), "amount": payment.amount, "flag": flag},
        )
        return "refunding"
    if payment.amount != dossier.fee_owed:
        # An order of before a supplement: at the price of then it would pay today's fee, with a receipt for more than came.
        if payment.flag != "fee_changed":
            payment.flag, payment.reported_amount, payment.settled_at = "fee_changed", word.amount, None
            payment.save()
            record(
                "payments.mismatch",
                payment,
                actor=SYSTEM,
                data={"expected": dossier.fee_owed, "reported": word.amount},
            )
        return "fee_changed"
    payment.state = "paid"
    payment.save()
    record(
        "payments.settle",
        payment,
        actor=SYSTEM,
        data={"dossier": str(dossier.pk), "amount": payment.amount, "reference": payment.reference},
    )
    record_payment(dossier, method="online", reference=payment.reference or str(payment.pk))
    return "applied"
