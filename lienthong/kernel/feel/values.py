"""FEEL's values in Python, and the way in and out.

number ``Decimal`` (34 digits), string ``str``, boolean ``bool``, null ``None``, list ``list``, context ``dict``,
date ``date``, time ``time``, date and time ``datetime``, days and time duration ``timedelta``,
years and months duration :class:`Months`, range :class:`Range`. Anything else that comes in becomes null, so no
attribute or method of a Python object can be reached.
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel import clock, text
from lienthong.kernel.feel.errors import FeelLimitExceeded
from lienthong.kernel.feel.limits import MAX_INPUT_DEPTH, MAX_INPUT_NODES, MAX_LIST, MAX_STRING

CONTEXT = decimal.Context(
    prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, capitals=1, clamp=0, flags=[],
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)  # fmt: skip
_MAX_INT_BITS = 20_000  # 10**6020: beyond it a whole number cannot be a FEEL number


@dataclass(frozen=True)
class Months:
    """A years and months duration."""

    months: int


@dataclass(frozen=True)
class Range:
    low: Any
    high: Any
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, eq=False)
class Function:
    """A built-in or user-defined function; ``call(run, arguments, names)``."""

    name: str
    call: Callable[..., Any]


def number(value: Decimal | int) -> Decimal | None:
    """Rounded to 34 digits; null where the number is too large to be one."""
    if isinstance(value, int) and value.bit_length() > _MAX_INT_BITS:
        return None
    try:
        result = CONTEXT.create_decimal(value)
    except decimal.DecimalException:
        return None
    return result if result.is_finite() else None


class Converter:
    """Python values to FEEL values; counts nodes over one evaluation."""

    def __init__(self) -> None:
        self.left = MAX_INPUT_NODES

    def convert(self, value: Any, depth: int = 0) -> Any:
        self.left -= 1
        if self.left < 0 or depth > MAX_INPUT_DEPTH:
            raise FeelLimitExceeded(_("Dữ liệu đưa vào biểu thức quá lớn hoặc lồng nhau quá sâu"))
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if kind in (Months, Range, dt.timedelta, dt.date, dt.datetime, dt.time):
            return value
        if isinstance(value, str):
            if len(value) > MAX_STRING:
                raise FeelLimitExceeded(
                    _("Chuỗi đưa vào biểu thức dài quá %(most)s ký tự") % {"most": MAX_STRING}
                )
            return str(value)
        if isinstance(value, int | Decimal):
            return number(int(value) if isinstance(value, int) else value)
        if isinstance(value, float):
            # repr, so that 0.1 is 0.1 and not its binary neighbour.
            return number(Decimal(repr(float(value)))) if value - value == 0 else None
        if isinstance(value, dict):
            return {
                text.nfc(str(key)): self.convert(item, depth + 1)
                for key, item in value.items()
                if isinstance(key, str)
            }
        if isinstance(value, list | tuple):
            if len(value) > MAX_LIST:
                raise FeelLimitExceeded(
                    _("Danh sách đưa vào biểu thức có quá %(most)s phần tử") % {"most": MAX_LIST}
                )
            return [self.convert(item, depth + 1) for item in value]
        return None


def to_python(value: Any) -> Any:
    """FEEL values as they go out: functions have no value outside and become null."""
    if isinstance(value, Function):
        return None
    if isinstance(value, list):
        return [to_python(item) for item in value]
    if isinstance(value, dict):
        return {key: to_python(item) for key, item in value.items()}
    return value


def kind(value: Any) -> str:
    """The FEEL type name of a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case Decimal():
            return "number"
        case str():
            return "string"
        case dt.datetime():
            return "date and time"
        case dt.date():
            return "date"
        case dt.time():
            return "time"
        case dt.timedelta():
            return "days and time duration"
        case Months():
            return "years and months duration"
        case list():
            return "list"
        case dict():
            return "context"
        case Range():
            return "range"
    return "function"


def order_key(value: Any) -> Any:
    """What two values of one comparable kind are ordered by. A moment without zone is Vietnamese time."""
    match value:
        case dt.datetime():
            return value if value.tzinfo else value.replace(tzinfo=clock.VN)
        case dt.time():
            seconds = dt.timedelta(
                hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
            )
            offset = value.utcoffset()
            return seconds - (offset if offset is not None else dt.timedelta(hours=7))
        case Months():
            return value.months
    return value


COMPARABLE = frozenset(
    (
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    )
)


def less(left: Any, right: Any) -> bool | None:
    """``left < right``; null unless both are of one kind that has an order."""
    name = kind(left)
    if name not in COMPARABLE or kind(right) != name:
        return None
    return order_key(left) < order_key(right)


def equal(left: Any, right: Any, tick: Callable[[], None]) -> bool | None:
    """``left = right``; null when the kinds differ and neither is null."""
    tick()
    if left is None or right is None:
        return left is right
    name = kind(left)
    if kind(right) != name or name == "function":
        return None
    if name == "list":
        return len(left) == len(right) and all(
            equal(a, b, tick) is True for a, b in zip(left, right, strict=True)
        )
    if name == "context":
        return left.keys() == right.keys() and all(equal(left[key], right[key], tick) is True for key in left)
    if name == "range":
        return (
            (left.low_closed, left.high_closed) == (right.low_closed, right.high_closed)
            and equal(left.low, right.low, tick) is True
            and equal(left.high, right.high, tick) is True
        )
    return order_key(left) == order_key(right)


def within(value: Any, span: Range) -> bool | None:
    """Whether a value lies in a range; null when they cannot be compared."""
    below, above = less(value, span.low), less(span.high, value)
    if below is None or above is None:
        return None
    if below or above:
        return False
    at_low, at_high = order_key(value) == order_key(span.low), order_key(value) == order_key(span.high)
    return (span.low_closed or not at_low) and (span.high_closed or not at_high)
