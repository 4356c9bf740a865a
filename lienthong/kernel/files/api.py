"""REST: ``POST /files`` takes one file, ``GET /files/{id}`` tells its state, ``GET /files/{id}/content`` hands it out."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_noop as mark
from ninja import Schema, Status

from lienthong.kernel.api.public import SIGNED_IN, Routes
from lienthong.kernel.errors import Invalid
from lienthong.kernel.idempotency.public import once

from .domain.use import open_file
from .host import files_host, lead_there
from .kinds import known_purposes
from .models import StoredFile
from .owners import get_readable
from .uploads import receive_upload, single_upload
from .views.download import serve

router = Routes(tags=[mark("Tệp")])


class FileOut(Schema):
    """``state``: quarantine | clean | unscanned | refused | released | destroyed. ``size`` in bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    state: str
    reason: str
    page_count: int | None
    created_at: dt.datetime


_UPLOAD_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


# The remembered answer is kept below, over the digest of the file: the body itself is too large to be compared.
@router.write(
    "/files",
    access=SIGNED_IN,
    scope="files:write",
    once=False,
    response={201: FileOut},
    openapi_extra=_UPLOAD_BODY,
    summary=mark("Tải lên một tệp"),
)
def upload(request: HttpRequest, purpose: str = "") -> Any:
    """Type by content, size and archive limits, quarantine: see docs/files.md. ``purpose`` narrows the kinds taken.

    The header ``Idempotency-Key`` makes a repeated upload answer with the first file.
    """
    actor = request.actor  # type: ignore[attr-defined]
    if purpose and purpose not in known_purposes():
        raise Invalid(code="unknown_purpose", field="purpose")
    given = single_upload(request)
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return Status(201, receive_upload(given, actor=actor, purpose=purpose))
    body = {"sha256": _digest(given), "name": given.name, "purpose": purpose}
    with transaction.atomic(), once(key, actor=actor, endpoint="POST /files", body=body) as slot:
        if not slot.replayed:
            file = receive_upload(given, actor=actor, purpose=purpose)
            slot.store(201, FileOut.from_orm(file).model_dump(mode="json"))
        return Status(slot.status or 201, slot.answer)


def _digest(given: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in given.chunks():
        digest.update(chunk)
    return digest.hexdigest()


@router.read(
    "/files/{uuid:file_id}",
    access=SIGNED_IN,
    scope="files:read",
    response=FileOut,
    summary=mark("Trạng thái của tệp"),
)
def show(request: HttpRequest, file_id: UUID) -> StoredFile:
    return get_readable(file_id, request.actor)  # type: ignore[attr-defined]


@router.read(
    "/files/{uuid:file_id}/content",
    access=SIGNED_IN,
    scope="files:read",
    response={200: Any},
    summary=mark("Nội dung tệp"),
)
def content(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Trình duyệt (phiên đăng nhập) được dẫn sang máy chủ tệp, nếu có; chương trình (mã truy cập) nhận ngay tại đây."""
    actor = request.actor  # type: ignore[attr-defined]
    file = get_readable(file_id, actor)
    stream = open_file(file)
    if files_host() and actor.scopes is None:
        stream.close()
        return lead_there(file, inline=False)
    return serve(request, file, stream)
