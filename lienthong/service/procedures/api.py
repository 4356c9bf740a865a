"""``/api/v1/public/procedures``: the catalogue for everyone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as mark
from ninja import Schema

from lienthong.kernel.api.public import PUBLIC, Routes
from lienthong.kernel.errors import Invalid
from lienthong.service.procedures.models import Procedure, ServiceVersion
from lienthong.service.procedures.queries import deciding_organisations, find, procedure

router = Routes(tags=[mark("Thủ tục hành chính")])
LONGEST_LIST = 100


class LimitOut(Schema):
    """``unit``: ngay_lam_viec | ngay | gio_lam_viec | thang …, as the law gives it; no value where it depends."""

    value: int | float | None
    unit: str | None


class ProcedureOut(Schema):
    """``level``: who decides (xa | tinh | …). ``online_level``: toan_trinh | mot_phan | …"""

    key: str
    national_code: str | None
    name: str
    short_name: str
    field: str
    level: str
    online_level: str
    limit: LimitOut
    accepts_online: bool


class ProceduresOut(Schema):
    items: list[ProcedureOut]


class AgencyOut(Schema):
    key: str
    name: str


class ServiceOut(Schema):
    """``form``: JSON Schema of the answers that POST /dossiers takes as ``values``; ``components``: the papers."""

    version: int
    form: dict[str, Any]
    components: list[dict[str, Any]]
    deciding: list[AgencyOut]


class ProcedureDetailOut(ProcedureOut):
    data: dict[str, Any]
    version: int
    service: ServiceOut | None = None


def brief(item: Procedure, live: bool) -> dict[str, Any]:
    limit = item.data["processing_time"]
    return {
        "key": item.key,
        "national_code": item.national_code or None,
        "name": item.name,
        "short_name": item.short_name,
        "field": item.field,
        "level": item.level,
        "online_level": item.online_level,
        "limit": {"value": limit["value"], "unit": limit["unit"]},
        "accepts_online": live,
    }


@router.read(
    "/public/procedures", access=PUBLIC, response=ProceduresOut, summary=mark("Tìm thủ tục, không cần dấu")
)
def list_procedures(
    request: HttpRequest, q: str = "", field: str = "", level: str = "", limit: int = 50
) -> Any:
    if not 1 <= limit <= LONGEST_LIST:
        raise Invalid(_("Số dòng phải từ 1 đến %(most)s") % {"most": LONGEST_LIST}, field="limit")
    rows = list(find(q, field=field.replace("\x00", ""), level=level.replace("\x00", ""))[:limit])
    live = set(ServiceVersion.objects.filter(live=True).values_list("procedure_id", flat=True))
    return {"items": [brief(item, item.pk in live) for item in rows]}


@router.read(
    "/public/procedures/{key}", access=PUBLIC, response=ProcedureDetailOut, summary=mark("Một thủ tục")
)
def one_procedure(request: HttpRequest, key: str) -> Any:
    item = procedure(key.replace("\x00", ""))
    service = ServiceVersion.objects.filter(procedure=item, live=True).first()
    answer = {**brief(item, service is not None), "data": item.data, "version": item.version}
    if service is not None:
        answer["service"] = {
            "version": service.version,
            "form": service.form,
            "components": service.components,
            "deciding": [{"key": row.key, "name": row.name} for row in deciding_organisations(service)],
        }
    return answer
