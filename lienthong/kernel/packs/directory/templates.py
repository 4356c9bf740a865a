"""Templates of units and posts: one line of a pack for "every commune committee" instead of 166."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from lienthong.kernel.packs.public import Entry

EVERY: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        "tier": {"type": "string"},
        "kind": {"type": "string"},
        "name": {"type": "string", "description": "đầu của tên"},
        "except": {"type": "array", "items": {"type": "string"}},
    },
}


def targets(entry: Entry, entries: Mapping[str, list[Entry]]) -> Iterable[str]:
    """Keys of the organisations an entry speaks of: its own, or all in force that ``every`` describes."""
    if "organisation" in entry.data:
        yield entry.data["organisation"]
        return
    rule = entry.data["every"]
    for organisation in entries.get("organisations", ()):
        data = organisation.data
        if "valid_to" in data or data["key"] in rule.get("except", ()):
            continue
        same = all(data.get(name, "") == rule[name] for name in ("tier", "kind") if name in rule)
        if same and data["name"].startswith(rule.get("name", "")):
            yield data["key"]


def filled(entry: Entry, **values: Any) -> Entry:
    """The entry for one organisation, still standing at the template's place."""
    left_out = {"every", "each_unit"}
    data = {name: value for name, value in entry.data.items() if name not in left_out}
    return replace(entry, data={**data, **values})
