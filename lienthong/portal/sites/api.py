"""``/api/v1/public/verify``: what the QR code of a paper says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as mark
from ninja import Schema

from lienthong.kernel.access.public import system_scope
from lienthong.kernel.accounts.public import client_address, rate_limit
from lienthong.kernel.api.public import PUBLIC, Routes
from lienthong.kernel.errors import NotFound
from lienthong.kernel.papers.public import verify_token

from .heads_api import InclusionOut

router = Routes(tags=[mark("Kiểm chứng")])


class PaperOut(Schema):
    """What everyone may know of a paper: never whose it is (S19)."""

    kind: str
    number: str | None
    issued_on: str | None
    organisation: str | None
    state: str


class VerificationOut(Schema):
    """``verdict``: valid | withdrawn | replaced. ``sealed``: the proof of the act that gave it out; null until sealed.
    ``signatures`` are told of a file only, not of a token."""

    verdict: str
    sha256: str | None
    paper: PaperOut | None
    signatures: dict[str, Any] | None
    sealed: InclusionOut | None
    reasons: list[str]


@router.read(
    "/public/verify/{token}",
    access=PUBLIC,
    response=VerificationOut,
    summary=mark("Kiểm chứng giấy tờ theo mã QR"),
)
def verify(request: HttpRequest, token: str) -> Any:
    rate_limit(f"verify-token:{client_address(request)}", 60, 60)
    with system_scope():
        found = verify_token(token.replace("\x00", ""))
    if found is None:
        raise NotFound(_("Không có giấy tờ nào mang mã này"))
    return found.to_dict()
