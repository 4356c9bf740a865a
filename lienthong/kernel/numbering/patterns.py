"""The pattern language of numbers.

A pattern is text with fields in braces. ``{n}`` is the number, ``{n:02}`` the number with at least two digits.
``{kind}``, ``{org}`` and any other name are fields the caller gives. Of the date: ``{dd} {mm} {yy} {yyyy} {year}
{yymmdd} {yyyymmdd}``. ``{{`` and ``}}`` are braces. There are no attributes, indexes, calls or conversions: a field
name is lower-case letters, digits and ``_``, and only numbers take a width.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid
from lienthong.kernel.text import nfc

_TOKEN = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)(?::0([1-9]))?\}|[{}]")
DATE_FIELDS = frozenset({"dd", "mm", "yy", "yyyy", "year", "yymmdd", "yyyymmdd"})


class BadPattern(Invalid):
    default_code = "bad_pattern"


@dataclass(frozen=True, slots=True)
class Piece:
    """A literal text, or a field with the least number of digits."""

    text: str
    field: str = ""
    width: int = 0


def parse(pattern: str) -> tuple[Piece, ...]:
    """The pieces of a pattern. Raises BadPattern with the position of the fault."""
    return tuple(_pieces(nfc(pattern)))


def _pieces(pattern: str) -> Iterator[Piece]:
    end = 0
    for token in _TOKEN.finditer(pattern):
        if token.start() > end:
            yield Piece(pattern[end : token.start()])
        end = token.end()
        name = token[1]
        if token[0] in ("{{", "}}"):
            yield Piece(token[0][0])
        elif name is None:
            message = _("Mẫu số sai ở ký tự thứ %(position)s: dấu ngoặc nhọn không thành một trường")
            raise BadPattern(message % {"position": token.start() + 1}, field="pattern")
        else:
            yield Piece("", name, int(token[2] or 0))
    if end < len(pattern):
        yield Piece(pattern[end:])


def check(pattern: str, names: frozenset[str] | set[str]) -> None:
    """Raises BadPattern unless the pattern can be rendered with these fields and holds the number once."""
    pieces = parse(pattern)
    used = [piece.field for piece in pieces if piece.field]
    for name in used:
        if name not in names and name != "n" and name not in DATE_FIELDS:
            message = _("Mẫu số dùng trường không có: %(name)s")
            raise BadPattern(message % {"name": name}, field="pattern")
    if used.count("n") != 1:
        raise BadPattern(_("Mẫu số phải có trường {n} đúng một lần"), field="pattern")


def render(pattern: str, number: int, on: dt.date, **fields: str | int) -> str:
    """The number as text: ``render("{n:02}/{kind}-{org}", 5, day, kind="QĐ", org="UBND") == "05/QĐ-UBND"``.

    Raises BadPattern for a field that is not given and for a width on something that is no number.
    """
    if number < 0:
        raise ValueError("a number is not negative")
    # A datetime is a date to Python, but its date depends on the zone.
    if isinstance(on, dt.datetime):
        raise TypeError("numbers are rendered for a date, not for an instant")
    values: dict[str, str | int] = {**_date_fields(on), **fields, "n": number}
    return nfc("".join(_text(piece, values) for piece in parse(pattern)))


def _date_fields(on: dt.date) -> dict[str, str | int]:
    year = f"{on.year:04}"
    return {
        "dd": f"{on.day:02}",
        "mm": f"{on.month:02}",
        "yy": year[2:],
        "yyyy": year,
        "year": year,
        "yymmdd": f"{year[2:]}{on.month:02}{on.day:02}",
        "yyyymmdd": f"{year}{on.month:02}{on.day:02}",
    }


def _text(piece: Piece, values: dict[str, str | int]) -> str:
    if not piece.field:
        return piece.text
    if piece.field not in values:
        message = _("Mẫu số dùng trường không có: %(name)s")
        raise BadPattern(message % {"name": piece.field}, field="pattern")
    value = values[piece.field]
    if not piece.width:
        return str(value)
    if not isinstance(value, int):
        message = _("Trường %(name)s không phải là số nên không đặt được độ rộng")
        raise BadPattern(message % {"name": piece.field}, field="pattern")
    return f"{value:0{piece.width}}"
