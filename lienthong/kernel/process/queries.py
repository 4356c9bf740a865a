"""What waits and what is done, read from an instance's stored state without waking the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.util.task import TaskState

from lienthong.kernel.process import engine
from lienthong.kernel.process.diagram import Node, read
from lienthong.kernel.process.models import ProcessDefinition, ProcessInstance

_PEOPLE = ("userTask", "manualTask")
_TIMERS = ("boundaryEvent", "intermediateCatchEvent")


@dataclass(frozen=True)
class Step:
    """A step that waits. ``id`` names this very occurrence; ``code`` is the element of the diagram."""

    id: str
    code: str
    name: str
    role: str
    kind: str  # user | timer
    documentation: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    due: dt.datetime | None = None


@dataclass(frozen=True)
class Done:
    """A step that was completed; ``at`` is when, by the one clock."""

    id: str
    code: str
    name: str
    role: str
    kind: str  # user | timer | service | decision | script | start | end
    at: dt.datetime


_KINDS = {
    "userTask": "user", "manualTask": "user", "boundaryEvent": "timer", "intermediateCatchEvent": "timer",
    "serviceTask": "service", "businessRuleTask": "decision", "scriptTask": "script", "startEvent": "start",
    "endEvent": "end",
}  # fmt: skip


def loaded_for(instance: ProcessInstance) -> engine.Loaded:
    """The definition's parsed form; one query the first time in this process, none later."""
    return engine.load(
        instance.definition_id, lambda: ProcessDefinition.objects.get(pk=instance.definition_id)
    )


def waiting_steps(instance: ProcessInstance) -> list[Step]:
    """Steps for people that are ready and timers that run, in the diagram's order of reaching them."""
    if instance.status != ProcessInstance.Status.RUNNING:
        return []
    return list(_waiting(loaded_for(instance), instance.state))


def _waiting(loaded: engine.Loaded, state: dict[str, Any]) -> Iterator[Step]:
    for task_id, task, node in _tasks(loaded, state):
        if node.kind in _PEOPLE and task["state"] == TaskState.READY:
            yield _step(task_id, node, None)
        elif node.kind in _TIMERS and task["state"] == TaskState.WAITING:
            due = task["internal_data"].get("event_value")
            yield _step(task_id, node, dt.datetime.fromisoformat(due) if due else None)


def _step(task_id: str, node: Node, due: dt.datetime | None) -> Step:
    return Step(
        task_id,
        node.id,
        node.title,
        node.role,
        _KINDS[node.kind],
        node.documentation,
        dict(node.properties),
        due,
    )


def _tasks(loaded: engine.Loaded, state: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Node]]:
    for task_id in engine.tree_order(state):
        task = state["tasks"][task_id]
        node = loaded.nodes.get(task["task_spec"])
        if node is not None:
            yield task_id, task, node


def timers_of(loaded: engine.Loaded, state: dict[str, Any]) -> dict[str, dt.datetime]:
    """Task id to due instant of the timers that run."""
    return {step.id: step.due for step in _waiting(loaded, state) if step.kind == "timer" and step.due}


def path(instance: ProcessInstance) -> list[Done]:
    """The steps done so far, in the order in which they were done; gateways are left out."""
    loaded = loaded_for(instance)
    found = []
    for task_id, task, node in _tasks(loaded, instance.state):
        mark = task["internal_data"].get("done")
        if mark and node.kind in _KINDS:
            order, at = mark
            done = Done(
                task_id, node.id, node.title, node.role, _KINDS[node.kind], dt.datetime.fromisoformat(at)
            )
            found.append((order, done))
    return [done for _, done in sorted(found, key=lambda pair: pair[0])]


def drawn_steps(definition: ProcessDefinition) -> list[Step]:
    """Every step of a definition that people or timers do, from the start on along the flows; ids are the elements'.

    For showing a process, not for running it: what lies on a branch stands after the step it branches from.
    """
    loaded = engine.load(definition.pk, lambda: definition)
    diagram = read(definition.bpmn)
    order: list[str] = []
    waiting = [node.id for node in diagram.of_kind("startEvent")]
    while waiting:
        here = waiting.pop(0)
        if here in order:
            continue
        order.append(here)
        waiting.extend(diagram.next_of(here))
    nodes = [loaded.nodes[code] for code in order if code in loaded.nodes]
    return [_step(node.id, node, None) for node in nodes if node.kind in (*_PEOPLE, *_TIMERS)]


def running_for(subject_type: str, subject_id: str) -> list[ProcessInstance]:
    """Instances that still run for a subject, oldest first."""
    return list(
        ProcessInstance.objects.filter(
            subject_type=subject_type, subject_id=str(subject_id), status=ProcessInstance.Status.RUNNING
        ).order_by("started_at", "id")
    )
