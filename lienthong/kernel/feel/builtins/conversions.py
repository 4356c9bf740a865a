"""To string and to number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lienthong.kernel.feel import temporal
from lienthong.kernel.feel.builtins.registry import builtin
from lienthong.kernel.feel.values import Function, Range, number

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_MAX_DIGITS = 200


@builtin("string", "from:a")
def string(run: Any, value: Any) -> str | None:
    return None if value is None else value if isinstance(value, str) else _text(run, value)


def _text(run: Any, value: Any) -> str:
    run.tick()
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case list():
            return run.sized("[" + ", ".join(_text(run, item) for item in value) + "]")
        case dict():
            return run.sized(
                "{" + ", ".join(f"{key}: {_text(run, item)}" for key, item in value.items()) + "}"
            )
        case Range():
            low, high = _text(run, value.low), _text(run, value.high)
            return ("[" if value.low_closed else "(") + f"{low}..{high}" + ("]" if value.high_closed else ")")
        case Function():
            return f"function {value.name}"
    return temporal.to_text(value)


@builtin("number", "from:n", "from:s", "from:s, grouping separator:a, decimal separator:a")
def number_(run: Any, source: Any, grouping: Any = None, point: Any = None) -> Decimal | None:
    """``number("1.200.000,5", ".", ",")``; separators are blank, comma or full stop, and differ."""
    if isinstance(source, Decimal):
        return source
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
        or (grouping and grouping == point)
    ):
        return None
    if grouping:
        source = source.replace(grouping, "")
    if point == ",":
        source = source.replace(".", "x").replace(",", ".")
    if len(source) > _MAX_DIGITS or not _NUMBER.fullmatch(source):
        return None
    return number(Decimal(source))
