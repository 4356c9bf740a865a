"""Whoever has not paid is reminded after some working days, each time once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.actions.public import SYSTEM, record
from lienthong.kernel.ui.formats import money_text
from lienthong.kernel.worktime.public import Amount, calendar_for, deadline
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.notices import tell_applicant

AT_ONCE = 200


def remind_of_fees() -> int:
    """One round; returns how many were reminded. Safe to repeat: the row says how often it was done.

    Days count by the calendar of the agency that takes the money. After an outage only the latest reminder goes out.
    """
    days: list[int] = settings.FEE_REMINDER_DAYS
    if not days:
        return 0
    sent = 0
    with system_scope():
        # No reminder comes before as many days of the calendar, so that most rows are not looked at.
        waiting = _waiting(clock.now() - dt.timedelta(days=days[0]), len(days))
        for dossier_id in list(waiting.order_by("fee_due_at").values_list("pk", flat=True).iterator()):
            sent += _remind(dossier_id, days)
            if sent >= AT_ONCE:
                break
    return sent


def _waiting(before: dt.datetime, most: int) -> QuerySet[Dossier]:
    return Dossier.objects.filter(fee_state="due", fee_due_at__lte=before, fee_reminders__lt=most).exclude(
        state__in=Dossier.CLOSED
    )


def _remind(dossier_id: UUID, days: list[int]) -> int:
    with transaction.atomic():
        dossier = (
            Dossier.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("procedure", "content")
            .filter(pk=dossier_id, fee_state="due")
            .exclude(state__in=Dossier.CLOSED)
            .first()
        )
        if dossier is None or dossier.fee_due_at is None:
            return 0
        calendar = calendar_for(dossier.receiving_id)
        passed = sum(
            deadline(dossier.fee_due_at, Amount(Decimal(count), "working_day"), calendar).due <= clock.now()
            for count in days
        )
        if passed <= dossier.fee_reminders:
            return 0
        dossier.fee_reminders = passed
        dossier.save(update_fields=["fee_reminders"])
        record(
            "dossiers.remind_fee", dossier, actor=SYSTEM, organisation_id=dossier.receiving_id,
            data={"time": passed, "amount": dossier.fee_owed},
        )  # fmt: skip
        tell_applicant(dossier, "dossiers.fee_reminder", amount=money_text(dossier.fee_owed))
    return 1
