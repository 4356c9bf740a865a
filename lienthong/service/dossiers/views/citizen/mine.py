"""My dossiers: drafts, what runs, what is done."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.access.public import signed_in
from lienthong.service.dossiers.drafts import discard_draft, drafts_of
from lienthong.service.dossiers.following import STATE_TONES, has_duty
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.queries import own
from lienthong.service.dossiers.views.citizen import drafting

PAGE = 20


@signed_in
@never_cache
@require_safe
def my_dossiers(request: HttpRequest) -> HttpResponse:
    """``/ho-so-cua-toi/``. The same number of queries for one dossier and for fifty."""
    actor = drafting.actor_of(request)
    found = own(actor)
    open_only = request.GET.get("loc", "") == "dang-giai-quyet"
    if open_only:
        found = found.exclude(state__in=Dossier.CLOSED)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    rows = [
        {"dossier": item, "tone": STATE_TONES[item.state], "duty": has_duty(item)}
        for item in page.object_list
    ]
    rows.sort(key=lambda row: not row["duty"])
    context = {"drafts": list(drafts_of(actor)), "page": page, "rows": rows, "open_only": open_only}
    return render(request, "dossiers/citizen/mine.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """``/nop-ho-so/ban-nhap/<id>/bo/``: asks once, then the draft is gone."""
    found = drafting.own_draft(request, draft_id)
    if isinstance(found, HttpResponse):
        return found
    if request.method == "POST":
        discard_draft(found)
        messages.success(request, _("Đã bỏ bản nháp."))
        return redirect("citizen:mine")
    return render(
        request, "dossiers/citizen/discard.html", {"draft": found, "procedure": found.service.procedure}
    )
