"""The live services as the office sees them: how each is received, decided and answered. Nothing is edited here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lienthong.kernel.access.public import ROLES, requires
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.forms.public import Form
from lienthong.kernel.process.public import drawn_steps
from lienthong.kernel.text import fold
from lienthong.kernel.worktime.public import Amount, amount_words
from lienthong.service.dossiers.domain.fees import fee_of
from lienthong.service.dossiers.domain.moving import amount_of
from lienthong.service.dossiers.rules import VIEW
from lienthong.service.procedures.public import ServiceVersion, deciding_organisations, live_service

_LANES = {"cong_dan": _("Người nộp")}
_UNITS = {"working_day", "working_hour", "calendar_day"}


@require_GET
@requires(VIEW)
def services(request: HttpRequest) -> HttpResponse:
    words = fold(request.GET.get("q", "").replace("\x00", "")[:200])
    found = [
        {"service": row, "limit": amount_words(amount_of(row)), "decides": decides_words(row)}
        for row in ServiceVersion.objects.filter(live=True)
        .select_related("procedure")
        .order_by("procedure__short_name")
        if all(word in row.procedure.words for word in words.split())
    ]
    return render(request, "dossiers/services.html", {"found": found, "words": request.GET.get("q", "")})


@require_GET
@requires(VIEW)
def service(request: HttpRequest, key: str) -> HttpResponse:
    found = live_service(key)
    steps = [_step(found, step) for step in drawn_steps(found.process) if step.kind == "user"]
    context = {
        "service": found,
        "procedure": found.procedure,
        "steps": steps,
        "limit": amount_words(amount_of(found)),
        "decides": decides_words(found),
        "deciding_count": deciding_organisations(found).count(),
        "fee": fee_words(found),
        "form": Form(found.form).render({}, {}, {}, prefix="xem"),
        "result": found.data.get("result") or {},
        "versions": ServiceVersion.objects.filter(procedure=found.procedure).order_by("-version"),
    }
    return render(request, "dossiers/service.html", context)


def _step(service: ServiceVersion, step: Any) -> dict[str, Any]:
    lane = service.data.get("lanes", {}).get(step.role, {})
    role = lane.get("role", step.role)
    amount = step.properties.get("amount", "")
    value, _sep, unit = amount.partition(" ")
    share = (
        amount_words(Amount(Decimal(value), unit))
        if value.isdigit() and unit in _UNITS
        else step.properties.get("share", "")
    )
    asked = step.properties.get("organisation", "")
    who = Organisation.objects.filter(key=asked).values_list("name", flat=True).first() if asked else None
    return {"name": step.name, "who": who or _LANES.get(role) or ROLES.get(role, role), "share": share, "text": step.documentation,
            "task": step.properties.get("task", "process"), "applicant": role == "cong_dan"}  # fmt: skip


def decides_words(service: ServiceVersion) -> str:
    rule = service.data["decides"]
    if "organisation" in rule:
        name = Organisation.objects.filter(key=rule["organisation"]).values_list("name", flat=True).first()
        return name or rule["organisation"]
    tiers = {"commune": _("Ủy ban nhân dân cấp xã"), "province": _("Cơ quan cấp tỉnh")}
    return str(tiers.get(rule.get("tier", ""), ""))


def fee_words(service: ServiceVersion) -> str:
    """The fee in words; one that depends on the answers is shown as it stands without any."""
    from lienthong.kernel.ui.formats import money_text

    fee = service.data.get("fee") or {}
    if not fee.get("decision"):
        return money_text(fee["amount"]) if fee.get("amount") else ""
    usual = fee_of(service, {})
    return (
        _("%(amount)s, theo bảng phí") % {"amount": money_text(usual)} if usual else str(_("theo bảng phí"))
    )
