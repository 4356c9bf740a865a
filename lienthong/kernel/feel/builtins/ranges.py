"""Relations of points and ranges (Allen's, as DMN 1.3 names them). A point is a closed range of one value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lienthong.kernel.feel.builtins.registry import builtin
from lienthong.kernel.feel.values import COMPARABLE, Range, kind, less, order_key

_POINTS = "nsdmtpy"


def _as_range(value: Any) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


def _relation(name: str, first: str, second: str, test: Callable[[Range, Range], bool]) -> None:
    def call(run: Any, left: Any, right: Any) -> bool | None:
        one, two = _as_range(left), _as_range(right)
        if kind(one.low) not in COMPARABLE or less(one.low, two.low) is None:
            return None
        return test(one, two)

    builtin(name, f"{_names(first, 1)}, {_names(second, 2)}")(call)


def _names(letters: str, place: int) -> str:
    kinds = ("r" if "r" in letters else "") + (_POINTS if "p" in letters else "")
    return f"{'range' if letters == 'r' else 'point' if letters == 'p' else 'value'}{place}:{kinds}"


def _lt(left: Any, right: Any) -> bool:
    return order_key(left) < order_key(right)


def _eq(left: Any, right: Any) -> bool:
    return order_key(left) == order_key(right)


def _before(a: Range, b: Range) -> bool:
    return _lt(a.high, b.low) or (_eq(a.high, b.low) and not (a.high_closed and b.low_closed))


def _meets(a: Range, b: Range) -> bool:
    return a.high_closed and b.low_closed and _eq(a.high, b.low)


def _starts_not_later(a: Range, b: Range) -> bool:
    return _lt(a.low, b.low) or (_eq(a.low, b.low) and (a.low_closed or not b.low_closed))


def _ends_not_earlier(a: Range, b: Range) -> bool:
    return _lt(b.high, a.high) or (_eq(a.high, b.high) and (a.high_closed or not b.high_closed))


def _includes(a: Range, b: Range) -> bool:
    return _starts_not_later(a, b) and _ends_not_earlier(a, b)


def _overlaps(a: Range, b: Range) -> bool:
    return not _before(a, b) and not _before(b, a)


def _same_start(a: Range, b: Range) -> bool:
    return _eq(a.low, b.low) and a.low_closed == b.low_closed


def _same_end(a: Range, b: Range) -> bool:
    return _eq(a.high, b.high) and a.high_closed == b.high_closed


def _swapped(test: Callable[[Range, Range], bool]) -> Callable[[Range, Range], bool]:
    return lambda a, b: test(b, a)


def _overlaps_before(a: Range, b: Range) -> bool:
    return _overlaps(a, b) and not _starts_not_later(b, a) and not _ends_not_earlier(a, b)


_relation("before", "rp", "rp", _before)
_relation("after", "rp", "rp", _swapped(_before))
_relation("meets", "r", "r", _meets)
_relation("met by", "r", "r", _swapped(_meets))
_relation("overlaps", "r", "r", _overlaps)
_relation("overlaps before", "r", "r", _overlaps_before)
_relation("overlaps after", "r", "r", _swapped(_overlaps_before))
_relation("includes", "r", "rp", _includes)
_relation("during", "rp", "r", _swapped(_includes))
_relation("starts", "rp", "r", lambda a, b: _same_start(a, b) and _ends_not_earlier(b, a))
_relation("started by", "r", "rp", lambda a, b: _same_start(a, b) and _ends_not_earlier(a, b))
_relation("finishes", "rp", "r", lambda a, b: _same_end(a, b) and _starts_not_later(b, a))
_relation("finished by", "r", "rp", lambda a, b: _same_end(a, b) and _starts_not_later(a, b))
_relation("coincides", "rp", "rp", lambda a, b: _same_start(a, b) and _same_end(a, b))
