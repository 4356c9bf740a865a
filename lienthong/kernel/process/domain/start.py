"""A subject begins its way through a process."""

from __future__ import annotations

from typing import Any

from lienthong.kernel import clock
from lienthong.kernel.actions.public import reference
from lienthong.kernel.process import engine
from lienthong.kernel.process.domain.moving import in_transaction, move, routing_values, write
from lienthong.kernel.process.models import ProcessDefinition, ProcessInstance


def start(
    definition: ProcessDefinition, *, subject: Any, data: dict[str, Any] | None = None
) -> ProcessInstance:
    """A new instance, run until somebody is needed. ``subject``: a model instance or a Ref.

    ``data``: keys and small routing values only. Raises Invalid for other data, Refused when no way leads on.
    """
    about = reference(subject)
    instance = ProcessInstance(
        definition=definition, subject_type=about.type, subject_id=about.id, started_at=clock.now()
    )
    loaded = engine.load(definition.pk, lambda: definition)
    workflow = engine.begin(loaded, instance, routing_values(data))
    with in_transaction():
        move(workflow)
        write(instance, loaded, workflow, timers_before=set())
    return instance
