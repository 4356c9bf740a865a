"""Taking a fee on the dossier's own page, and voiding a receipt on the day it was given."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import get, requires
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError, NotFound
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.domain.paying import collect_fee, may_void, void_receipt
from lienthong.service.dossiers.models import Dossier, FeeReceipt
from lienthong.service.dossiers.rules import RECEIVE, VIEW


def _dossier(request: HttpRequest, dossier_id: uuid.UUID) -> Dossier:
    return get(queries.related(), request.actor, VIEW, pk=dossier_id)  # type: ignore[attr-defined]


def posted_payment(request: HttpRequest) -> tuple[str, str]:
    """(method, reference) as the clerk entered them."""
    reference = request.POST.get("reference", "").replace("\x00", "").strip()[:80]
    return request.POST.get("method", "")[:10], reference


def seen_amount(request: HttpRequest) -> int | None:
    """What the page showed as owed, in đồng."""
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 12 else None


@require_http_methods(["GET", "POST"])
@requires(RECEIVE)
def collect(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Ask how the fee is taken, take it, and come back to the page where the receipt is printed."""
    dossier = _dossier(request, dossier_id)
    page = reverse("dossiers:page", args=[dossier.pk])
    if dossier.fee_state != "due" or dossier.closed:
        messages.warning(request, _("Hồ sơ này không có khoản phí nào chờ thu."))
        return HttpResponseRedirect(page)
    method, reference, error = "cash", "", None
    if request.method == "POST":
        method, reference = posted_payment(request)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        try:
            collect_fee(dossier, actor=actor, method=method, reference=reference, seen=seen_amount(request))
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Đã thu phí, biên lai đang được in"))
            return HttpResponseRedirect(page)
    context = {"dossier": dossier, "method": method, "reference": reference, "error": error}
    return render(request, "dossiers/collect.html", context, status=error.status if error else 200)


@require_http_methods(["GET", "POST"])
@requires(RECEIVE)
def void(request: HttpRequest, dossier_id: uuid.UUID, receipt_id: uuid.UUID) -> HttpResponse:
    """Void a receipt of today, with the reason; what cannot be voided says why."""
    dossier = _dossier(request, dossier_id)
    receipt = FeeReceipt.objects.filter(dossier=dossier, pk=receipt_id).select_related("dossier").first()
    if receipt is None:
        raise NotFound()
    page = reverse("dossiers:page", args=[dossier.pk])
    reason, error = "", None
    if request.method == "POST":
        reason = request.POST.get("reason", "").replace("\x00", "").strip()[:500]
        try:
            void_receipt(receipt, actor=request.actor, reason=reason)  # type: ignore[attr-defined]
        except DomainError as refusal:
            error = refusal
        else:
            messages.success(request, _("Đã hủy biên lai %(number)s") % {"number": receipt.number})
            return HttpResponseRedirect(page)
    elif not may_void(receipt, dossier):
        messages.warning(
            request,
            _(
                "Biên lai này không hủy được: chỉ hủy biên lai thu tại quầy, trong ngày thu, khi hồ sơ chưa kết thúc."
            ),
        )
        return HttpResponseRedirect(page)
    context = {"dossier": dossier, "receipt": receipt, "reason": reason, "error": error}
    return render(request, "dossiers/void_receipt.html", context, status=error.status if error else 200)
