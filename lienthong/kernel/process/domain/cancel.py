"""The subject leaves the process, for instance because it was withdrawn."""

from __future__ import annotations

from lienthong.kernel import clock
from lienthong.kernel.process import engine
from lienthong.kernel.process.domain.moving import in_transaction, locked
from lienthong.kernel.process.models import ProcessInstance, ProcessTimer
from lienthong.kernel.process.queries import loaded_for


def cancel(instance: ProcessInstance) -> None:
    """End it here: nothing waits any more and its timers are gone. Raises Refused when it ended already."""
    with in_transaction():
        row = locked(instance)
        workflow = engine.restore(loaded_for(row), row, row.state)
        workflow.cancel()
        row.state = engine.dump(workflow)
        row.status, row.ended_at = ProcessInstance.Status.CANCELLED, clock.now()
        row.save(update_fields=["state", "status", "ended_at"])
        ProcessTimer.objects.filter(instance=row, fired_at=None).delete()
    instance.state, instance.status, instance.ended_at = row.state, row.status, row.ended_at
