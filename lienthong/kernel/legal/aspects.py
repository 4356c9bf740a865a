"""What packs declare for this app. Pure of the pack framework, which stands above and registers these.

Each aspect: the JSON Schema of one entry, the entry's key, ``load`` (entries to values) and a ``Declared`` table
with ``plan`` and ``apply``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lienthong.kernel.legal.declared import Declared, Difference, Values, date_of
from lienthong.kernel.legal.models import DocumentKind, LegalConstant
from lienthong.kernel.text import nfc

_DATE = {"type": ["string", "null"], "format": "date"}
_TEXT = {"type": "string", "minLength": 1}

CONSTANT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["key", "value", "unit", "valid_from", "valid_to", "source", "confidence"],
    "properties": {
        "key": {"type": "string", "pattern": r"^[a-z0-9_]+(\.[a-z0-9_]+)+$"},
        "value": {},
        "unit": _TEXT,
        "area": {"type": "string"},
        "valid_from": _DATE,
        "valid_to": _DATE,
        "source": _TEXT,
        "confidence": {"enum": ["confirmed", "secondary", "general"]},
        "note": {"type": "string"},
    },
}

KIND_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["code", "name", "order", "valid_from", "source"],
    "properties": {
        "code": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "name": _TEXT,
        "type_name": _TEXT,
        "abbreviation": {"type": "string"},
        "order": {"type": "integer", "minimum": 1},
        "copy": {"type": "boolean"},
        "named": {"type": "boolean"},
        "copy_mark": {"type": "string"},
        "templates": {"type": "array", "items": {"type": "string"}},
        "valid_from": {"type": "string", "format": "date"},
        "valid_to": _DATE,
        "source": _TEXT,
        "note": {"type": "string"},
    },
}

_CONSTANTS = Declared(
    LegalConstant,
    key=("key", "area", "valid_from"),
    columns=("value", "unit", "valid_to", "source", "confidence", "note"),
    constraints=("legal_constant_periods",),
)
_KINDS = Declared(
    DocumentKind,
    key=("code", "valid_from"),
    columns=(
        "name", "type_name", "abbreviation", "order", "is_copy", "is_named", "copy_mark", "templates", "valid_to",
        "source", "note",
    ),
    constraints=("legal_kind_periods", "legal_kind_abbreviations"),
)  # fmt: skip


def constant_key(data: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [data["key"], data.get("area", ""), data["valid_from"] or "?"]))


def load_constants(entries: Iterable[Mapping[str, Any]]) -> list[Values]:
    return [
        {
            "key": data["key"],
            "area": nfc(data.get("area", "")),
            "valid_from": date_of(data, "valid_from"),
            "value": data["value"],
            "unit": data["unit"],
            "valid_to": date_of(data, "valid_to"),
            "source": data["source"],
            "confidence": data["confidence"],
            "note": data.get("note", ""),
        }
        for data in entries
    ]


def plan_constants(rows: Iterable[Values], removed: Iterable[Values] = ()) -> list[Difference]:
    return _CONSTANTS.plan(rows, removed)


def apply_constants(rows: Iterable[Values], removed: Iterable[Values] = ()) -> dict[str, int]:
    """Idempotent, inside the caller's transaction. Overlapping periods raise IntegrityError here, not at commit."""
    return _CONSTANTS.apply(rows, removed)


def kind_key(data: Mapping[str, Any]) -> str:
    return f"{data['code']} {data['valid_from']}"


def load_kinds(entries: Iterable[Mapping[str, Any]]) -> list[Values]:
    return [
        {
            "code": data["code"],
            "valid_from": date_of(data, "valid_from"),
            "name": nfc(data["name"]),
            "type_name": nfc(data.get("type_name") or data["name"]),
            "abbreviation": nfc(data.get("abbreviation", "")),
            "order": data["order"],
            "is_copy": data.get("copy", False),
            "is_named": data.get("named", True),
            "copy_mark": nfc(data.get("copy_mark", "")),
            "templates": list(data.get("templates", [])),
            "valid_to": date_of(data, "valid_to"),
            "source": data["source"],
            "note": data.get("note", ""),
        }
        for data in entries
    ]


def plan_kinds(rows: Iterable[Values], removed: Iterable[Values] = ()) -> list[Difference]:
    return _KINDS.plan(rows, removed)


def apply_kinds(rows: Iterable[Values], removed: Iterable[Values] = ()) -> dict[str, int]:
    """Idempotent, inside the caller's transaction."""
    return _KINDS.apply(rows, removed)
