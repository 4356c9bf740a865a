"""A sign-in on its way: the password was right, something is still to do. Not a session that can do anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from lienthong.kernel import clock
from lienthong.kernel.accounts.models import Account

KEY = "pending"
LASTS = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Pending:
    account: Account
    next: str
    factor_passed: bool
    factor_shown: bool


def begin(request: HttpRequest, account: Account, next_address: str) -> Pending:
    """Under a new session id, so that one who planted the old id gains nothing."""
    request.session.cycle_key()
    request.session[KEY] = {
        "account": str(account.pk),
        "version": account.access_version,
        "at": clock.now().isoformat(),
        "next": next_address,
        "passed": False,
        "shown": False,
    }
    return Pending(account, next_address, False, False)


def factor_done(request: HttpRequest, *, shown: bool) -> None:
    request.session[KEY] = {**request.session[KEY], "passed": True, "shown": shown}


def present(request: HttpRequest) -> Pending | None:
    """The sign-in under way in this session; None when there is none, or it took too long."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    account = Account.objects.select_related("person").filter(pk=kept["account"], is_active=True).first()
    too_old = clock.now() - dt.datetime.fromisoformat(kept["at"]) > LASTS
    if account is None or too_old or account.access_version != kept["version"]:
        del request.session[KEY]
        return None
    return Pending(account, kept["next"], kept["passed"], kept["shown"])


def renew(request: HttpRequest, account: Account) -> None:
    """The password was changed on the way: go on with the account as it is now."""
    request.session[KEY] = {**request.session[KEY], "version": account.access_version}


def finish(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
    request.session.pop("new_secret", None)
