"""SpiffWorkflow behind our own glass: its Python evaluation is replaced by FEEL, its clock by ours.

Only this module and ``state`` know the library. A specification is built from a cleaned copy of the diagram
that holds nothing but what ``checks`` allows.
"""

from __future__ import annotations

import copy
import datetime as dt
import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser, ScriptTaskParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.event_definition import TimerConditionalEventDefinitionConverter
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter, WorkflowConverter
from SpiffWorkflow.bpmn.specs.defaults import (
    BoundaryEvent,
    EndEvent,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    ManualTask,
    ParallelGateway,
    ScriptTask,
    ServiceTask,
    StartEvent,
    UserTask,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.util import PendingBpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException

from lienthong.kernel import clock
from lienthong.kernel.feel import public as feel
from lienthong.kernel.process import decision_reader, decisions, expressions, services, xml
from lienthong.kernel.process.diagram import BPMN, Diagram, Node
from lienthong.kernel.process.diagram import read as read_diagram

_KEPT = frozenset(
    ("sequenceFlow", "conditionExpression", "script", "timerEventDefinition", "timeDuration", "timeDate",
     "terminateEventDefinition")
)  # fmt: skip
_CACHED = 256

# The library logs every change of state of every task.
logging.getLogger("spiff").setLevel(logging.WARNING)


class Unbuildable(Exception):
    """The library refuses the diagram."""


class FeelTimer(TimerEventDefinition):
    """A timer whose due instant is fixed, by our clock, when the process reaches it."""

    def has_fired(self, my_task: Any) -> bool:
        due = my_task._get_internal_data("event_value")
        if due is None:
            due = expressions.due(self.expression, my_task.data).isoformat()
            my_task._set_internal_data(event_value=due)
        if dt.datetime.fromisoformat(due) <= clock.now():
            my_task._set_internal_data(event_fired=True)
        return my_task._get_internal_data("event_fired", False)

    def details(self, my_task: Any) -> PendingBpmnEvent:
        return PendingBpmnEvent(self.name, "FeelTimer", my_task._get_internal_data("event_value"))


class ServiceStep(ServiceTask):
    def _execute(self, task: Any) -> bool:
        task.workflow.script_engine.serve(task)
        return True


class DecisionStep(ServiceTask):
    def _execute(self, task: Any) -> bool:
        task.workflow.script_engine.decide(task)
        return True


class FeelEngine:
    """What the library calls for every expression. There is no other evaluator."""

    def __init__(self, loaded: Loaded, instance: Any) -> None:
        self.loaded = loaded
        self.instance = instance

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:
        """A condition holds only when it is true; null does not hold."""
        return feel.evaluate(expressions.condition(expression), task.data) is True

    def execute(self, task: Any, script: str, external_context: Any = None) -> bool:
        for assignment in expressions.assignments(script):
            task.data[assignment.name] = expressions.plain(feel.evaluate(assignment.expression, task.data))
        return True

    def serve(self, task: Any) -> None:
        name = self.loaded.nodes[task.task_spec.name].properties["service"]
        answer = services.service(name)(self.instance, copy.deepcopy(task.data))
        if answer:
            task.data.update(expressions.plain(answer))

    def decide(self, task: Any) -> None:
        name = self.loaded.nodes[task.task_spec.name].properties["decision"]
        task.data.update(expressions.plain(decisions.decide(self.loaded.decisions, name, task.data)))

    def call_service(self, task: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("services are called by ServiceStep")


class _Timers:
    def parse_timer_event(self, event: Any) -> FeelTimer:
        source = "".join(
            "".join(child.itertext()) for child in event if xml.local(child) in ("timeDuration", "timeDate")
        ).strip()
        return FeelTimer(self.node.get("name") or self.node.get("id"), source)  # type: ignore[attr-defined]


class _BoundaryParser(_Timers, BoundaryEventParser):
    pass


class _CatchParser(_Timers, IntermediateCatchEventParser):
    pass


class _Parser(BpmnParser):
    """Knows the supported elements only."""

    PARSER_CLASSES = {
        full_tag("startEvent"): (StartEventParser, StartEvent),
        full_tag("endEvent"): (EndEventParser, EndEvent),
        full_tag("userTask"): (TaskParser, UserTask),
        full_tag("manualTask"): (TaskParser, ManualTask),
        full_tag("scriptTask"): (ScriptTaskParser, ScriptTask),
        full_tag("serviceTask"): (TaskParser, ServiceStep),
        full_tag("businessRuleTask"): (TaskParser, DecisionStep),
        full_tag("exclusiveGateway"): (ConditionalGatewayParser, ExclusiveGateway),
        full_tag("inclusiveGateway"): (ConditionalGatewayParser, InclusiveGateway),
        full_tag("parallelGateway"): (GatewayParser, ParallelGateway),
        full_tag("intermediateCatchEvent"): (_CatchParser, IntermediateCatchEvent),
        full_tag("boundaryEvent"): (_BoundaryParser, BoundaryEvent),
    }


def tree_order(state: dict[str, Any]) -> list[str]:
    """Ids of a stored state's tasks, every parent before its children and siblings in their order."""
    tasks = state.get("tasks", {})
    found: list[str] = []
    waiting = [state["root"]] if tasks else []
    while waiting:
        current = waiting.pop()
        if current in tasks:
            found.append(current)
            waiting += reversed(tasks[current]["children"])
    return found


class _StateConverter(BpmnWorkflowConverter):
    """A workflow without its specification, which is stored once per version."""

    def to_dict(self, workflow: Any) -> dict[str, Any]:
        return WorkflowConverter.to_dict(self, workflow)

    def from_dict(self, dct: dict[str, Any], spec: Any) -> Any:
        workflow = self.target_class(spec, {}, deserializing=True)
        # A task's data is stored as what it adds to its parent's, and jsonb keeps no order of keys: parents first.
        ordered = {task_id: dct["tasks"][task_id] for task_id in tree_order(dct)}
        workflow.tasks = self.mapping_from_dict(ordered, UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks.get(UUID(dct["root"]))
        self.set_default_attributes(workflow, dct)
        return workflow


_REGISTRY = BpmnWorkflowSerializer.configure(
    {
        **DEFAULT_CONFIG,
        BpmnWorkflow: _StateConverter,
        FeelTimer: TimerConditionalEventDefinitionConverter,
        ServiceStep: BpmnTaskSpecConverter,
        DecisionStep: BpmnTaskSpecConverter,
    }
)


def build_spec(diagram: Diagram) -> Any:
    """The library's specification of a diagram. Raises Unbuildable."""
    parser = _Parser()
    try:
        parser.add_bpmn_xml(_cleaned(diagram))
        return parser.get_spec(diagram.id)
    except SpiffWorkflowException as error:
        raise Unbuildable(str(error)) from error
    except RecursionError:
        raise Unbuildable(_("quy trình quá dài")) from None


def spec_to_json(spec: Any) -> dict[str, Any]:
    return _REGISTRY.convert(spec)


def _cleaned(diagram: Diagram) -> Any:
    """Only the nodes, flows, conditions, scripts and timers: no extension, no drawing, no data reference."""
    root = etree.Element(f"{{{BPMN}}}definitions", nsmap={"bpmn": BPMN})
    process = etree.SubElement(root, f"{{{BPMN}}}process", id=diagram.id, isExecutable="true")
    for node in diagram.nodes.values():
        process.append(_kept(node.element))
    for flow in xml.children(diagram.process, "sequenceFlow"):
        process.append(_kept(flow))
    return root


_ATTRIBUTES = ("id", "name", "default", "attachedToRef", "cancelActivity", "sourceRef", "targetRef")


def _kept(element: Any) -> Any:
    made = etree.Element(element.tag, {name: element.get(name) for name in _ATTRIBUTES if element.get(name)})
    made.text = element.text
    for child in element:
        if xml.namespace(child) == BPMN and xml.local(child) in _KEPT:
            made.append(_kept(child))
    return made


@dataclass(frozen=True)
class Loaded:
    """A definition ready to run: shared by all its instances in this process, never changed."""

    spec: Any
    nodes: dict[str, Node]
    decisions: decisions.Tables


_loaded: OrderedDict[Any, Loaded] = OrderedDict()
_lock = threading.Lock()


def load(definition_id: Any, fetch: Any) -> Loaded:
    """From the cache of this process, or by ``fetch()`` of the definition row: one query, once per version."""
    with _lock:
        if definition_id in _loaded:
            _loaded.move_to_end(definition_id)
            return _loaded[definition_id]
    definition = fetch()
    loaded = Loaded(
        _REGISTRY.restore(copy.deepcopy(definition.spec)),
        read_diagram(definition.bpmn).nodes,
        decision_reader.read_all(definition.dmn)[0],
    )
    with _lock:
        _loaded[definition_id] = loaded
        while len(_loaded) > _CACHED:
            _loaded.popitem(last=False)
    return loaded


def begin(loaded: Loaded, instance: Any, data: dict[str, Any]) -> Any:
    """A new workflow with its routing values, not yet run."""
    workflow = BpmnWorkflow(loaded.spec, script_engine=FeelEngine(loaded, instance))
    workflow.task_tree.data.update(data)
    return workflow


def restore(loaded: Loaded, instance: Any, state: dict[str, Any]) -> Any:
    """The workflow of a stored state. Takes the state apart: hand in a copy of your own."""
    workflow = _REGISTRY.restore(state, spec=loaded.spec)
    workflow.script_engine = FeelEngine(loaded, instance)
    return workflow


def dump(workflow: Any) -> dict[str, Any]:
    return _REGISTRY.convert(workflow)
