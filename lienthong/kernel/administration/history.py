"""Actions in words, with the names of those who acted, for the histories of the administration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import ROLES
from lienthong.kernel.actions.public import Action
from lienthong.kernel.directory.models import Officer

VERBS: dict[str, Any] = {
    "worktime.set_day": _("Đặt ngày"),
    "worktime.clear_day": _("Bỏ thay đổi"),
    "worktime.put_back_day": _("Hoàn tác"),
    "worktime.set_weekly_hours": _("Đặt giờ làm việc"),
}
ACCOUNT_VERBS: dict[str, Any] = {
    "accounts.open": _("Mở tài khoản"),
    "accounts.disable": _("Khóa tài khoản"),
    "accounts.enable": _("Mở khóa tài khoản"),
    "accounts.set_password": _("Đổi hoặc cấp lại mật khẩu"),
    "accounts.end_sessions": _("Kết thúc mọi phiên"),
    "accounts.remove_second_factor": _("Bỏ xác thực hai lớp"),
    "accounts.enrol_second_factor": _("Thiết lập xác thực hai lớp"),
    "accounts.use_recovery_code": _("Dùng mã dự phòng"),
    "accounts.confirm_email": _("Xác nhận e-mail"),
    "accounts.change_profile": _("Sửa thông tin cá nhân"),
    "access.delegate": _("Ủy quyền"),
    "access.end_delegation": _("Kết thúc ủy quyền"),
    "access.assign_role": _("Giao vai trò"),
    "access.end_role": _("Thu vai trò"),
}
CHANNELS: dict[str, Any] = {"command": _("Lệnh trên máy chủ"), "job": _("Hệ thống")}


def told(
    actions: Sequence[Action], verbs: dict[str, Any] | None = None, *, details: bool = False
) -> list[dict[str, Any]]:
    """Newest first, as the timeline component takes them. One statement for the names."""
    known = VERBS if verbs is None else verbs
    shown = [action for action in actions if action.verb in known]
    ids = {pk for action in shown for pk in (action.officer_id, action.on_behalf_of) if pk}
    names = {
        officer.pk: officer.person.full_name
        for officer in Officer.objects.filter(pk__in=ids).select_related("person")
    }
    return [
        {
            "what": known[action.verb],
            "who": _who(action, names),
            "at": action.at,
            "state": "done",
            "note": ". ".join(
                part for part in (_detail(action) if details else "", getattr(action, "reason", "")) if part
            ),
            "action": action,
        }
        for action in reversed(shown)
    ]


def _detail(action: Action) -> str:
    """Which role, and from when to when."""
    role = action.data.get("role")
    if not role:
        return ""
    parts = [str(ROLES.get(role, role))]
    for name, word in (("from", _("từ")), ("to", _("đến hết"))):
        day = action.data.get(name)
        if day:
            parts.append(f"{word} {dt.date.fromisoformat(day):%d/%m/%Y}")
    return " ".join(parts)


def _who(action: Action, names: dict[int, str]) -> Any:
    if action.officer_id:
        who: Any = names.get(action.officer_id, "")
        if action.on_behalf_of:
            who = _("%(taker)s thay %(giver)s") % {"taker": who, "giver": names.get(action.on_behalf_of, "")}
        return " · ".join(str(part) for part in (who, action.acting_as) if part)
    return CHANNELS.get(action.channel, "")
