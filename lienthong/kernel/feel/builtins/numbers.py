"""Numeric functions and those over lists of numbers."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

from lienthong.kernel.feel.builtins.registry import builtin
from lienthong.kernel.feel.values import COMPARABLE, CONTEXT, Months, equal, kind, less, number


def _rounded(value: Decimal, scale: Decimal | None, rounding: str) -> Decimal | None:
    places = 0 if scale is None else scale
    if not -6111 < places < 6176 or places != int(places):
        return None
    exponent = Decimal((0, (1,), -int(places)))
    if value.as_tuple().exponent >= -int(places):  # type: ignore[operator]
        return value  # nothing behind that place
    context = CONTEXT.copy()
    context.rounding = rounding
    try:
        return number(value.quantize(exponent, context=context))
    except decimal.DecimalException:
        return None


def _rounding(name: str, rounding: str, signature: str = "n:n, scale:n?") -> None:
    builtin(name, signature)(lambda run, value, scale: _rounded(value, scale, rounding))


_rounding("decimal", decimal.ROUND_HALF_EVEN, "n:n, scale:n")
_rounding("floor", decimal.ROUND_FLOOR)
_rounding("ceiling", decimal.ROUND_CEILING)
_rounding("round up", decimal.ROUND_UP, "n:n, scale:n")
_rounding("round down", decimal.ROUND_DOWN, "n:n, scale:n")
_rounding("round half up", decimal.ROUND_HALF_UP, "n:n, scale:n")
_rounding("round half down", decimal.ROUND_HALF_DOWN, "n:n, scale:n")


@builtin("abs", "n:npy")
def absolute(run: Any, value: Any) -> Any:
    if isinstance(value, Months):
        return Months(abs(value.months))
    return CONTEXT.abs(value) if isinstance(value, Decimal) else abs(value)


@builtin("modulo", "dividend:n, divisor:n")
def modulo(run: Any, dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """The remainder with the sign of the divisor: dividend − divisor × floor(dividend / divisor)."""
    try:
        rest = CONTEXT.remainder(dividend, divisor)
        if rest and (rest < 0) != (divisor < 0):
            rest = CONTEXT.add(rest, divisor)
        return number(rest)
    except decimal.DecimalException:
        return None


def _transcendental(name: str, function: Any) -> None:
    def call(run: Any, value: Decimal) -> Decimal | None:
        run.spend(40)
        try:
            return number(function(value))
        except decimal.DecimalException:
            return None

    builtin(name, "number:n")(call)


_transcendental("sqrt", CONTEXT.sqrt)
_transcendental("log", CONTEXT.ln)
_transcendental("exp", CONTEXT.exp)


def _parity(value: Decimal) -> int | None:
    try:
        rest = CONTEXT.remainder(value, Decimal(2))
    except decimal.DecimalException:
        return 0  # so large that every such number of 34 digits is even
    return int(rest) if rest == rest.to_integral_value() else None


@builtin("odd", "number:n")
def odd(run: Any, value: Decimal) -> bool | None:
    rest = _parity(value)
    return None if rest is None else rest != 0


@builtin("even", "number:n")
def even(run: Any, value: Decimal) -> bool | None:
    rest = _parity(value)
    return None if rest is None else rest == 0


def flat(arguments: tuple[Any, ...]) -> list[Any]:
    """``f(list)`` and ``f(a, b, c)`` mean the same."""
    return arguments[0] if len(arguments) == 1 and isinstance(arguments[0], list) else list(arguments)


def _numbers(run: Any, arguments: tuple[Any, ...]) -> list[Decimal] | None:
    items = flat(arguments)
    for _ in items:
        run.tick()
    return items if items and all(isinstance(item, Decimal) for item in items) else None


def _extreme(name: str, *, largest: bool) -> None:
    def call(run: Any, *arguments: Any) -> Any:
        items = flat(arguments)
        if not items or kind(items[0]) not in COMPARABLE:
            return None
        best = items[0]
        for item in items[1:]:
            run.tick()
            better = less(best, item) if largest else less(item, best)
            if better is None:
                return None
            best = item if better else best
        return best

    builtin(name, "list:a*")(call)


_extreme("min", largest=False)
_extreme("max", largest=True)


def _total(items: list[Decimal]) -> Decimal | None:
    try:
        result = Decimal(0)
        for item in items:
            result = CONTEXT.add(result, item)
        return number(result)
    except decimal.DecimalException:
        return None


def _mean(items: list[Decimal]) -> Decimal | None:
    total = _total(items)
    return None if total is None else number(CONTEXT.divide(total, Decimal(len(items))))


@builtin("sum", "list:a*")
def sum_(run: Any, *arguments: Any) -> Decimal | None:
    items = _numbers(run, arguments)
    return _total(items) if items else None


@builtin("mean", "list:a*")
def mean(run: Any, *arguments: Any) -> Decimal | None:
    items = _numbers(run, arguments)
    return _mean(items) if items else None


@builtin("product", "list:a*")
def product(run: Any, *arguments: Any) -> Decimal | None:
    items = _numbers(run, arguments)
    if not items:
        return None
    try:
        result = Decimal(1)
        for item in items:
            result = CONTEXT.multiply(result, item)
        return number(result)
    except decimal.DecimalException:
        return None


@builtin("median", "list:a*")
def median(run: Any, *arguments: Any) -> Decimal | None:
    items = sorted(_numbers(run, arguments) or [])
    if not items:
        return None
    middle = len(items) // 2
    return items[middle] if len(items) % 2 else _mean(items[middle - 1 : middle + 1])


@builtin("stddev", "list:a*")
def stddev(run: Any, *arguments: Any) -> Decimal | None:
    """Of a sample: the divisor is one less than the count."""
    items = _numbers(run, arguments)
    centre = _mean(items) if items else None
    if not items or len(items) < 2 or centre is None:
        return None
    try:
        total = Decimal(0)
        for item in items:
            away = CONTEXT.subtract(item, centre)
            total = CONTEXT.add(total, CONTEXT.multiply(away, away))
        return number(CONTEXT.sqrt(CONTEXT.divide(total, Decimal(len(items) - 1))))
    except decimal.DecimalException:
        return None


@builtin("mode", "list:a*")
def mode(run: Any, *arguments: Any) -> list[Decimal] | None:
    items = flat(arguments)
    if not all(isinstance(item, Decimal) for item in items):
        return None
    counts: dict[Decimal, int] = {}
    for item in items:
        run.tick()
        counts[item] = counts.get(item, 0) + 1
    return sorted(item for item, count in counts.items() if count == max(counts.values())) if counts else []


@builtin("is", "value1:a, value2:a")
def is_(run: Any, left: Any, right: Any) -> bool:
    """Same kind and same value, with no coercion."""
    return kind(left) == kind(right) and equal(left, right, run.tick) is True
