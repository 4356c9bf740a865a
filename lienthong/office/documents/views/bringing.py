"""Bring files for registration, or throw one away that was brought by mistake."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.public import organisations_with, requires, visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError, Forbidden, Invalid
from lienthong.kernel.files.public import accept_attribute, bound_uploads, oversized
from lienthong.office.documents.domain import intake as intakes
from lienthong.office.documents.domain.fields import proposed
from lienthong.office.documents.domain.reading_scans import progress_words
from lienthong.office.documents.models import Document, Intake
from lienthong.office.documents.owners import PURPOSE
from lienthong.office.documents.rules import REGISTER

MOST_FILES = 20


def agency_of(actor: Actor) -> int:
    """The agency in whose book the clerk works."""
    allowed = organisations_with(actor, REGISTER)
    if actor.organisation_id in allowed:
        return int(actor.organisation_id or 0)
    if not allowed:
        raise Forbidden()
    return min(allowed)


@require_http_methods(["GET", "POST"])
@requires(REGISTER)
def bring_files(request: HttpRequest) -> HttpResponse:
    """Drop files here; those that wait for registration stand below."""
    actor = request.actor  # type: ignore[attr-defined]
    organisation_id = agency_of(actor)
    refusals: list[tuple[str, DomainError]] = []
    if request.method == "POST":
        bound_uploads(request)
        uploads = request.FILES.getlist("file")[:MOST_FILES]
        kept: list[Intake] = []
        for upload in uploads:
            try:
                kept.append(
                    intakes.bring(
                        upload,
                        actor=actor,
                        organisation_id=organisation_id,
                        not_secret=bool(request.POST.get("not_secret")),
                    )
                )
            except DomainError as refusal:
                refusals.append((upload.name or "", refusal))
        if oversized(request):
            refusals.append(
                ("", Invalid(_("Có tệp vượt quá %(n)s MB nên đã bị bỏ") % {"n": settings.UPLOAD_LIMIT >> 20}))
            )
        elif not uploads:
            refusals.append(("", Invalid(_("Hãy chọn tệp văn bản"))))
        if kept and not refusals:
            return HttpResponseRedirect(f"/van-ban/vao-so/{kept[0].pk}/")
    waiting = visible(
        Intake.objects.filter(document=None, organisation_id=organisation_id).select_related("file"),
        actor,
        REGISTER,
    ).order_by("made_at")
    context = {
        "waiting": [{"intake": row, "fields": proposed(row.reading), "progress": progress_words(row)} for row in waiting.defer("text")[:100]], "refusals": refusals,
        "accept": accept_attribute(PURPOSE), "limit": settings.UPLOAD_LIMIT, "unsure": any(r.code == "secrecy_unsure" for _n, r in refusals),
        "arrived": visible(Document.objects.filter(state="arrived", organisation_id=organisation_id).select_related("organisation"), actor, REGISTER).order_by("-urgency", "id")[:100],
    }  # fmt: skip
    return render(request, "documents/bring.html", context, status=refusals[0][1].status if refusals else 200)


@require_POST
@requires(REGISTER)
def throw_away(request: HttpRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The file was brought by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    intakes.drop(intakes.intake_of(actor, intake_id), actor=actor)
    messages.success(request, _("Đã bỏ tệp"))
    return HttpResponseRedirect("/van-ban/vao-so/")
