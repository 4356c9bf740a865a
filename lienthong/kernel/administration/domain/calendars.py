"""Changing a calendar with the right to it: the one way in for screens, interface and commands.

The rows and their history are the business of ``worktime``; the right is decided here, because access stands above it.
Running deadlines follow by the jobs of the apps that keep them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Action, Actor
from lienthong.kernel.administration.rules import require_calendar
from lienthong.kernel.errors import Invalid, NotFound
from lienthong.kernel.worktime import public as worktime
from lienthong.kernel.worktime.calendars import Spans

FIRST_YEAR, LAST_YEAR = 2000, 2100
UNDOABLE = ("worktime.set_day", "worktime.clear_day", "worktime.put_back_day")


def set_days(
    dates: Sequence[dt.date], *, actor: Actor, organisation_id: int | None, reason: str, **facts: Any
) -> list[Action]:
    """Declare days off or make-up days (facts as of ``worktime.set_days``). Raises Forbidden, Invalid."""
    require_calendar(actor, organisation_id)
    _require_reason(reason)
    if any(not FIRST_YEAR <= date.year <= LAST_YEAR for date in dates):
        raise Invalid(errors={"date": [_("Năm phải từ 2000 đến 2100")]})
    return worktime.set_days(
        dates, actor=actor, organisation_id=organisation_id, reason=reason.strip(), **facts
    )


def clear_day(date: dt.date, *, actor: Actor, organisation_id: int | None, reason: str) -> list[Action]:
    """Take back what was set by hand. Raises Forbidden, Invalid, NotFound, Refused."""
    require_calendar(actor, organisation_id)
    _require_reason(reason)
    return worktime.clear_day(date, actor=actor, organisation_id=organisation_id, reason=reason.strip())


def undo_days(action_ids: Sequence[uuid.UUID], *, actor: Actor) -> list[Action]:
    """Undo changes of days by new actions. Raises NotFound for what is no such change, Forbidden, Refused."""
    wanted = list(dict.fromkeys(action_ids))
    found = {
        action.id: action
        for action in Action.objects.filter(
            id__in=wanted, object_type="worktime.calendarday", verb__in=UNDOABLE
        )
    }
    actions = [found[action_id] for action_id in wanted if action_id in found]
    calendars = {action.data["calendar"] for action in actions}
    if len(actions) != len(wanted) or len(calendars) != 1:
        raise NotFound(_("Không có thay đổi này để hoàn tác."))
    require_calendar(actor, calendars.pop())
    return worktime.put_back(actions, actor=actor)


def set_week(
    hours: Mapping[int, Spans | None],
    *,
    actor: Actor,
    organisation_id: int | None,
    valid_from: dt.date,
    reason: str,
) -> Action:
    """New hours of weekdays from today or later on. Raises Forbidden, Invalid.

    Hours of the past are how old deadlines are explained; an error in them is corrected by days, with their reasons.
    """
    require_calendar(actor, organisation_id)
    _require_reason(reason)
    if valid_from < clock.today():
        raise Invalid(errors={"valid_from": [_("Giờ làm việc mới chỉ áp dụng từ hôm nay trở đi")]})
    if valid_from.year > LAST_YEAR:
        raise Invalid(errors={"valid_from": [_("Năm phải từ 2000 đến 2100")]})
    return worktime.set_week(
        hours, actor=actor, organisation_id=organisation_id, valid_from=valid_from, reason=reason.strip()
    )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(errors={"reason": [_("Hãy ghi lý do; lý do được lưu trong lịch sử")]})
