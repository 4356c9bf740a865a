"""DMN decision tables and literal expressions, evaluated by ourselves, all in FEEL.

Hit policies: UNIQUE, ANY, FIRST, PRIORITY, RULE ORDER, OUTPUT ORDER, COLLECT with SUM, COUNT, MIN, MAX.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel import errors
from lienthong.kernel.feel import public as feel


@dataclass(frozen=True)
class Output:
    name: str
    values: tuple[Any, ...]  # in order of priority, for P and O
    default: feel.Expression | None


@dataclass(frozen=True)
class Rule:
    tests: tuple[feel.Expression, ...]
    results: tuple[feel.Expression, ...]


@dataclass(frozen=True)
class Decision:
    id: str
    name: str
    variable: str
    requires: tuple[str, ...]
    literal: feel.Expression | None = None
    policy: str = "U"
    aggregation: str = ""
    inputs: tuple[feel.Expression, ...] = ()
    outputs: tuple[Output, ...] = ()
    rules: tuple[Rule, ...] = ()


Tables = Mapping[str, Decision]


def decide(tables: Tables, decision_id: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The decision's outputs by name. Required decisions come first and are visible under their variables' names.

    Raises Refused when a UNIQUE table meets several rules, or an ANY table rules that disagree.
    """
    return _decide(tables, decision_id, data, {})


def _decide(
    tables: Tables, decision_id: str, data: Mapping[str, Any], known: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """``known``: what was decided already, so that a shared requirement is evaluated once."""
    decision = tables[decision_id]
    context = dict(data)
    for name in decision.requires:
        if name not in known:
            known[name] = _decide(tables, name, data, known)
        context |= known[name]
    if decision.literal is not None:
        return {decision.variable: feel.evaluate(decision.literal, context)}
    values = [feel.evaluate(column, context) for column in decision.inputs]
    hits: list[dict[str, Any]] = []
    for rule in decision.rules:
        if all(feel.matches(test, value, context) for test, value in zip(rule.tests, values, strict=True)):
            hits.append(
                {
                    output.name: feel.evaluate(result, context)
                    for output, result in zip(decision.outputs, rule.results, strict=True)
                }
            )
            if decision.policy == "F":
                break
    return _chosen(decision, hits, context)


def _chosen(decision: Decision, hits: list[dict[str, Any]], context: dict[str, Any]) -> dict[str, Any]:
    match decision.policy:
        case "C" if decision.aggregation:
            return {decision.outputs[0].name: _aggregated(decision, hits)}
        case "R" | "O" | "C":
            listed = (
                sorted(hits, key=lambda hit: _priority(decision, hit)) if decision.policy == "O" else hits
            )
            if len(decision.outputs) == 1:
                name = decision.outputs[0].name
                return {name: [hit[name] for hit in listed]}
            return {decision.variable: listed}
    if not hits:
        return {
            output.name: feel.evaluate(output.default, context) if output.default else None
            for output in decision.outputs
        }
    if decision.policy == "U" and len(hits) > 1:
        raise errors.Refused(
            _("Bảng quyết định “%(name)s” có nhiều dòng cùng khớp; hãy sửa bảng") % {"name": decision.name},
            code="decision_not_unique",
        )
    if decision.policy == "A" and any(hit != hits[0] for hit in hits):
        raise errors.Refused(
            _("Bảng quyết định “%(name)s” có các dòng khớp cho kết quả khác nhau; hãy sửa bảng")
            % {"name": decision.name},
            code="decision_contradicts",
        )
    return min(hits, key=lambda hit: _priority(decision, hit)) if decision.policy == "P" else hits[0]


def _priority(decision: Decision, hit: dict[str, Any]) -> list[int]:
    """Places of the outputs in their lists of values; what is not listed comes last."""
    return [
        output.values.index(hit[output.name]) if hit[output.name] in output.values else len(output.values)
        for output in decision.outputs
    ]


def _aggregated(decision: Decision, hits: Sequence[dict[str, Any]]) -> Any:
    found = [hit[decision.outputs[0].name] for hit in hits]
    if decision.aggregation == "#":
        return feel.evaluate("count(v)", {"v": found})
    function = {"+": "sum", "<": "min", ">": "max"}[decision.aggregation]
    return feel.evaluate(f"{function}(v)", {"v": found})
