"""The list of held files and one of them. Neither content nor picture is shown: this desk decides by findings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lienthong.kernel.access.public import requires, system_scope
from lienthong.kernel.errors import Refused
from lienthong.kernel.files.inspection.finding import QUARANTINE_REASONS
from lienthong.kernel.files.public import QUARANTINE, State, StoredFile, may_confirm, way_of
from lienthong.kernel.quarantine import queries

PAGE = 50


@require_safe
@requires(QUARANTINE)
def listing(request: HttpRequest) -> HttpResponse:
    tab = request.GET.get("muc", queries.FIRST)
    tab = tab if tab in queries.TABS else queries.FIRST
    reason = request.GET.get("ly-do", "")
    reason = reason if reason in QUARANTINE_REASONS else ""
    words = request.GET.get("q", "")[:200]
    with system_scope():
        page = Paginator(queries.held(tab, reason=reason, words=words), PAGE).get_page(
            request.GET.get("trang")
        )
        rows = queries.rows(page.object_list)
        counts = queries.counts()
    kept = {name: value for name, value in (("ly-do", reason), ("q", words)) if value}
    tabs = [
        {
            "text": label,
            "url": f"?{urlencode({'muc': name, **kept})}",
            "count": counts[name],
            "current": name == tab,
        }
        for name, (label, _states) in queries.TABS.items()
    ]
    return render(
        request,
        "quarantine/list.html",
        {
            "page": page, "rows": rows, "tabs": tabs, "tab": tab, "reason": reason, "words": words, "narrowed": bool(kept),
            "reasons": QUARANTINE_REASONS.items() if tab in ("cach-ly", "cho-xac-nhan") else (),
        },
    )  # fmt: skip


@require_safe
@requires(QUARANTINE)
def show(request: HttpRequest, file_id: UUID) -> HttpResponse:
    return page_of(request, queries.one(request.actor, file_id))  # type: ignore[attr-defined]


def page_of(request: HttpRequest, file: StoredFile) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    with system_scope():
        row = queries.rows([file])[0]
        events = queries.decisions(file)
    way, hindrance = "", ""
    if file.state in (State.QUARANTINE, State.REFUSED):
        try:
            way = way_of(file)
        except Refused as refusal:
            hindrance = str(refusal.message)
    asker = queries.names_of([row.waiting.asked_by]).get(row.waiting.asked_by, "") if row.waiting else ""  # type: ignore[arg-type]
    return render(
        request,
        "quarantine/file.html",
        {
            "row": row, "file": file, "events": events, "way": way, "hindrance": hindrance, "asker": asker,
            "may_confirm": row.waiting is not None and may_confirm(row.waiting, actor),
            "held": file.state in (State.QUARANTINE, State.REFUSED), "back": reverse("quarantine:list"),
        },
    )  # fmt: skip


def context_of_act(file: StoredFile) -> dict[str, Any]:
    return {"file": file, "back": reverse("quarantine:show", args=[file.pk])}
