"""Timers that came due."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.db import transaction

from lienthong.kernel import clock
from lienthong.kernel.process import engine
from lienthong.kernel.process.domain.moving import move, write
from lienthong.kernel.process.models import ProcessInstance, ProcessTimer
from lienthong.kernel.process.queries import loaded_for, timers_of

log = logging.getLogger(__name__)
BATCH = 500


def fire_due_timers(now: dt.datetime | None = None) -> int:
    """Move every instance that has a due timer; gives how many timers fired.

    Each timer fires once, also when the job was down while it came due. One transaction for each instance; an
    instance that somebody works on at this moment is left for the next run.
    """
    fired = 0
    with clock.frozen(now or clock.now()):
        due = ProcessTimer.objects.filter(fired_at=None, due_at__lte=clock.now()).order_by("due_at")
        for instance_id in dict.fromkeys(due.values_list("instance_id", flat=True)[:BATCH]):
            try:
                fired += _fire(instance_id)
            except Exception:
                # One process that is stuck, or one service that fails, must not hold up the others' timers.
                log.exception("timers of process instance %s could not fire", instance_id)
    return fired


def _fire(instance_id: uuid.UUID) -> int:
    with transaction.atomic():
        # Only the instance is locked, as in complete(): locking timers too, in the other order, could deadlock.
        row = ProcessInstance.objects.select_for_update(skip_locked=True).filter(pk=instance_id).first()
        if row is None:
            return 0
        waiting = ProcessTimer.objects.filter(instance=row, fired_at=None)
        if row.status != ProcessInstance.Status.RUNNING:
            waiting.delete()
            return 0
        loaded = loaded_for(row)
        timers = set(timers_of(loaded, row.state))
        before = waiting.filter(due_at__lte=clock.now()).count()
        if not before:
            return 0
        workflow = engine.restore(loaded, row, row.state)
        workflow.refresh_timers()
        move(workflow)
        write(row, loaded, workflow, timers_before=timers)
        return before - waiting.filter(due_at__lte=clock.now()).count()
