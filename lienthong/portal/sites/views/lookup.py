"""Looking a dossier up by its code. The page of the dossier decides how much the visitor sees."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.kernel.access.public import public_page
from lienthong.kernel.accounts.public import TooMany, client_address, rate_limit
from lienthong.kernel.errors import NotFound
from lienthong.service.dossiers.public import status_public

# Codes are sequential: whoever walks through them learns how many dossiers there are (S20).
LOOKUPS_A_MINUTE = 20


@public_page
@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """``/tra-cuu/?ma=…``: on to ``/ho-so/<code>/`` when there is such a dossier."""
    code = "".join(request.GET.get("ma", "").replace("\x00", "").split()).upper()[:60]
    error = ""
    status = 200
    if code:
        try:
            rate_limit(f"dossier-lookup:{client_address(request)}", LOOKUPS_A_MINUTE, 60)
            return redirect("citizen:dossier", code=status_public(code)["code"])
        except TooMany as refusal:
            error, status = str(refusal), 429
        except NotFound:
            error, status = (
                _(
                    "Không có hồ sơ mang mã này. Xem lại mã ở góc trên giấy tiếp nhận, ví dụ H56.112-261124-0007."
                ),
                404,
            )
    elif "ma" in request.GET:
        error, status = _("Hãy nhập mã hồ sơ."), 422
    return render(request, "sites/lookup.html", {"code": code, "error": error}, status=status)
