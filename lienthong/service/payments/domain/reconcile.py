"""Asking the gateway about orders of which no word came, and giving money back."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import transaction

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.actions.public import SYSTEM, record
from lienthong.kernel.errors import DomainError, Unavailable
from lienthong.service.payments import gateway
from lienthong.service.payments.domain.settle import settle
from lienthong.service.payments.messages import read_word
from lienthong.service.payments.models import Payment

QUIET = dt.timedelta(minutes=10)
EXPIRY = dt.timedelta(days=1)
AT_ONCE = 50
# A dossier that ended before it was accepted: nothing was done for the fee.
REFUNDED_STATES = ("withdrawn", "refused")


def reconcile() -> dict[str, int]:
    """One round: settle what the gateway knows, end what nobody paid, mark and make refunds. Safe to repeat."""
    done: Counter[str] = Counter()
    with system_scope():
        now = clock.now()
        waiting = Payment.objects.filter(state="created", created_at__lt=now - QUIET).order_by("created_at")[
            :AT_ONCE
        ]
        for payment in waiting:
            try:
                done[_ask_about(payment, now)] += 1
            except Unavailable:
                done["unavailable"] += 1
                break
        done["refunds_due"] += mark_refunds()
        done["refunded"] += make_refunds()
    return dict(done)


def _ask_about(payment: Payment, now: dt.datetime) -> str:
    known = gateway.state_of_order(str(payment.pk))
    if known is not None:
        try:
            word = read_word(known)
            if word.order == payment.pk and word.outcome != "pending":
                settle(word, source="reconcile")
                return "settled"
        except Unavailable:
            raise
        except DomainError:
            return "contradiction"
    if now - payment.created_at > EXPIRY:
        Payment.objects.filter(pk=payment.pk, state="created").update(state="failed", settled_at=now)
        return "expired"
    return "waiting"


def mark_refunds() -> int:
    """Fees of dossiers that were withdrawn or refused after paying: to be given back."""
    marked = 0
    found = Payment.objects.filter(state="paid", dossier__state__in=REFUNDED_STATES).values_list(
        "pk", flat=True
    )[:AT_ONCE]
    for key in list(found):
        with transaction.atomic():
            payment = Payment.objects.select_for_update().filter(pk=key, state="paid").first()
            if payment is None:
                continue
            payment.state = "refunding"
            payment.save(update_fields=["state"])
            record(
                "payments.refund_due",
                payment,
                actor=SYSTEM,
                data={"dossier": str(payment.dossier_id), "amount": payment.amount, "flag": "ended"},
            )
            marked += 1
    return marked


def make_refunds() -> int:
    """Ask the gateway to give back what is due back; what it cannot do now is asked again next round."""
    made = 0
    for payment in Payment.objects.filter(state="refunding").order_by("settled_at")[:AT_ONCE]:
        try:
            given = gateway.refund(order=str(payment.pk), reference=payment.reference, amount=payment.amount)
        except Unavailable:
            break
        if given:
            with transaction.atomic():
                changed = Payment.objects.filter(pk=payment.pk, state="refunding").update(
                    state="refunded", refunded_at=clock.now()
                )
                if changed:
                    record(
                        "payments.refund",
                        payment,
                        actor=SYSTEM,
                        data={"dossier": str(payment.dossier_id), "amount": payment.amount},
                    )
                    made += 1
    return made
