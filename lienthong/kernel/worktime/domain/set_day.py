"""Declaring days off and make-up days, taking them back, and undoing either.

The caller has checked the right (``worktime:calendar:edit``): access stands above this package. The history of a
date hangs on the date in its calendar (:func:`day_ref`), not on a row: a row that was removed and set again is still
the same day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Action, Actor, Ref, history, record, record_many
from lienthong.kernel.errors import Invalid, NotFound, Refused
from lienthong.kernel.text import nfc
from lienthong.kernel.worktime.calendars import ONE_DAY
from lienthong.kernel.worktime.listeners import calendar_changed
from lienthong.kernel.worktime.models import CalendarDay, DayKind, DayReason

LONGEST_RUN = 31
_FACTS = ("kind", "why", "name", "hours_of", "provisional", "source", "note", "by_hand")
Facts = dict[str, Any]


def day_ref(date: dt.date, organisation_id: int | None) -> Ref:
    """What the history of one date of one calendar hangs on."""
    return Ref("worktime.calendarday", f"{organisation_id or 'chung'}:{date.isoformat()}")


def run_of_days(first: dt.date, last: dt.date | None) -> list[dt.date]:
    """``first`` to ``last``, both included. Raises Invalid for a run that ends before it begins or is too long."""
    last = last or first
    if last < first:
        raise Invalid(errors={"until": [_("Ngày cuối phải từ ngày đầu trở đi")]})
    if (last - first).days >= LONGEST_RUN:
        raise Invalid(
            errors={"until": [_("Mỗi lần đặt được tối đa %(most)d ngày liền nhau") % {"most": LONGEST_RUN}]}
        )
    return [first + ONE_DAY * number for number in range((last - first).days + 1)]


def set_days(
    dates: Sequence[dt.date],
    *,
    actor: Actor,
    kind: str,
    name: str,
    why: str = "",
    organisation_id: int | None = None,
    hours_of: int | None = None,
    provisional: bool = False,
    source: str = "",
    reason: str = "",
) -> list[Action]:
    """Make ``dates`` days off or make-up days for the country or one agency; each replaces what it was.

    An agency that works on a holiday of the country declares it a make-up day. One action for each date. Raises
    Invalid.
    """
    name = nfc(name).strip()
    check_day(kind, name, hours_of, why)
    values: Facts = {
        "kind": kind,
        "why": why,
        "name": name,
        "hours_of": hours_of,
        "provisional": provisional,
        "source": nfc(source).strip(),
        "note": "",
        "by_hand": True,
    }
    with transaction.atomic():
        present = _locked(dates, organisation_id)
        _write(dict.fromkeys(dates, values), organisation_id)
        changes = [(date, _facts(present.get(date)), values) for date in dates]
        actions = _record("worktime.set_day", changes, organisation_id, actor=actor, reason=reason)
        calendar_changed(organisation_id)
    return actions


def set_day(date: dt.date, *, organisation_id: int | None = None, **facts: Any) -> CalendarDay:
    """:func:`set_days` for one date; returns its row."""
    set_days([date], organisation_id=organisation_id, **facts)
    return CalendarDay.objects.get(organisation_id=organisation_id, date=date)


def declared_by_pack(date: dt.date, organisation_id: int | None) -> Facts | None:
    """What a pack said of the date before it was changed by hand; None when no pack did."""
    for action in reversed(history(day_ref(date, organisation_id))):
        before = action.data.get("before")
        if before and not before.get("by_hand"):
            return {name: before.get(name) for name in _FACTS}
    return None


def clear_day(
    date: dt.date, *, actor: Actor, organisation_id: int | None = None, reason: str = ""
) -> list[Action]:
    """Take back what was set by hand: the day is what a pack says again, or an ordinary day.

    Raises NotFound; Refused for a day that a pack declared.
    """
    with transaction.atomic():
        day = _locked([date], organisation_id).get(date)
        if day is None:
            raise NotFound(_("Ngày này không có trong lịch nghỉ, làm bù"))
        if not day.by_hand:
            raise Refused(
                _("Ngày này thuộc gói cấu hình; hãy đặt lại thành ngày làm bù theo giờ của chính thứ đó"),
                code="declared_by_pack",
            )
        after = declared_by_pack(date, organisation_id)
        _write({date: after}, organisation_id)
        changes = [(date, _facts(day), after)]
        actions = _record("worktime.clear_day", changes, organisation_id, actor=actor, reason=reason)
        calendar_changed(organisation_id)
    return actions


def put_back(actions: Sequence[Action], *, actor: Actor, reason: str = "") -> list[Action]:
    """Undo changes of days of one calendar by new actions. Raises Refused when one was changed again since."""
    places = [(dt.date.fromisoformat(action.data["date"]), action) for action in actions]
    organisation_id = actions[0].data["calendar"]
    with transaction.atomic():
        present = _locked([date for date, _action in places], organisation_id)
        changes = []
        for date, action in places:
            now = _facts(present.get(date))
            if now != action.data["after"]:
                raise Refused(
                    _("Ngày %(date)s đã được sửa lần nữa; hãy mở ngày đó để sửa tiếp")
                    % {"date": date.strftime("%d/%m/%Y")},
                    code="changed_since",
                )
            changes.append((date, now, action.data["before"]))
        _write({date: after for date, _before, after in changes}, organisation_id)
        undone = _record("worktime.put_back_day", changes, organisation_id, actor=actor, reason=reason)
        calendar_changed(organisation_id)
    return undone


def check_day(kind: str, name: str, hours_of: int | None, why: str) -> None:
    """Raises Invalid with the fields that are wrong."""
    errors: dict[str, list[Any]] = {}
    if kind not in DayKind.values:
        errors["kind"] = [_("Chọn ngày nghỉ hoặc ngày làm bù")]
    if why and why not in DayReason.values:
        errors["why"] = [_("Chọn một trong các loại ngày đã nêu")]
    if not name:
        errors["name"] = [_("Nhập tên ngày, ví dụ Giỗ Tổ Hùng Vương")]
    if kind == DayKind.MAKE_UP and hours_of not in range(1, 8):
        errors["hours_of"] = [_("Chọn thứ mà ngày làm bù theo giờ làm việc")]
    if kind == DayKind.OFF and hours_of is not None:
        errors["hours_of"] = [_("Ngày nghỉ không có giờ làm việc")]
    if errors:
        raise Invalid(_("Ngày trong lịch chưa hợp lệ"), errors=errors)


def _locked(dates: Sequence[dt.date], organisation_id: int | None) -> dict[dt.date, CalendarDay]:
    rows = CalendarDay.objects.select_for_update().filter(organisation_id=organisation_id, date__in=dates)
    return {day.date: day for day in rows.order_by("date")}


def _facts(day: CalendarDay | None) -> Facts | None:
    return {name: getattr(day, name) for name in _FACTS} if day else None


def _write(days: dict[dt.date, Facts | None], organisation_id: int | None) -> None:
    gone = [date for date, facts in days.items() if facts is None]
    if gone:
        CalendarDay.objects.filter(organisation_id=organisation_id, date__in=gone).delete()
    rows = [
        CalendarDay(organisation_id=organisation_id, date=date, **facts)
        for date, facts in days.items()
        if facts
    ]
    if rows:
        # The unique constraint treats two nulls as equal, so the country's rows conflict as an agency's do.
        CalendarDay.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["organisation_id", "date"],
            update_fields=list(_FACTS),
        )


def _record(
    verb: str,
    changes: Iterable[tuple[dt.date, Facts | None, Facts | None]],
    organisation_id: int | None,
    *,
    actor: Actor,
    reason: str,
) -> list[Action]:
    entries: list[tuple[Any, int | None, dict[str, Any]]] = [
        (
            day_ref(date, organisation_id),
            organisation_id if organisation_id is not None else actor.organisation_id,
            {"date": date.isoformat(), "calendar": organisation_id, "before": before, "after": after},
        )
        for date, before, after in changes
    ]
    if len(entries) == 1:
        obj, place, data = entries[0]
        return [record(verb, obj, actor=actor, organisation_id=place, reason=reason, data=data)]
    return record_many(verb, entries, actor=actor, reason=reason)
