"""What packs configure of procedures: the catalogue, and the services that make procedures live."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.feel.public import FeelSyntaxError, compile
from lienthong.kernel.forms.public import check_schema
from lienthong.kernel.packs.public import (
    Aspect,
    Change,
    Entry,
    Names,
    Problem,
    Reference,
    Work,
    register_aspect,
)
from lienthong.kernel.process import public as processes
from lienthong.service.procedures.catalogue import (
    checksum_of,
    publish_procedure,
    publish_service,
    service_checksum,
    withdraw_service,
)
from lienthong.service.procedures.models import Procedure, ServiceVersion

PROCEDURE_SCHEMA: dict[str, Any] = json.loads(
    (Path(settings.PACKS_DIR) / "schemas/procedure.schema.json").read_text("utf-8")
)
TEXT = {"type": "string", "minLength": 1}
SERVICE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["procedure", "decides", "amount", "components", "form", "process", "result", "lanes"],
    "properties": {
        "procedure": TEXT,
        "decides": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"tier": TEXT, "kinds": {"type": "array", "items": TEXT}, "organisation": TEXT},
        },
        "receives": {"type": "object", "additionalProperties": False, "properties": {"organisation": TEXT}},
        "amount": {
            "type": "object", "additionalProperties": False, "required": ["value", "unit"],
            "properties": {"value": {"type": "number", "minimum": 0}, "unit": {"enum": ["working_hour", "working_day", "calendar_day"]}},
        },
        "cut_off": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
        "fee": {
            "type": "object", "additionalProperties": False,
            "properties": {"amount": {"type": "integer", "minimum": 0}, "decision": TEXT, "label": TEXT, "table": TEXT,
                "when": {"enum": ["hand_in", "after_acceptance"]}, "pauses": {"type": "boolean"},
                "required_before": {"type": "array", "items": {"enum": ["seal", "return"]}},
            },
        },
        "components": {
            "type": "array",
            "items": {
                "type": "object", "additionalProperties": False, "required": ["key", "name"],
                "properties": {
                    "key": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "name": TEXT, "required": {"type": "boolean"},
                    "when": TEXT, "form": TEXT, "hint": TEXT,
                },
            },
        },
        "form": {"type": "object"},
        "process": TEXT,
        "lanes": {
            "type": "object",
            "additionalProperties": {
                "type": "object", "additionalProperties": False, "required": ["role"],
                "properties": {"role": TEXT, "units": {"type": "array", "items": TEXT}},
            },
        },
        "result": {
            "type": "object", "additionalProperties": False, "required": ["name", "title", "notation", "fields"],
            "properties": {
                "name": TEXT, "title": TEXT, "subtitle": TEXT, "intro": TEXT, "closing": TEXT, "notation": TEXT, "series": TEXT,
                "fields": {"type": "array", "items": {"type": "object", "required": ["label", "value"], "additionalProperties": False,
                                                     "properties": {"label": TEXT, "value": TEXT}}},
                "form": {"type": "object"},
            },
        },
    },
}  # fmt: skip
TASKS = {"receive", "supplement", "pay", "process", "consult", "draft", "review", "sign", "seal", "return"}


def _removed(entries: Iterable[Entry], name: str) -> list[str]:
    return [str(entry.data[name]) for entry in entries]


# --- the catalogue ---------------------------------------------------------------------------------------------------


def _procedure_key(entry: Entry) -> str:
    return str(entry.data["slug"])


def _plan_procedures(work: Work) -> Iterable[Change]:
    known = dict(Procedure.objects.filter(valid_to=None).values_list("key", "checksum"))
    for entry in work.entries("procedures"):
        key = _procedure_key(entry)
        if key not in known:
            yield Change(
                "procedures",
                "create",
                key,
                entry.data["short_name"],
                after={"name": entry.data["official_name"]},
                load=entry,
            )
        elif known[key] != checksum_of(entry.data):
            yield Change(
                "procedures",
                "change",
                key,
                entry.data["short_name"],
                {"checksum": known[key]},
                {"checksum": checksum_of(entry.data)},
                load=entry,
            )
    for entry in work.removed("procedures", _procedure_key):
        yield Change("procedures", "close", _procedure_key(entry), entry.data["short_name"])


def _apply_procedures(work: Work, changes: Sequence[Change]) -> int:
    for change in changes:
        if change.verb == "close":
            Procedure.objects.filter(key=change.key, valid_to=None).update(valid_to=work.today)
        else:
            publish_procedure(change.load.data)
    return len(changes)


# --- live services ---------------------------------------------------------------------------------------------------


def _service_key(entry: Entry) -> str:
    return str(entry.data["procedure"])


def _declared(entry: Entry) -> dict[str, Any]:
    """The service with its diagram and tables instead of their file names."""
    data = dict(entry.data)
    data["bpmn"] = entry.siblings[data["process"]].decode("utf-8")
    table = (data.get("fee") or {}).get("table")
    data["dmn"] = [entry.siblings[table].decode("utf-8")] if table else []
    return data


def _service_references(entry: Entry) -> Iterable[Reference]:
    yield Reference("procedure", entry.data["procedure"], ("procedure",))
    if "organisation" in entry.data["decides"]:
        yield Reference("organisation", entry.data["decides"]["organisation"], ("decides", "organisation"))
    if "organisation" in entry.data.get("receives", {}):
        yield Reference("organisation", entry.data["receives"]["organisation"], ("receives", "organisation"))
    for lane, rule in entry.data["lanes"].items():
        yield Reference("role", rule["role"], ("lanes", lane, "role"))


def _validate_services(entries: Sequence[Entry], names: Names) -> Iterable[Problem]:
    for entry in entries:
        yield from _validate_form(entry, entry.data["form"], "form")
        if entry.data["result"].get("form"):
            yield from _validate_form(entry, entry.data["result"]["form"], "result", "form")
        yield from _validate_components(entry)
        yield from _validate_process(entry, names)


def _validate_form(entry: Entry, schema: Any, *pointer: str) -> Iterable[Problem]:
    for problem in check_schema(schema):
        place = tuple(part for part in str(problem.pointer).split("/") if part)
        yield entry.problem(str(problem.message), "form_schema", *pointer, *place)


def _validate_components(entry: Entry) -> Iterable[Problem]:
    seen: set[str] = set()
    for index, component in enumerate(entry.data["components"]):
        if component["key"] in seen:
            yield entry.problem(
                _("Mã giấy tờ “%(key)s” lặp lại") % {"key": component["key"]},
                "duplicate_key",
                "components",
                index,
                "key",
            )
        seen.add(component["key"])
        if component.get("when"):
            try:
                compile(component["when"])
            except FeelSyntaxError as error:
                yield entry.problem(str(error), "feel", "components", index, "when")


def _validate_process(entry: Entry, names: Names) -> Iterable[Problem]:
    name = entry.data["process"]
    if name not in entry.siblings:
        yield entry.problem(
            _("Không có tệp “%(name)s” cạnh service.yaml") % {"name": name}, "missing_file", "process"
        )
        return
    table = (entry.data.get("fee") or {}).get("table")
    if table and table not in entry.siblings:
        yield entry.problem(
            _("Không có tệp “%(name)s” cạnh service.yaml") % {"name": table}, "missing_file", "fee", "table"
        )
        return
    declared = _declared(entry)
    folder = entry.file.rpartition("/")[0]
    yield from _validate_fee(entry, declared)
    found = processes.check(declared["bpmn"], declared["dmn"])
    for problem in found:
        yield Problem(
            f"{folder}/{name}", problem.line or 0, 1 if problem.line else 0, str(problem), problem.code
        )
    if found:
        return
    lanes = entry.data["lanes"]
    for step in processes_steps(declared["bpmn"]):
        where = f"{folder}/{name}"
        task = step.properties.get("task", "process")
        if task not in TASKS:
            yield Problem(
                where,
                step.line,
                1,
                _("Bước “%(step)s” có loại việc lạ: %(task)s") % {"step": step.title, "task": task},
                "unknown_task",
            )
        if step.role != "cong_dan" and step.role not in lanes:
            yield Problem(
                where,
                step.line,
                1,
                _("Làn “%(lane)s” chưa được gắn với vai trò trong service.yaml") % {"lane": step.role},
                "unknown_lane",
            )
        if task == "consult" and not names.has("organisation", step.properties.get("organisation", "")):
            yield Problem(
                where,
                step.line,
                1,
                _("Bước “%(step)s” hỏi ý kiến cơ quan không có trong gói") % {"step": step.title},
                "dangling_reference",
            )


def _validate_fee(entry: Entry, declared: dict[str, Any]) -> Iterable[Problem]:
    """A decision that is not in the table would show only when the first applicant hands in."""
    decision = (entry.data.get("fee") or {}).get("decision")
    if decision:
        tables, _problems = processes.read_all(declared["dmn"])
        if decision not in tables:
            yield entry.problem(
                _("Không có bảng quyết định “%(name)s” trong tệp DMN") % {"name": decision},
                "unknown_decision",
                "fee",
                "decision",
            )


def processes_steps(bpmn: str) -> list[Any]:
    """The steps for people of a diagram."""
    from lienthong.kernel.process.diagram import read

    return read(bpmn).of_kind("userTask", "manualTask")


def _plan_services(work: Work) -> Iterable[Change]:
    known = dict(ServiceVersion.objects.filter(live=True).values_list("procedure__key", "checksum"))
    for entry in work.entries("services"):
        key, wanted = _service_key(entry), service_checksum(_declared(entry))
        if key not in known:
            yield Change("services", "create", key, key, after={"checksum": wanted}, load=entry)
        elif known[key] != wanted:
            yield Change(
                "services", "change", key, key, {"checksum": known[key]}, {"checksum": wanted}, load=entry
            )
    for entry in work.removed("services", _service_key):
        yield Change("services", "close", _service_key(entry), _service_key(entry))


def _apply_services(work: Work, changes: Sequence[Change]) -> int:
    for change in changes:
        if change.verb == "close":
            withdraw_service(change.key)
        else:
            publish_service(_declared(change.load))
    return len(changes)


PROCEDURES = Aspect(
    name="procedures", title=gettext_lazy("Thủ tục hành chính"), files="procedures/*.yaml", schema=PROCEDURE_SCHEMA, key=_procedure_key,
    kind="procedure", shape="single", plan=_plan_procedures, apply=_apply_procedures, order=510,
)  # fmt: skip
SERVICES = Aspect(
    name="services", title=gettext_lazy("Dịch vụ đang nhận hồ sơ"), files="services/*/service.yaml", schema=SERVICE_SCHEMA, key=_service_key,
    kind="service", shape="single", attachments=("services/*/*.bpmn", "services/*/*.dmn"), references=_service_references,
    validate=_validate_services, plan=_plan_services, apply=_apply_services, order=520,
)  # fmt: skip


def register() -> None:
    for aspect in (PROCEDURES, SERVICES):
        register_aspect(aspect)
