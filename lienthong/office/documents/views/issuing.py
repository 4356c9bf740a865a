"""Phát hành: choose agencies by group or by name, send once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import get, requires
from lienthong.kernel.errors import DomainError
from lienthong.office.documents import queries
from lienthong.office.documents.asking import day_in
from lienthong.office.documents.domain.issuing import issue
from lienthong.office.documents.models import Delivery
from lienthong.office.documents.panes import page_numbers, signatures
from lienthong.office.documents.rules import ISSUE

GROUPS = [("province", _("Tất cả sở, ban, ngành")), ("commune", _("Tất cả xã, phường"))]
TIERS = [
    ("province", _("Cơ quan cấp tỉnh")),
    ("commune", _("Ủy ban nhân dân xã, phường")),
    ("other", _("Cơ quan khác")),
]


@require_http_methods(["GET", "POST"])
@requires(ISSUE)
def send(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    document = get(queries.related(), actor, ISSUE, pk=document_id)
    if document.state not in ("sealed", "issued"):
        return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    refusal: DomainError | None = None
    have = set(Delivery.objects.filter(document=document).values_list("organisation_id", flat=True))
    choices = [row for row in queries.recipients_to_choose(document) if row.pk not in have]
    chosen: set[int] = set()
    if request.method == "POST":
        chosen = {int(raw) for raw in request.POST.getlist("to") if raw.isdecimal() and len(raw) < 16}
        groups = set(request.POST.getlist("group"))
        chosen |= {row.pk for row in choices if row.tier in groups}
        try:
            rows = issue(
                document,
                actor=actor,
                organisation_ids=sorted(chosen),
                due_on=day_in({"due_on": _iso(request.POST.get("due_on", ""))}, "due_on"),
            )
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("Đã phát hành đến %(n)s cơ quan") % {"n": len(rows)})
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    main = queries.main_file(document)
    suggested = _named_in(document.recipients + document.addressees, choices)
    context: dict[str, Any] = {
        "document": document, "refusal": refusal, "main": main, "page_numbers": page_numbers(main)[:1], "have": len(have), "due_on": request.POST.get("due_on", ""),
        "signatures": signatures(queries.signatures_of(main.file)) if main else None,
        "groups": [
            {"key": tier, "label": label, "rows": [{"row": row, "checked": row.pk in (chosen or suggested)} for row in choices if _tier(row.tier) == tier]}
            for tier, label in TIERS
        ],
        "all_groups": [(key, label, sum(row.tier == key for row in choices)) for key, label in GROUPS],
    }  # fmt: skip
    return render(request, "documents/issue.html", context, status=refusal.status if refusal else 200)


def _tier(tier: str) -> str:
    return tier if tier in ("province", "commune") else "other"


def _iso(text: str) -> str:
    parts = text.strip().split("/")
    return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}" if len(parts) == 3 else text.strip()


def _named_in(lines: list[str], choices: list[Any]) -> set[int]:
    """Agencies that the document itself names as recipients."""
    from lienthong.kernel.text import fold

    names = {fold(line).strip(" .;-") for line in lines}
    return {
        row.pk for row in choices if row.folded in names or (row.short_name and fold(row.short_name) in names)
    }
