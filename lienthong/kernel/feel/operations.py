"""Operators on values, apart from any expression: null where FEEL gives an operator no meaning."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from lienthong.kernel.feel import temporal
from lienthong.kernel.feel.errors import FeelLimitExceeded
from lienthong.kernel.feel.limits import MAX_LIST
from lienthong.kernel.feel.values import (
    CONTEXT,
    Months,
    Range,
    equal,
    kind,
    less,
    number,
    within,
)

Tick = Callable[[], None]  # counts a step against the budget of the run


def negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def compared(op: str, left: Any, right: Any, tick: Tick) -> bool | None:
    match op:
        case "=":
            return equal(left, right, tick)
        case "!=":
            return negated(equal(left, right, tick))
        case "<":
            return less(left, right)
        case ">":
            return less(right, left)
        case "<=":
            return negated(less(right, left))
    return negated(less(left, right))


def fits(value: Any, wanted: Any, tick: Tick) -> bool | None:
    """Equal to it, inside the range, or among the list."""
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return within(value, wanted)
    if isinstance(wanted, list) and not isinstance(value, list):
        return any(
            (within(value, item) if isinstance(item, Range) else equal(value, item, tick)) is True
            for item in wanted
        )
    if isinstance(wanted, list):
        return equal(value, wanted, tick) is True or any(equal(value, item, tick) is True for item in wanted)
    return equal(value, wanted, tick)


def arithmetic(op: str, left: Any, right: Any) -> Any:
    """One operator on two values; null where FEEL gives it no meaning."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return _numeric(op, left, right)
    if isinstance(left, str) and isinstance(right, str):
        return left + right if op == "+" else None
    spans = (Months, dt.timedelta)
    if op in ("+", "-") and isinstance(right, spans):
        amount = Months(-right.months) if isinstance(right, Months) else temporal.scale(right, Decimal(-1))
        amount = right if op == "+" else amount
        if amount is None:
            return None
        if isinstance(left, dt.date | dt.time):
            return temporal.shift(left, amount)
        if isinstance(left, Months) and isinstance(amount, Months):
            return temporal.months(left.months + amount.months)
        if isinstance(left, dt.timedelta) and isinstance(amount, dt.timedelta):
            return temporal.shift_span(left, amount)
        return None
    if op == "+" and isinstance(left, spans) and isinstance(right, dt.date | dt.time):
        return temporal.shift(right, left)
    if op == "-" and isinstance(left, dt.date | dt.time) and isinstance(right, dt.date | dt.time):
        return temporal.difference(left, right)
    if op == "*" and isinstance(left, spans) and isinstance(right, Decimal):
        return temporal.scale(left, right)
    if op == "*" and isinstance(left, Decimal) and isinstance(right, spans):
        return temporal.scale(right, left)
    if op == "/" and isinstance(left, spans):
        if isinstance(right, Decimal):
            inverse = _numeric("/", Decimal(1), right)
            return temporal.scale(left, inverse) if inverse is not None else None
        if isinstance(left, Months) and isinstance(right, Months):
            return _numeric("/", Decimal(left.months), Decimal(right.months))
        if isinstance(left, dt.timedelta) and isinstance(right, dt.timedelta):
            return _numeric("/", temporal.seconds_of(left), temporal.seconds_of(right))
    return None


_OPERATIONS = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
    "**": CONTEXT.power,
}


def _numeric(op: str, left: Decimal, right: Decimal) -> Decimal | None:
    try:
        return number(_OPERATIONS[op](left, right))
    except decimal.DecimalException:
        return None


def is_instance(value: Any, type_name: str) -> bool:
    own = kind(value)
    base, _, inner = type_name.partition("<")
    match base:
        case "Any":
            return value is not None
        case "Null" | "null":
            return value is None
        case "list" if inner:
            return own == "list" and all(is_instance(item, inner[:-1]) for item in value)
        case "range" if inner:
            return (
                own == "range" and is_instance(value.low, inner[:-1]) and is_instance(value.high, inner[:-1])
            )
    return own == base


def spread(low: Any, high: Any) -> list[Any] | None:
    """Whole numbers or days from one end to the other, downwards too."""
    if kind(low) == kind(high) == "date":
        start, stop = low.toordinal(), high.toordinal()
        make: Callable[[int], Any] = dt.date.fromordinal
    elif isinstance(low, Decimal) and isinstance(high, Decimal):
        if low != low.to_integral_value() or high != high.to_integral_value():
            return None
        start, stop = int(low), int(high)
        make = number
    else:
        return None
    if abs(stop - start) >= MAX_LIST:
        raise FeelLimitExceeded(gettext("Vòng lặp dài quá %(most)s lần") % {"most": MAX_LIST})
    step = 1 if stop >= start else -1
    return [make(i) for i in range(start, stop + step, step)]
