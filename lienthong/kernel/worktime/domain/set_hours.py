"""Setting the working hours of weekdays from a date on.

The caller has checked the right (``worktime:calendar:edit``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Action, Actor, Ref, record
from lienthong.kernel.errors import Invalid
from lienthong.kernel.worktime.calendars import ONE_DAY, Spans, check_spans
from lienthong.kernel.worktime.listeners import calendar_changed
from lienthong.kernel.worktime.models import WeeklyHours
from lienthong.kernel.worktime.queries import store_spans


def hours_ref(organisation_id: int | None) -> Ref:
    """What the history of a calendar's working hours hangs on."""
    return Ref("worktime.weeklyhours", str(organisation_id or "chung"))


def set_week(
    hours: Mapping[int, Spans | None],
    *,
    actor: Actor,
    valid_from: dt.date,
    organisation_id: int | None = None,
    reason: str = "",
) -> Action:
    """The named weekdays (1 Monday … 7 Sunday) are worked in these spans from ``valid_from`` on; no spans is a day off.

    None gives up an agency's own hours of that weekday: the country's count again. The hours before the date stay as
    they were, so that old deadlines can be explained; rows that begin on or after it are replaced. One action. Raises
    Invalid.
    """
    if not hours or set(hours) - set(range(1, 8)):
        raise Invalid(_("Thứ trong tuần phải từ thứ Hai đến Chủ nhật"), field="weekday")
    if organisation_id is None and None in hours.values():
        raise Invalid(_("Lịch chung phải có giờ làm việc riêng của mình"), field="spans")
    for spans in hours.values():
        check_spans(spans or ())
    with transaction.atomic():
        rows = WeeklyHours.objects.select_for_update().filter(
            organisation_id=organisation_id, weekday__in=hours
        )
        before: list[dict[str, Any]] = []
        gone, shortened = [], []
        for row in rows.order_by("id"):
            if row.valid_to is not None and row.valid_to < valid_from:
                continue
            before.append(
                {
                    "weekday": row.weekday,
                    "spans": row.spans,
                    "valid_from": row.valid_from,
                    "valid_to": row.valid_to,
                }
            )
            if row.valid_from is not None and row.valid_from >= valid_from:
                gone.append(row.pk)
            else:
                row.valid_to, row.by_hand = valid_from - ONE_DAY, True
                shortened.append(row)
        if gone:
            WeeklyHours.objects.filter(pk__in=gone).delete()
        if shortened:
            WeeklyHours.objects.bulk_update(shortened, ["valid_to", "by_hand"])
        WeeklyHours.objects.bulk_create(
            WeeklyHours(
                organisation_id=organisation_id,
                weekday=weekday,
                spans=store_spans(spans),
                valid_from=valid_from,
                by_hand=True,
            )
            for weekday, spans in hours.items()
            if spans is not None
        )
        after = {weekday: None if spans is None else store_spans(spans) for weekday, spans in hours.items()}
        action = record(
            "worktime.set_weekly_hours",
            hours_ref(organisation_id),
            actor=actor,
            organisation_id=organisation_id,
            reason=reason,
            data={
                "calendar": organisation_id,
                "valid_from": valid_from,
                "before": before,
                "after": after,
            },
        )
        calendar_changed(organisation_id)
    return action


def set_weekly_hours(
    weekday: int, spans: Spans, *, organisation_id: int | None = None, **facts: Any
) -> WeeklyHours:
    """:func:`set_week` for one weekday; returns the row that begins."""
    set_week({weekday: spans}, organisation_id=organisation_id, **facts)
    return WeeklyHours.objects.get(
        organisation_id=organisation_id, weekday=weekday, valid_from=facts["valid_from"]
    )
