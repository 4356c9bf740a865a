"""Checking a user name and password: one answer and one duration for every way of being wrong (S01)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.accounts.limits import TooMany, rate_limit
from lienthong.kernel.accounts.lockout import forget_tries, take_try
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.text import nfc, straight

# Per address, all names together. High, because a whole agency comes to work behind one router.
ADDRESS_TRIES, ADDRESS_SECONDS = 600, 600


class Locked(TooMany):
    """Too many wrong tries of this name from this address, whether or not there is such a name."""

    default_code = "locked"

    def __init__(self, until: dt.datetime, **kwargs: Any) -> None:
        local = clock.local(until)
        message = _("Đã nhập sai nhiều lần. Hãy thử lại sau %(time)s ngày %(day)s.") % {
            "time": local.strftime("%H:%M"),
            "day": local.strftime("%d/%m/%Y"),
        }
        super().__init__(message, retry_after=max(1, int((until - clock.now()).total_seconds())), **kwargs)


def normal_username(username: str) -> str:
    return straight(username).strip().lower()[:80]


def check_credentials(username: str, password: str, address: str) -> Account | None:
    """The account, or None: unknown, disabled, without a password, or wrong. Raises :class:`Locked` or TooMany."""
    name = normal_username(username)
    rate_limit(f"sign-in:{address}", ADDRESS_TRIES, ADDRESS_SECONDS)
    until = take_try("password", name, address)
    if until is not None:
        raise Locked(until)
    account = Account.objects.select_related("person").filter(username=name).first()
    if account is None:
        make_password(password)  # takes as long as checking one
        return None
    if not account.check_password(nfc(password)) or not account.is_active:
        return None
    forget_tries("password", name, address)
    return account
