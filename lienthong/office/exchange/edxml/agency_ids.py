"""Identifiers of agencies: the old form (QCVN 102:2016), the new one (QĐ 20/2020/QĐ-TTg), and shortened ones.

The official mapping of old to new is a list, because agencies were coded anew; ``suggest_new`` is only what an
administrator may be offered, never a way to route.
"""

from __future__ import annotations

import re

_OLD = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Y][0-9]{2}")
_SHORT = re.compile(r"(?:(?:[0-9A-Z]{3}\.)?[0-9A-Z]{2}\.)?[0-9A-Z]{2}\.[A-Y][0-9]{2}")
_NEW = re.compile(r"[A-Y][0-9]{2}(?:\.[0-9A-Z]+)*")
_OTHER = re.compile(r"Z[0-9]{2}\S{1,32}")
LONGEST = 35


def tidy(text: str) -> str:
    """In capitals, without blanks. Systems differ in both."""
    return "".join(text.split()).upper()


def form_of(text: str) -> str:
    """``old``, ``short`` (old, with leading zero groups left out), ``new``, ``other`` (Zxx…), or empty."""
    code = tidy(text)
    if _OLD.fullmatch(code):
        return "old"
    if _NEW.fullmatch(code) and len(code) <= LONGEST:
        return "new"
    if _SHORT.fullmatch(code):
        return "short"
    if _OTHER.fullmatch(code):
        return "other"
    return ""


def full(text: str) -> str:
    """A shortened old form with its zero groups: ``28.22.H17`` → ``000.28.22.H17``. Others only tidied."""
    code = tidy(text)
    if form_of(code) != "short":
        return code
    groups = code.split(".")
    return ".".join([*("000", "00", "00")[: 4 - len(groups)], *groups])


def spellings(text: str) -> list[str]:
    """The ways in which the same identifier may stand in a directory, the most exact first."""
    code = tidy(text)
    found = [code, full(code)]
    if form_of(found[1]) == "old":
        groups = found[1].split(".")
        while len(groups) > 1 and not groups[0].strip("0"):
            groups = groups[1:]
            found.append(".".join(groups))
    return list(dict.fromkeys(found))


def suggest_new(text: str) -> str:
    """``000.00.12.H40`` → ``H40.12``: a suggestion for a person; empty where there is none."""
    code = full(text)
    if form_of(code) != "old":
        return ""
    unit, sub, level, top = code.split(".")
    groups = [group for group in (level, sub, unit) if group.strip("0")]
    return ".".join([top, *groups])
