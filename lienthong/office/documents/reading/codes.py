"""Document codes (``64/2007/NĐ-CP``, ``1605/QĐ-TTg``, ``58-CT/TW``) and dates inside Vietnamese text."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from .source import Source
from .vocabulary import KIND_BY_ABBREVIATION, LOWER, UPPER

# A group of a notation: capitals and digits, with at most two small letters inside or at the end (TTr, QyĐ, GDTrH).
# The last look-ahead gives the capital of a word glued to it back: "UBND-VXThanh Hóa" holds "UBND-VX".
_GROUP = rf"[{UPPER}0-9&](?:[{UPPER}0-9&]|[a-z]{{1,2}}(?=[{UPPER}]|[^{UPPER}{LOWER}]|$))*(?![{LOWER}])"
_DASH = r"(?: {0,3}[-–] {0,3}|[-–]\s)"
NOTATION = rf"{_GROUP}(?:{_DASH}{_GROUP})*(?:/{_GROUP}(?:{_DASH}{_GROUP})*)*"
_PARTY_KINDS = "|".join(sorted([*KIND_BY_ABBREVIATION, "CV"], key=len, reverse=True))

CODE = re.compile(
    rf"(?P<number>(?<![\w/])\d{{1,6}}[a-zA-Z]?)\s{{0,3}}"
    rf"(?:/\s{{0,3}}(?P<year>(?:19|20)\d\d)\s{{0,3}}/\s{{0,3}}(?P<dated>{NOTATION})"
    rf"|/\s{{0,3}}(?P<plain>(?=[{UPPER}]){NOTATION})"
    rf"|-\s{{0,3}}(?P<party>(?:{_PARTY_KINDS})\s?/\s?{_GROUP}))"
)

HEADER_NUMBER = re.compile(
    rf"(?<!\w)[Ss][ốốÔôoOồỒộỐỗỖổỔóÓ]\s*[:.;]{{0,2}}\s*(?P<number>\d{{1,6}}(?:[a-zA-Z](?![{UPPER}{LOWER}]))?)?[ .…_·\t-]{{0,80}}"
    rf"(?:/\s{{0,3}}(?:(?P<year>(?:19|20)\d\d)\s?/)?\s*(?P<notation>(?=[{UPPER}]){NOTATION})"
    rf"|(?<=\d)\s?-\s?(?P<party>(?:{_PARTY_KINDS})\s?/\s?{_GROUP}))"
)

_FILL = r"[\s.…_·\-]{0,40}?"
DATE_LONG = re.compile(
    rf"ngay\s*(?P<day>\d{{1,2}}(?!\d)|{_FILL})\s*thang\s*(?P<month>\d{{1,2}}(?!\d)|{_FILL})\s*nam\s*(?P<year>\d{{4}}(?!\d)|(?:\d\d)?[ .…_·]{{2,}})"
)
DATE_SHORT = re.compile(
    r"(?:ngay\s*)?(?<!\d)(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})(?!\d)"
)


@dataclass(frozen=True)
class Code:
    """A document code at a place of the source. ``text`` is joined as the law writes it: no spaces."""

    start: int
    end: int
    number: str
    notation: str
    year: int | None
    text: str


def codes_in(source: Source, start: int, end: int) -> list[Code]:
    found = []
    for m in CODE.finditer(source.text, start, end):
        notation = _joined(m["dated"] or m["plain"] or m["party"])
        year = int(m["year"]) if m["year"] else None
        number = m["number"]
        if m["party"]:
            text = f"{number}-{notation}"
        else:
            text = f"{number}/{year}/{notation}" if year else f"{number}/{notation}"
        found.append(Code(m.start(), m.end(), number, notation, year, text))
    return found


def _joined(notation: str) -> str:
    return re.sub(r"\s+", "", notation).replace("–", "-")


@dataclass(frozen=True)
class DateAt:
    """A date at a place of the source; a part left blank is None, and then, or when impossible, ``iso`` is None."""

    start: int
    end: int
    day: int | None
    month: int | None
    year: int | None

    @property
    def iso(self) -> str | None:
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day).isoformat()
        except ValueError:
            return None


def dates_in(source: Source, start: int, end: int, *, long_only: bool = False) -> list[DateAt]:
    """All dates in reading order: "ngày 05 tháng 01 năm 2020", "ngày 12 /5/2010", "29/6/2006"."""
    found = [_date(m) for m in DATE_LONG.finditer(source.folded, start, end)]
    if not long_only:
        taken = [(d.start, d.end) for d in found]
        for m in DATE_SHORT.finditer(source.folded, start, end):
            if not any(m.start() < e and s < m.end() for s, e in taken):
                found.append(_date(m))
    return sorted(found, key=lambda d: d.start)


def _date(m: re.Match[str]) -> DateAt:
    def whole(name: str, digits: int) -> int | None:
        text = m[name].strip()
        return (
            int(text)
            if text.isdecimal() and len(text) <= digits and (digits == 2 or len(text) == 4)
            else None
        )

    return DateAt(m.start(), m.end(), whole("day", 2), whole("month", 2), whole("year", 4))


def join_notation(text: str) -> str:
    return _joined(text)
