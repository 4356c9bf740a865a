"""Organisations, their identifiers, and which took over from which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.packs.public import (
    Aspect,
    Change,
    Entry,
    Names,
    Problem,
    Reference,
    Row,
    Table,
    Work,
    as_date,
)

from . import dates

KEY = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"}
TEXT = {"type": "string", "minLength": 1, "maxLength": 300}
CONFIDENCE = {"enum": ["high", "medium", "low", "simulated"]}
NOTE = {"type": "string", "maxLength": 2000}
ORGANISATION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["key", "name", "tier"],
    "properties": {
        "key": KEY,
        "name": TEXT,
        "short_name": {"type": "string", "maxLength": 120},
        "short_code": {"type": "string", "maxLength": 40},
        "tier": {"enum": [tier for tier, _label in Organisation.TIERS]},
        "kind": {"type": "string", "maxLength": 40},
        "parent": KEY,
        "area_code": {"type": "string", "pattern": "^[0-9]{2,5}$"},
        "collective": {"type": "boolean"},
        "place": {"type": "string", "maxLength": 120},
        "address": {"type": "string", "maxLength": 300},
        "phone": {"type": "string", "maxLength": 40},
        "email": {"type": "string", "maxLength": 120},
        "officer_count": {"type": "integer"},
        "simulated": {"type": "boolean"},
        "valid_from": dates.DATE,
        "valid_to": dates.DATE,
        "confidence": CONFIDENCE,
        "source": NOTE,
        "note": NOTE,
    },
}
TEXTS = (
    "name",
    "short_name",
    "short_code",
    "tier",
    "kind",
    "area_code",
    "place",
    "address",
    "phone",
    "email",
)
FLAGS = ("collective", "simulated")


def organisation_key(entry: Entry) -> str:
    return entry.data["key"]


def _values(entry: Entry) -> dict[str, Any]:
    data = entry.data
    return {
        **{name: data.get(name, "") for name in TEXTS},
        **{name: data.get(name, False) for name in FLAGS},
        "parent": data.get("parent"),
        "officer_count": data.get("officer_count"),
        "valid_from": data.get("valid_from"),
        "valid_to": data.get("valid_to"),
    }


def _present(work: Work) -> Mapping[str, Row]:
    names = (*TEXTS, *FLAGS, "parent__key", "officer_count", "valid_from", "valid_to")
    rows: dict[str, Row] = {}
    for pk, key, *found in Organisation.objects.values_list("pk", "key", *names):
        values = dict(zip(names, found, strict=True))
        values["parent"] = values.pop("parent__key")
        values["valid_from"], values["valid_to"] = (
            dates.iso(values["valid_from"]),
            dates.iso(values["valid_to"]),
        )
        rows[key] = Row(pk, values)
    return rows


def organisation_ids(work: Work) -> dict[str, int]:
    """Ids by key, read once per run after the organisations are written."""
    if "organisations" not in work.found:
        work.found["organisations"] = dict(Organisation.objects.values_list("key", "pk"))
    return work.found["organisations"]


def _columns(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in values.items() if name != "parent"}
    columns["parent_id"] = organisation_ids(work)[values["parent"]] if values["parent"] else None
    return {**columns, "valid_from": as_date(values["valid_from"]), "valid_to": as_date(values["valid_to"])}


class OrganisationTable(Table):
    """A tree: parents are written before children, one statement per depth."""

    def apply(self, work: Work, changes: Sequence[Change]) -> int:
        waiting = [c for c in changes if c.verb == "create"]
        done = 0
        while waiting:
            ids = organisation_ids(work)
            ready = [c for c in waiting if not c.after["parent"] or c.after["parent"] in ids]
            done += super().apply(work, ready)
            del work.found["organisations"]
            fresh = {c.key for c in ready}
            waiting = [c for c in waiting if c.key not in fresh]
        return done + super().apply(work, [c for c in changes if c.verb != "create"])


def _problems(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    yield from dates.in_order(entries)
    yield from tree_problems(entries, organisation_key)
    for entry in entries:
        parent = entry.data.get("parent")
        holder = names.get("organisation", parent) if parent else None
        yield from dates.within(entry, holder, gettext("cơ quan cấp trên “%(parent)s”") % {"parent": parent})


def tree_problems(entries: Sequence[Entry], key: Any) -> Iterable[Problem]:
    """Each cycle of parents once, told at its first entry in the file, with all its members."""
    by_key = {key(entry): entry for entry in entries}
    finished: set[str] = set()
    for start in by_key:
        trail: list[str] = []
        at: str | None = start
        while at is not None and at in by_key and at not in finished and at not in trail:
            trail.append(at)
            at = by_key[at].data.get("parent")
        if at is not None and at in trail:
            circle = trail[trail.index(at) :]
            first = min((by_key[name] for name in circle), key=lambda e: (e.file, e.line))
            first_at = circle.index(key(first))
            shown = [*circle[first_at:], *circle[:first_at], key(first)]
            message = gettext("Cây tổ chức có vòng: %(names)s") % {"names": " → ".join(shown)}
            yield first.problem(message, "cycle", "parent")
        finished.update(trail)


def _references(entry: Entry) -> Iterable[Reference]:
    if "parent" in entry.data:
        yield Reference("organisation", entry.data["parent"], ("parent",))
    if "area_code" in entry.data:
        yield Reference("area", entry.data["area_code"], ("area_code",))


organisations = OrganisationTable(
    aspect="organisations",
    key=organisation_key,
    model=Organisation,
    wanted=_values,
    present=_present,
    columns=_columns,
    prepare=Organisation.prepare,
    recorded=True,
    key_field="key",
    derived=("folded", "sort"),
)
ASPECTS = [
    Aspect(
        name="organisations",
        title=_("Cơ quan, đơn vị"),
        files="organisations/organisations*.csv",
        schema=ORGANISATION_SCHEMA,
        key=organisation_key,
        kind="organisation",
        references=_references,
        validate=_problems,
        plan=organisations.plan,
        apply=organisations.apply,
        order=200,
    ),
]
