"""What packs declare for this app: the dated shapes of dossier codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lienthong.kernel.legal.public import Declared, Difference, date_of
from lienthong.kernel.numbering.models import CodeShape

CODE_SHAPE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        "key", "pattern", "profile", "agency", "groups_min", "groups_max", "overflow", "valid_from", "source",
        "confidence",
    ],
    "properties": {
        "key": {"type": "string", "pattern": "^[a-z0-9_]+$"},
        "pattern": {"type": "string", "minLength": 1},
        "profile": {"type": "string", "minLength": 1},
        "agency": {"enum": ["lowest_first", "level_1_first"]},
        "groups_min": {"type": "integer", "minimum": 1, "maximum": 5},
        "groups_max": {"type": "integer", "minimum": 1, "maximum": 5},
        "owner_digits": {"type": "integer", "minimum": 0, "maximum": 4},
        "counter_width": {"type": "integer", "minimum": 1, "maximum": 9},
        "overflow": {"enum": ["grow", "alert"]},
        "valid_from": {"type": "string", "format": "date"},
        "valid_to": {"type": ["string", "null"], "format": "date"},
        "source": {"type": "string", "minLength": 1},
        "confidence": {"enum": ["confirmed", "secondary", "general"]},
        "note": {"type": "string"},
    },
}  # fmt: skip

_SHAPES = Declared(
    CodeShape,
    key=("key", "valid_from"),
    columns=(
        "pattern", "profile", "agency", "groups_min", "groups_max", "owner_digits", "counter_width", "overflow",
        "valid_to", "source", "confidence", "note",
    ),
    constraints=("numbering_shape_periods",),
)  # fmt: skip


def code_shape_key(data: Mapping[str, Any]) -> str:
    return f"{data['key']} {data['valid_from']}"


def load_code_shapes(entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    optional = {"owner_digits": 0, "counter_width": 4, "note": ""}
    return [
        {
            **optional,
            **data,
            "valid_from": date_of(data, "valid_from"),
            "valid_to": date_of(data, "valid_to"),
        }
        for data in entries
    ]


def plan_code_shapes(
    rows: Iterable[dict[str, Any]], removed: Iterable[dict[str, Any]] = ()
) -> list[Difference]:
    return _SHAPES.plan(rows, removed)


def apply_code_shapes(
    rows: Iterable[dict[str, Any]], removed: Iterable[dict[str, Any]] = ()
) -> dict[str, int]:
    """Idempotent, inside the caller's transaction."""
    return _SHAPES.apply(rows, removed)
