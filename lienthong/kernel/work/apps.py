from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    name = "lienthong.kernel.work"
    label = "work"

    def ready(self) -> None:
        from lienthong.kernel.ui.navigation import register_entry
        from lienthong.kernel.work.queries import counts
        from lienthong.kernel.work.rules import ACT, ASSIGN

        register_entry(
            "work", _("Việc của tôi"), "work:inbox", "inbox", ACT, order=10,
            badge=lambda actor: counts(actor)["can-lam"], bottom_label=_("Việc"),
        )  # fmt: skip
        register_entry("work", _("Việc của đơn vị"), "work:team", "users-group", ASSIGN, order=15)
