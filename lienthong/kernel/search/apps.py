from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "lienthong.kernel.search"
    label = "search"

    def ready(self) -> None:
        from lienthong.kernel.accounts.public import define_scope

        define_scope("search:read", _("Tìm trong những gì tài khoản này được xem"))
