"""Bringing documents in: ``POST /documents/incoming``, and how far a scan is read."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as mark

from lienthong.kernel.access.public import organisations_with
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.api.public import problem
from lienthong.kernel.errors import Forbidden, Invalid
from lienthong.kernel.files.public import bound_uploads, oversized
from lienthong.kernel.idempotency.public import once
from lienthong.office.documents.api.schemas import RegisteredOut, WaitingOut
from lienthong.office.documents.api.shown import router, shown
from lienthong.office.documents.domain.fields import proposed
from lienthong.office.documents.domain.intake import bring, bring_stored, drop, intake_of
from lienthong.office.documents.domain.reading_in import refuse_secret, secrecy_of
from lienthong.office.documents.domain.register_incoming import Duplicate, register_intake
from lienthong.office.documents.models import Intake
from lienthong.office.documents.rules import REGISTER

FIELDS = (
    "code", "issuer_name", "parent_agency", "kind_name", "place", "issued_on", "subject", "signer_name", "signer_competence", "signer_position",
    "recipients", "urgency", "secrecy", "pages", "due_on",
)  # fmt: skip
_INCOMING = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": mark("tệp văn bản; hoặc dùng file_id")},
                        "file_id": {"type": "string", "format": "uuid", "description": mark("tệp đã tải lên bằng POST /files")},
                        "intake_id": {"type": "string", "format": "uuid", "description": mark("tệp đã nhận trước bằng Prefer: respond-async")},
                        **{name: {"type": "string"} for name in FIELDS},
                        "confirm_duplicate": {"type": "string", "enum": ["", "true", "false"]},
                        "not_secret": {"type": "string", "enum": ["", "true", "false"]},
                        "organisation": {"type": "integer"},
                    },
                }
            }
        },
    },
}  # fmt: skip


def _truth(value: Any) -> bool:
    return str(value or "").lower() in ("1", "true", "yes", "on")


def _organisation(actor: Actor, wanted: str) -> int:
    """The agency in whose book it goes: the actor's own unless he names another of his."""
    allowed = organisations_with(actor, REGISTER)
    if wanted.isdecimal() and len(wanted) < 16:
        chosen = int(wanted)
    else:
        chosen = actor.organisation_id if actor.organisation_id in allowed else min(allowed, default=0)  # type: ignore[assignment]
    if chosen not in allowed:
        raise Forbidden()
    return chosen


@router.operation(
    "POST",
    "/documents/incoming",
    access=REGISTER,
    scope="documents:write",
    response={201: RegisteredOut, 202: WaitingOut},
    openapi_extra=_INCOMING,
    summary=mark("Vào sổ văn bản đến"),
)
def incoming(request: HttpRequest) -> HttpResponse:
    """Đọc tệp, ghép với các trường gửi kèm, vào sổ và trả số đến. Trùng: 409 với văn bản đã có, trừ khi
    ``confirm_duplicate=true``. Văn bản mật: 422 ``state_secret``, không lưu gì. Cùng ``Idempotency-Key``: cùng trả lời.

    Bản quét đọc lâu: gửi ``Prefer: respond-async`` để nhận ngay 202 với ``intake_id``, hỏi tiến độ bằng
    ``GET /documents/incoming/{id}``, rồi gọi lại với ``intake_id`` và các trường để vào sổ."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bound_uploads(request)
    given = _body(request)
    uploads = request.FILES.getlist("file")
    if oversized(request):
        from django.conf import settings

        from lienthong.kernel.errors import TooLarge

        raise TooLarge(_("Tệp vượt quá %(n)s MB") % {"n": settings.UPLOAD_LIMIT // (1 << 20)}, field="file")
    if len(uploads) + bool(given.get("file_id")) + bool(given.get("intake_id")) != 1:
        raise Invalid(
            _("Hãy gửi đúng một tệp trong trường “file”, hoặc “file_id”, hoặc “intake_id”"), field="file"
        )
    if secrecy_of(str(given.get("secrecy") or "")) and given.get("file_id"):
        _forget(actor, str(given["file_id"]))
    if secrecy_of(str(given.get("secrecy") or "")) and given.get("intake_id"):
        drop(intake_of(actor, _id(given["intake_id"], "intake_id")), actor=actor, secret=True)
    refuse_secret(str(given.get("secrecy") or ""))
    key = request.headers.get("Idempotency-Key", "")
    organisation_id = _organisation(actor, str(given.get("organisation") or ""))
    try:
        with transaction.atomic():
            if not key:
                status, answer = _register(request, actor, given, uploads, organisation_id)
                return JsonResponse(answer, status=status)
            body = {**{name: str(value) for name, value in given.items()}, "file": _digest(uploads)}
            with once(key, actor=actor, endpoint="POST /documents/incoming", body=body) as slot:
                if not slot.replayed:
                    slot.store(*_register(request, actor, given, uploads, organisation_id))
                response = JsonResponse(slot.answer, status=slot.status or 201)
                if slot.replayed:
                    response["Idempotency-Replayed"] = "true"
                return response
    except Duplicate as refusal:
        return problem(
            409, refusal.message, code="duplicate", detail=_("Gửi lại với confirm_duplicate=true nếu vẫn muốn vào sổ"),
            earlier={"id": str(refusal.earlier.pk), "arrival_number": refusal.earlier.arrival_number, "code": refusal.earlier.code},
        )  # fmt: skip
    except Invalid as refusal:
        if refusal.code == "state_secret" and given.get("file_id"):
            _forget(actor, str(given["file_id"]))
        raise


def _register(
    request: HttpRequest,
    actor: Actor,
    given: dict[str, Any],
    uploads: list[UploadedFile],
    organisation_id: int,
) -> tuple[int, dict[str, Any]]:
    """Status and answer: 201 with the document, or 202 with the intake of a scan that is read after the answer."""
    not_secret = _truth(given.get("not_secret"))
    later = "respond-async" in request.headers.get("Prefer", "")
    if uploads:
        intake = bring(
            uploads[0],
            actor=actor,
            organisation_id=organisation_id,
            not_secret=not_secret,
            at_once=not later,
        )
    elif given.get("file_id"):
        intake = bring_stored(
            _id(given["file_id"], "file_id"),
            actor=actor,
            organisation_id=organisation_id,
            not_secret=not_secret,
            at_once=not later,
        )
    else:
        intake = intake_of(actor, _id(given["intake_id"], "intake_id"))
    if intake.state != "read" and not given.get("intake_id"):
        return 202, _waiting(intake)
    values = proposed(intake.reading) | {
        name: given[name] for name in FIELDS if given.get(name) not in (None, "")
    }
    reading = intake.reading
    document = register_intake(
        intake,
        actor=actor,
        values=values,
        confirm_duplicate=_truth(given.get("confirm_duplicate")),
        not_secret=not_secret,
    )
    return 201, {**json.loads(json.dumps(shown(document), default=str)), "reading": reading}


def _id(value: Any, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        raise Invalid(_("Mã tệp chưa đúng"), field=name) from None


def _waiting(intake: Intake) -> dict[str, Any]:
    return {
        "intake_id": str(intake.pk), "state": intake.state, "pages": intake.pages_to_read, "pages_read": intake.pages_read,
        "problem": intake.problem, "secrecy_unsure": intake.unsure and not intake.not_secret, "fields": json.loads(json.dumps(proposed(intake.reading), default=str)),
        "reading": intake.reading, "location": f"/api/v1/documents/incoming/{intake.pk}",
    }  # fmt: skip


@router.read(
    "/documents/incoming/{id}",
    access=REGISTER,
    response=WaitingOut,
    scope="documents:write",
    summary=mark("Tệp chờ vào sổ: đã đọc đến đâu, đề xuất trường nào"),
)
def brought(request: HttpRequest, id: uuid.UUID) -> Any:
    """``state``: waiting, reading, read. Vào sổ bằng ``POST /documents/incoming`` với ``intake_id`` và các trường."""
    return _waiting(intake_of(request.actor, id))  # type: ignore[attr-defined]


def _forget(actor: Actor, file_id: str) -> None:
    """After the roll-back: what was uploaded before goes, with its bytes."""
    from lienthong.kernel.files.models import StoredFile
    from lienthong.office.documents.domain.intake import expunge

    try:
        uuid.UUID(file_id)
    except ValueError:
        return
    file = StoredFile.objects.filter(pk=file_id, uploaded_by=actor.account_id, owner_id="").first()
    if file is not None:
        expunge(file, actor=actor)


def _body(request: HttpRequest) -> dict[str, Any]:
    if request.content_type == "application/json":
        try:
            given = json.loads(request.body or b"{}")
        except (ValueError, RecursionError):  # nested deeper than anything that means something
            raise Invalid(_("Nội dung JSON chưa đúng"), code="bad_json") from None
        if not isinstance(given, dict):
            raise Invalid(_("Nội dung phải là một đối tượng JSON"), code="bad_json")
        return given
    return {name: request.POST.get(name) for name in request.POST}


def _digest(uploads: list[UploadedFile]) -> str:
    digest = hashlib.sha256()
    for upload in uploads:
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
    return digest.hexdigest()
