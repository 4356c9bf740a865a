"""A host of its own for files of others (S24): what a browser might run there meets no session and no page of ours.

With ``LIENTHONG_FILES_URL`` every download is led to that host after the right was checked on the platform's own one. The
address there carries the proof of that check, signed and good for a minute: the host knows no cookies, so it can ask
nobody who they are. It answers nothing but such addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from lienthong.kernel import clock
from lienthong.kernel.errors import DomainError

from .domain.use import open_file
from .models import StoredFile

_SALT = "lienthong.files.host"
#: Long enough for a slow line and for the ranges that a PDF viewer asks for; short for an address that is passed on.
SECONDS = 60
PREFIX = "/t/"


def files_host() -> str:
    """``name[:port]`` of the files' own host, "" when files come from the platform's."""
    return urlsplit(settings.FILES_URL).netloc


def _plain(host: str) -> str:
    """One way to write a host: else ``TEP.vidu.vn``, ``tep.vidu.vn:443`` and ``tep.vidu.vn.``, which the settings let in as
    well, would reach the platform itself, with its cookies, under the name of the files' host."""
    name, colon, port = host.lower().partition(":")
    return name.rstrip(".") + ("" if port in ("", "443", "80") else colon + port)


def lead_there(file: StoredFile, *, inline: bool) -> HttpResponse:
    """The way to the bytes on the other host. The caller has checked the right."""
    proof = {"f": str(file.pk), "i": inline, "u": int(clock.now().timestamp()) + SECONDS}
    token = signing.Signer(salt=_SALT).sign_object(proof)
    response = HttpResponseRedirect(f"{settings.FILES_URL.rstrip('/')}{PREFIX}{token}")
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


class FilesHost:
    """Stands before sessions and everything else that reads a cookie, so that nothing there can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wanted = files_host()
        try:
            there = bool(wanted) and _plain(request.get_host()) == _plain(wanted)
        except DisallowedHost:
            there = False  # answered further in, as everywhere
        return self._serve(request) if there else self.get_response(request)

    @staticmethod
    def _serve(request: HttpRequest) -> HttpResponseBase:
        from .views.download import serve  # reason: the views lead here
        from .views.refusals import plain_refusal  # reason: as above

        proof = _read(request.path) if request.method in ("GET", "HEAD") else None
        file = StoredFile.objects.filter(pk=proof[0]).first() if proof else None
        if proof is None or file is None:
            return HttpResponse(status=404, content_type="text/plain")
        try:
            stream = open_file(file)
        except DomainError as refusal:
            return plain_refusal(refusal)
        return serve(request, file, stream, inline=proof[1])


def _read(path: str) -> tuple[UUID, bool] | None:
    """(file id, inline) of an address that was given out here within the last minute."""
    if not path.startswith(PREFIX) or len(path) > 400:
        return None
    try:
        proof = signing.Signer(salt=_SALT).unsign_object(path.removeprefix(PREFIX))
        file_id, inline, until = UUID(proof["f"]), bool(proof["i"]), int(proof["u"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return (file_id, inline) if clock.now().timestamp() <= until else None
