"""Uploads by HTTP: bounded before Django buffers them, then given to :func:`receive`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Invalid

from .domain.receive import receive, too_large
from .models import StoredFile

#: Room for the other fields and the frame of a multipart body.
_FRAME = 1 << 20


class BoundedUploadHandler(FileUploadHandler):
    """Ends the connection once the files of one request are larger than allowed together."""

    def __init__(self, request: HttpRequest, bound: int) -> None:
        super().__init__(request)
        self.bound = bound
        self.got = 0
        self.exceeded = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.got += len(raw_data)
        if self.got > self.bound:
            self.exceeded = True
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def bound_uploads(request: HttpRequest, *, files: int = 1) -> BoundedUploadHandler:
    """Put the bound before Django's own handlers. Call it before anything reads ``request.POST`` or ``FILES``.

    Raises TooLarge at once when the announced length already exceeds the bound.
    """
    bound = settings.UPLOAD_LIMIT * files
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        announced = 0
    if announced > bound + _FRAME:
        raise too_large(settings.UPLOAD_LIMIT)
    handler = BoundedUploadHandler(request, bound)
    request.upload_handlers = [handler, MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    return handler


def receive_upload(upload: UploadedFile, *, actor: Actor, purpose: str = "", **fields: Any) -> StoredFile:
    """One file of ``request.FILES``."""
    return receive(
        upload,
        name=upload.name or "",
        actor=actor,
        declared_type=upload.content_type or "",
        purpose=purpose,
        **fields,
    )


def api_receive(request: HttpRequest, *, actor: Actor, purpose: str = "") -> StoredFile:
    """The single file of a multipart request, field ``file``. Raises Invalid when it is absent or not alone."""
    handler = bound_uploads(request)
    uploads = request.FILES.getlist("file")
    if handler.exceeded:
        raise too_large(settings.UPLOAD_LIMIT)
    if len(uploads) != 1:
        raise Invalid(
            _("Hãy gửi đúng một tệp trong trường “file”."), code="file_missing_in_request", field="file"
        )
    return receive_upload(uploads[0], actor=actor, purpose=purpose)
