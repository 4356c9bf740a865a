from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdministrationConfig(AppConfig):
    name = "lienthong.kernel.administration"
    label = "administration"
    verbose_name = _("Quản trị")

    def ready(self) -> None:
        from lienthong.kernel.administration import navigation  # noqa: F401 - puts the screens into the rail
