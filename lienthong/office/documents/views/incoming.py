"""Vào sổ: bring files, see page and proposed fields side by side, confirm with one key."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel import clock
from lienthong.kernel.access.public import get, organisations_with, requires, visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError, Forbidden, Invalid
from lienthong.kernel.files.public import accept_attribute, bound_uploads, has_preview, oversized
from lienthong.kernel.legal.public import kinds
from lienthong.kernel.ui.formats import date_text
from lienthong.office.documents import queries
from lienthong.office.documents.domain import intake as intakes
from lienthong.office.documents.domain.fields import proposed
from lienthong.office.documents.domain.register_incoming import (
    Duplicate,
    correct_fields,
    earlier_like,
    receive_delivery,
    register_intake,
)
from lienthong.office.documents.models import URGENCIES, Document, Intake
from lienthong.office.documents.owners import PURPOSE
from lienthong.office.documents.panes import page_numbers, shown_text
from lienthong.office.documents.rules import REGISTER

MOST_FILES = 20
MARKED = [("Mật", _("Mật")), ("Tối mật", _("Tối mật")), ("Tuyệt mật", _("Tuyệt mật"))]
# name, words, kind of control, field of the reader
SHOWN = [
    ("code", _("Số, ký hiệu"), "text", "code"), ("issued_on", _("Ngày văn bản"), "date", "date"), ("kind_name", _("Tên loại"), "kind", "kind"),
    ("issuer_name", _("Cơ quan ban hành"), "text", "issuer"), ("parent_agency", _("Cơ quan chủ quản"), "text", "parent_agency"),
    ("subject", _("Trích yếu nội dung"), "long", "subject"), ("signer_name", _("Người ký"), "text", "signer_name"),
    ("signer_competence", _("Thẩm quyền ký"), "text", "signer_competence"), ("signer_position", _("Chức vụ người ký"), "text", "signer_position"),
    ("place", _("Địa danh"), "text", "place"), ("urgency", _("Độ khẩn"), "urgency", "urgency"), ("secrecy", _("Độ mật"), "secrecy", "secrecy"),
    ("pages", _("Số trang"), "number", ""), ("due_on", _("Hạn xử lý"), "date", ""), ("recipients", _("Nơi nhận (mỗi dòng một nơi)"), "lines", ""),
]  # fmt: skip
OPTIONAL = {
    "parent_agency",
    "signer_competence",
    "signer_position",
    "place",
    "pages",
    "due_on",
    "recipients",
    "code",
    "issued_on",
    "kind_name",
    "signer_name",
}


@dataclass(frozen=True)
class Shown:
    """A field as the screen draws it: value, what was read, how sure, what is wrong."""

    name: str
    label: Any
    control: str
    value: Any
    error: str = ""
    sure: int | None = None
    excerpt: str = ""
    start: int = 0
    optional: bool = False

    @property
    def tone(self) -> str:
        return "leaf" if (self.sure or 0) >= 85 else "gold" if (self.sure or 0) >= 60 else "lotus"


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
        "waiting": [{"intake": row, "fields": proposed(row.reading)} for row in waiting.defer("text")[:100]], "refusals": refusals,
        "accept": accept_attribute(PURPOSE), "limit": settings.UPLOAD_LIMIT, "unsure": any(r.code == "secrecy_unsure" for _n, r in refusals),
        "arrived": visible(Document.objects.filter(state="arrived", organisation_id=organisation_id).select_related("organisation"), actor, REGISTER).order_by("-urgency", "id")[:100],
    }  # fmt: skip
    return render(request, "documents/bring.html", context, status=refusals[0][1].status if refusals else 200)


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
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name, *_rest in SHOWN} | {
            "bases": proposed(intake.reading).get("bases", [])
        }
        try:
            document = register_intake(
                intake,
                actor=actor,
                values=values,
                confirm_duplicate=bool(request.POST.get("confirm_duplicate")),
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
            messages.success(request, _("Đã vào sổ số đến %(n)s") % {"n": document.arrival_number})
            following = (
                Intake.objects.filter(document=None, organisation_id=intake.organisation_id)
                .order_by("made_at")
                .first()
            )
            return HttpResponseRedirect(
                f"/van-ban/vao-so/{following.pk}/" if following else f"/van-ban/{document.pk}/"
            )
    elif values:
        duplicate = earlier_like(
            intake.organisation_id,
            code=str(values.get("code") or ""),
            issuer=str(values.get("issuer_name") or ""),
            sha256=intake.file.sha256,
        )
    context = {
        "intake": intake, "fields": shown_fields(values, errors, intake.reading), "errors": errors, "duplicate": duplicate,
        "parts": marked_text(intake.text, intake.reading), "page_numbers": range(1, min(intake.file.page_count or 1, 8) + 1) if has_preview(intake.file) else [],
        "file": intake.file, "attached": attached_words(intake.reading), "warnings": (intake.reading or {}).get("warnings") or [],
        "bases": (intake.reading or {}).get("legal_bases") or [], **choices(),
    }  # fmt: skip
    return render(request, "documents/register.html", context, status=status)


def choices() -> dict[str, Any]:
    return {
        "kinds": [kind.name for kind in kinds(clock.today())],
        "urgencies": URGENCIES,
        "secrecies": [*Document.SECRECY, *MARKED],
    }


def shown_fields(
    values: Mapping[str, Any], errors: Mapping[str, list[Any]], reading: Mapping[str, Any] | None
) -> list[Shown]:
    found = []
    for name, label, control, read_name in SHOWN:
        value = values.get(name)
        if control == "date" and value:
            value = date_text(value) if hasattr(value, "year") else _vn(str(value))
        if control == "lines":
            value = "\n".join(value) if isinstance(value, list) else value
        read = (reading or {}).get(read_name) if read_name else None
        sure = round(100 * read["confidence"]) if isinstance(read, Mapping) else None
        found.append(
            Shown(
                name, label, control, "" if value is None else value, "; ".join(str(item) for item in errors.get(name, ())), sure,
                str(read.get("excerpt", ""))[:300] if isinstance(read, Mapping) else "", int(read.get("start", 0)) if isinstance(read, Mapping) else 0,
                name in OPTIONAL,
            )
        )  # fmt: skip
    return found


def attached_words(reading: Mapping[str, Any] | None) -> list[str]:
    """What else is in the same file: "Kế hoạch “Ứng dụng …”", "Phụ lục I"."""
    found = []
    for part in (reading or {}).get("attached") or ():
        name = (part.get("kind") or part.get("label") or {}).get("value") or ""
        subject = (part.get("subject") or {}).get("value") or ""
        words = f"{name} “{subject[:90]}”" if subject else str(name)
        if words:
            found.append(words)
    return found


def _vn(text: str) -> str:
    parts = text.split("-")
    return f"{parts[2]}/{parts[1]}/{parts[0]}" if len(parts) == 3 and len(parts[0]) == 4 else text


def marked_text(text: str, reading: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The text in pieces; those where a value was found carry its name, so the screen can show the place."""
    spans = []
    for name, _label, _control, read_name in SHOWN:
        read = (reading or {}).get(read_name) if read_name else None
        if isinstance(read, Mapping) and 0 <= read["start"] < read["end"] <= len(text):
            spans.append((read["start"], read["end"], name))
    pieces: list[dict[str, Any]] = []
    at = 0
    for start, end, name in sorted(spans):
        if start < at:
            continue
        if start > at:
            pieces.append({"text": text[at:start], "name": ""})
        pieces.append({"text": text[start:end], "name": name})
        at = end
    if at < len(text):
        pieces.append({"text": text[at:], "name": ""})
    return pieces


@require_POST
@requires(REGISTER)
def throw_away(request: HttpRequest, intake_id: uuid.UUID) -> HttpResponse:
    """The file was brought by mistake."""
    actor = request.actor  # type: ignore[attr-defined]
    intakes.drop(intakes.intake_of(actor, intake_id), actor=actor)
    messages.success(request, _("Đã bỏ tệp"))
    return HttpResponseRedirect("/van-ban/vao-so/")


def _values_of(document: Document) -> dict[str, Any]:
    names = [name for name, *_rest in SHOWN if name != "due_on"]
    values = {name: getattr(document, name) for name in names}
    values["due_on"] = clock.local(document.due_at).date() if document.due_at else None
    return values


@require_http_methods(["GET", "POST"])
@requires(REGISTER)
def receive(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Register what another agency of the installation sent: nothing to type, its signatures beside it."""
    actor = request.actor  # type: ignore[attr-defined]
    document = get(queries.related(), actor, REGISTER, pk=document_id)
    if document.state != "arrived":
        return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    errors: dict[str, list[Any]] = {}
    duplicate: Document | None = None
    status = 200
    if request.method == "POST":
        try:
            done = receive_delivery(
                document,
                actor=actor,
                values=request.POST,
                confirm_duplicate=bool(request.POST.get("confirm_duplicate")),
            )
        except Duplicate as refusal:
            duplicate, status = refusal.earlier, 409
        except Invalid as refusal:
            errors, status = refusal.errors, 422
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
        else:
            messages.success(request, _("Đã vào sổ số đến %(n)s") % {"n": done.arrival_number})
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    main = queries.main_file(document)
    from lienthong.office.documents.panes import chips, facts, signatures

    context = {
        "document": document, "main": main, "page_numbers": page_numbers(main), "text": shown_text(main), "errors": errors, "duplicate": duplicate,
        "chips": chips(document), "facts": facts(document), "signatures": signatures(queries.signatures_of(main.file)) if main else None,
        "due_on": request.POST.get("due_on", "") or (date_text(document.due_at) if document.due_at else ""), "appendices": queries.appendices(document),
    }  # fmt: skip
    return render(request, "documents/receive.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(REGISTER)
def correct(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Put wrongly entered fields right."""
    actor = request.actor  # type: ignore[attr-defined]
    document = get(queries.related(), actor, REGISTER, pk=document_id)
    values: Mapping[str, Any] = _values_of(document)
    errors: dict[str, list[Any]] = {}
    status = 200
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name, *_rest in SHOWN} | {"bases": document.bases}
        try:
            correct_fields(document, actor=actor, values=values, reason=request.POST.get("reason", ""))
        except Invalid as refusal:
            errors, status = refusal.errors or {"": [str(refusal)]}, 422
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
        else:
            messages.success(request, _("Đã sửa thông tin văn bản"))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    main = queries.main_file(document)
    context = {
        "document": document, "fields": shown_fields(values, errors, None), "errors": errors, "main": main, "page_numbers": page_numbers(main),
        "text": shown_text(main), "correcting": True, **choices(),
    }  # fmt: skip
    return render(request, "documents/correct.html", context, status=status)
