"""Sign-in by the national identity."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lienthong.kernel.access.public import public_page
from lienthong.kernel.accounts import oidc, signing_in
from lienthong.kernel.accounts.address import client_address
from lienthong.kernel.accounts.identity import account_of
from lienthong.kernel.accounts.limits import rate_limit
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.step_up import own_address
from lienthong.kernel.accounts.views.answers import home_of
from lienthong.kernel.errors import DomainError

FLOW = "identity_flow"


def _back(request: HttpRequest, error: DomainError) -> HttpResponse:
    messages.error(request, str(error.message))
    signed_in = request.actor.signed_in  # type: ignore[attr-defined]
    return redirect("accounts:security" if signed_in else "accounts:sign_in")


@public_page
@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """``/dinh-danh/``: off to the provider; signed-in citizens link their account or confirm themselves anew."""
    next_address = own_address(request.POST.get("next"), "")
    try:
        rate_limit(f"identity:{client_address(request)}", 120, 600)
        target, flow = oidc.begin(next_address=next_address, fresh=request.actor.signed_in)  # type: ignore[attr-defined]
    except DomainError as error:
        return _back(request, error)
    request.session[FLOW] = flow
    return HttpResponseRedirect(target)


@public_page
@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """``/dinh-danh/ve/``: the provider sends the browser here."""
    flow = request.session.pop(FLOW, None)
    given = request.GET
    present = request.user if request.actor.signed_in else None  # type: ignore[attr-defined]
    try:
        claims = oidc.complete(
            flow,
            state=given.get("state", ""),
            code=given.get("code", "")[:2000],
            error=given.get("error", ""),
            issuer=given.get("iss", ""),
        )
        account = account_of(claims, present=present if isinstance(present, Account) else None)
    except DomainError as error:
        return _back(request, error)
    if present is None:
        signing_in.sign_in(request, account, method="identity", second_factor=False)
    else:
        request.session.cycle_key()
        messages.success(request, _("Đã xác nhận bằng định danh điện tử."))
    signing_in.mark_factor(request)
    return redirect(own_address(flow["next"] if flow else "", home_of(account)))
