"""Finding procedures and what is needed to apply."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import fold, fold_number
from lienthong.service.procedures.models import Procedure, ServiceVersion

LONGEST_QUERY = 200


def procedures() -> QuerySet[Procedure]:
    """Procedures in force today."""
    return Procedure.objects.filter(Procedure.on(clock.today()))


def find(
    words: str = "", *, field: str = "", level: str = "", event: str = "", live: bool = False
) -> QuerySet[Procedure]:
    """Procedures that contain every word, with or without accents, in the order of how well they fit."""
    rows = procedures()
    if field:
        rows = rows.filter(field_group=field)
    if level:
        rows = rows.filter(level=level)
    if event:
        rows = rows.filter(life_events__contains=[event])
    if live:
        rows = rows.filter(services__live=True)
    folded = fold(words[:LONGEST_QUERY].replace("\x00", " "))
    for word in re.findall(r"[^\W_]+", fold_number(folded))[:10]:
        rows = rows.filter(words__contains=word)
    if folded:
        # A name that begins with, or holds, the whole question comes before one where the words lie apart.
        rows = rows.extra(  # a parameter, never text, reaches the database
            select={
                "fit": "case when strpos(procedures_procedure.words, %s) = 1 then 0 when strpos(procedures_procedure.words, %s) > 0 then 1 else 2 end"
            },
            select_params=[folded, folded],
        ).order_by("fit", "sort")
    else:
        rows = rows.order_by("sort")
    return rows


def procedure(key: str) -> Procedure:
    """One procedure in force, or NotFound."""
    found = procedures().filter(key=key[:60]).first()
    if found is None:
        raise NotFound(_("Không có thủ tục này hoặc đã hết hiệu lực"))
    return found


def live_service(procedure_key: str) -> ServiceVersion:
    """The service that takes applications now, or NotFound."""
    found = (
        ServiceVersion.objects.filter(procedure__key=procedure_key[:60], live=True)
        .select_related("procedure", "process")
        .first()
    )
    if found is None:
        raise NotFound(_("Thủ tục này chưa nhận hồ sơ trên hệ thống"))
    return found


def deciding_organisations(service: ServiceVersion) -> QuerySet[Organisation]:
    """Agencies among which the applicant chooses the one that decides."""
    rule: dict[str, Any] = service.data["decides"]
    rows = Organisation.objects.filter(Organisation.on(clock.today()))
    if "organisation" in rule:
        return rows.filter(key=rule["organisation"])
    return rows.filter(Q(tier=rule["tier"]) & Q(kind__in=rule.get("kinds", ["committee"]))).order_by("sort")


def receiving_organisation(service: ServiceVersion, deciding: Organisation) -> Organisation:
    """Who receives online dossiers: the deciding agency, or the service point that the province named."""
    named = service.data.get("receives", {}).get("organisation")
    if not named or named == deciding.key:
        return deciding
    return Organisation.objects.get(key=named)
