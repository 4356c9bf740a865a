"""``/mot-cua/doi-soat-phi/``: payments that need a person; one of them with its story; what one decides."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.access.public import get, requires
from lienthong.kernel.actions.public import history
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import DomainError, NotFound
from lienthong.service.payments.domain.resolve import (
    accept_payment,
    mark_for_refund,
    record_refund,
    refund_now,
    undecided,
)
from lienthong.service.payments.models import CallbackLog, Payment
from lienthong.service.payments.queries import QUEUES, Filters, payments, reason_words
from lienthong.service.payments.rules import RESOLVE

PAGE = 50
MOST_WORDS = 20
TONES = {"created": "gold", "paid": "leaf", "failed": "plain", "refunding": "gold", "refunded": "leaf"}
STORY = {
    "payments.start": gettext_lazy("Tạo đơn ở cổng thanh toán"),
    "payments.settle": gettext_lazy("Cổng báo đã nhận tiền"),
    "payments.fail": gettext_lazy("Cổng báo không thành công"),
    "payments.mismatch": gettext_lazy("Cổng báo số tiền khác"),
    "payments.accept": gettext_lazy("Chấp nhận số tiền đã nộp"),
    "payments.refund_due": gettext_lazy("Chuyển sang hoàn trả"),
    "payments.refund": gettext_lazy("Đã hoàn trả"),
}


@require_GET
@requires(RESOLVE)
def review(request: HttpRequest) -> HttpResponse:
    filters = Filters.read(request.GET)
    found = payments(request.actor, filters)  # type: ignore[attr-defined]
    page = Paginator(found, PAGE).get_page(request.GET.get("trang", "1")[:9])
    for row in page.object_list:
        row.tone, row.why = TONES[row.state], reason_words(row)  # type: ignore[attr-defined]
    context = {
        "filters": filters,
        "page": page,
        "flags": [(key, name) for key, name in Payment.FLAGS if key],
        "tabs": [
            {"text": name, "url": f"?{filters.query(hang=key)}", "count": page.paginator.count if key == filters.queue else None,
             "current": key == filters.queue}
            for key, (name, _condition) in QUEUES.items()
        ],
    }  # fmt: skip
    return render(request, "payments/review.html", context)


@require_GET
@requires(RESOLVE)
def one(request: HttpRequest, payment_id: uuid.UUID) -> HttpResponse:
    return _one(request, _payment(request, payment_id))


def _payment(request: HttpRequest, payment_id: uuid.UUID) -> Payment:
    rows = Payment.objects.select_related("dossier", "dossier__procedure", "dossier__receiving")
    return get(rows, request.actor, RESOLVE, pk=payment_id)  # type: ignore[attr-defined]


def _one(
    request: HttpRequest, payment: Payment, *, refusal: DomainError | None = None, act: str = ""
) -> HttpResponse:
    dossier = payment.dossier
    context = {
        "payment": payment, "dossier": dossier, "tone": TONES[payment.state], "why": reason_words(payment), "story": _story(payment),
        "words": CallbackLog.objects.filter(order=str(payment.pk)).order_by("-pk")[:MOST_WORDS],
        "undecided": undecided(payment), "may_accept": undecided(payment) and dossier.fee_state == "due" and not dossier.closed,
        "refunding": payment.state == "refunding", "refusal": refusal, "act": act,
        "reason": request.POST.get("reason", "")[:500], "reference": request.POST.get("reference", "")[:80],
    }  # fmt: skip
    return render(request, "payments/payment.html", context, status=refusal.status if refusal else 200)


def _story(payment: Payment) -> list[dict[str, Any]]:
    """What happened to this payment, with who decided it."""
    acts = history(payment)
    people = dict(
        Officer.objects.filter(pk__in=[act.officer_id for act in acts if act.officer_id]).values_list(
            "pk", "person__full_name"
        )
    )
    return [
        {"what": STORY.get(act.verb, act.verb), "who": people.get(act.officer_id or 0, ""), "at": act.at, "state": "done",
         "note": str(getattr(act, "reason", "") or "")}
        for act in acts
    ]  # fmt: skip


ACTS = {
    "chap-nhan": (accept_payment, gettext_lazy("Đã chấp nhận khoản nộp; hồ sơ đi tiếp")),
    "hoan-tra": (mark_for_refund, gettext_lazy("Đã chuyển khoản này sang hoàn trả")),
    "tra-qua-cong": (refund_now, gettext_lazy("Cổng thanh toán đã hoàn trả")),
    "da-tra": (record_refund, gettext_lazy("Đã ghi hoàn trả ngoài cổng")),
}


@require_POST
@requires(RESOLVE)
def decide(request: HttpRequest, payment_id: uuid.UUID, act: str) -> HttpResponse:
    """Do one act; what is refused is said beside the form, and what was typed stays."""
    payment = _payment(request, payment_id)
    if act not in ACTS:
        raise NotFound()
    function, done = ACTS[act]
    given: dict[str, Any] = {
        name: request.POST.get(name, "").replace("\x00", "")
        for name in {"chap-nhan": ["reason"], "hoan-tra": ["reason"], "da-tra": ["reason", "reference"]}.get(
            act, []
        )
    }
    try:
        function(payment, actor=request.actor, **given)  # type: ignore[attr-defined,operator]
    except DomainError as refusal:
        return _one(request, _payment(request, payment_id), refusal=refusal, act=act)
    messages.success(request, str(done))
    return HttpResponseRedirect(reverse("payments:one", args=[payment_id]))
