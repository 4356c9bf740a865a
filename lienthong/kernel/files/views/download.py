"""Handing out content: the right is checked at each request, and a browser never runs what it gets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lienthong.kernel.access.public import signed_in
from lienthong.kernel.errors import DomainError

from ..domain.use import open_file
from ..host import files_host, lead_there
from ..kinds import BY_MEDIA_TYPE
from ..links import read_link
from ..models import StoredFile
from ..owners import get_readable
from ..preview import preview
from .refusals import plain_refusal

_CHUNK = 128 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
POLICY = "sandbox; default-src 'none'"


@require_safe
@signed_in
def by_id(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    return _answer(request, get_readable(file_id, request.actor))  # type: ignore[attr-defined]


@require_safe
@signed_in
def by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    file_id = read_link(token, request.actor)  # type: ignore[attr-defined]
    return _answer(request, get_readable(file_id, request.actor))  # type: ignore[attr-defined]


@require_safe
@signed_in
def picture(request: HttpRequest, file_id: UUID, page: int, side: int) -> HttpResponseBase:
    file = get_readable(file_id, request.actor)  # type: ignore[attr-defined]
    try:
        data = preview(file, page=page - 1, side=side)
    except DomainError as refusal:
        return plain_refusal(refusal)
    response = HttpResponse(data, content_type="image/png")
    _protect(response, inline=True, filename=f"trang-{page}.png")
    return response


def _answer(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    try:
        stream = open_file(file)
    except DomainError as refusal:
        return plain_refusal(refusal)
    inline = bool(request.GET.get("inline")) and BY_MEDIA_TYPE[file.media_type].inline
    if files_host():
        stream.close()
        return lead_there(file, inline=inline)
    return serve(request, file, stream, inline=inline)


def serve(
    request: HttpRequest, file: StoredFile, stream: BinaryIO, *, inline: bool = False
) -> HttpResponseBase:
    """The response for an open file; one byte range is honoured (RFC 9110 §14), for PDF viewers and broken lines."""
    wanted = _range(request.headers.get("Range", ""), file.size)
    if wanted is None:
        stream.close()
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
    else:
        start, end = wanted
        partial = (start, end) != (0, file.size)
        response = StreamingHttpResponse(_pieces(stream, start, end), status=206 if partial else 200)
        response["Content-Length"] = str(end - start)
        if partial:
            response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    response["Content-Type"] = file.media_type
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = f'"{file.sha256}"'
    _protect(response, inline=inline, filename=file.download_name)
    return response


def _protect(response: HttpResponseBase, *, inline: bool, filename: str) -> None:
    response["Content-Disposition"] = content_disposition_header(not inline, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"


def _range(header: str, size: int) -> tuple[int, int] | None:
    """(start, end) to send; the whole for no or several ranges; None when the range lies outside."""
    match = _RANGE.fullmatch(header.strip())
    if not match or match[0] == "bytes=-":
        return 0, size
    first, last = match[1], match[2]
    if not first:
        length = int(last[:18])
        return (max(size - length, 0), size) if length else None
    start = int(first[:18])
    end = min(int(last[:18]) + 1, size) if last else size
    if start >= size:
        return None
    return (start, end) if end > start else (0, size)


def _pieces(stream: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        left = end - start
        while left > 0 and (piece := stream.read(min(_CHUNK, left))):
            left -= len(piece)
            yield piece
