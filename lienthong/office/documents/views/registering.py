"""Vào sổ: page and proposed fields side by side, confirmed with one key."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.kernel import clock
from lienthong.kernel.access.public import requires, visible
from lienthong.kernel.errors import DomainError, Invalid, NotFound
from lienthong.kernel.files.public import has_preview
from lienthong.office.documents.domain import intake as intakes
from lienthong.office.documents.domain.fields import proposed
from lienthong.office.documents.domain.reading_scans import progress_words
from lienthong.office.documents.domain.register_incoming import (
    Duplicate,
    earlier_like,
    register_intake,
)
from lienthong.office.documents.models import Document, Intake
from lienthong.office.documents.rules import REGISTER
from lienthong.office.documents.views.proposals import (
    SHOWN,
    attached_words,
    choices,
    filled_in,
    marked_text,
    shown_fields,
)

LONG = dt.timedelta(minutes=2)


@require_http_methods(["GET", "POST"])
@requires(REGISTER)
def register(request: HttpRequest, intake_id: uuid.UUID) -> HttpResponse:
    """Page left, fields right."""
    actor = request.actor  # type: ignore[attr-defined]
    done = (
        visible(Intake.objects.filter(pk=intake_id), actor, REGISTER)
        .exclude(document=None)
        .values_list("document_id", flat=True)
        .first()
    )
    if done:  # pressed twice, or the back button: what was done is shown
        return HttpResponseRedirect(f"/van-ban/{done}/")
    intake = intakes.intake_of(actor, intake_id)
    values: Mapping[str, Any] = {"pages": intake.file.page_count} | proposed(intake.reading)
    errors: dict[str, list[Any]] = {}
    duplicate: Document | None = None
    status = 200
    typed = request.method == "POST"
    if typed:
        values = {name: request.POST.get(name, "") for name, *_rest in SHOWN} | {
            "bases": proposed(intake.reading).get("bases", [])
        }
    if typed and request.POST.get("refresh"):
        # Without script: the page is loaded again with what was typed, and what was read since then fills the rest.
        values = filled_in(values, {"pages": intake.file.page_count} | proposed(intake.reading))
    elif typed:
        try:
            document = register_intake(
                intake,
                actor=actor,
                values=values,
                confirm_duplicate=bool(request.POST.get("confirm_duplicate")),
                not_secret=bool(request.POST.get("not_secret")),
            )
        except Duplicate as refusal:
            duplicate, status = refusal.earlier, 409
        except Invalid as refusal:
            if refusal.code == "state_secret":
                intakes.drop(intake, actor=actor, secret=True)
                messages.error(request, str(refusal))
                return HttpResponseRedirect("/van-ban/vao-so/")
            errors, status = refusal.errors, 422
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect("/van-ban/vao-so/")
        else:
            following = (
                Intake.objects.filter(document=None, organisation_id=intake.organisation_id)
                .order_by("made_at")
                .first()
            )
            said = (
                _("Đã vào sổ số đến %(n)s. Dưới đây là tệp tiếp theo chờ vào sổ.")
                if following
                else _("Đã vào sổ số đến %(n)s")
            )
            messages.success(request, said % {"n": document.arrival_number})
            return HttpResponseRedirect(
                f"/van-ban/vao-so/{following.pk}/" if following else f"/van-ban/{document.pk}/"
            )
    if status == 200:
        duplicate = earlier_like(
            intake.organisation_id,
            code=str(values.get("code") or ""),
            issuer=str(values.get("issuer_name") or ""),
            sha256=intake.file.sha256,
        )
    context = {
        "intake": intake, "fields": shown_fields(values, errors, intake.reading), "errors": errors, "duplicate": duplicate,
        "parts": marked_text(intake.text, intake.reading), "page_numbers": range(1, min(intake.file.page_count or 1, 8) + 1) if has_preview(intake.file) else [],
        "file": intake.file, "progress": progress_words(intake), "overdue": overdue(intake), "not_secret": bool(request.POST.get("not_secret")), "attached": attached_words(intake.reading), "warnings": (intake.reading or {}).get("warnings") or [],
        "bases": (intake.reading or {}).get("legal_bases") or [], **choices(),
    }  # fmt: skip
    return render(request, "documents/register.html", context, status=status)


def overdue(intake: Intake) -> bool:
    """Whether no job took the file for so long that the clerk should not wait for it."""
    return intake.state == "waiting" and clock.now() - intake.made_at > LONG


@require_GET
@requires(REGISTER)
def reading(request: HttpRequest, intake_id: uuid.UUID) -> HttpResponse:
    """How far the reading of a scan is; at its end what was read, for the fields that are still empty."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        intake = intakes.intake_of(actor, intake_id)
    except NotFound:
        return render(request, "documents/parts/reading_gone.html", status=404)
    fields = []
    if intake.state == "read":
        values = {"pages": intake.file.page_count} | proposed(intake.reading)
        fields = [
            field for field in shown_fields(values, {}, intake.reading) if field.value not in ("", None)
        ]
    context = {
        "intake": intake, "fields": fields, "progress": progress_words(intake), "overdue": overdue(intake), "arrives": True,
        "parts": marked_text(intake.text, intake.reading), "fragment": True,
    }  # fmt: skip
    return render(request, "documents/parts/reading.html", context)
