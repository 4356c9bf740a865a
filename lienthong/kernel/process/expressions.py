"""FEEL inside processes: conditions, assignments and timers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.feel import public as feel

_NAME = re.compile(r"[^\W\d]\w*(?: \w+)*")


@dataclass(frozen=True)
class Assignment:
    name: str
    expression: feel.Expression


def condition(source: str) -> feel.Expression:
    """A gateway condition. A leading ``=``, as some modellers write it, is allowed. Raises FeelSyntaxError."""
    return safe(feel.compile(source.strip().removeprefix("=").strip()))


def safe(expression: feel.Expression, *, line: int = 1) -> feel.Expression:
    """Refuses what FEEL would silently turn into null: calls of unknown functions, and Python's hidden names."""
    unknown = sorted(feel.unknown_functions(expression))
    if unknown:
        raise feel.FeelSyntaxError(
            _("Không có hàm %(names)s trong FEEL") % {"names": ", ".join(unknown)}, line=line
        )
    hidden = sorted(name for name in feel.all_names(expression) if name.startswith("__"))
    if hidden:
        raise feel.FeelSyntaxError(
            _("Tên %(names)s không được dùng") % {"names": ", ".join(hidden)}, line=line
        )
    return expression


def assignments(script: str) -> list[Assignment]:
    """A script task's text: one ``name = expression`` on each line. Raises FeelSyntaxError with the line."""
    found: list[Assignment] = []
    for number, text in enumerate(script.splitlines(), 1):
        line = text.strip()
        if not line or line.startswith("//"):
            continue
        name, sign, source = line.partition("=")
        name = name.strip()
        if not sign or not _NAME.fullmatch(name) or name.startswith("_"):
            raise feel.FeelSyntaxError(_("Mỗi dòng phải có dạng: tên = biểu thức"), line=number)
        try:
            found.append(Assignment(name, safe(feel.compile(source))))
        except feel.FeelSyntaxError as error:
            raise feel.FeelSyntaxError(
                error.reason, line=number, column=error.column + text.index("=") + 1
            ) from None
    return found


def timer(source: str) -> Any:
    """A duration, an instant, or an expression that gives one. Raises FeelSyntaxError."""
    text = source.strip()
    literal = feel.evaluate(feel.Expression("", feel.at(text)))
    if isinstance(literal, dt.timedelta | feel.Months | dt.date):
        if isinstance(literal, dt.timedelta) and literal <= dt.timedelta(0):
            raise feel.FeelSyntaxError(_("Thời lượng phải lớn hơn 0"))
        return literal
    if re.fullmatch(r"P[-0-9T].*|[0-9].*|R[0-9]*/.*", text):
        raise feel.FeelSyntaxError(
            _("%(text)s không phải thời lượng (ví dụ P3D, PT4H) hay thời điểm") % {"text": f"{text!r}"}
        )
    return condition(text)


def due(source: str, data: dict[str, Any]) -> dt.datetime:
    """When a timer that starts now is due, in UTC. Raises FeelSyntaxError when the expression gives no moment."""
    value = timer(source)
    if isinstance(value, feel.Expression):
        value = feel.evaluate(value, data)
        if isinstance(value, str):
            value = feel.evaluate(feel.Expression("", feel.at(value)))
    if isinstance(value, dt.timedelta | feel.Months):
        value = feel.evaluate("n + d", {"n": clock.local(clock.now()), "d": value})
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time(0), tzinfo=clock.VN)
    if not isinstance(value, dt.datetime):
        raise feel.FeelSyntaxError(
            _("Đồng hồ %(source)s không cho thời lượng hay thời điểm nào") % {"source": f"{source!r}"}
        )
    if value.tzinfo is None:
        value = value.replace(tzinfo=clock.VN)
    return value.astimezone(dt.UTC)


def plain(value: Any) -> Any:
    """A FEEL value as JSON keeps it: whole numbers int, others float, moments and durations as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 10**18 else float(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return feel.evaluate("string(v)", {"v": value})
