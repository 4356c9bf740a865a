"""Changing the password, and getting back in by e-mail."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.public import public_page, signed_in
from lienthong.kernel.accounts import signing_in
from lienthong.kernel.accounts.address import client_address
from lienthong.kernel.accounts.credentials import Locked
from lienthong.kernel.accounts.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from lienthong.kernel.accounts.limits import TooMany
from lienthong.kernel.accounts.lockout import forget_tries, take_try
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.passwords import set_password
from lienthong.kernel.accounts.reset import account_of_link, ask_for_reset
from lienthong.kernel.accounts.views.answers import account_page, page, put_errors
from lienthong.kernel.errors import Invalid


def check_own_password(account: Account, password: str) -> bool:
    """The signed-in person's password again, under the lock-out. Raises Locked."""
    until = take_try("own-password", str(account.pk))
    if until is not None:
        raise Locked(until)
    if not account.check_password(password):
        return False
    forget_tries("own-password", str(account.pk))
    return True


@signed_in
@never_cache
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/mat-khau/``. All other sessions end; this one goes on under a new id."""
    account: Account = request.user  # type: ignore[assignment]
    if not account.has_usable_password():
        messages.info(request, _("Tài khoản này đăng nhập bằng định danh điện tử, không có mật khẩu."))
        return redirect("accounts:security")
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not check_own_password(account, form.cleaned_data["current"]):
                raise Invalid(errors={"current": [_("Mật khẩu đang dùng chưa đúng.")]})
            held = signing_in.factor_age(request)
            account = set_password(account, form.cleaned_data["password"])
        except (Invalid, Locked) as error:
            put_errors(form, error)
        else:
            kept = request.session.get(signing_in.FACTOR)
            signing_in.sign_in(request, account, method="password", second_factor=False)
            if held is not None:
                request.session[signing_in.FACTOR] = kept
            messages.success(request, _("Đã đổi mật khẩu. Các phiên khác và mã truy cập đã kết thúc."))
            return redirect("accounts:security")
    return account_page(request, "password", {"form": form}, 422 if form.errors else 200)


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/quen-mat-khau/``: one answer, whether or not there is such an account."""
    form = ForgottenForm(request.POST or None)
    sent, status = False, 200
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_reset(form.cleaned_data["login"], address=client_address(request))
            sent = True
        except TooMany as error:
            put_errors(form, error)
            status = 429
    return page(request, "forgotten", {"form": form, "sent": sent}, status)


@public_page
@never_cache
@sensitive_variables("token")
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, account_id: uuid.UUID, token: str) -> HttpResponse:
    """``/tai-khoan/dat-lai/…``: a new password by the link of the letter. It opens no session: the person signs in
    next, and an officer shows the second factor there (S03)."""
    account = account_of_link(account_id, token)
    if account is None:
        return page(request, "reset", {"form": None}, 410)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_password(account, form.cleaned_data["password"])
        except Invalid as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Đã đặt mật khẩu mới. Hãy đăng nhập."))
            return redirect("accounts:sign_in")
    return page(request, "reset", {"form": form}, 422 if form.errors else 200)
