from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "lienthong.kernel.accounts"
    label = "accounts"

    def ready(self) -> None:
        from lienthong.kernel.accounts import rules, signing_in  # noqa: F401 - defines rights, hears the sign-in signal
        from lienthong.kernel.ui.navigation import register_account

        register_account(_("Tài khoản của tôi"), "accounts:profile", "user-circle", order=10)
        register_account(_("Bảo mật"), "accounts:security", "shield-lock", order=11)
