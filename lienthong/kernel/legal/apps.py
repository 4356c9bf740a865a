from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalConfig(AppConfig):
    name = "lienthong.kernel.legal"
    label = "legal"
    verbose_name = _("Luật theo thời gian")
    default_auto_field = "django.db.models.BigAutoField"
