from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "lienthong.kernel.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Tệp")

    def ready(self) -> None:
        from lienthong.kernel.accounts.public import define_scope

        from . import checks  # noqa: F401  registers the system checks

        define_scope("files:read", _("Tải xuống tệp mà tài khoản này được xem"))
        define_scope("files:write", _("Tải lên tệp"))
