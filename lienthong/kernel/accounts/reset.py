"""Getting back in by e-mail. The answer is the same whether or not there is such an account."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.accounts.credentials import normal_username
from lienthong.kernel.accounts.limits import rate_limit, within_limit
from lienthong.kernel.accounts.models import Account

Mailer = Callable[[str, str, str], None]


class ResetTokens(PasswordResetTokenGenerator):
    """Good for an hour and for one change: the token is over the password hash and the version of the rights."""

    key_salt = "lienthong.accounts.reset"

    def _make_hash_value(self, user: Account, timestamp: int) -> str:  # type: ignore[override]
        return f"{super()._make_hash_value(user, timestamp)}{user.access_version}{user.is_active}"

    def _now(self) -> dt.datetime:
        # The base class counts seconds since 2001 in naive local time; give it ours.
        return clock.local(clock.now()).replace(tzinfo=None)


tokens = ResetTokens()


def _by_django(to: str, subject: str, body: str) -> None:
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])


_mailer: Mailer = _by_django


def set_mailer(mailer: Mailer) -> None:
    """The notice package hands over its way of sending: ``mailer(to, subject, body)``."""
    global _mailer
    _mailer = mailer


def mail(to: str, subject: str, body: str) -> None:
    """A letter by whatever way of sending there is."""
    _mailer(to, subject, body)


def ask_for_reset(login: str, *, address: str) -> None:
    """Queue the letter for the account with this user name or e-mail address, if any. Raises TooMany.

    Both cases cost one look-up and one queued job, so neither answer nor time tells which it was; the job carries
    ids only. Accounts without a confirmed e-mail address get a new password from their administrator.
    """
    from lienthong.kernel.accounts.jobs import send_reset_link

    name = normal_username(login)
    rate_limit(f"reset:{address}", 20, 3600)
    found = Account.objects.filter(Q(username=name) | Q(email=name), is_active=True)
    # A mistyped address belongs to a stranger: until it is confirmed, nothing that opens the account goes there.
    found = found.exclude(email="").exclude(email_confirmed_at=None)
    # An address that two accounts share (a family's) leads to the one whose user name it is, else to none.
    ids = list(found.order_by("id").values_list("pk", "username")[:10])
    chosen = next((pk for pk, username in ids if username == name), ids[0][0] if len(ids) == 1 else None)
    # No more than five letters an hour to one person, whoever asks.
    if not within_limit(f"reset-letter:{chosen or name}", 5, 3600):
        chosen = None
    send_reset_link.defer(account_id=str(chosen or ""))


def send_link(account: Account) -> None:
    path = reverse("accounts:reset", args=[account.pk, tokens.make_token(account)])
    body = _(
        "Có yêu cầu đặt lại mật khẩu cho tài khoản của bạn.\n\n"
        "Mở liên kết này trong vòng 1 giờ để chọn mật khẩu mới:\n%(link)s\n\n"
        "Nếu không phải bạn yêu cầu, hãy bỏ qua thư này; mật khẩu không đổi."
    ) % {"link": urljoin(settings.PUBLIC_URL, path)}
    _mailer(account.email, _("Đặt lại mật khẩu"), body)


def account_of_link(account_id: uuid.UUID, token: str) -> Account | None:
    account = Account.objects.select_related("person").filter(pk=account_id, is_active=True).first()
    return account if account is not None and tokens.check_token(account, token) else None
