"""Going to the gateway, coming back, and the gateway's own word."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.kernel.access.public import public_page, system_scope
from lienthong.kernel.accounts.public import TooMany, client_address, rate_limit
from lienthong.kernel.errors import DomainError
from lienthong.service.dossiers.public import opened_dossier
from lienthong.service.payments.domain.settle import handle_callback, handle_return
from lienthong.service.payments.domain.start import require_due, start_payment
from lienthong.service.payments.messages import LARGEST
from lienthong.service.payments.models import Payment

STARTS_IN_TEN_MINUTES = 20


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """``/nop-phi/<code>/``: for the applicant and for who holds the slip; anyone may pay for somebody else."""
    dossier = opened_dossier(request, code)
    error, status = "", 200
    try:
        require_due(dossier)
        if request.method == "POST":
            rate_limit(f"payment-start:{client_address(request)}", STARTS_IN_TEN_MINUTES, 600)
            return redirect(start_payment(dossier, actor=request.actor).pay_url)  # type: ignore[attr-defined]
    except TooMany as refusal:
        error, status = str(refusal), 429
    except DomainError as refusal:
        error, status = str(refusal), refusal.status if request.method == "POST" else 200
    due = not dossier.closed and dossier.fee_state == "due"
    return render(
        request,
        "payments/pay.html",
        {"dossier": dossier, "procedure": dossier.procedure, "error": error, "due": due},
        status=status,
    )


@public_page
@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """``/nop-phi/ve/``: the browser returns from the gateway; only a signed outcome counts."""
    values = {name: str(value)[:200] for name, value in request.GET.items()}
    try:
        payment = handle_return(values)
    except DomainError as refusal:
        return render(
            request,
            "payments/returned.html",
            {"problem": str(refusal), "payment": None},
            status=refusal.status,
        )
    with system_scope():
        payment = Payment.objects.select_related("dossier").get(pk=payment.pk)
        return render(
            request,
            "payments/returned.html",
            {"payment": payment, "code": payment.dossier.code, "problem": ""},
        )


@csrf_exempt
@public_page
@require_POST
def callback(request: HttpRequest) -> HttpResponse:
    """``/nop-phi/bao-co/``: server to server. Answered 200 also when repeated, so that the gateway stops repeating."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return JsonResponse({"code": "too_large"}, status=413)
    try:
        payment = handle_callback(request.body, request.headers.get("X-Signature", ""))
    except DomainError as refusal:
        return JsonResponse({"code": refusal.code, "title": _("Không ghi nhận")}, status=refusal.status)
    return JsonResponse({"order": str(payment.pk), "state": payment.state})
