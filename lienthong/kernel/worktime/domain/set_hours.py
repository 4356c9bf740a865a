"""Setting the working hours of a weekday from a date on.

The caller has checked the right (``worktime:calendar:edit``).
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Invalid
from lienthong.kernel.worktime.calendars import ONE_DAY, Spans, check_spans
from lienthong.kernel.worktime.listeners import calendar_changed
from lienthong.kernel.worktime.models import WeeklyHours
from lienthong.kernel.worktime.queries import store_spans


def set_weekly_hours(
    weekday: int,
    spans: Spans,
    *,
    actor: Actor,
    valid_from: dt.date,
    organisation_id: int | None = None,
    reason: str = "",
) -> WeeklyHours:
    """``weekday`` (1 Monday … 7 Sunday) is worked in ``spans`` from ``valid_from`` on; no spans is a day off.

    The hours before that date stay as they were, so that old deadlines can be explained; rows that begin on or
    after it are replaced. Raises Invalid.
    """
    if weekday not in range(1, 8):
        raise Invalid(_("Thứ trong tuần phải từ thứ Hai đến Chủ nhật"), field="weekday")
    check_spans(spans)
    with transaction.atomic():
        rows = WeeklyHours.objects.select_for_update().filter(
            organisation_id=organisation_id, weekday=weekday
        )
        before = []
        for row in rows.order_by("id"):
            if row.valid_to is not None and row.valid_to < valid_from:
                continue
            before.append({"spans": row.spans, "valid_from": row.valid_from, "valid_to": row.valid_to})
            if row.valid_from is not None and row.valid_from >= valid_from:
                row.delete()
            else:
                row.valid_to, row.by_hand = valid_from - ONE_DAY, True
                row.save(update_fields=["valid_to", "by_hand"])
        hours = WeeklyHours.objects.create(
            organisation_id=organisation_id,
            weekday=weekday,
            spans=store_spans(spans),
            valid_from=valid_from,
            by_hand=True,
        )
        data = {"weekday": weekday, "before": before, "after": hours.spans, "valid_from": valid_from}
        record(
            "worktime.set_weekly_hours",
            hours,
            actor=actor,
            organisation_id=organisation_id,
            reason=reason,
            data=data,
        )
        calendar_changed(organisation_id)
    return hours
