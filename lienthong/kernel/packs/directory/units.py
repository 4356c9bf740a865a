"""Units of organisations and the posts in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Post, Unit
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
from .organisations import CONFIDENCE, KEY, NOTE, organisation_ids, tree_problems
from .templates import EVERY, filled, targets

PART = {"type": "string", "pattern": "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", "maxLength": 30}
HOLDER: list[dict[str, Any]] = [{"required": ["organisation"]}, {"required": ["every"]}]
UNIT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["key", "name"],
    "oneOf": HOLDER,
    "properties": {
        "organisation": KEY,
        "every": EVERY,
        "key": PART,
        "name": {"type": "string", "minLength": 1, "maxLength": 200},
        "short_code": {"type": "string", "maxLength": 20},
        "parent": PART,
        "one_stop": {"type": "boolean"},
        "records_office": {"type": "boolean"},
        "valid_from": dates.DATE,
        "valid_to": dates.DATE,
        "confidence": CONFIDENCE,
        "source": NOTE,
        "note": NOTE,
    },
}
POST_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["key", "title", "rank"],
    "oneOf": HOLDER,
    "properties": {
        "organisation": KEY,
        "every": EVERY,
        "unit": PART,
        "each_unit": {"type": "string", "minLength": 1, "description": "đầu của tên đơn vị"},
        "key": PART,
        "title": {"type": "string", "minLength": 1, "maxLength": 150},
        "rank": {"type": "integer", "minimum": 1, "maximum": 9},
        "leader": {"type": "boolean"},
        "single": {"type": "boolean", "description": "mỗi lúc chỉ một người giữ"},
        "signs_as": {
            "type": "array",
            "items": {"type": "string", "minLength": 1, "maxLength": 120},
            "maxItems": 5,
        },
        "valid_from": dates.DATE,
        "valid_to": dates.DATE,
        "confidence": CONFIDENCE,
        "source": NOTE,
        "note": NOTE,
    },
}


def key_of(entry: Entry) -> str:
    return entry.data["key"]


def expand_unit(entry: Entry, entries: Mapping[str, list[Entry]]) -> Iterable[Entry]:
    for organisation in targets(entry, entries):
        values = {"organisation": organisation, "key": f"{organisation}-{entry.data['key']}"}
        if "parent" in entry.data:
            values["parent"] = f"{organisation}-{entry.data['parent']}"
        yield filled(entry, **values)


def expand_post(entry: Entry, entries: Mapping[str, list[Entry]]) -> Iterable[Entry]:
    units = {unit.data["key"]: unit.data for unit in entries.get("units", ())}
    held: dict[str, list[Mapping[str, Any]]] = {}
    if "each_unit" in entry.data:
        for unit in units.values():
            if unit["name"].startswith(entry.data["each_unit"]):
                held.setdefault(unit["organisation"], []).append(unit)
    for organisation in targets(entry, entries):
        if "each_unit" in entry.data:
            for unit in held.get(organisation, ()):
                yield _post(entry, organisation, unit["key"], unit["name"])
        elif "unit" in entry.data:
            unit_key = f"{organisation}-{entry.data['unit']}"
            # A template reaches only where the unit is; a post written for one organisation must find it.
            if unit_key in units or "organisation" in entry.data:
                yield _post(entry, organisation, unit_key, units.get(unit_key, {}).get("name", ""))
        else:
            yield filled(entry, organisation=organisation, key=f"{organisation}-{entry.data['key']}")


def _post(entry: Entry, organisation: str, unit: str, unit_name: str) -> Entry:
    written = unit_name.removeprefix("Phòng ").upper()
    lines = [line.replace("{unit}", written)[:120] for line in entry.data.get("signs_as", [])]
    return filled(
        entry, organisation=organisation, unit=unit, key=f"{unit}-{entry.data['key']}", signs_as=lines
    )


def _unit_values(entry: Entry) -> dict[str, Any]:
    data = entry.data
    return {
        "organisation": data["organisation"],
        "name": data["name"],
        "short_code": data.get("short_code", ""),
        "parent": data.get("parent"),
        "one_stop": data.get("one_stop", False),
        "records_office": data.get("records_office", False),
        "confidence": data.get("confidence", ""),
        "valid_from": data.get("valid_from"),
        "valid_to": data.get("valid_to"),
    }


def _units_present(work: Work) -> Mapping[str, Row]:
    names = ("name", "short_code", "one_stop", "records_office", "confidence")
    found = Unit.objects.values_list(
        "pk", "key", "organisation__key", "parent__key", "valid_from", "valid_to", *names
    )
    rows: dict[str, Row] = {}
    for pk, key, organisation, parent, begins, ends, *rest in found:
        values = dict(zip(names, rest, strict=True))
        values.update(
            organisation=organisation, parent=parent, valid_from=dates.iso(begins), valid_to=dates.iso(ends)
        )
        rows[key] = Row(pk, values)
    return rows


def unit_ids(work: Work) -> dict[str, int]:
    if "units" not in work.found:
        work.found["units"] = dict(Unit.objects.values_list("key", "pk"))
    return work.found["units"]


def _unit_columns(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in values.items() if name not in {"organisation", "parent"}}
    return {
        **columns,
        "organisation_id": organisation_ids(work)[values["organisation"]],
        "parent_id": unit_ids(work)[values["parent"]] if values["parent"] else None,
        "valid_from": as_date(values["valid_from"]),
        "valid_to": as_date(values["valid_to"]),
    }


class UnitTable(Table):
    """Parents before children, as for organisations."""

    def apply(self, work: Work, changes: Sequence[Change]) -> int:
        waiting = [c for c in changes if c.verb == "create"]
        done = 0
        while waiting:
            ids = unit_ids(work)
            ready = [c for c in waiting if not c.after["parent"] or c.after["parent"] in ids]
            done += super().apply(work, ready)
            del work.found["units"]
            fresh = {c.key for c in ready}
            waiting = [c for c in waiting if c.key not in fresh]
        return done + super().apply(work, [c for c in changes if c.verb != "create"])


def _unit_references(entry: Entry) -> Iterable[Reference]:
    yield Reference("organisation", entry.data["organisation"], ("organisation",))
    if "parent" in entry.data:
        yield Reference("unit", entry.data["parent"], ("parent",))


def _unit_problems(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    yield from dates.in_order(entries)
    yield from tree_problems(entries, key_of)
    for entry in entries:
        organisation = entry.data["organisation"]
        yield from dates.within(
            entry,
            names.get("organisation", organisation),
            gettext("cơ quan “%(organisation)s”") % {"organisation": organisation},
        )


def _post_values(entry: Entry) -> dict[str, Any]:
    data = entry.data
    return {
        "organisation": data["organisation"],
        "unit": data.get("unit"),
        "title": data["title"],
        "rank": data["rank"],
        "leader": data.get("leader", False),
        "signs_as": list(data.get("signs_as", [])),
        "valid_from": data.get("valid_from"),
        "valid_to": data.get("valid_to"),
    }


def _posts_present(work: Work) -> Mapping[str, Row]:
    names = ("title", "rank", "leader", "signs_as")
    found = Post.objects.values_list(
        "pk", "key", "organisation__key", "unit__key", "valid_from", "valid_to", *names
    )
    rows: dict[str, Row] = {}
    for pk, key, organisation, unit, begins, ends, *rest in found:
        values = dict(zip(names, rest, strict=True))
        values.update(
            organisation=organisation, unit=unit, valid_from=dates.iso(begins), valid_to=dates.iso(ends)
        )
        rows[key] = Row(pk, values)
    return rows


def _post_columns(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in values.items() if name not in {"organisation", "unit"}}
    return {
        **columns,
        "organisation_id": organisation_ids(work)[values["organisation"]],
        "unit_id": unit_ids(work)[values["unit"]] if values["unit"] else None,
        "valid_from": as_date(values["valid_from"]),
        "valid_to": as_date(values["valid_to"]),
    }


def _post_references(entry: Entry) -> Iterable[Reference]:
    yield Reference("organisation", entry.data["organisation"], ("organisation",))
    if "unit" in entry.data:
        yield Reference("unit", entry.data["unit"], ("unit",))


def _post_problems(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    yield from dates.in_order(entries)
    for entry in entries:
        kind = "unit" if "unit" in entry.data else "organisation"
        yield from dates.within(
            entry,
            names.get(kind, entry.data[kind]),
            gettext("nơi đặt chức danh “%(holder)s”") % {"holder": entry.data[kind]},
        )


units = UnitTable(
    aspect="units",
    key=key_of,
    model=Unit,
    wanted=_unit_values,
    present=_units_present,
    columns=_unit_columns,
    recorded=True,
    key_field="key",
)
posts = Table(
    aspect="posts",
    key=key_of,
    model=Post,
    wanted=_post_values,
    present=_posts_present,
    columns=_post_columns,
    label=lambda values: str(values["title"]),
    key_field="key",
)
ASPECTS = [
    Aspect(
        name="units",
        title=_("Đơn vị trong cơ quan"),
        files="units/*.yaml",
        schema=UNIT_SCHEMA,
        key=key_of,
        kind="unit",
        expand=expand_unit,
        references=_unit_references,
        validate=_unit_problems,
        plan=units.plan,
        apply=units.apply,
        order=230,
    ),
    Aspect(
        name="posts",
        title=_("Chức danh"),
        files="posts/*.yaml",
        schema=POST_SCHEMA,
        key=key_of,
        kind="post",
        expand=expand_post,
        references=_post_references,
        validate=_post_problems,
        plan=posts.plan,
        apply=posts.apply,
        order=240,
    ),
]
