"""Where the administration stands in the office rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.accounts.rules import MANAGE
from lienthong.kernel.administration.rules import EDIT_CALENDAR
from lienthong.kernel.ui.navigation import register_entry

register_entry("admin", _("Tài khoản"), "administration:officers", "users", MANAGE, order=10)
register_entry(
    "admin", _("Lịch làm việc"), "administration:calendar", "calendar-time", EDIT_CALENDAR, order=20
)
register_entry("work", _("Ủy quyền"), "administration:delegations", "user-check", order=95)
