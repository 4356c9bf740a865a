"""Soạn: a plain structured form with the page beside it as it will be printed."""

from __future__ import annotations

import base64
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel import clock
from lienthong.kernel.access.public import requires
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation, Unit
from lienthong.kernel.errors import DomainError, Forbidden, Invalid
from lienthong.kernel.files import sandbox
from lienthong.kernel.files.public import receive_upload
from lienthong.kernel.idempotency.public import once
from lienthong.kernel.ids import new_id
from lienthong.kernel.legal.public import kinds
from lienthong.kernel.ui.formats import date_text
from lienthong.office.documents import queries
from lienthong.office.documents.domain import contents, drafting, drawing
from lienthong.office.documents.models import URGENCIES, Document, DraftVersion
from lienthong.office.documents.rules import DRAFT

FIELDS = (
    "kind",
    "subject",
    "addressees",
    "bases",
    "authority",
    "decides",
    "body",
    "recipients",
    "signer",
    "urgency",
)
PICTURE = 1200
MOST_PAGES = 4


def _organisation(actor: Actor) -> Organisation:
    found = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    if found is None:
        raise Forbidden()
    return found


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in FIELDS}


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def compose(request: HttpRequest) -> HttpResponse:
    """A new draft out of nothing."""
    return _write(request, None, {"kind": "cong-van", "recipients": ["Như trên", "Lưu: VT"]})


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def reply(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """A draft that answers an incoming document: addressee, subject and opening are filled in from it."""
    actor = request.actor  # type: ignore[attr-defined]
    incoming = queries.one(actor, document_id)
    return _write(request, incoming, reply_to_content(incoming))


def reply_to_content(incoming: Document) -> dict[str, Any]:
    """The opening of an answer, from the fields of what is answered."""
    day = f" ngày {date_text(incoming.issued_on)}" if incoming.issued_on else ""
    kind = incoming.kind_name if incoming.kind_name and incoming.kind_name != "Công văn" else "Công văn"
    number = f" số {incoming.code}" if incoming.code else ""
    subject = incoming.subject[:1].lower() + incoming.subject[1:]
    return {
        "kind": "cong-van", "subject": f"trả lời {kind}{number}"[:500], "addressees": [incoming.issuer_name],
        "body": [f"Thực hiện {kind}{number}{day} của {incoming.issuer_name} về việc {subject}, {incoming.organisation.name} có ý kiến như sau:", ""],
        "recipients": ["Như trên", "Lưu: VT"], "urgency": incoming.urgency,
    }  # fmt: skip


def _write(request: HttpRequest, reply_to: Document | None, initial: Mapping[str, Any]) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    organisation = _organisation(actor)
    values: Mapping[str, Any] = initial
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        values = _typed(request)
        try:
            place = _create(request, values, organisation, reply_to)
        except Invalid as refusal:
            errors = refusal.errors or {"": [str(refusal)]}
        else:
            messages.success(request, _("Đã lưu dự thảo"))
            return HttpResponseRedirect(place)
    return _draw(request, values, errors, organisation, reply_to=reply_to)


def _create(
    request: HttpRequest, values: Mapping[str, Any], organisation: Organisation, reply_to: Document | None
) -> str:
    """Keep the draft once, however often the form is sent; returns where it is edited."""
    actor = request.actor  # type: ignore[attr-defined]
    uploads = request.FILES.getlist("files")[:20]
    body = {**values, "files": [(upload.name, upload.size) for upload in uploads]}
    key = request.POST.get("request_key") or str(new_id())
    with transaction.atomic(), once(key[:200], actor=actor, endpoint="documents draft", body=body) as slot:
        if not slot.replayed:
            files = [receive_upload(upload, actor=actor, purpose="attachment") for upload in uploads]
            document = drafting.create_draft(
                actor=actor, content=values, organisation_id=organisation.pk, reply_to=reply_to, files=files
            )
            slot.store(200, {"place": f"/van-ban/{document.pk}/soan/"})
        return str(slot.answer["place"])


@require_http_methods(["GET", "POST"])
@requires(DRAFT)
def edit(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """A draft's newest version; saving makes the next one."""
    actor = request.actor  # type: ignore[attr-defined]
    document = queries.one(actor, document_id)
    if document.state not in ("draft", "review"):
        return HttpResponseRedirect(f"/van-ban/{document.pk}/")
    values: Mapping[str, Any] = contents.current_version(document).content
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        values = _typed(request)
        try:
            if request.POST.get("restore"):
                drafting.restore_version(
                    document,
                    actor=actor,
                    number=int(request.POST["restore"])
                    if request.POST["restore"].isdecimal() and len(request.POST["restore"]) < 5
                    else 0,
                )
            else:
                files = [
                    receive_upload(upload, actor=actor, purpose="attachment")
                    for upload in request.FILES.getlist("files")[:20]
                ]
                drafting.revise_draft(
                    document, actor=actor, content=values, note=request.POST.get("note", ""), files=files
                )
                if request.POST.get("then") == "submit":
                    from lienthong.office.documents.domain.reviewing import submit_for_signature

                    submit_for_signature(document, actor=actor)
                    messages.success(request, _("Đã trình ký"))
                    return HttpResponseRedirect(f"/van-ban/{document.pk}/")
        except Invalid as refusal:
            errors = refusal.errors or {"": [str(refusal)]}
        except DomainError as refusal:
            errors = {"": [str(refusal)]}
        else:
            messages.success(request, _("Đã lưu bản mới"))
            return HttpResponseRedirect(f"/van-ban/{document.pk}/soan/")
    return _draw(
        request, values, errors, document.organisation, document=document, reply_to=document.reply_to
    )


def _draw(
    request: HttpRequest, values: Mapping[str, Any], errors: Mapping[str, list[Any]], organisation: Organisation, *, document: Document | None = None,
    reply_to: Document | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "values": {name: _lines(values.get(name)) for name in FIELDS}, "errors": errors, "kinds": kinds(clock.today()), "urgencies": URGENCIES,
        "signers": contents.possible_signers(organisation.pk), "document": document, "reply_to": reply_to, "organisation": organisation,
        "versions": list(DraftVersion.objects.filter(document=document).order_by("-version")[:30]) if document else [],
        "appendices": queries.appendices(document) if document else [],
        "request_key": str(new_id()), "initials": queries.initials(document) if document else [],
        "picture": _picture_or_why(request.actor, values, organisation, document),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "documents/draft.html", context, status=422 if errors else 200)


def _lines(value: Any) -> Any:
    return (
        "\n".join(str(item) for item in value) if isinstance(value, list) else "" if value is None else value
    )


@require_POST
@requires(DRAFT)
def preview(request: HttpRequest) -> HttpResponse:
    """The page as it would be printed, for the form as it is now; nothing is kept."""
    actor = request.actor  # type: ignore[attr-defined]
    picture = _picture_or_why(actor, _typed(request), _organisation(actor), None)
    return render(request, "documents/parts/preview.html", {"picture": picture})


def _picture_or_why(
    actor: Actor, values: Mapping[str, Any], organisation: Organisation, document: Document | None
) -> dict[str, Any]:
    """``pictures``: data addresses of the first pages; or ``why`` there is none yet."""
    try:
        content = contents.clean_content(values, organisation.pk)
        shell = document or Document(
            organisation=organisation, drafting_unit=Unit.objects.filter(pk=actor.unit_id or 0, organisation=organisation).first(),
        )  # fmt: skip
        shell.notation = contents.notation_of(shell, content)
        pdf = drawing.preview(shell, content)
        return {
            "pictures": [
                f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in _pictures(pdf)
            ],
            "why": [],
        }
    except Invalid as refusal:
        return {
            "pictures": [],
            "why": [str(message) for found in refusal.errors.values() for message in found] or [str(refusal)],
        }
    except (DomainError, sandbox.Failed):
        return {"pictures": [], "why": [_("Chưa dựng được trang in. Hãy thử lại sau.")]}


def _pictures(pdf: bytes) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        options = {"page": 0, "side": PICTURE, "max_pixels": 40_000_000}
        first = sandbox.run("pdf_page", path, options, cpu_seconds=10, timeout=15)
        pages = [first.payload]
        for number in range(1, min(int(first.answer.get("pages", 1)), MOST_PAGES)):
            pages.append(
                sandbox.run("pdf_page", path, options | {"page": number}, cpu_seconds=10, timeout=15).payload
            )
        return pages
