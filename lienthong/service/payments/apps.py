from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "lienthong.service.payments"
    label = "payments"

    def ready(self) -> None:
        from lienthong.kernel.ui.navigation import register_entry
        from lienthong.service.payments.rules import RESOLVE

        # Without a count beside it: that would cost every page of the desk a statement.
        register_entry("desk", _("Đối soát phí"), "payments:review", "coin", RESOLVE, order=45)
