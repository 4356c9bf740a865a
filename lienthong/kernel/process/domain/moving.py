"""Run the engine as far as it goes and write the new state: what start, complete, timers and cancel share."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from lienthong.kernel import clock, errors
from lienthong.kernel.feel.public import FeelSyntaxError
from lienthong.kernel.process import engine
from lienthong.kernel.process.expressions import plain
from lienthong.kernel.process.models import ProcessInstance, ProcessTimer
from lienthong.kernel.process.queries import timers_of, waiting_steps

MAX_DATA = 16_000  # characters of JSON one step may bring
MAX_MOVES = 2_000  # automatic steps in one go


def in_transaction() -> AbstractContextManager[Any]:
    """A transaction of our own, or the caller's: a savepoint would cost two statements, and nothing is written
    here before everything that can be refused has been refused."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def routing_values(data: dict[str, Any] | None) -> dict[str, Any]:
    """Checked values for the workflow. Raises Invalid when they are no plain small JSON."""
    values = plain(dict(data or {}))
    _refuse_marks(values)
    if len(json.dumps(values, ensure_ascii=False)) > MAX_DATA:
        raise errors.Invalid(
            _("Dữ liệu đưa vào quy trình quá lớn; chỉ đưa mã và giá trị rẽ nhánh"), code="process_data"
        )
    return values


def _refuse_marks(value: Any) -> None:
    """``typename`` is how the engine marks its own objects in JSON; from outside it would be read as one."""
    if isinstance(value, dict):
        if "typename" in value:
            raise errors.Invalid(
                _("Không dùng được tên “typename” trong dữ liệu quy trình"), code="process_data"
            )
        for item in value.values():
            _refuse_marks(item)
    elif isinstance(value, list):
        for item in value:
            _refuse_marks(item)


def locked(instance: ProcessInstance) -> ProcessInstance:
    """The row, locked until the transaction ends. Raises NotFound, or Refused when it no longer runs."""
    found = ProcessInstance.objects.select_for_update().filter(pk=instance.pk).first()
    if found is None:
        raise errors.NotFound(_("Không tìm thấy lượt chạy quy trình"))
    if found.status != ProcessInstance.Status.RUNNING:
        raise errors.Refused(
            _("Quy trình của hồ sơ này đã kết thúc nên không làm tiếp được; hãy tải lại trang"),
            code="process_ended",
        )
    return found


def move(workflow: Any, act: Callable[[], None] | None = None) -> None:
    """Do ``act``, then every step that needs nobody. Raises Refused when the process cannot go on."""
    moves = 0

    def before(task: Any) -> None:
        nonlocal moves
        moves += 1
        if moves > MAX_MOVES:
            raise errors.Refused(
                _("Quy trình chạy quá nhiều bước tự động; hãy xem lại sơ đồ"), code="process_stuck"
            )

    try:
        if act is not None:
            act()
        workflow.do_engine_steps(
            will_complete_task=before, did_complete_task=lambda task: mark(workflow, task)
        )
        # A timer that came due just now makes its step ready, which needs another round.
        while any(not task.task_spec.manual for task in workflow.get_tasks(state=TaskState.READY)):
            workflow.do_engine_steps(
                will_complete_task=before, did_complete_task=lambda task: mark(workflow, task)
            )
    except (SpiffWorkflowException, FeelSyntaxError) as error:
        raise errors.Refused(
            _(
                "Quy trình bị kẹt: không có đường nào đi tiếp với dữ liệu này. Hãy báo quản trị viên xem lại sơ đồ"
            ),
            code="process_stuck",
            hint=str(error),
        ) from error


def mark(workflow: Any, task: Any) -> None:
    """Note order and time of a completed step, by the one clock; the engine's own times are the machine's."""
    order = workflow.data.get("done", 0) + 1
    workflow.data["done"] = order
    task._set_internal_data(done=[order, clock.now().isoformat()])


def write(
    instance: ProcessInstance, loaded: engine.Loaded, workflow: Any, *, timers_before: set[str]
) -> None:
    """The new state into the instance, and timers that began or ended into their table.

    Raises Refused, before anything is written, when the process still runs and nothing waits any more.
    """
    instance.state = engine.dump(workflow)
    if workflow.is_completed():
        instance.status = ProcessInstance.Status.COMPLETED
        instance.ended_at = clock.now()
    elif not waiting_steps(instance):
        # A join that waits for a branch nobody took: better refused now than silent for ever.
        raise errors.Refused(
            _("Quy trình bị kẹt: cổng nhập chờ một nhánh không chạy. Hãy báo quản trị viên xem lại sơ đồ"),
            code="process_stuck",
        )
    if instance._state.adding:
        instance.save(force_insert=True)
    else:
        instance.save(update_fields=["state", "status", "ended_at"])
    running = timers_of(loaded, instance.state) if instance.status == ProcessInstance.Status.RUNNING else {}
    gone = timers_before - running.keys()
    if gone:
        fired = {
            task_id for task_id in gone if "done" in instance.state["tasks"].get(task_id, {})["internal_data"]
        }
        rows = ProcessTimer.objects.filter(instance=instance, fired_at=None)
        if fired:
            rows.filter(task_id__in=fired).update(fired_at=clock.now())
        if gone - fired:
            rows.filter(task_id__in=gone - fired).delete()
    ProcessTimer.objects.bulk_create(
        ProcessTimer(instance=instance, task_id=task_id, due_at=due)
        for task_id, due in running.items()
        if task_id not in timers_before
    )
