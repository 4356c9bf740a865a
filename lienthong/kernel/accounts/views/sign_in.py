"""Sign-in by password, what may follow it, and sign-out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.public import public_page
from lienthong.kernel.accounts import pending, second_factor, signing_in, totp
from lienthong.kernel.accounts.address import client_address
from lienthong.kernel.accounts.credentials import Locked, check_credentials
from lienthong.kernel.accounts.forms import CodeForm, NewPasswordForm, SignInForm
from lienthong.kernel.accounts.limits import TooMany
from lienthong.kernel.accounts.lockout import forget_tries, take_try
from lienthong.kernel.accounts.middleware import ENDED, MESSAGES
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.passwords import must_change, set_password
from lienthong.kernel.accounts.qr import qr_data_uri
from lienthong.kernel.accounts.step_up import own_address
from lienthong.kernel.accounts.views.answers import home_of, page, put_errors
from lienthong.kernel.errors import Invalid

NEW_SECRET = "new_secret"  # noqa: S105 - the name of a place in the session


def advance(request: HttpRequest, on_way: pending.Pending) -> HttpResponse:
    """The next thing to do on the way in; at its end the session."""
    account = on_way.account
    if not on_way.factor_passed:
        stage = second_factor.stage_for(account)
        if stage != "none":
            return redirect("accounts:sign_in_code" if stage == "code" else "accounts:sign_in_enrol")
        pending.factor_done(request, shown=False)
    if must_change(account):
        return redirect("accounts:sign_in_password")
    pending.finish(request)
    signing_in.sign_in(request, account, method="password", second_factor=on_way.factor_shown)
    if account.kind != "officer":
        signing_in.mark_factor(request)
    return redirect(own_address(on_way.next, home_of(account)))


@public_page
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """``/dang-nhap/``."""
    next_address = own_address(request.POST.get("next") or request.GET.get("next"), "")
    if request.method == "GET" and request.actor.signed_in:  # type: ignore[attr-defined]
        return redirect(next_address or home_of(request.user))  # type: ignore[arg-type]
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            account = check_credentials(data["username"], data["password"], client_address(request))
        except TooMany as error:
            put_errors(form, error)
            status = 429
        else:
            if account is not None:
                return advance(request, pending.begin(request, account, next_address))
            form.add_error(None, _("Tên đăng nhập hoặc mật khẩu chưa đúng."))
            status = 422
    elif request.method == "POST":
        status = 422
    ended = MESSAGES.get(request.session.pop(ENDED, ""), "") if ENDED in request.session else ""
    context = {
        "form": form,
        "next": next_address,
        "ended": ended,
        "identity": bool(settings.OIDC_ISSUER),
        "identity_simulated": settings.DEMONSTRATION,
        "demonstration": settings.DEMONSTRATION,
        "second_factor_off": not settings.SECOND_FACTOR_REQUIRED,
    }
    return page(request, "sign_in", context, status)


def check_limited(account: Account, code: str) -> bool:
    """A code, with the lock-out of the second factor. Raises Locked."""
    until = take_try("factor", str(account.pk))
    if until is not None:
        raise Locked(until)
    if not second_factor.check_code(account, code):
        return False
    forget_tries("factor", str(account.pk))
    return True


@public_page
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """``/dang-nhap/ma-xac-thuc/``: the second factor."""
    on_way = pending.present(request)
    if on_way is None or second_factor.stage_for(on_way.account) != "code":
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if check_limited(on_way.account, form.cleaned_data["code"]):
                pending.factor_done(request, shown=True)
                return advance(request, pending.present(request) or on_way)
            form.add_error("code", _("Mã chưa đúng hoặc đã dùng rồi. Hãy chờ mã mới rồi nhập lại."))
        except Locked as error:
            put_errors(form, error)
    return page(request, "sign_in_code", {"form": form}, 422 if form.errors else 200)


@public_page
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_enrol(request: HttpRequest) -> HttpResponse:
    """``/dang-nhap/thiet-lap/``: an officer's first sign-in sets up the second factor before anything else."""
    on_way = pending.present(request)
    if on_way is None or on_way.factor_passed or second_factor.stage_for(on_way.account) != "enrol":
        return redirect("accounts:sign_in")
    secret = request.session.get(NEW_SECRET) or totp.new_secret()
    request.session[NEW_SECRET] = secret
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.enrol(on_way.account, secret, form.cleaned_data["code"])
        if codes is not None:
            del request.session[NEW_SECRET]
            pending.factor_done(request, shown=True)
            return page(request, "recovery_codes_first", {"codes": codes})
        form.add_error("code", _("Mã chưa đúng. Hãy kiểm tra đồng hồ của điện thoại rồi nhập mã mới."))
    uri = totp.provisioning_uri(secret, on_way.account.username, "Liên Thông")
    context = {"form": form, "qr": qr_data_uri(uri), "secret_groups": totp.grouped(secret)}
    return page(request, "sign_in_enrol", context, 422 if form.errors else 200)


@public_page
@never_cache
@require_POST
def sign_in_go_on(request: HttpRequest) -> HttpResponse:
    """``/dang-nhap/tiep/``: after the recovery codes were shown."""
    on_way = pending.present(request)
    return advance(request, on_way) if on_way and on_way.factor_passed else redirect("accounts:sign_in")


@public_page
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def sign_in_password(request: HttpRequest) -> HttpResponse:
    """``/dang-nhap/doi-mat-khau/``: a temporary or too old password is changed before the session opens."""
    on_way = pending.present(request)
    if on_way is None or not on_way.factor_passed or not must_change(on_way.account):
        return redirect("accounts:sign_in")
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = set_password(on_way.account, form.cleaned_data["password"])
        except Invalid as error:
            put_errors(form, error)
        else:
            pending.renew(request, account)
            return advance(request, pending.present(request) or on_way)
    return page(request, "sign_in_password", {"form": form}, 422 if form.errors else 200)


@public_page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """``/dang-xuat/``."""
    signing_in.sign_out(request)
    answer = redirect("accounts:sign_in")
    # Nothing of the person's work stays on a shared computer.
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer
