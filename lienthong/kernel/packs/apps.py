from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PacksConfig(AppConfig):
    name = "lienthong.kernel.packs"
    label = "packs"
    verbose_name = _("Gói cấu hình")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lienthong.kernel.access.public import ROLES

        # These need the app registry.
        from lienthong.kernel.packs import dated_law
        from lienthong.kernel.packs.aspect import register_names
        from lienthong.kernel.packs.directory import registration

        dated_law.register()
        registration.register()
        register_names("role", lambda: ROLES)
