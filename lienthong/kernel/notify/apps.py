from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    name = "lienthong.kernel.notify"
    label = "notify"

    def ready(self) -> None:
        from lienthong.kernel.accounts.public import set_mailer, set_teller
        from lienthong.kernel.notify.letters import send_letter
        from lienthong.kernel.notify.queries import unread_count
        from lienthong.kernel.notify.security import tell
        from lienthong.kernel.ui.navigation import register_account, register_entry

        register_entry("work", _("Thông báo"), "notify:notices", "bell", order=90, badge=unread_count)
        register_account(_("Thông báo"), "notify:notices", "bell")
        if settings.DEMONSTRATION:
            register_account(_("Hộp thư thử"), "notify:caught", "mail", order=95)
        set_mailer(send_letter)
        set_teller(tell)
