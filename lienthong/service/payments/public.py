"""What other apps may use of payments."""

from lienthong.service.payments.domain.reconcile import reconcile
from lienthong.service.payments.domain.settle import handle_callback, handle_return
from lienthong.service.payments.domain.start import start_payment
from lienthong.service.payments.models import Payment

__all__ = ["Payment", "handle_callback", "handle_return", "reconcile", "start_payment"]
