"""Small processes for tests, drawn by code so that each test shows what matters in it."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:lienthong="urn:lienthong:bpmn" targetNamespace="urn:test" id="d">\n'
)


def user(code: str, name: str = "", **properties: str) -> str:
    items = "".join(
        f"<lienthong:property name={quoteattr(k)} value={quoteattr(v)}/>" for k, v in properties.items()
    )
    inside = f"<bpmn:extensionElements>{items}</bpmn:extensionElements>" if items else ""
    return f'<bpmn:userTask id="{code}" name={quoteattr(name or code)}>{inside}</bpmn:userTask>\n'


def start(code: str = "start") -> str:
    return f'<bpmn:startEvent id="{code}"/>\n'


def end(code: str = "end") -> str:
    return f'<bpmn:endEvent id="{code}"/>\n'


def choose(code: str, default: str = "") -> str:
    return f'<bpmn:exclusiveGateway id="{code}"' + (f' default="{default}"' if default else "") + "/>\n"


def both(code: str) -> str:
    return f'<bpmn:parallelGateway id="{code}"/>\n'


def script(code: str, text: str, language: str = "feel") -> str:
    return (
        f'<bpmn:scriptTask id="{code}" scriptFormat="{language}">'
        f"<bpmn:script>{escape(text)}</bpmn:script></bpmn:scriptTask>\n"
    )


def service(code: str, name: str) -> str:
    return _with_property("serviceTask", code, "service", name)


def rule(code: str, decision: str) -> str:
    return _with_property("businessRuleTask", code, "decision", decision)


def _with_property(kind: str, code: str, name: str, value: str) -> str:
    return (
        f'<bpmn:{kind} id="{code}"><bpmn:extensionElements>'
        f'<lienthong:property name="{name}" value="{value}"/></bpmn:extensionElements></bpmn:{kind}>\n'
    )


def deadline(code: str, host: str, duration: str, *, interrupting: bool = False) -> str:
    return (
        f'<bpmn:boundaryEvent id="{code}" attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}">'
        f"{_timer(duration)}</bpmn:boundaryEvent>\n"
    )


def wait(code: str, duration: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="{code}">{_timer(duration)}</bpmn:intermediateCatchEvent>\n'


def _timer(duration: str) -> str:
    inside = f"<bpmn:timeDuration>{escape(duration)}</bpmn:timeDuration>" if duration else ""
    return f"<bpmn:timerEventDefinition>{inside}</bpmn:timerEventDefinition>"


def flow(source: str, target: str, condition: str | None = None) -> str:
    inside = f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>" if condition else ""
    return f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>\n'


def process(*parts: str, lanes: dict[str, list[str]] | None = None) -> str:
    """A whole file; without ``lanes`` every user task is the clerk's."""
    if lanes is None:
        ids = [
            part.split('id="', 1)[1].split('"', 1)[0] for part in parts if part.startswith("<bpmn:userTask")
        ]
        lanes = {"Một cửa": ids}
    drawn = "".join(
        f'<bpmn:lane id="lane{number}" name={quoteattr(name)}>'
        + "".join(f"<bpmn:flowNodeRef>{code}</bpmn:flowNodeRef>" for code in codes)
        + "</bpmn:lane>"
        for number, (name, codes) in enumerate(lanes.items())
    )
    lane_set = f'<bpmn:laneSet id="lanes">{drawn}</bpmn:laneSet>\n' if lanes else ""
    return f'{HEAD}<bpmn:process id="p" isExecutable="true">\n{lane_set}{"".join(parts)}</bpmn:process></bpmn:definitions>'


def line(*codes: str) -> str:
    """Flows along a list of elements."""
    return "".join(flow(a, b) for a, b in pairwise(codes))


def table(
    code: str,
    inputs: list[str],
    outputs: list[str],
    rows: list[tuple[str, ...]],
    policy: str = "UNIQUE",
    aggregation: str = "",
    values: str = "",
) -> str:
    """A DMN file with one decision table; each row has the inputs' cells, then the outputs'."""

    def cell(kind: str, text: str) -> str:
        return f"<{kind}><text>{escape(text)}</text></{kind}>"

    columns = "".join(f"<input>{cell('inputExpression', source)}</input>" for source in inputs)
    listed = cell("outputValues", values) if values else ""
    columns += "".join(f'<output name="{name}">{listed}</output>' for name in outputs)
    rules = "".join(
        f'<rule id="{code}{number}">'
        + "".join(
            cell("inputEntry" if place < len(inputs) else "outputEntry", text)
            for place, text in enumerate(row)
        )
        + "</rule>\n"
        for number, row in enumerate(rows, 1)
    )
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="dmn" name="dmn" namespace="urn:test">\n'
        f'<decision id="{code}" name="{code}"><decisionTable hitPolicy="{policy}"{extra}>{columns}\n{rules}'
        "</decisionTable></decision></definitions>"
    )


# The life of an ordinary dossier: check, supplement, decide, reject or sign.
FEES = table(
    "fee",
    ["loại", "số bản"],
    ["lệ phí"],
    [('"cấp mới"', "-", "50000"), ('"cấp lại"', "<= 2", "20000"), ('"cấp lại"', "> 2", "số bản * 8000")],
)

DOSSIER = process(
    start(),
    user("receive", "Tiếp nhận"),
    choose("complete?", default="complete?-fee"),
    user("supplement", "Bổ sung hồ sơ"),
    rule("fee", "fee"),
    user("examine", "Thẩm định"),
    user("sign", "Ký duyệt"),
    choose("approved?", default="approved?-end"),
    end(),
    line("start", "receive", "complete?"),
    flow("complete?", "supplement", "đủ = false"),
    flow("complete?", "fee"),
    flow("supplement", "receive"),
    line("fee", "examine", "sign", "approved?"),
    flow("approved?", "examine", 'kết quả = "trả lại"'),
    flow("approved?", "end"),
    lanes={"Một cửa": ["receive", "supplement"], "Chuyên viên": ["examine"], "Lãnh đạo": ["sign"]},
)
