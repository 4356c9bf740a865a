"""A person sets out to pay the fee of a dossier."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Refused
from lienthong.service.dossiers.public import Dossier
from lienthong.service.payments import gateway
from lienthong.service.payments.models import Payment


def require_due(dossier: Dossier) -> None:
    """Raises Refused when nothing is to be paid."""
    if dossier.closed:
        raise Refused(_("Hồ sơ đã kết thúc nên không phải nộp phí nữa."), code="dossier_closed")
    if dossier.fee_state == "paid":
        raise Refused(_("Phí, lệ phí của hồ sơ này đã được nộp."), code="already_paid")
    if dossier.fee_state == "later":
        raise Refused(
            _("Phí của hồ sơ này nộp sau khi hồ sơ được tiếp nhận; chúng tôi báo khi đến lúc."),
            code="fee_later",
        )
    if dossier.fee_state != "due" or dossier.fee_owed <= 0:
        raise Refused(_("Hồ sơ này không có khoản phí nào chờ nộp."), code="nothing_due")


def _open_payment(dossier: Dossier, actor: Actor) -> Payment:
    present = Payment.objects.filter(dossier=dossier, state="created").first()
    if present is not None and present.amount == dossier.fee_owed:
        return present
    with transaction.atomic():
        if present is not None:
            # The fee changed since; money for the old order would be a mismatch, so the order ends.
            Payment.objects.filter(pk=present.pk, state="created").update(
                state="failed", settled_at=clock.now()
            )
        try:
            with transaction.atomic():
                made = Payment.objects.create(
                    dossier=dossier, amount=dossier.fee_owed, created_at=clock.now()
                )
        except IntegrityError:
            return Payment.objects.get(dossier=dossier, state="created")
        record(
            "payments.start",
            made,
            actor=actor,
            organisation_id=dossier.receiving_id,
            data={"dossier": str(dossier.pk), "amount": made.amount},
        )
    return made


def start_payment(dossier: Dossier, *, actor: Actor) -> Payment:
    """The open order of this dossier, made at the gateway when there is none; ``pay_url`` is where to send the person.

    The row is committed before the gateway is asked, so that no callback can come for an order we do not know. Raises
    Refused when nothing is due, Unavailable when the gateway does not answer (the order stays and is tried again).
    """
    require_due(dossier)
    with system_scope():
        payment = _open_payment(dossier, actor)
        if not payment.pay_url:
            base = settings.PUBLIC_URL
            reference, url = gateway.create_order(
                order=str(payment.pk), amount=payment.amount, description=f"Phi ho so {dossier.code}",
                return_url=base + reverse("payments:return"), callback_url=base + reverse("payments:callback"),
            )  # fmt: skip
            Payment.objects.filter(pk=payment.pk).update(reference=reference, pay_url=url)
            payment.reference, payment.pay_url = reference, url
    return payment
