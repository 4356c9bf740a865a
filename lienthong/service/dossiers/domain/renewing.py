"""A calendar changed: the due times that follow from it are renewed, and the applicants of moved ones are told.

The clock holds events, not dates (docs/worktime.md), so the same clock asked again gives the corrected due time. A
dossier that nobody has accepted yet has no clock: its expected day is worked out anew when it is accepted.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.work.public import WorkItem
from lienthong.kernel.worktime.public import Calendar, CalendarOf, Impact, Move, Proposal, calendar_for
from lienthong.service.dossiers.domain.moving import clock_of, locked
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.notices import tell_applicant

MOST_EXAMINED = 5000
PAGE = 200


def running(organisation_id: int | None) -> QuerySet[Dossier]:
    """Dossiers whose clock still counts, of one deciding agency or of all."""
    rows = Dossier.objects.filter(clock__isnull=False, finished_at=None).exclude(state__in=Dossier.CLOSED)
    return rows.filter(deciding_id=organisation_id) if organisation_id is not None else rows


def impact(proposal: Proposal, as_it_is: CalendarOf, as_it_would_be: CalendarOf) -> Impact:
    """Which running deadlines a proposed calendar would move; the soonest ``MOST_EXAMINED`` are worked out.

    Sees every agency's dossiers, because a calendar concerns them all; it gives codes and times only.
    """
    assert proposal.since is not None
    # What was due before the first changed day stays so, unless the clock stands still and its end moves on.
    concerned = running(proposal.organisation_id).filter(
        Q(due_at__gte=clock.at(proposal.since)) | Q(state__in=("waiting_supplement", "waiting_payment"))
    )
    examined, moves = 0, []
    with system_scope():
        total = concerned.count()
        for dossier in concerned.select_related("deciding").order_by("due_at", "id")[:MOST_EXAMINED]:
            examined += 1
            before = _due(dossier, as_it_is(dossier.deciding_id))
            after = _due(dossier, as_it_would_be(dossier.deciding_id))
            if before != after:
                agency = dossier.deciding.short_name or dossier.deciding.name
                moves.append(Move(dossier.code, agency, before, after))
    return Impact(total, examined, len(moves), tuple(moves))


def _due(dossier: Dossier, calendar: Calendar) -> dt.datetime:
    """The due time without the running pause, which moves it on whatever the calendar says."""
    counted = clock_of(dossier)
    assert counted is not None, "only dossiers with a clock are asked"
    return counted.due(calendar).due


def renew_page(organisation_id: int | None, after: str, *, actor: Actor) -> str:
    """Renew the due times of the next ``PAGE`` running dossiers; returns where to go on, empty at the end."""
    rows = running(organisation_id).order_by("id")
    if after:
        rows = rows.filter(pk__gt=uuid.UUID(after))
    page = list(rows[:PAGE])
    calendars: dict[int, Calendar] = {}
    for dossier in page:
        if dossier.deciding_id not in calendars:
            calendars[dossier.deciding_id] = calendar_for(dossier.deciding_id)
        if _due(dossier, calendars[dossier.deciding_id]) != dossier.due_at:
            renew(dossier, actor=actor)
    return str(page[-1].pk) if len(page) == PAGE else ""


def renew(dossier: Dossier, *, actor: Actor) -> Dossier:
    """Work the due time out anew from the clock. Nothing happens when it is what it was, so it may run twice.

    Who was promised a day by a receipt is told the new one.
    """
    with transaction.atomic():
        dossier = locked(dossier)
        if dossier.closed or dossier.finished_at is not None or dossier.clock is None:
            return dossier
        before, after = dossier.due_at, _due(dossier, calendar_for(dossier.deciding_id))
        if before == after:
            return dossier
        dossier.due_at = after
        dossier.save(update_fields=["due_at"])
        WorkItem.objects.filter(
            object_type="dossiers.dossier", object_id=str(dossier.pk), state="open", role="main"
        ).update(due_at=after)
        record(
            "dossiers.renew_due",
            dossier,
            actor=actor,
            organisation_id=dossier.deciding_id,
            data={"due_before": before, "due_at": after},
        )
        if dossier.due_promised:
            tell_applicant(dossier, "dossiers.renewed")
    return dossier
