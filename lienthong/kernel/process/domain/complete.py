"""Somebody has done a step."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _
from SpiffWorkflow.util.task import TaskState

from lienthong.kernel import errors
from lienthong.kernel.process import engine
from lienthong.kernel.process.domain.moving import in_transaction, locked, mark, move, routing_values, write
from lienthong.kernel.process.models import ProcessInstance
from lienthong.kernel.process.queries import Step, loaded_for, timers_of, waiting_steps


def complete(instance: ProcessInstance, step_id: str, data: dict[str, Any] | None = None) -> list[Step]:
    """Complete a waiting step for people and run on; gives the steps that wait now.

    Locks the instance, so two people who press at once are served one after the other. Raises Refused when the
    step does not wait (done already, not reached, cancelled by a timer, or the process ended); nothing changes then.
    """
    values = routing_values(data)
    with in_transaction():
        row = locked(instance)
        loaded = loaded_for(row)
        timers = set(timers_of(loaded, row.state))
        workflow = engine.restore(loaded, row, row.state)
        task = _waiting_task(loaded, workflow, step_id)

        def act() -> None:
            task.data.update(values)
            task.run()
            mark(workflow, task)

        move(workflow, act)
        write(row, loaded, workflow, timers_before=timers)
    instance.state, instance.status, instance.ended_at = row.state, row.status, row.ended_at
    return waiting_steps(row)


def _waiting_task(loaded: engine.Loaded, workflow: Any, step_id: str) -> Any:
    try:
        task = workflow.tasks.get(uuid.UUID(str(step_id)))
    except ValueError:
        task = None
    node = loaded.nodes.get(task.task_spec.name) if task is not None else None
    if node is None or node.kind not in ("userTask", "manualTask") or task.state != TaskState.READY:
        raise errors.Refused(
            _(
                "Bước này không còn chờ xử lý (đã làm rồi hoặc chưa đến lượt); hãy tải lại trang để xem bước hiện tại"
            ),
            code="step_not_waiting",
        )
    return task
