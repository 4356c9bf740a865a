from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lienthong.kernel.accounts"
    label = "accounts"

    def ready(self) -> None:
        from lienthong.kernel.accounts import rules, signing_in  # noqa: F401 - defines rights, hears the sign-in signal
