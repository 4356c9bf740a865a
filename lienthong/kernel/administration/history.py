"""Actions in words, with the names of those who acted, for the histories of the administration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Action
from lienthong.kernel.directory.models import Officer

VERBS: dict[str, Any] = {
    "worktime.set_day": _("Đặt ngày"),
    "worktime.clear_day": _("Bỏ thay đổi"),
    "worktime.put_back_day": _("Hoàn tác"),
    "worktime.set_weekly_hours": _("Đặt giờ làm việc"),
}
CHANNELS: dict[str, Any] = {"command": _("Lệnh trên máy chủ"), "job": _("Hệ thống")}


def told(actions: Sequence[Action], verbs: dict[str, Any] | None = None) -> list[dict[str, Any]]:
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
            "note": getattr(action, "reason", ""),
            "action": action,
        }
        for action in reversed(shown)
    ]


def _who(action: Action, names: dict[int, str]) -> Any:
    if action.officer_id:
        return " · ".join(part for part in (names.get(action.officer_id, ""), action.acting_as) if part)
    return CHANNELS.get(action.channel, "")
