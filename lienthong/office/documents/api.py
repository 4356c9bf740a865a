"""``/api/v1/documents``: bringing documents in, reading them, issuing them. Acts on them go through work items."""

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
from ninja import Query, Schema

from lienthong.kernel.access.public import get, organisations_with
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.api.public import Column, Routes, page, problem
from lienthong.kernel.errors import Forbidden, Invalid
from lienthong.kernel.files.public import bound_uploads, oversized
from lienthong.kernel.idempotency.public import once
from lienthong.office.documents import queries
from lienthong.office.documents.api_schemas import (
    DocumentDetailOut,
    DocumentsOut,
    IssuedOut,
    IssueIn,
    RegisteredOut,
)
from lienthong.office.documents.domain.fields import proposed
from lienthong.office.documents.domain.intake import bring, bring_stored
from lienthong.office.documents.domain.issuing import issue
from lienthong.office.documents.domain.reading_in import refuse_secret, secrecy_of
from lienthong.office.documents.domain.register_incoming import Duplicate, register_intake
from lienthong.office.documents.handlers import organisations_in
from lienthong.office.documents.models import Document
from lienthong.office.documents.rules import ISSUE, REGISTER, VIEW

router = Routes(tags=[mark("Văn bản")])
NEWEST = (Column("id", descending=True),)  # ids grow with time

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


def shown(document: Document) -> dict[str, Any]:
    """A document as the interface tells it."""
    return {
        "id": str(document.pk), "direction": document.direction, "state": document.state, "state_label": str(document.get_state_display()),
        "organisation": document.organisation.key, "arrival_number": document.arrival_number, "arrival_date": document.arrival_date,
        "code": document.code, "number": document.number, "notation": document.notation, "kind": document.kind_name, "kind_code": document.kind_code,
        "issuer": document.issuer_name, "parent_agency": document.parent_agency, "place": document.place, "issued_on": document.issued_on,
        "subject": document.subject, "signer": document.signer_name, "signer_competence": document.signer_competence,
        "signer_position": document.signer_position, "recipients": document.recipients, "urgency": document.urgency, "secrecy": document.secrecy,
        "due_at": document.due_at, "pages": document.pages,
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
    response={201: RegisteredOut},
    openapi_extra=_INCOMING,
    summary=mark("Vào sổ văn bản đến"),
)
def incoming(request: HttpRequest) -> HttpResponse:
    """Đọc tệp, ghép với các trường gửi kèm, vào sổ và trả số đến. Trùng: 409 với văn bản đã có, trừ khi
    ``confirm_duplicate=true``. Văn bản mật: 422 ``state_secret``, không lưu gì. Cùng ``Idempotency-Key``: cùng trả lời."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bound_uploads(request)
    given = _body(request)
    uploads = request.FILES.getlist("file")
    if oversized(request):
        from django.conf import settings

        from lienthong.kernel.errors import TooLarge

        raise TooLarge(_("Tệp vượt quá %(n)s MB") % {"n": settings.UPLOAD_LIMIT // (1 << 20)}, field="file")
    if len(uploads) + bool(given.get("file_id")) != 1:
        raise Invalid(_("Hãy gửi đúng một tệp trong trường “file”, hoặc “file_id”"), field="file")
    if secrecy_of(str(given.get("secrecy") or "")) and given.get("file_id"):
        _forget(actor, str(given["file_id"]))
    refuse_secret(str(given.get("secrecy") or ""))
    key = request.headers.get("Idempotency-Key", "")
    organisation_id = _organisation(actor, str(given.get("organisation") or ""))
    try:
        with transaction.atomic():
            if not key:
                return JsonResponse(_register(request, actor, given, uploads, organisation_id), status=201)
            body = {**{name: str(value) for name, value in given.items()}, "file": _digest(uploads)}
            with once(key, actor=actor, endpoint="POST /documents/incoming", body=body) as slot:
                if not slot.replayed:
                    slot.store(201, _register(request, actor, given, uploads, organisation_id))
                answer = JsonResponse(slot.answer, status=slot.status or 201)
                if slot.replayed:
                    answer["Idempotency-Replayed"] = "true"
                return answer
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
) -> dict[str, Any]:
    not_secret = _truth(given.get("not_secret"))
    if uploads:
        intake = bring(uploads[0], actor=actor, organisation_id=organisation_id, not_secret=not_secret)
    else:
        try:
            file_id = uuid.UUID(str(given["file_id"]))
        except ValueError:
            raise Invalid(_("Mã tệp chưa đúng"), field="file_id") from None
        intake = bring_stored(file_id, actor=actor, organisation_id=organisation_id, not_secret=not_secret)
    values = proposed(intake.reading) | {
        name: given[name] for name in FIELDS if given.get(name) not in (None, "")
    }
    reading = intake.reading
    document = register_intake(
        intake, actor=actor, values=values, confirm_duplicate=_truth(given.get("confirm_duplicate"))
    )
    return {**json.loads(json.dumps(shown(document), default=str)), "reading": reading}


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


class Filters(Schema):
    direction: str = "incoming"
    state: str = ""
    kind: str = ""
    q: str = ""
    limit: int = 50
    after: str = ""


@router.read(
    "/documents",
    access=VIEW,
    response=DocumentsOut,
    scope="documents:read",
    summary=mark("Danh sách văn bản"),
)
def listing(request: HttpRequest, filters: Query[Filters]) -> Any:
    """Cursor paging: ``next`` of one answer is ``after`` of the next question."""
    if filters.direction not in ("incoming", "outgoing"):
        raise Invalid(_("Chiều văn bản là incoming hoặc outgoing"), field="direction")
    if filters.state and filters.state not in {*dict(Document.STATES), "open", "late"}:
        raise Invalid(_("Không có trạng thái này"), field="state")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = queries.listed(
        actor,
        filters.direction,
        kind=filters.kind.replace("\x00", "")[:60],
        state=filters.state,
        words=filters.q.replace("\x00", ""),
    )
    found, following = page(rows, NEWEST, after=filters.after, limit=filters.limit)
    return {"items": [shown(document) for document in found], "next": following}


@router.read(
    "/documents/{id}",
    access=VIEW,
    response=DocumentDetailOut,
    scope="documents:read",
    summary=mark("Một văn bản với các nhánh xử lý"),
)
def single(request: HttpRequest, id: uuid.UUID) -> Any:
    actor = request.actor  # type: ignore[attr-defined]
    document = queries.one(actor, id)
    main = queries.main_file(document)
    return {
        **shown(document),
        "assignments": [
            {
                "id": str(branch.row.pk), "parent": str(branch.row.parent_id) if branch.row.parent_id else None, "role": branch.row.role,
                "receiver": branch.row.receiver_name, "state": branch.row.state, "instruction": branch.row.instruction, "due_at": branch.row.due_at,
                "outcome": branch.row.outcome,
            }
            for branch in queries.tree(document)
        ],
        "deliveries": [
            {"organisation": row.organisation.key, "state": row.state, "arrival_number": row.arrival_number, "reason": row.reason}
            for row in queries.deliveries(document)
        ],
        "file": f"/api/v1/files/{main.file_id}/content" if main else None,
        "verify": f"/xac-thuc/{document.paper.token}" if document.paper and document.paper.state != "reserved" else None,
    }  # fmt: skip


@router.write(
    "/documents/{id}/issue",
    access=ISSUE,
    response=IssuedOut,
    scope="documents:write",
    summary=mark("Phát hành đến các cơ quan"),
)
def send(request: HttpRequest, id: uuid.UUID, body: IssueIn) -> Any:
    """``to``: keys of agencies."""
    actor = request.actor  # type: ignore[attr-defined]
    document = get(queries.related(), actor, ISSUE, pk=id)
    from lienthong.office.documents.asking import day_in

    data = body.model_dump()
    rows = issue(
        document,
        actor=actor,
        organisation_ids=organisations_in({"to": [key.replace("\x00", "") for key in body.to]}),
        due_on=day_in(data, "due_on"),
    )
    return {
        "id": str(document.pk),
        "recipients": len(rows),
        "deliveries": [{"organisation": row.organisation.key, "state": row.state} for row in rows],
    }
