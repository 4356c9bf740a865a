"""Which fields are asked, by ``x-when``; and the part of FEEL that the browser can follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lienthong.kernel.feel import nodes as n
from lienthong.kernel.feel.public import FeelSyntaxError, compile, evaluate

from .fields import Field


def holds(condition: str, context: Mapping[str, Any]) -> bool | None:
    """True or False; None when FEEL gives null, no boolean, or the expression cannot be evaluated."""
    try:
        answer = evaluate(condition, context)
    except (FeelSyntaxError, ArithmeticError, ValueError, TypeError):
        return None
    return answer if isinstance(answer, bool) else None


def asked(field: Field, context: Mapping[str, Any]) -> bool:
    """Whether the field is asked. A condition that is not true (null as well) hides it."""
    return field.when is None or holds(field.when, context) is True


def typed(field: Field, value: Any) -> Any:
    """The value as FEEL compares it: dates are dates, not text."""
    if field.kind == "text" and field.format == "date" and isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, float):
        return Decimal(str(value)) if value == value and abs(value) != float("inf") else None
    if field.kind == "group" and isinstance(value, Mapping):
        return typed_all(field.children, value)
    if field.kind == "rows" and isinstance(value, list):
        return [typed_all(field.children, row) if isinstance(row, Mapping) else None for row in value]
    return value


def typed_all(fields: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every field is a name in the context, absent ones as null."""
    return {one.key: typed(one, values.get(one.key)) for one in fields}


def for_browser(condition: str) -> list[Any] | None:
    """The condition as nested lists for ``forms.js``; None when it needs more than comparisons of fields and literals.

    ["and"|"or", …], ["not", x], ["=" | "!=" | "<" | …, a, b], ["in", a, b…]; ["name", n], ["value", literal].
    """
    try:
        return _tree(compile(condition).node)
    except (FeelSyntaxError, _TooRich):
        return None


class _TooRich(Exception):
    pass


def _tree(node: n.Node) -> list[Any]:
    match node:
        case n.Name(name=name):
            return ["name", name]
        case n.Literal(value=value) if value is None or isinstance(value, bool | str):
            return ["value", value]
        case n.Literal(value=value) if value == value.to_integral_value() and abs(value) < 2**53:
            return ["value", int(value)]
        case n.Compare(op=op, left=left, right=right):
            return [op, _tree(left), _tree(right)]
        case n.Logic(op=op, parts=parts):
            return [op, *(_tree(part) for part in parts)]
        case n.In(operand=operand, tests=tests) if all(isinstance(test, n.Literal) for test in tests):
            return ["in", _tree(operand), *(_tree(test) for test in tests)]
        case n.Call(target=n.Name(name="not"), arguments=(argument,), names=()):
            return ["not", _tree(argument)]
    raise _TooRich
