"""Publishing procedures and services: the writes behind the pack aspects."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.process.public import publish
from lienthong.kernel.text import fold, fold_number, sort_key
from lienthong.service.procedures.models import Procedure, ProcedureVersion, ServiceVersion

# Everyday words by which people look for a procedure; the official names rarely contain them.
LIFE_EVENTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "sinh-con": (_("Sinh con"), ("birth_registration", "permanent_residence_registration", "civil_status_extract_copy")),
    "ket-hon": (_("Kết hôn"), ("marriage_registration", "civil_status_extract_copy")),
    "mo-cua-hang": (_("Mở cửa hàng"), ("household_business_registration", "branch_office_registration", "advertising_board_notice", "promotion_lottery_registration")),
    "xay-sua-nha": (_("Xây, sửa nhà"), ("construction_permit_small", "construction_permit_large", "land_first_registration", "land_change_registration", "land_use_purpose_change", "land_certificate_reissue")),
    "di-lam-thue-nguoi": (_("Đi làm, thuê người"), ("foreign_work_permit", "foreign_work_permit_exemption", "internal_labour_rules_registration", "driving_licence_exchange", "criminal_record_certificate")),
    "can-tro-giup": (_("Cần trợ giúp"), ("monthly_social_allowance", "funeral_cost_support", "disability_level_determination", "poor_household_recognition", "martyr_worship_allowance", "merit_relative_certificate", "death_registration")),
}  # fmt: skip


def events_of(slug: str) -> list[str]:
    return [key for key, (_label, slugs) in LIFE_EVENTS.items() if slug in slugs]


def checksum_of(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def searchable(data: Mapping[str, Any]) -> str:
    parts = [
        data["official_name"],
        data["short_name"],
        data["field"],
        data.get("national_code") or "",
        *data.get("keywords", []),
    ]
    return f"{fold(' '.join(parts))} {fold_number(data.get('national_code') or '')}"


def publish_procedure(data: Mapping[str, Any]) -> Procedure:
    """Create or renew a procedure; every state is kept as a version. Nothing happens when nothing changed."""
    checksum = checksum_of(data)
    facts = {
        "national_code": data.get("national_code") or "",
        "name": data["official_name"],
        "short_name": data["short_name"],
        "field": data["field"],
        "field_group": data["field_group"],
        "level": data["level"],
        "online_level": data["online_level"],
        "life_events": events_of(data["slug"]),
        "data": data,
        "words": searchable(data),
        "sort": sort_key(data["short_name"])[:400],
        "checksum": checksum,
    }
    procedure = Procedure.objects.filter(key=data["slug"]).first()
    if procedure is None:
        procedure = Procedure(key=data["slug"], **facts)
    elif procedure.checksum == checksum and procedure.valid_to is None:
        return procedure
    else:
        for name, value in facts.items():
            setattr(procedure, name, value)
        procedure.version += 1
        procedure.valid_to = None
    procedure.save()
    ProcedureVersion.objects.create(
        procedure=procedure, version=procedure.version, data=data, checksum=checksum, published_at=clock.now()
    )
    return procedure


def in_written_order(schema: Any) -> Any:
    """The same schema with ``ui.order`` at every object: a JSON column keeps values but not the order of keys, and a
    form must ask in the order in which it was written."""
    if isinstance(schema, list):
        return [in_written_order(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    found = {key: in_written_order(value) for key, value in schema.items()}
    properties = schema.get("properties")
    if schema.get("type") == "object" and isinstance(properties, Mapping):
        ui = schema.get("ui")
        found["ui"] = {"order": list(properties), **(ui if isinstance(ui, Mapping) else {})}
    return found


def service_checksum(declared: Mapping[str, Any]) -> str:
    return checksum_of(ordered(declared))


def ordered(declared: Mapping[str, Any]) -> dict[str, Any]:
    """The declaration with its forms made fit for keeping."""
    found = {**declared, "form": in_written_order(declared["form"])}
    if isinstance(declared.get("result"), Mapping) and declared["result"].get("form"):
        found["result"] = {**declared["result"], "form": in_written_order(declared["result"]["form"])}
    return found


def publish_service(declared: Mapping[str, Any]) -> ServiceVersion:
    """Make a service live. Open dossiers stay on the version they began with."""
    declared = ordered(declared)
    checksum = service_checksum(declared)
    procedure = Procedure.objects.get(key=declared["procedure"])
    present = ServiceVersion.objects.filter(procedure=procedure, live=True).first()
    if present is not None and present.checksum == checksum:
        return present
    process = publish(f"service.{declared['procedure']}", declared["bpmn"], declared.get("dmn", []))
    last = (
        ServiceVersion.objects.filter(procedure=procedure)
        .order_by("-version")
        .values_list("version", flat=True)
        .first()
        or 0
    )
    if present is not None:
        present.live = False
        present.save(update_fields=["live"])
    data = {
        name: value
        for name, value in declared.items()
        if name not in {"bpmn", "dmn", "form", "components", "procedure"}
    }
    return ServiceVersion.objects.create(
        procedure=procedure, version=last + 1, process=process, form=declared["form"], components=declared["components"], data=data,
        checksum=checksum, live=True, published_at=clock.now(),
    )  # fmt: skip


def withdraw_service(procedure_key: str) -> None:
    """No new dossiers from now on; open ones go on."""
    ServiceVersion.objects.filter(procedure__key=procedure_key, live=True).update(live=False)
