from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PacksConfig(AppConfig):
    name = "lienthong.kernel.packs"
    label = "packs"
    verbose_name = _("Gói cấu hình")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lienthong.kernel.packs import dated_law  # needs the app registry

        dated_law.register()
