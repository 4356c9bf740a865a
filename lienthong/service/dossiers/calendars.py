"""Running dossiers and the calendars they count by: heard when one changes, asked before one does."""

from __future__ import annotations

from lienthong.kernel.worktime.public import on_calendar_change, register_running
from lienthong.service.dossiers.domain.renewing import impact


def renew_after_change(organisation_id: int | None) -> None:
    from lienthong.service.dossiers.jobs import renew_due_times

    renew_due_times.defer(organisation_id=organisation_id)


register_running("dossiers", impact)
on_calendar_change(renew_after_change)
