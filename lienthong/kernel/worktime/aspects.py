"""What packs declare for this app: special days and weekly hours of the whole country.

Days that are only proposed (``kind: undecided``) are checked and never loaded: they stay ordinary days until an
administrator sets them. Rows set by hand are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lienthong.kernel.legal.public import Declared, Difference, date_of
from lienthong.kernel.text import nfc
from lienthong.kernel.worktime.calendars import parse_spans
from lienthong.kernel.worktime.listeners import calendar_changed
from lienthong.kernel.worktime.models import CalendarDay, WeeklyHours
from lienthong.kernel.worktime.queries import store_spans

_WEEKDAY = {"type": "integer", "minimum": 1, "maximum": 7}
_DATE = {"type": ["string", "null"], "format": "date"}

DAY_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["date", "kind", "why", "name", "source"],
    "properties": {
        "date": {"type": "string", "format": "date"},
        "kind": {"enum": ["off", "make_up", "undecided"]},
        "why": {"enum": ["holiday", "in_lieu", "swap"]},
        "name": {"type": "string", "minLength": 1},
        "hours_of": _WEEKDAY,
        "provisional": {"type": "boolean"},
        "source": {"type": "string", "minLength": 1},
        "note": {"type": "string"},
    },
    "if": {"properties": {"kind": {"const": "make_up"}}},
    "then": {"required": ["hours_of"]},
    "else": {"not": {"required": ["hours_of"]}},
}

HOURS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["weekday", "spans"],
    "properties": {
        "weekday": _WEEKDAY,
        "spans": {"type": "string", "pattern": r"^(\d\d:\d\d-\d\d:\d\d(, *\d\d:\d\d-\d\d:\d\d)*)?$"},
        "valid_from": _DATE,
        "valid_to": _DATE,
    },
}

_DAYS = Declared(
    CalendarDay,
    key=("organisation_id", "date"),
    columns=("kind", "why", "name", "hours_of", "provisional", "source", "note"),
    kept=lambda day: day.by_hand,
)
_HOURS = Declared(
    WeeklyHours,
    key=("organisation_id", "weekday", "valid_from"),
    columns=("spans", "valid_to"),
    kept=lambda hours: hours.by_hand,
    constraints=("worktime_hours_periods",),
)


def day_key(data: Mapping[str, Any]) -> str:
    return str(data["date"])


def load_days(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "organisation_id": None,
            "date": date_of(data, "date"),
            "kind": data["kind"],
            "why": data["why"],
            "name": nfc(data["name"]),
            "hours_of": data.get("hours_of"),
            "provisional": data.get("provisional", False),
            "source": data["source"],
            "note": data.get("note", ""),
        }
        for data in entries
        if data["kind"] != "undecided"
    ]


def plan_days(rows: Iterable[dict[str, Any]], removed: Iterable[dict[str, Any]] = ()) -> list[Difference]:
    return _DAYS.plan(rows, removed)


def apply_days(rows: Iterable[dict[str, Any]], removed: Iterable[dict[str, Any]] = ()) -> dict[str, int]:
    """Idempotent, inside the caller's transaction."""
    return _told(_DAYS.apply(rows, removed))


def hours_key(data: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [str(data["weekday"]), data.get("valid_from")]))


def load_hours(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Raises Invalid for spans that overlap or end before they begin."""
    return [
        {
            "organisation_id": None,
            "weekday": data["weekday"],
            "valid_from": date_of(data, "valid_from"),
            "spans": store_spans(parse_spans(data["spans"])),
            "valid_to": date_of(data, "valid_to"),
        }
        for data in entries
    ]


def plan_hours(rows: Iterable[dict[str, Any]], removed: Iterable[dict[str, Any]] = ()) -> list[Difference]:
    return _HOURS.plan(rows, removed)


def apply_hours(rows: Iterable[dict[str, Any]], removed: Iterable[dict[str, Any]] = ()) -> dict[str, int]:
    """Idempotent, inside the caller's transaction."""
    return _told(_HOURS.apply(rows, removed))


def _told(counts: dict[str, int]) -> dict[str, int]:
    if counts["create"] or counts["change"] or counts["remove"]:
        calendar_changed(None)
    return counts
