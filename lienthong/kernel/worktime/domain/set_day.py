"""Declaring a day off or a make-up day, and taking it back.

The caller has checked the right (``worktime:calendar:edit``): access stands above this package.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Invalid, NotFound, Refused
from lienthong.kernel.text import nfc
from lienthong.kernel.worktime.listeners import calendar_changed
from lienthong.kernel.worktime.models import CalendarDay, DayKind


def set_day(
    date: dt.date,
    *,
    actor: Actor,
    kind: str,
    name: str,
    organisation_id: int | None = None,
    hours_of: int | None = None,
    provisional: bool = False,
    source: str = "",
    reason: str = "",
) -> CalendarDay:
    """Make ``date`` a day off or a make-up day for the country or one agency; replaces what it was.

    An agency that works on a holiday of the country declares it a make-up day. Raises Invalid.
    """
    name = nfc(name).strip()
    _check(kind, name, hours_of)
    values = {
        "kind": kind,
        "why": "",
        "name": name,
        "hours_of": hours_of,
        "provisional": provisional,
        "source": nfc(source).strip(),
        "by_hand": True,
    }
    with transaction.atomic():
        before = _present(date, organisation_id)
        day, _created = CalendarDay.objects.update_or_create(
            organisation_id=organisation_id, date=date, defaults=values
        )
        data = {"date": date.isoformat(), "before": before, "after": _facts(day)}
        record(
            "worktime.set_day", day, actor=actor, organisation_id=organisation_id, reason=reason, data=data
        )
        calendar_changed(organisation_id)
    return day


def clear_day(date: dt.date, *, actor: Actor, organisation_id: int | None = None, reason: str = "") -> None:
    """Make ``date`` an ordinary day again. Raises NotFound; Refused for a day that a pack declared."""
    with transaction.atomic():
        day = (
            CalendarDay.objects.select_for_update().filter(organisation_id=organisation_id, date=date).first()
        )
        if day is None:
            raise NotFound(_("Ngày này không có trong lịch nghỉ, làm bù"))
        if not day.by_hand:
            raise Refused(
                _("Ngày này thuộc gói cấu hình; hãy đặt lại thành ngày làm bù theo giờ của chính thứ đó"),
                code="declared_by_pack",
            )
        data = {"date": date.isoformat(), "before": _facts(day), "after": None}
        record(
            "worktime.clear_day", day, actor=actor, organisation_id=organisation_id, reason=reason, data=data
        )
        day.delete()
        calendar_changed(organisation_id)


def _check(kind: str, name: str, hours_of: int | None) -> None:
    errors: dict[str, list[Any]] = {}
    if kind not in DayKind.values:
        errors["kind"] = [_("Chọn ngày nghỉ hoặc ngày làm bù")]
    if not name:
        errors["name"] = [_("Nhập tên ngày, ví dụ Giỗ Tổ Hùng Vương")]
    if kind == DayKind.MAKE_UP and hours_of not in range(1, 8):
        errors["hours_of"] = [_("Chọn thứ mà ngày làm bù theo giờ làm việc")]
    if kind == DayKind.OFF and hours_of is not None:
        errors["hours_of"] = [_("Ngày nghỉ không có giờ làm việc")]
    if errors:
        raise Invalid(_("Ngày trong lịch chưa hợp lệ"), errors=errors)


def _present(date: dt.date, organisation_id: int | None) -> dict[str, Any] | None:
    day = CalendarDay.objects.select_for_update().filter(organisation_id=organisation_id, date=date).first()
    return _facts(day) if day else None


def _facts(day: CalendarDay) -> dict[str, Any]:
    return {"kind": day.kind, "name": day.name, "hours_of": day.hours_of, "provisional": day.provisional}
