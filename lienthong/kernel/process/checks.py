"""Everything that can be wrong with a process, found before anybody starts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.feel import public as feel
from lienthong.kernel.process import decision_reader, decisions, expressions, xml
from lienthong.kernel.process.diagram import GATEWAYS, WAITING, Diagram, Flow, Node
from lienthong.kernel.process.diagram import read as read_diagram
from lienthong.kernel.process.problems import Problem
from lienthong.kernel.process.services import known_services

MAX_NODES = 120  # the engine's parser recurses along the flows
_LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
_DATA = ("ioSpecification", "dataInputAssociation", "dataOutputAssociation", "property")


def check(bpmn: str, dmn: Sequence[str] = ()) -> list[Problem]:
    """All problems of a process and its decision tables, empty when it may be published."""
    tables, problems = decision_reader.read_all(dmn)
    try:
        diagram = read_diagram(bpmn)
    except xml.Unreadable as unreadable:
        return [unreadable.problem, *problems]
    found = [*diagram.problems, *problems]
    for test in (_size, _starts_and_ends, _elements, _flows, _conditions, _steps, _timers, _endless):
        found += test(diagram)
    found += _decisions(diagram, tables)
    if not any(problem.code in ("no_start", "no_end", "broken_flow") for problem in found):
        found += _dead(diagram)
    if not found:
        found += _engine(bpmn)
    return found


def _at(code: str, message: str, where: Node | Flow) -> Problem:
    return Problem(code, message, where.id, where.line)


def _size(diagram: Diagram) -> Iterable[Problem]:
    if len(diagram.nodes) > MAX_NODES:
        yield Problem(
            "too_large",
            _("Quy trình có quá %(most)s phần tử; hãy tách thành nhiều quy trình") % {"most": MAX_NODES},
        )


def _starts_and_ends(diagram: Diagram) -> Iterable[Problem]:
    starts, ends = diagram.of_kind("startEvent"), diagram.of_kind("endEvent")
    if not starts:
        yield Problem("no_start", _("Quy trình chưa có sự kiện bắt đầu"), diagram.id)
    for extra in starts[1:]:
        yield _at("many_starts", _("Quy trình chỉ được có một sự kiện bắt đầu"), extra)
    if not ends:
        yield Problem("no_end", _("Quy trình chưa có sự kiện kết thúc"), diagram.id)


def _definitions(node: Node) -> list[str]:
    return [xml.local(child) for child in node.element if xml.local(child).endswith("EventDefinition")]


def _elements(diagram: Diagram) -> Iterable[Problem]:
    allowed = {
        "startEvent": ([],), "endEvent": ([], ["terminateEventDefinition"]),
        "boundaryEvent": (["timerEventDefinition"],), "intermediateCatchEvent": (["timerEventDefinition"],),
    }  # fmt: skip
    for node in diagram.nodes.values():
        if node.kind in allowed and _definitions(node) not in allowed[node.kind]:
            kinds = ", ".join(_definitions(node)) or _("không có đồng hồ")
            yield _at(
                "unsupported", _("Loại sự kiện này chưa được hỗ trợ: %(kinds)s") % {"kinds": kinds}, node
            )
        for child in node.element:
            if xml.local(child) in _LOOPS:
                yield _at(
                    "unsupported", _("Bước lặp nhiều lần chưa được hỗ trợ; hãy vẽ vòng lặp bằng cổng"), node
                )
            elif xml.local(child) in _DATA:
                yield _at("unsupported", _("Liên kết dữ liệu của bước chưa được hỗ trợ"), node)


def _flows(diagram: Diagram) -> Iterable[Problem]:
    for node in diagram.nodes.values():
        outgoing = diagram.outgoing[node.id]
        if len(outgoing) > 1 and node.kind not in GATEWAYS:
            yield _at(
                "many_outgoing", _("Chỉ cổng mới được có nhiều đường ra; hãy đặt một cổng sau bước này"), node
            )
        if node.kind == "endEvent" and outgoing:
            yield _at("broken_flow", _("Sự kiện kết thúc không được có đường ra"), node)
        if node.kind not in ("exclusiveGateway", "inclusiveGateway"):
            for flow in outgoing:
                if flow.condition is not None:
                    yield _at(
                        "condition_misplaced",
                        _("Điều kiện chỉ đặt được trên đường ra của cổng loại trừ"),
                        flow,
                    )
        if node.default and node.default not in {flow.id for flow in outgoing}:
            yield _at("no_default", _("Đường mặc định không phải là đường ra của cổng này"), node)


def _conditions(diagram: Diagram) -> Iterable[Problem]:
    for node in diagram.of_kind("exclusiveGateway", "inclusiveGateway"):
        outgoing = diagram.outgoing[node.id]
        parsed: list[feel.Expression] = []
        for flow in outgoing:
            if flow.id == node.default:
                continue
            if flow.condition is None:
                if len(outgoing) > 1:
                    yield _at(
                        "no_condition", _("Đường ra này chưa có điều kiện và không phải đường mặc định"), flow
                    )
                continue
            try:
                parsed.append(expressions.condition(flow.condition))
            except feel.FeelSyntaxError as error:
                yield _at(
                    "expression",
                    _("Điều kiện %(condition)s không dùng được. %(error)s")
                    % {"condition": f"{flow.condition!r}", "error": error},
                    flow,
                )
        if not node.default and (len(outgoing) > 1 or parsed) and not _exhaustive(parsed):
            yield _at(
                "no_default",
                _("Cổng “%(title)s” chưa có đường mặc định, hồ sơ có thể bị kẹt ở đây")
                % {"title": node.title},
                node,
            )


def _exhaustive(conditions: list[feel.Expression]) -> bool:
    """``true``, or ``a = b`` beside ``a != b``. Other pairs leave null out, so they need a default flow."""
    printed = {feel.to_source(condition.node) for condition in conditions}
    return "true" in printed or any(
        source.replace(" = ", " != ", 1) in printed - {source} for source in printed
    )


def _steps(diagram: Diagram) -> Iterable[Problem]:
    for node in diagram.of_kind("userTask", "manualTask"):
        if not node.role:
            yield _at(
                "no_role",
                _("Bước “%(title)s” chưa thuộc làn nào, nên không biết ai làm") % {"title": node.title},
                node,
            )
    for node in diagram.of_kind("serviceTask"):
        name = node.properties.get("service", "")
        if not name:
            yield _at(
                "no_service",
                _("Bước “%(title)s” chưa ghi tên dịch vụ (thuộc tính service)") % {"title": node.title},
                node,
            )
        elif name not in known_services():
            yield _at("unknown_service", _("Không có dịch vụ tên %(name)s") % {"name": f"{name!r}"}, node)
    for node in diagram.of_kind("scriptTask"):
        language = (node.element.get("scriptFormat") or "feel").lower()
        if "feel" not in language:
            yield _at(
                "not_feel",
                _("Bước tính toán phải viết bằng FEEL, không phải %(language)s") % {"language": language},
                node,
            )
            continue
        try:
            if not expressions.assignments(xml.text_of(node.element, "script")):
                yield _at("expression", _("Bước tính toán “%(title)s” trống") % {"title": node.title}, node)
        except feel.FeelSyntaxError as error:
            yield _at(
                "expression",
                _("Bước tính toán “%(title)s” không dùng được. %(error)s")
                % {"title": node.title, "error": error},
                node,
            )


def _timers(diagram: Diagram) -> Iterable[Problem]:
    for node in diagram.of_kind("boundaryEvent", "intermediateCatchEvent"):
        source = timer_source(node)
        if source is None:
            yield _at(
                "bad_timer",
                _("Đồng hồ “%(title)s” phải có đúng một thời lượng hoặc thời điểm") % {"title": node.title},
                node,
            )
            continue
        try:
            expressions.timer(source)
        except feel.FeelSyntaxError as error:
            yield _at(
                "bad_timer",
                _("Đồng hồ “%(title)s” không dùng được. %(error)s") % {"title": node.title, "error": error},
                node,
            )


def timer_source(node: Node) -> str | None:
    """The text of timeDuration or timeDate; null when there is not exactly one, or a cycle."""
    found = [
        child
        for definition in xml.children(node.element, "timerEventDefinition")
        for child in definition
        if xml.local(child).startswith("time")
    ]
    if len(found) != 1 or xml.local(found[0]) not in ("timeDuration", "timeDate"):
        return None
    return "".join(found[0].itertext()).strip() or None


def _reached(first: Iterable[str], step: Callable[[str], Iterable[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(first)
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting += step(current)
    return seen


def _dead(diagram: Diagram) -> Iterable[Problem]:
    backwards: dict[str, list[str]] = {node_id: [] for node_id in diagram.nodes}
    for node_id in diagram.nodes:
        for target in diagram.next_of(node_id):
            backwards[target].append(node_id)
    entered = _reached([node.id for node in diagram.of_kind("startEvent")], diagram.next_of)
    ending = _reached([node.id for node in diagram.of_kind("endEvent")], backwards.__getitem__)
    for node in diagram.nodes.values():
        if node.id not in entered:
            yield _at(
                "dead_branch",
                _("Không có đường nào từ bắt đầu đến “%(title)s”") % {"title": node.title},
                node,
            )
        elif node.id not in ending:
            yield _at(
                "dead_branch",
                _("Từ “%(title)s” không có đường nào đến kết thúc") % {"title": node.title},
                node,
            )


def _endless(diagram: Diagram) -> Iterable[Problem]:
    """A loop without a step that waits would run for ever."""
    automatic = {node.id for node in diagram.nodes.values() if node.kind not in WAITING}
    done: set[str] = set()
    for start in automatic:
        path: dict[str, None] = {}
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            current, leaving = stack.pop()
            if leaving:
                path.pop(current)
                done.add(current)
            elif current in path:
                yield _at(
                    "endless_loop",
                    _("Vòng lặp này không có bước nào chờ người làm nên sẽ chạy mãi"),
                    diagram.nodes[current],
                )
                return
            elif current not in done:
                path[current] = None
                stack.append((current, True))
                stack += [(target, False) for target in diagram.next_of(current) if target in automatic]


def _decisions(diagram: Diagram, tables: decisions.Tables) -> Iterable[Problem]:
    for node in diagram.of_kind("businessRuleTask"):
        name = node.properties.get("decision", "")
        if name not in tables:
            yield _at(
                "unknown_decision",
                _("Bước “%(title)s” gọi bảng quyết định không có: %(name)s")
                % {"title": node.title, "name": name or _("(trống)")},
                node,
            )


def _engine(bpmn: str) -> Iterable[Problem]:
    """Last, let the engine read it; what it refuses we had no words for."""
    from lienthong.kernel.process import engine  # imported late: it pulls in the whole engine

    try:
        engine.build_spec(read_diagram(bpmn))
    except engine.Unbuildable as error:
        yield Problem("engine", _("Bộ máy quy trình không nhận sơ đồ này: %(error)s") % {"error": error})
