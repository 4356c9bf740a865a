from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lienthong.kernel.accounts"
    label = "accounts"

    def ready(self) -> None:
        from lienthong.kernel.accounts import signing_in  # noqa: F401 - connects to the sign-in signal
