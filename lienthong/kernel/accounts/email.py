"""Showing that an e-mail address belongs to the account that names it.

A link goes to the address; who opens it must also be signed in with that account. Either alone proves too little: a
mistyped address belongs to a stranger, who would otherwise take the account over by "forgotten password".
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts.limits import rate_limit
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.telling import tell_holder
from lienthong.kernel.actions.public import record
from lienthong.kernel.errors import DomainError, Refused

SALT = "lienthong.accounts.email"
GOOD_FOR = timedelta(hours=48)
LETTERS, PER_SECONDS = 5, 3600


class DeadLink(DomainError):
    """Expired, used, of an earlier address, of another account, or made up: one answer for all (S05)."""

    status = 410
    default_code = "dead_link"


def new_address(account: Account, address: str) -> None:
    """Give the account another address, unconfirmed, inside the caller's transaction and on the caller's instance.

    Nothing happens when it is the same. The former address, if confirmed, is told once: a thief changes it first.
    """
    if account.email == address:
        return
    former = account.confirmed_email
    account.email, account.email_confirmed_at = address, None
    account.email_round += 1
    account.save(update_fields=["email", "email_confirmed_at", "email_round"])
    if former:
        tell_holder(account, "email_changed", to=former)
    send_soon(account)


def send_soon(account: Account) -> None:
    """Queue the letter with the link, where there is an address to confirm."""
    from lienthong.kernel.accounts.jobs import send_confirmation

    if account.email:
        send_confirmation.defer(account_id=str(account.pk))


def ask_again(account: Account) -> None:
    """Another letter. Raises TooMany after five in an hour, Refused when there is nothing to confirm."""
    if not account.email or account.email_confirmed_at:
        raise Refused(_("Không có địa chỉ e-mail nào chờ xác nhận."), code="nothing_to_confirm")
    rate_limit(f"email:{account.pk}", LETTERS, PER_SECONDS)
    send_soon(account)


def link_token(account: Account) -> str:
    """Holds ids only; the address itself stands in no address bar and no log."""
    stamp = int(clock.now().timestamp())
    return signing.dumps([str(account.pk), account.email_round, stamp], salt=SALT)


def send_letter(account: Account) -> None:
    from lienthong.kernel.accounts.reset import mail

    path = reverse("accounts:confirm_email", args=[link_token(account)])
    body = _(
        "Địa chỉ này được ghi cho một tài khoản.\n\n"
        "Nếu là tài khoản của bạn, hãy đăng nhập và xác nhận trong vòng 48 giờ:\n%(link)s\n\n"
        "Nếu không phải của bạn, hãy bỏ qua thư này; hệ thống không gửi gì khác đến đây."
    ) % {"link": urljoin(settings.PUBLIC_URL, path)}
    mail(account.email, _("Xác nhận địa chỉ e-mail"), body)


def check_link(account: Account, token: str) -> None:
    """Raises DeadLink unless the link is this account's, for its present address, and still good."""
    dead = DeadLink(
        gettext_lazy("Liên kết không còn dùng được: đã hết 48 giờ, đã dùng, hoặc của địa chỉ khác.")
    )
    try:
        owner, round_, stamp = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise dead from None
    late = clock.now().timestamp() - stamp > GOOD_FOR.total_seconds()
    if late or owner != str(account.pk) or round_ != account.email_round or not account.email:
        raise dead


def confirm_email(account: Account, token: str) -> Account:
    """The holder, signed in, opened the link. Works once. Raises DeadLink."""
    with transaction.atomic():
        account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        check_link(account, token)
        account.email_confirmed_at = clock.now()
        account.email_round += 1
        account.save(update_fields=["email_confirmed_at", "email_round"])
        record("accounts.confirm_email", account, actor=actor_for(account))
    return account
