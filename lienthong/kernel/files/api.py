"""REST: ``POST /files`` takes one file, ``GET /files/{id}`` tells its state, ``GET /files/{id}/content`` hands it out."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from ninja import Router, Schema

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Forbidden, Invalid

from .domain.use import open_file
from .kinds import known_purposes
from .models import StoredFile
from .owners import get_readable
from .uploads import api_receive
from .views.download import serve

router = Router(tags=["files"])


class FileOut(Schema):
    """``state``: quarantine | clean | unscanned | refused. ``size`` in bytes."""

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


@router.post("/files", response={201: FileOut}, openapi_extra=_UPLOAD_BODY, summary="Tải lên một tệp")
def upload(request: HttpRequest, purpose: str = "") -> tuple[int, StoredFile]:
    """Type by content, size and archive limits, quarantine: see docs/files.md. ``purpose`` narrows the kinds taken."""
    actor = _signed_in(request)
    if purpose and purpose not in known_purposes():
        raise Invalid(code="unknown_purpose", field="purpose")
    return 201, api_receive(request, actor=actor, purpose=purpose)


@router.get("/files/{uuid:file_id}", response=FileOut, summary="Trạng thái của tệp")
def show(request: HttpRequest, file_id: UUID) -> StoredFile:
    return get_readable(file_id, _signed_in(request))


@router.get("/files/{uuid:file_id}/content", response={200: Any}, summary="Nội dung tệp")
def content(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    file = get_readable(file_id, _signed_in(request))
    return serve(request, file, open_file(file))


def _signed_in(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.signed_in:
        raise Forbidden()
    return actor
