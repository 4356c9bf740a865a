from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "lienthong.kernel.ui"
    label = "ui"
    verbose_name = _("Giao diện")

    def ready(self) -> None:
        from lienthong.kernel.ui.navigation import register_account

        # The account's own pages stand below the shells and cannot register themselves.
        register_account(_("Tài khoản của tôi"), "accounts:profile", "user-circle", order=10)
        register_account(_("Bảo mật"), "accounts:security", "shield-lock", order=11)
