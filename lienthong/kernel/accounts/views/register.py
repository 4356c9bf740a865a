"""Citizens' self-registration."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import public_page
from lienthong.kernel.accounts import signing_in
from lienthong.kernel.accounts.address import client_address
from lienthong.kernel.accounts.forms import RegisterForm
from lienthong.kernel.accounts.registration import register_citizen
from lienthong.kernel.accounts.step_up import own_address
from lienthong.kernel.accounts.views.answers import home_of, page, put_errors
from lienthong.kernel.errors import DomainError


@public_page
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """``/dang-ky/``."""
    next_address = own_address(request.POST.get("next") or request.GET.get("next"), "")
    form = RegisterForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            account = register_citizen(**form.cleaned_data, address=client_address(request))
        except DomainError as error:
            put_errors(form, error)
            status = error.status
        else:
            signing_in.sign_in(request, account, method="password", second_factor=False)
            signing_in.mark_factor(request)
            return redirect(next_address or home_of(account))
    elif request.method == "POST":
        status = 422
    return page(request, "register", {"form": form, "next": next_address}, status)
