from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lienthong.kernel.accounts"
    label = "accounts"
