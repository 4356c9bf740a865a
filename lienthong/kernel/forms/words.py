"""Values as people write and read them in Vietnam: dates, numbers, money."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from lienthong.kernel.text import straight

_DATE = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_GROUPED = re.compile(r"-?\d{1,3}([.\s]\d{3})+(,\d+)?")
_ODD_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_PLAIN = re.compile(r"-?\d{1,18}([.,]\d{1,9})?")


def read_text(raw: Any) -> str:
    """NFC, new lines as one character, no white space around, nothing that a database cannot hold or nobody can see.

    What is pasted from a letter or a page brings hard spaces and invisible marks along. Refused, they would be a fault
    that nobody can find in his own text; kept, they could turn a name around.
    """
    text = (
        _ODD_SPACE.sub(" ", straight(str(raw))).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    )
    return text.strip()


def read_date(raw: str) -> str | None:
    """ "5/9/2026" → "2026-09-05"; ISO passes; None for what is no day of the calendar."""
    text = raw.strip()
    try:
        if match := _DATE.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            return dt.date(year, month, day).isoformat()
        return dt.date.fromisoformat(text).isoformat() if len(text) == 10 else None
    except ValueError:
        return None


def read_number(raw: str) -> int | float | None:
    """ "1.250.000" → 1250000, "1.234,5" → 1234.5, "3,25" → 3.25. A lone dot before three digits groups ("1.250")."""
    text = re.sub(r"\s*(đ|₫|đồng|vnđ|vnd)$", "", raw.strip().casefold()).strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[.\s]", "", text).replace(",", ".")
    elif _PLAIN.fullmatch(text):
        text = text.replace(",", ".")
    else:
        return None
    number = float(text)
    return int(text) if "." not in text else (int(number) if number.is_integer() else number)


def show_date(value: Any) -> str:
    """ "2026-09-05" → "05/09/2026"; other text as it is, so that people see what they typed."""
    try:
        return dt.date.fromisoformat(value).strftime("%d/%m/%Y") if isinstance(value, str) else str(value)
    except ValueError:
        return str(value)


def show_number(value: Any) -> str:
    """1234567.5 → "1.234.567,5"."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float) and (value != value or abs(value) >= 1e15):
        return str(value)
    sign, size = ("-" if value < 0 else ""), abs(value)
    whole, _, part = (
        f"{size:.9f}".rstrip("0").partition(".") if isinstance(size, float) else (str(size), "", "")
    )
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def nested(values: Any, path: tuple[str | int, ...]) -> Any:
    """The value at a path; None where the path leads nowhere."""
    for step in path:
        if isinstance(values, Mapping) and isinstance(step, str):
            values = values.get(step)
        elif isinstance(values, list) and isinstance(step, int) and 0 <= step < len(values):
            values = values[step]
        else:
            return None
    return values


def within_words(title: str) -> str:
    """A title as it stands inside a sentence: "Ngành, nghề" → "ngành, nghề"; "CCCD" stays."""
    first = title.split(" ", 1)[0]
    return title if first[1:] != first[1:].lower() else title[:1].lower() + title[1:]
