"""Acts on branches by those who gave them, and withdrawal of an issued document."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import requires
from lienthong.kernel.errors import DomainError
from lienthong.office.documents import queries
from lienthong.office.documents.domain import branches
from lienthong.office.documents.domain.issuing import withdraw
from lienthong.office.documents.domain.reviewing import take_back_submission
from lienthong.office.documents.models import Assignment
from lienthong.office.documents.rules import SIGN, VIEW

ACTS: dict[str, tuple[Any, Any, bool]] = {
    "lay-lai": (branches.take_back, _("Lấy lại nhánh việc"), False),
    "thu-hoi": (branches.recall_assignment, _("Thu hồi nhánh việc"), True),
    "mo-lai": (branches.reopen, _("Mở lại nhánh việc"), True),
}


@require_http_methods(["GET", "POST"])
@requires(VIEW)
def branch(request: HttpRequest, document_id: uuid.UUID, branch_id: uuid.UUID, act: str) -> HttpResponse:
    """Take back, recall or open again one branch; the last two with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    if act not in ACTS:
        raise Http404
    document = queries.one(actor, document_id)
    row = (
        Assignment.objects.filter(pk=branch_id, document=document)
        .select_related("document", "parent")
        .first()
    )
    if row is None:
        raise Http404
    function, title, needs_reason = ACTS[act]
    refusal = None
    if request.method == "POST":
        try:
            words = {"reason": request.POST.get("reason", "").replace("\x00", "")} if needs_reason else {}
            function(row, actor=actor, **words)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("Đã làm: %(what)s") % {"what": title})
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    context = {
        "document": document,
        "row": row,
        "title": title,
        "needs_reason": needs_reason,
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "documents/reason.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
@requires(SIGN)
def withdraw_document(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Thu hồi: with a reason, and maybe the number of the document that takes its place."""
    actor = request.actor  # type: ignore[attr-defined]
    document = queries.one(actor, document_id)
    refusal = None
    if request.method == "POST":
        code = request.POST.get("replaced_by", "").strip().replace("\x00", "")[:80]
        try:
            other = queries.by_code(actor, code) if code else None
            if code and other is None:
                from lienthong.kernel.errors import Invalid

                raise Invalid(_("Không có văn bản mang số này"), field="replaced_by")
            withdraw(
                document,
                actor=actor,
                reason=request.POST.get("reason", "").replace("\x00", ""),
                replaced_by=other,
            )
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("Đã thu hồi văn bản"))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    context = {
        "document": document, "title": _("Thu hồi văn bản"), "needs_reason": True, "refusal": refusal, "reason": request.POST.get("reason", ""),
        "asks_replacement": True, "replaced_by": request.POST.get("replaced_by", ""), "danger": True,
    }  # fmt: skip
    return render(request, "documents/reason.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
@requires(VIEW)
def take_back(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Rút trình: the drafter takes an unsigned draft back."""
    actor = request.actor  # type: ignore[attr-defined]
    document = queries.one(actor, document_id)
    refusal = None
    if request.method == "POST":
        try:
            take_back_submission(
                document, actor=actor, reason=request.POST.get("reason", "").replace("\x00", "")
            )
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("Đã rút dự thảo về để sửa"))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/soan/")
    context = {
        "document": document,
        "title": _("Rút trình"),
        "needs_reason": True,
        "refusal": refusal,
        "reason": "",
    }
    return render(request, "documents/reason.html", context, status=refusal.status if refusal else 200)
