from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuarantineConfig(AppConfig):
    name = "lienthong.kernel.quarantine"
    label = "quarantine"
    verbose_name = _("Tệp cách ly")

    def ready(self) -> None:
        from lienthong.kernel.files.public import QUARANTINE
        from lienthong.kernel.quarantine import notices  # noqa: F401  listens to decisions about files
        from lienthong.kernel.quarantine.queries import waiting_count
        from lienthong.kernel.ui.navigation import register_entry

        register_entry(
            "admin",
            _("Tệp cách ly"),
            "quarantine:list",
            "shield-lock",
            QUARANTINE,
            order=60,
            badge=waiting_count,
        )
