"""A syntax tree back to FEEL text; parsing it again gives an equal tree."""

from __future__ import annotations

import re
from decimal import Decimal

from lienthong.kernel.feel import nodes as n

_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_PLAIN_KEY = re.compile(r"[^\W\d]\w*")


def quoted(value: str) -> str:
    return '"' + "".join(_ESCAPES.get(char, char) for char in value) + '"'


def to_source(node: n.Node) -> str:
    """Compound parts stand in parentheses, so precedence never matters."""
    match node:
        case n.Literal(value=None):
            return "null"
        case n.Literal(value=bool() as value):
            return "true" if value else "false"
        case n.Literal(value=Decimal() as value):
            return format(value, "f") if -400 < value.adjusted() < 400 else str(value)
        case n.Literal(value=value):
            return quoted(value)
        case n.AtLiteral(text=value):
            return "@" + quoted(value)
        case n.Name(name=name):
            return name
        case n.ListOf(items=items):
            return "[" + ", ".join(map(to_source, items)) + "]"
        case n.ContextOf(entries=entries):
            return "{" + ", ".join(f"{quoted(key)}: {to_source(item)}" for key, item in entries) + "}"
        case n.RangeOf():
            ends = ("[" if node.low_closed else "(", "]" if node.high_closed else ")")
            return f"{ends[0]}{_part(node.low)}..{_part(node.high)}{ends[1]}"
        case n.Negate(operand=operand):
            return "-" + _part(operand)
        case n.Chain(first=first, rest=rest):
            return _part(first) + "".join(f" {op} {_part(item)}" for op, item in rest)
        case n.Logic(op=op, parts=parts):
            return f" {op} ".join(map(_part, parts))
        case n.Compare(op=op, left=left, right=right):
            return f"{_part(left)} {op} {_part(right)}"
        case n.Between():
            return f"{_part(node.operand)} between {_part(node.low)} and {_part(node.high)}"
        case n.Relative(op=op, operand=operand):
            return f"{op} {_part(operand)}"
        case n.In(operand=operand, tests=tests):
            inner = ", ".join(map(to_source, tests))
            return f"{_part(operand)} in ({inner})"
        case n.UnaryTests(tests=tests, negated=negated):
            inner = ", ".join(map(to_source, tests)) or "-"
            return f"not({inner})" if negated else inner
        case n.If():
            return (
                f"if {to_source(node.condition)} then {to_source(node.then)} else {to_source(node.otherwise)}"
            )
        case n.For(iterations=iterations, body=body):
            return f"for {_iterations(iterations)} return {to_source(body)}"
        case n.Quantified(kind=kind, iterations=iterations, condition=condition):
            return f"{kind} {_iterations(iterations)} satisfies {to_source(condition)}"
        case n.Path(operand=operand, name=name):
            return f"{_part(operand)}.{name}"
        case n.Filter(operand=operand, condition=condition):
            return f"{_part(operand)}[{to_source(condition)}]"
        case n.Call():
            names = [f"{name}: " for name in node.names] or [""] * len(node.arguments)
            inner = ", ".join(
                name + to_source(item) for name, item in zip(names, node.arguments, strict=True)
            )
            return f"{_part(node.target)}({inner})"
        case n.InstanceOf(operand=operand, type_name=type_name):
            return f"{_part(operand)} instance of {type_name}"
        case n.FunctionOf(parameters=parameters, body=body):
            return f"function({', '.join(parameters)}) {to_source(body)}"
    raise TypeError(type(node))


def _iterations(iterations: tuple[n.Iteration, ...]) -> str:
    return ", ".join(
        f"{item.name} in {_part(item.over)}" + (f"..{_part(item.until)}" if item.until is not None else "")
        for item in iterations
    )


def _part(node: n.Node) -> str:
    simple = (n.Literal, n.AtLiteral, n.Name, n.ListOf, n.ContextOf, n.RangeOf, n.Call)
    return to_source(node) if isinstance(node, simple) else f"({to_source(node)})"
