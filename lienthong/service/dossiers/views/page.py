"""The dossier's own page, and what can be done there besides the work items."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.access.public import allows, get, requires, visible
from lienthong.kernel.errors import DomainError, NotFound
from lienthong.kernel.files.public import read_bytes
from lienthong.kernel.idempotency.public import once
from lienthong.kernel.ids import new_id
from lienthong.kernel.signing.public import verify_pdf
from lienthong.kernel.work.public import ACT, WorkItem, handler_of
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.domain.control import may_print_control_slip, print_control_slip
from lienthong.service.dossiers.domain.ending import stop
from lienthong.service.dossiers.models import Dossier, Result
from lienthong.service.dossiers.paper_views import latest_file
from lienthong.service.dossiers.presentation import shown
from lienthong.service.dossiers.rules import RECEIVE, VIEW

# Checking rests on the trust list and on what has been revoked, so an answer is kept for a short time only.
_KEEP_REPORT = 300


def _dossier(request: HttpRequest, dossier_id: uuid.UUID) -> Dossier:
    """A dossier of the officer's agencies, or NotFound: what a citizen sees of his own stands on other pages."""
    return get(queries.related(), request.actor, VIEW, pk=dossier_id)  # type: ignore[attr-defined]


def _may_stop(request: HttpRequest, dossier: Dossier) -> bool:
    return (
        not dossier.closed
        and dossier.state != "ready"
        and allows(request.actor, RECEIVE, organisation_id=dossier.receiving_id)  # type: ignore[attr-defined]
        and not dossier.results.filter(superseded_at=None, state__in=["signed", "issued"]).exists()
    )


@require_GET
@requires(VIEW)
def page(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    return _page(request, _dossier(request, dossier_id))


def _page(request: HttpRequest, dossier: Dossier, *, status: int = 200, **more: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    open_items = WorkItem.objects.filter(
        object_type="dossiers.dossier", object_id=str(dossier.pk), state="open"
    )
    mine = visible(open_items, actor, ACT).order_by("opened_at", "id").first()
    context = {
        **shown(dossier, actor),
        "work_item": mine,
        "actions": handler_of(mine.kind).actions(mine, actor) if mine else [],
        "filters_query": "",
        "may_collect": dossier.fee_state == "due"
        and not dossier.closed
        and allows(actor, RECEIVE, organisation_id=dossier.receiving_id),
        "may_stop": _may_stop(request, dossier),
        "may_control": may_print_control_slip(dossier, actor),
        "request_key": str(new_id()),
        **more,
    }
    return render(request, "dossiers/page.html", context, status=status)


@require_POST
@requires(VIEW)
def control_slip(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Print the control slip (form 06) as the way stands now; the same request twice prints one."""
    actor = request.actor  # type: ignore[attr-defined]
    dossier = _dossier(request, dossier_id)
    key = request.POST.get("request_key") or str(new_id())
    with (
        transaction.atomic(),
        once(key, actor=actor, endpoint=f"dossiers.control {dossier_id}", body={}) as slot,
    ):
        if not slot.replayed:
            slip = print_control_slip(dossier, actor=actor)
            slot.store(200, {"slip": str(slip.pk)})
    messages.success(request, _("Phiếu kiểm soát đang được vẽ và sẽ hiện ở mục Phiếu"))
    return HttpResponseRedirect(reverse("dossiers:page", args=[dossier_id]))


@require_http_methods(["GET", "POST"])
@requires(RECEIVE)
def stop_dossier(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Stop at the applicant's request made in person; the reason is written on the notice."""
    dossier = _dossier(request, dossier_id)
    if not _may_stop(request, dossier):
        messages.warning(
            request,
            _(
                "Hồ sơ này không dừng được nữa: đã kết thúc, đã có kết quả được ký, hoặc do nơi khác tiếp nhận."
            ),
        )
        return HttpResponseRedirect(reverse("dossiers:page", args=[dossier_id]))
    reason, error = "", None
    if request.method == "POST":
        reason = request.POST.get("reason", "").replace("\x00", "").strip()[:1000]
        try:
            done = stop(dossier, actor=request.actor, reason=reason)  # type: ignore[attr-defined]
        except DomainError as refusal:
            error = refusal
        else:
            words = (
                _("Đã dừng giải quyết hồ sơ %(code)s")
                if done.state == "stopped"
                else _("Đã rút hồ sơ %(code)s")
            )
            messages.success(request, words % {"code": done.code})
            return HttpResponseRedirect(reverse("dossiers:page", args=[dossier_id]))
    context = {
        "dossier": dossier,
        "reason": reason,
        "error": error,
        "errors": {"reason": [error]} if error else {},
    }
    return render(request, "dossiers/stop.html", context, status=error.status if error else 200)


@require_GET
@requires(VIEW)
def signatures(request: HttpRequest, dossier_id: uuid.UUID, result_id: uuid.UUID) -> HttpResponse:
    """The report on the signatures of a result's latest file: a fragment beside the picture, or a page without script."""
    dossier = _dossier(request, dossier_id)
    result = (
        Result.objects.filter(dossier=dossier, pk=result_id)
        .select_related("draft_file", "signed_file", "issued_file")
        .first()
    )
    if result is None or result.signed_file is None:
        raise NotFound()
    file = latest_file(result)
    report = cache.get_or_set(
        f"dossiers:signatures:{file.sha256}", lambda: verify_pdf(read_bytes(file)), _KEEP_REPORT
    )
    return render(
        request, "dossiers/signatures.html", {"dossier": dossier, "result": result, "report": report}
    )
