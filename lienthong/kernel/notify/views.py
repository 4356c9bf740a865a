"""Notices of the signed-in person, and the catcher page of demonstration mode."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel import clock
from lienthong.kernel.access.public import public_page, signed_in
from lienthong.kernel.notify.models import CaughtMail, Notice
from lienthong.kernel.notify.queries import SHOWN, notices_of


@require_GET
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    rows = list(notices_of(request.actor)[: SHOWN + 1])  # type: ignore[attr-defined]
    shell = "ui/office.html" if request.actor.kind == "officer" else "ui/public.html"  # type: ignore[attr-defined]
    return render(
        request,
        "notify/notices.html",
        {"rows": rows[:SHOWN], "more": len(rows) > SHOWN, "shown": SHOWN, "shell_template": shell},
    )


@require_GET
@signed_in
def open_notice(request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Mark as read and go to the thing."""
    notice = Notice.objects.filter(pk=notice_id, account_id=request.actor.account_id).first()  # type: ignore[attr-defined]
    if notice is None:
        raise Http404
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())
    safe = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None) and notice.url.startswith("/")
    return HttpResponseRedirect(notice.url if safe else reverse("notify:notices"))


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    Notice.objects.filter(account_id=request.actor.account_id, read_at=None).update(read_at=clock.now())  # type: ignore[attr-defined]
    return HttpResponseRedirect(reverse("notify:notices"))


@require_GET
@public_page
def caught(request: HttpRequest) -> HttpResponse:
    """Mail that demonstration mode did not send. Does not exist elsewhere."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(
        request,
        "notify/caught.html",
        {"rows": CaughtMail.objects.order_by("-caught_at")[:SHOWN], "shown": SHOWN},
    )
