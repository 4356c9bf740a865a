from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "lienthong.portal.sites"
    label = "sites"

    def ready(self) -> None:
        from lienthong.kernel.ui.navigation import register_account, register_public

        register_public(_("Dịch vụ công"), "sites:procedures", "files", order=10)
        register_public(_("Tra cứu hồ sơ"), "sites:lookup", "file-search", order=20)
        register_public(_("Kiểm chứng giấy tờ"), "sites:verify", "shield-check", order=30)
        register_account(_("Hồ sơ của tôi"), "citizen:mine", "folder", order=10)
