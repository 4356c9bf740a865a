"""Uploads by HTTP: bounded while Django buffers them, then given to :func:`receive`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Invalid

from .domain.receive import receive, too_large
from .models import StoredFile

#: Room for the other fields and the frame of a multipart body.
_FRAME = 1 << 20
#: Files of one request together, in multiples of the limit of one.
_TOGETHER = 10


class UploadBound(FileUploadHandler):
    """Drops a file that grows over the limit while it arrives, with its temporary copy.

    The rest of the form is still read, so that what a person typed is not lost: ask :func:`oversized` for the names.
    The first of ``settings.FILE_UPLOAD_HANDLERS``.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.together = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        self.together += len(raw_data)
        if self.size > settings.UPLOAD_LIMIT or self.together > settings.UPLOAD_LIMIT * _TOGETHER:
            oversized(self.request).add(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def oversized(request: Any) -> set[str]:
    """Names of the file fields of this request whose upload was dropped for its size."""
    if not hasattr(request, "_oversized_uploads"):
        request._oversized_uploads = set()
    names: set[str] = request._oversized_uploads
    return names


def bound_uploads(request: HttpRequest) -> None:
    """Make sure of the bound, whatever the settings say; harmless when the body was read already.

    Raises TooLarge at once when the announced length exceeds what one request may carry.
    """
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        announced = 0
    if announced > settings.UPLOAD_LIMIT * _TOGETHER + _FRAME:
        raise too_large(settings.UPLOAD_LIMIT)
    if not hasattr(request, "_files") and not any(
        isinstance(one, UploadBound) for one in request.upload_handlers
    ):
        request.upload_handlers.insert(0, UploadBound(request))


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
    return receive_upload(single_upload(request), actor=actor, purpose=purpose)


def single_upload(request: HttpRequest) -> UploadedFile:
    """The one upload in field ``file``. Raises TooLarge or Invalid."""
    bound_uploads(request)
    uploads = request.FILES.getlist("file")
    if oversized(request):
        raise too_large(settings.UPLOAD_LIMIT)
    if len(uploads) != 1:
        raise Invalid(
            _("Hãy gửi đúng một tệp trong trường “file”."), code="file_missing_in_request", field="file"
        )
    return uploads[0]
