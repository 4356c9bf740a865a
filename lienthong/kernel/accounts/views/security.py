"""The person's own account: profile, security, sessions, second factor, tokens, and the step-up."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lienthong.kernel.access.public import signed_in
from lienthong.kernel.accounts import second_factor, signing_in, tokens, totp
from lienthong.kernel.accounts.credentials import Locked
from lienthong.kernel.accounts.forms import CodeForm, PasswordOnlyForm, ProfileForm, TokenForm
from lienthong.kernel.accounts.models import Account, Identity
from lienthong.kernel.accounts.profile import change_profile, fixed_fields, profile_of
from lienthong.kernel.accounts.qr import qr_data_uri
from lienthong.kernel.accounts.sessions import hashed
from lienthong.kernel.accounts.step_up import own_address, step_up_required
from lienthong.kernel.accounts.views.answers import account_page, home_of, put_errors
from lienthong.kernel.accounts.views.password import check_own_password
from lienthong.kernel.accounts.views.sign_in import NEW_SECRET, check_limited
from lienthong.kernel.errors import Invalid, NotFound


def _account(request: HttpRequest) -> Account:
    return request.user  # type: ignore[return-value]


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/``."""
    account = _account(request)
    fixed = fixed_fields(account)
    form = ProfileForm(request.POST or None, initial=profile_of(account))
    known = profile_of(account)
    facts = [(str(form.fields[name].label), known[name]) for name in fixed]
    for name in fixed:
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(account, form.cleaned_data)
        except Invalid as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Đã lưu thông tin của bạn."))
            return redirect("accounts:profile")
    context = {"form": form, "facts": facts, "verified": known["verified"], "account": account}
    return account_page(request, "profile", context, 422 if form.errors else 200)


@signed_in
@never_cache
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/bao-mat/``."""
    account = _account(request)
    here = hashed(request.session.session_key or "")
    context = {
        "account": account,
        "has_password": account.has_usable_password(),
        "has_factor": second_factor.has_second_factor(account),
        "codes_left": second_factor.codes_left(account),
        "sessions": [(item, item.key == here) for item in signing_in.sessions_of(account)],
        "identities": list(Identity.objects.filter(account=account)),
        "may_link": account.kind == "citizen" and bool(settings.OIDC_ISSUER),
        "second_factor_off": not settings.SECOND_FACTOR_REQUIRED,
    }
    return account_page(request, "security", context)


@signed_in
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/phien/ket-thuc/``: one session, or all but this one."""
    only = request.POST.get("session") or None
    signing_in.end_sessions(_account(request), keep=request.session.session_key, only=only)
    messages.success(request, _("Đã đăng xuất phiên đó.") if only else _("Đã đăng xuất mọi phiên khác."))
    return redirect("accounts:security")


@signed_in
@never_cache
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/xac-nhan/``: the second factor again; the password where the account has no second factor."""
    account = _account(request)
    next_address = own_address(request.POST.get("next") or request.GET.get("next"), home_of(account))
    by_code = second_factor.has_second_factor(account)
    form = (CodeForm if by_code else PasswordOnlyForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if by_code:
                right = check_limited(account, form.cleaned_data["code"])
            else:
                right = check_own_password(account, form.cleaned_data["password"])
        except Locked as error:
            put_errors(form, error)
        else:
            if right:
                request.session.cycle_key()
                signing_in.mark_factor(request)
                return redirect(next_address)
            form.add_error("code" if by_code else "password", _("Chưa đúng. Hãy thử lại."))
    context = {
        "form": form,
        "next": next_address,
        "by_code": by_code,
        "by_identity": not by_code and not account.has_usable_password(),
    }
    return account_page(request, "confirm", context, 422 if form.errors else 200)


@signed_in
@never_cache
@step_up_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/hai-lop/``: set up the second factor, or move it to another telephone."""
    account = _account(request)
    secret = request.session.get(NEW_SECRET) or totp.new_secret()
    request.session[NEW_SECRET] = secret
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.enrol(account, secret, form.cleaned_data["code"])
        if codes is not None:
            del request.session[NEW_SECRET]
            request.session.cycle_key()
            signing_in.mark_factor(request)
            signing_in.end_sessions(account, keep=request.session.session_key)
            return account_page(request, "recovery_codes", {"codes": codes})
        form.add_error("code", _("Mã chưa đúng. Hãy kiểm tra đồng hồ của điện thoại rồi nhập mã mới."))
    uri = totp.provisioning_uri(secret, account.username, "Liên Thông")
    context = {"form": form, "qr": qr_data_uri(uri), "secret_groups": totp.grouped(secret)}
    return account_page(request, "factor", context, 422 if form.errors else 200)


@signed_in
@never_cache
@step_up_required
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/ma-du-phong/``: new recovery codes; the old ones end."""
    account = _account(request)
    if not second_factor.has_second_factor(account):
        return redirect("accounts:factor")
    return account_page(request, "recovery_codes", {"codes": second_factor.new_recovery_codes(account)})


@signed_in
@never_cache
@step_up_required
@require_http_methods(["GET", "POST"])
def access_tokens(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/ma-truy-cap/``."""
    account = _account(request)
    choices = tokens.all_scopes(citizen=not request.actor.officer_id)  # type: ignore[attr-defined]
    form = TokenForm(request.POST or None, scopes=choices, initial={"days": "90"})
    plain = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        expires = dt.timedelta(days=int(data["days"]))
        try:
            _token, plain = tokens.create_token(account, data["scopes"], data["name"], expires)
        except Invalid as error:
            put_errors(form, error)
        else:
            form = TokenForm(scopes=choices, initial={"days": "90"})
    labels = dict(tokens.all_scopes())
    rows = [(item, [labels.get(name, name) for name in item.scopes]) for item in tokens.tokens_of(account)]
    context = {"form": form, "plain": plain, "tokens": rows}
    return account_page(request, "tokens", context, 422 if form.errors else 200)


@signed_in
@require_POST
def revoke_token(request: HttpRequest, token_id: uuid.UUID) -> HttpResponse:
    """``/tai-khoan/ma-truy-cap/<id>/thu-hoi/``."""
    try:
        tokens.revoke_token(_account(request), token_id)
        messages.success(request, _("Đã thu hồi mã truy cập."))
    except NotFound:
        messages.info(request, _("Mã truy cập này không còn hiệu lực."))
    return redirect("accounts:tokens")
