"""Is this paper genuine? By file, or by the QR code printed on it (S19: no personal data)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lienthong.kernel.access.public import public_page, system_scope
from lienthong.kernel.accounts.public import TooMany, client_address, rate_limit
from lienthong.kernel.files.public import bound_uploads, oversized
from lienthong.kernel.papers.public import verify_bytes, verify_token
from lienthong.kernel.papers.verification import LARGEST, Verification

UPLOADS_IN_TEN_MINUTES = 20
TOKENS_A_MINUTE = 30


def shown(found: Verification | None) -> dict[str, Any] | None:
    """What the page tells: a headline, a tone, the facts of the paper, its signatures, the seal of the history."""
    if found is None:
        return None
    words = {
        "valid": ("leaf", _("Giấy tờ thật, còn hiệu lực")),
        "withdrawn": ("bad", _("Giấy tờ này đã bị thu hồi")),
        "replaced": ("unsure", _("Giấy tờ này đã được thay bằng bản mới")),
        "invalid": ("bad", _("Tệp đã bị sửa hoặc chữ ký không hợp lệ")),
        "unknown": ("unsure", _("Hệ thống này không cấp tệp này")),
    }
    tone, headline = words.get(found.verdict, words["unknown"])
    signatures = [_with_instants(one) for one in (found.signatures or {}).get("signatures", [])]
    return {
        "tone": tone,
        "headline": headline,
        "found": found,
        "issued_on": dt.date.fromisoformat(found.paper["issued_on"])
        if found.paper and found.paper["issued_on"]
        else None,
        "signatures": signatures,
        "has_report": found.signatures is not None,
    }


def _with_instants(signature: dict[str, Any]) -> dict[str, Any]:
    """The report is JSON; the page shows its instants in Vietnamese time."""
    moments = {name: signature.get(name) for name in ("signed_at", "claimed_at")}
    return {
        **signature,
        **{name: dt.datetime.fromisoformat(value) if value else None for name, value in moments.items()},
    }


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """``/xac-thuc/``: the file is read in memory and never kept."""
    error, result, status = "", None, 200
    if request.method == "POST":
        try:
            rate_limit(f"verify-upload:{client_address(request)}", UPLOADS_IN_TEN_MINUTES, 600)
            bound_uploads(request)
            given = request.FILES.get("tep")
            if "tep" in oversized(request) or (given is not None and (given.size or 0) > LARGEST):
                error, status = _("Tệp lớn hơn mức kiểm chứng được ở đây."), 413
            elif given is None or not given.size:
                error, status = _("Hãy chọn tệp cần kiểm chứng."), 422
            else:
                with system_scope():
                    result = shown(verify_bytes(given.read()))
        except TooMany as refusal:
            error, status = str(refusal), 429
    return render(request, "sites/verify.html", {"error": error, "result": result}, status=status)


@public_page
@never_cache
@require_safe
def by_token(request: HttpRequest, token: str) -> HttpResponse:
    """``/xac-thuc/<token>/``: what the QR code of a paper leads to."""
    try:
        rate_limit(f"verify-token:{client_address(request)}", TOKENS_A_MINUTE, 60)
    except TooMany as refusal:
        return render(request, "sites/verify.html", {"error": str(refusal), "result": None}, status=429)
    with system_scope():
        result = shown(verify_token(token.replace("\x00", "")))
    if result is None:
        error = _("Không có giấy tờ nào mang mã này. Hãy quét lại, hoặc tải tệp lên để kiểm chứng.")
        return render(request, "sites/verify.html", {"error": error, "result": None}, status=404)
    return render(request, "sites/verify.html", {"error": "", "result": result, "by_token": True})
