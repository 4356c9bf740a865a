"""Administrative units of the country and which followed which.

An area is named by its code and the day its period began, ``14797@2025-07-01``; before the first known change the day
is left out, ``14797@``. The bare code is offered too, for those to whom any period is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import Area, AreaSuccession
from lienthong.kernel.packs.public import Aspect, Entry, Names, Problem, Reference, Row, Table, Work, as_date
from lienthong.kernel.text import fold

from . import dates

CODE = {"type": "string", "pattern": "^[0-9]{2,5}$"}
AREA_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["code", "level", "kind", "name", "province"],
    "properties": {
        "code": CODE,
        "level": {"enum": ["1", "2", "3"]},
        "kind": {"type": "string", "minLength": 1, "maxLength": 40},
        "name": {"type": "string", "minLength": 1, "maxLength": 200},
        "province": CODE,
        "district": CODE,
        "valid_from": dates.DATE,
        "valid_to": dates.DATE,
    },
}
SUCCESSION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["predecessor", "successor", "partial", "default_target"],
    "properties": {
        "predecessor": {"type": "string", "pattern": "^[0-9]{2,5}@([0-9-]{10})?$"},
        "successor": {"type": "string", "pattern": "^[0-9]{2,5}@[0-9-]{10}$"},
        "partial": {"type": "boolean"},
        "default_target": {"type": "boolean"},
    },
}


def area_key(entry: Entry) -> str:
    return f"{entry.data['code']}@{entry.data.get('valid_from', '')}"


def _area_values(entry: Entry) -> dict[str, Any]:
    data = entry.data
    return {
        "level": int(data["level"]),
        "code": data["code"],
        "name": data["name"],
        "kind": data["kind"],
        "province_code": data["province"],
        "district_code": data.get("district", ""),
        "valid_from": data.get("valid_from"),
        "valid_to": data.get("valid_to"),
    }


def _areas_present(work: Work) -> Mapping[str, Row]:
    names = ("level", "code", "name", "kind", "province_code", "district_code", "valid_from", "valid_to")
    rows: dict[str, Row] = {}
    for pk, *found in Area.objects.values_list("pk", *names):
        values = dict(zip(names, found, strict=True))
        values["valid_from"], values["valid_to"] = (
            dates.iso(values["valid_from"]),
            dates.iso(values["valid_to"]),
        )
        rows[f"{values['code']}@{values['valid_from'] or ''}"] = Row(pk, values)
    return rows


def _area_columns(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "valid_from": as_date(values["valid_from"]), "valid_to": as_date(values["valid_to"])}


def _fold_name(area: Area) -> None:
    area.folded = fold(area.name)


def _area_problems(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    yield from dates.in_order(entries)
    yield from dates.no_overlap(
        entries, lambda e: (e.data["level"], e.data["code"]), gettext("Đơn vị hành chính")
    )


def _area_references(entry: Entry) -> Iterable[Reference]:
    data = entry.data
    if data["level"] != "1":
        yield Reference("area", data["province"], ("province",))
    if "district" in data and data["level"] == "3":
        yield Reference("area", data["district"], ("district",))


def succession_key(entry: Entry) -> str:
    return f"{entry.data['predecessor']}>{entry.data['successor']}"


def _succession_values(entry: Entry) -> dict[str, Any]:
    data = entry.data
    return {**data, "on": data["successor"].split("@")[1]}


def _successions_present(work: Work) -> Mapping[str, Row]:
    keys = _area_keys()
    rows: dict[str, Row] = {}
    found = AreaSuccession.objects.values_list(
        "pk", "predecessor_id", "successor_id", "on", "partial", "default_target"
    )
    for pk, before, after, on, partial, default in found:
        values = {
            "predecessor": keys[before],
            "successor": keys[after],
            "partial": partial,
            "default_target": default,
            "on": on.isoformat(),
        }
        rows[f"{keys[before]}>{keys[after]}"] = Row(pk, values)
    return rows


def _area_keys() -> dict[int, str]:
    found = Area.objects.values_list("pk", "code", "valid_from")
    return {pk: f"{code}@{dates.iso(valid_from) or ''}" for pk, code, valid_from in found}


def _succession_columns(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    if "areas" not in work.found:
        work.found["areas"] = {key: pk for pk, key in _area_keys().items()}
    ids = work.found["areas"]
    return {
        "predecessor_id": ids[values["predecessor"]],
        "successor_id": ids[values["successor"]],
        "on": as_date(values["on"]),
        "partial": values["partial"],
        "default_target": values["default_target"],
    }


def _succession_references(entry: Entry) -> Iterable[Reference]:
    yield Reference("area", entry.data["predecessor"], ("predecessor",))
    yield Reference("area", entry.data["successor"], ("successor",))


def _succession_problems(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    chosen: dict[str, Entry] = {}
    for entry in entries:
        if not entry.data["default_target"]:
            continue
        before = entry.data["predecessor"]
        if before in chosen:
            message = gettext("“%(before)s” đã có nơi chuyển mặc định ở dòng %(line)s") % {
                "before": before,
                "line": chosen[before].line,
            }
            yield entry.problem(message, "two_defaults", "default_target")
        chosen[before] = entry


areas = Table(
    aspect="areas",
    key=area_key,
    model=Area,
    wanted=_area_values,
    present=_areas_present,
    columns=_area_columns,
    prepare=_fold_name,
    derived=("folded",),
)
successions = Table(
    aspect="area_successions",
    key=succession_key,
    model=AreaSuccession,
    wanted=_succession_values,
    present=_successions_present,
    columns=_succession_columns,
    label=lambda values: "",
    ends=False,
)
ASPECTS = [
    Aspect(
        name="areas",
        title=_("Đơn vị hành chính"),
        files="areas/areas*.csv",
        schema=AREA_SCHEMA,
        key=area_key,
        kind="area",
        offers=lambda entry: [Reference("area", entry.data["code"])],
        references=_area_references,
        validate=_area_problems,
        plan=areas.plan,
        apply=areas.apply,
        order=100,
    ),
    Aspect(
        name="area_successions",
        title=_("Đơn vị hành chính cũ và mới"),
        files="areas/succession*.csv",
        schema=SUCCESSION_SCHEMA,
        key=succession_key,
        references=_succession_references,
        validate=_succession_problems,
        plan=successions.plan,
        apply=successions.apply,
        order=110,
    ),
]
