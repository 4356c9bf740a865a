from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NumberingConfig(AppConfig):
    name = "lienthong.kernel.numbering"
    label = "numbering"
    verbose_name = _("Đánh số")
    default_auto_field = "django.db.models.BigAutoField"
