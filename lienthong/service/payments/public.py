"""What other apps may use of payments."""

from lienthong.service.payments.domain.reconcile import reconcile
from lienthong.service.payments.domain.resolve import (
    accept_payment,
    mark_for_refund,
    record_refund,
    refund_now,
)
from lienthong.service.payments.domain.settle import handle_callback, handle_return
from lienthong.service.payments.domain.start import start_payment
from lienthong.service.payments.models import Payment

__all__ = [
    "Payment",
    "accept_payment",
    "handle_callback",
    "handle_return",
    "mark_for_refund",
    "reconcile",
    "record_refund",
    "refund_now",
    "start_payment",
]
