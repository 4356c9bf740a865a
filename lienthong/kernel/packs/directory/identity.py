"""Identifiers of organisations, and which organisation took over from which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.directory.models import OrganisationCode, Succession
from lienthong.kernel.packs.public import Aspect, Entry, Names, Problem, Reference, Row, Table, Work, as_date

from . import dates
from .organisations import CONFIDENCE, KEY, organisation_ids

CODE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["organisation", "scheme", "code"],
    "properties": {
        "organisation": KEY,
        "scheme": {"enum": ["qcvn102", "qd20", "name_2010", "other"]},
        "code": {"type": "string", "minLength": 1, "maxLength": 40},
        "simulated": {"type": "boolean"},
        "valid_from": dates.DATE,
        "valid_to": dates.DATE,
        "confidence": CONFIDENCE,
    },
}
SUCCESSION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["predecessor", "successor", "kind", "on"],
    "properties": {
        "predecessor": KEY,
        "successor": KEY,
        "kind": {"enum": ["merged", "split", "renamed", "dissolved_into", "transferred"]},
        "on": dates.DATE,
        "note": {"type": "string", "maxLength": 300},
        "confidence": CONFIDENCE,
    },
}


def code_key(entry: Entry) -> str:
    return f"{entry.data['scheme']}:{entry.data['code']}"


def _code_values(entry: Entry) -> dict[str, Any]:
    data = entry.data
    return {
        "organisation": data["organisation"],
        "scheme": data["scheme"],
        "code": data["code"],
        "simulated": data.get("simulated", False),
        "valid_from": data.get("valid_from"),
        "valid_to": data.get("valid_to"),
    }


def _codes_present(work: Work) -> Mapping[str, Row]:
    names = ("organisation__key", "scheme", "code", "simulated", "valid_from", "valid_to")
    rows: dict[str, Row] = {}
    for pk, organisation, scheme, code, simulated, begins, ends in OrganisationCode.objects.values_list(
        "pk", *names
    ):
        values = {
            "organisation": organisation,
            "scheme": scheme,
            "code": code,
            "simulated": simulated,
            "valid_from": dates.iso(begins),
            "valid_to": dates.iso(ends),
        }
        rows[f"{scheme}:{code}"] = Row(pk, values)
    return rows


def _code_columns(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in values.items() if name != "organisation"}
    columns["organisation_id"] = organisation_ids(work)[values["organisation"]]
    return {**columns, "valid_from": as_date(values["valid_from"]), "valid_to": as_date(values["valid_to"])}


def _code_problems(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    yield from dates.in_order(entries)
    main = [entry for entry in entries if entry.data["scheme"] in {"qcvn102", "qd20"}]
    yield from dates.no_overlap(
        main, lambda e: (e.data["organisation"], e.data["scheme"]), gettext("Mã định danh của")
    )


def succession_key(entry: Entry) -> str:
    return f"{entry.data['predecessor']}>{entry.data['successor']}"


def _succession_values(entry: Entry) -> dict[str, Any]:
    names = ("predecessor", "successor", "kind", "on")
    return {**{name: entry.data[name] for name in names}, "note": entry.data.get("note", "")}


def _successions_present(work: Work) -> Mapping[str, Row]:
    names = ("predecessor__key", "successor__key", "kind", "on", "note")
    rows: dict[str, Row] = {}
    for pk, before, after, kind, on, note in Succession.objects.values_list("pk", *names):
        values = {"predecessor": before, "successor": after, "kind": kind, "on": dates.iso(on), "note": note}
        rows[f"{before}>{after}"] = Row(pk, values)
    return rows


def _succession_columns(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    ids = organisation_ids(work)
    return {
        "predecessor_id": ids[values["predecessor"]],
        "successor_id": ids[values["successor"]],
        "kind": values["kind"],
        "on": as_date(values["on"]),
        "note": values["note"],
    }


def _succession_references(entry: Entry) -> Iterable[Reference]:
    yield Reference("organisation", entry.data["predecessor"], ("predecessor",))
    yield Reference("organisation", entry.data["successor"], ("successor",))


def _succession_problems(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    for entry in entries:
        before, after, on = entry.data["predecessor"], entry.data["successor"], entry.data["on"]
        if before == after:
            yield entry.problem(gettext("Cơ quan không thể kế tục chính nó"), "self_succession", "successor")
            continue
        old, new = names.get("organisation", before), names.get("organisation", after)
        if old is not None and dates.end(old) >= on and entry.data["kind"] != "transferred":
            message = gettext("“%(before)s” chưa kết thúc trước ngày %(on)s (%(file)s dòng %(line)s)") % {
                "before": before,
                "on": on,
                "file": old.file,
                "line": old.line,
            }
            yield entry.problem(message, "predecessor_alive", "on")
        if new is not None and dates.end(new) < on:
            yield entry.problem(
                gettext("“%(after)s” đã kết thúc trước ngày %(on)s") % {"after": after, "on": on},
                "successor_ended",
                "on",
            )


codes = Table(
    aspect="organisation_codes",
    key=code_key,
    model=OrganisationCode,
    wanted=_code_values,
    present=_codes_present,
    columns=_code_columns,
    label=lambda values: str(values.get("organisation", "")),
)
successions = Table(
    aspect="successions",
    key=succession_key,
    model=Succession,
    wanted=_succession_values,
    present=_successions_present,
    columns=_succession_columns,
    label=lambda values: str(values.get("kind", "")),
    ends=False,
)
ASPECTS = [
    Aspect(
        name="organisation_codes",
        title=_("Mã định danh cơ quan"),
        files="organisations/codes*.csv",
        schema=CODE_SCHEMA,
        key=code_key,
        references=lambda entry: [Reference("organisation", entry.data["organisation"], ("organisation",))],
        validate=_code_problems,
        plan=codes.plan,
        apply=codes.apply,
        order=210,
    ),
    Aspect(
        name="successions",
        title=_("Kế tục giữa các cơ quan"),
        files="organisations/successions*.csv",
        schema=SUCCESSION_SCHEMA,
        key=succession_key,
        references=_succession_references,
        validate=_succession_problems,
        plan=successions.plan,
        apply=successions.apply,
        order=220,
    ),
]
