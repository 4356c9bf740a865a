"""``/api/v1/public/verify``: what the QR code of a paper says."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import system_scope
from lienthong.kernel.accounts.public import client_address, rate_limit
from lienthong.kernel.api.public import PUBLIC, Routes
from lienthong.kernel.errors import NotFound
from lienthong.kernel.papers.public import verify_token

router = Routes(tags=["Kiểm chứng"])


@router.read("/public/verify/{token}", access=PUBLIC, summary="Kiểm chứng giấy tờ theo mã QR")
def verify(request: HttpRequest, token: str) -> Any:
    rate_limit(f"verify-token:{client_address(request)}", 60, 60)
    with system_scope():
        found = verify_token(token.replace("\x00", ""))
    if found is None:
        raise NotFound(_("Không có giấy tờ nào mang mã này"))
    return found.to_dict()
