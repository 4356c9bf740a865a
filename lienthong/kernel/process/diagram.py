"""A BPMN process as a graph of nodes and flows, read straight from the XML."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.process import xml
from lienthong.kernel.process.problems import Problem

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TASKS = frozenset(("userTask", "manualTask", "scriptTask", "serviceTask", "businessRuleTask"))
GATEWAYS = frozenset(("exclusiveGateway", "parallelGateway", "inclusiveGateway"))
EVENTS = frozenset(("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent"))
SUPPORTED = TASKS | GATEWAYS | EVENTS
WAITING = frozenset(("userTask", "manualTask", "intermediateCatchEvent", "boundaryEvent"))
# Drawn for people; they change nothing in the run.
SILENT = frozenset(
    (
        "laneSet", "sequenceFlow", "documentation", "extensionElements", "textAnnotation", "association", "group",
        "dataObject", "dataObjectReference", "dataStoreReference", "category", "auditing", "monitoring",
    )
)  # fmt: skip
_EXPRESSIONS = frozenset(("javascript", "python", "groovy", "xpath", "juel"))


@dataclass(frozen=True)
class Node:
    id: str
    kind: str
    name: str
    line: int
    role: str
    documentation: str
    properties: dict[str, str]
    attached_to: str
    default: str
    element: Any = field(repr=False, compare=False)

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True)
class Flow:
    id: str
    source: str
    target: str
    condition: str | None
    language: str
    line: int


@dataclass
class Diagram:
    id: str
    root: Any
    process: Any
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.outgoing: dict[str, list[Flow]] = defaultdict(list)
        self.boundaries: dict[str, list[str]] = defaultdict(list)

    def of_kind(self, *kinds: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.kind in kinds]

    def next_of(self, node_id: str) -> list[str]:
        """Where control may go: along the flows, and to the boundary events of a task."""
        return [flow.target for flow in self.outgoing[node_id]] + self.boundaries[node_id]


def read(source: str) -> Diagram:
    """Raises xml.Unreadable when there is not exactly one process; other findings are in ``problems``."""
    root = xml.read(source)
    if xml.local(root) != "definitions" or xml.namespace(root) != BPMN:
        raise xml.Unreadable(
            Problem("unparsable", _("Tệp không phải sơ đồ BPMN 2.0 (thiếu phần tử definitions)"))
        )
    processes = [child for child in root if xml.local(child) == "process" and xml.namespace(child) == BPMN]
    if len(processes) > 1:
        processes = [process for process in processes if process.get("isExecutable", "true") == "true"]
    if len(processes) != 1:
        found = (
            _("không có quy trình nào")
            if not processes
            else _("có %(count)s quy trình") % {"count": len(processes)}
        )
        code = "no_process" if not processes else "many_processes"
        raise xml.Unreadable(
            Problem(code, _("Sơ đồ phải có đúng một quy trình chạy được, nhưng %(found)s") % {"found": found})
        )
    process = processes[0]
    if not process.get("id"):
        raise xml.Unreadable(Problem("no_id", _("Quy trình chưa có mã (id)"), line=process.sourceline or 0))
    diagram = Diagram(process.get("id"), root, process)
    lanes = _lanes(process)
    for element in process:
        _take(diagram, element, lanes)
    _connect(diagram)
    return diagram


def _lanes(process: Any) -> dict[str, str]:
    """Node id to the name of its innermost lane."""
    found: dict[str, str] = {}
    for lane in xml.descendants(process, "lane"):
        for reference in xml.children(lane, "flowNodeRef"):
            found[(reference.text or "").strip()] = (lane.get("name") or "").strip()
    return found


def _properties(element: Any) -> dict[str, str]:
    """``<property name= value=>`` anywhere in the extension elements, whatever tool wrote them."""
    found: dict[str, str] = {}
    for extensions in xml.children(element, "extensionElements"):
        for item in xml.descendants(extensions, "property"):
            if item.get("name"):
                found[item.get("name").removeprefix("lienthong:")] = item.get("value") or ""
        for item in xml.descendants(extensions, "calledDecisionId"):
            found.setdefault("decision", (item.text or "").strip())
        for item in xml.descendants(extensions, "calledDecision"):
            found.setdefault("decision", item.get("decisionId") or "")
    for name, value in element.attrib.items():
        if name.endswith("}decisionRef"):
            found.setdefault("decision", value)
    return found


def _take(diagram: Diagram, element: Any, lanes: dict[str, str]) -> None:
    kind, line = xml.local(element), element.sourceline or 0
    if xml.namespace(element) != BPMN:
        return
    identity = element.get("id") or ""
    if kind == "sequenceFlow":
        condition = xml.children(element, "conditionExpression")
        text = "".join(condition[0].itertext()).strip() if condition else None
        language = (condition[0].get("language") or "") if condition else ""
        diagram.flows.append(
            Flow(
                identity, element.get("sourceRef") or "", element.get("targetRef") or "", text, language, line
            )
        )
    elif kind in SUPPORTED:
        if not identity:
            diagram.problems.append(
                Problem("no_id", _("Phần tử %(kind)s chưa có mã (id)") % {"kind": kind}, line=line)
            )
            return
        if identity in diagram.nodes:
            diagram.problems.append(Problem("duplicate_id", _("Mã này dùng cho hai phần tử"), identity, line))
        properties = _properties(element)
        diagram.nodes[identity] = Node(
            identity, kind, (element.get("name") or "").strip(), line,
            properties.get("role") or lanes.get(identity, ""), xml.text_of(element, "documentation"), properties,
            element.get("attachedToRef") or "", element.get("default") or "", element,
        )  # fmt: skip
    elif kind not in SILENT:
        diagram.problems.append(
            Problem(
                "unsupported",
                _("Phần tử %(kind)s chưa được hỗ trợ; hãy vẽ lại bằng các bước thường") % {"kind": kind},
                identity,
                line,
            )
        )


def _connect(diagram: Diagram) -> None:
    for flow in diagram.flows:
        for end in (flow.source, flow.target):
            if end not in diagram.nodes:
                diagram.problems.append(
                    Problem(
                        "broken_flow",
                        _("Đường nối dẫn đến phần tử không có: %(name)s") % {"name": end or _("(trống)")},
                        flow.id,
                        flow.line,
                    )
                )
        diagram.outgoing[flow.source].append(flow)
        if flow.language and flow.language.rsplit("/", 1)[-1].lower() in _EXPRESSIONS:
            diagram.problems.append(
                Problem(
                    "not_feel",
                    _("Điều kiện phải viết bằng FEEL, không phải %(language)s") % {"language": flow.language},
                    flow.id,
                    flow.line,
                )
            )
    for node in diagram.of_kind("boundaryEvent"):
        host = diagram.nodes.get(node.attached_to)
        if host is None or host.kind not in ("userTask", "manualTask"):
            diagram.problems.append(
                Problem("boundary", _("Sự kiện biên phải gắn vào một bước người dùng"), node.id, node.line)
            )
        else:
            diagram.boundaries[host.id].append(node.id)
