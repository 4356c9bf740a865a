"""Confirming the e-mail address of one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.public import signed_in
from lienthong.kernel.accounts.email import DeadLink, ask_again, check_link, confirm_email
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.step_up import back_address
from lienthong.kernel.accounts.views.answers import account_page
from lienthong.kernel.errors import DomainError


@signed_in
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """``/tai-khoan/e-mail/<token>/``. A page with a button: mail programs open links by themselves."""
    account: Account = request.user  # type: ignore[assignment]
    try:
        if request.method == "POST":
            confirm_email(account, token)
            messages.success(request, _("Đã xác nhận địa chỉ e-mail."))
            return redirect("accounts:profile")
        check_link(account, token)
    except DeadLink as error:
        return account_page(request, "confirm_email", {"dead": error, "account": account}, error.status)
    return account_page(request, "confirm_email", {"dead": None, "account": account})


@signed_in
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """``/tai-khoan/e-mail/gui-lai/``: from the banner, back to where it was pressed."""
    try:
        ask_again(request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Đã gửi lại thư xác nhận. Hãy mở hộp thư của bạn."))
    return redirect(back_address(request))
