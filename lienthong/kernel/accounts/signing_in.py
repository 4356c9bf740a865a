"""The one way into a session, whatever proved who it is, and the ways out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts.address import client_address, device_of
from lienthong.kernel.accounts.language import remember_language
from lienthong.kernel.accounts.models import Account, Session
from lienthong.kernel.accounts.sessions import ABOUT, hashed
from lienthong.kernel.actions.public import record

BACKEND = "django.contrib.auth.backends.ModelBackend"
FACTOR = "factor_at"
SEEN_EVERY = dt.timedelta(seconds=60)
FRESH = dt.timedelta(minutes=5)


def sign_in(request: HttpRequest, account: Account, *, method: str, second_factor: bool) -> None:
    """Open a session with a new id. ``method``: password | identity; ``second_factor``: a code was shown just now."""
    login(request, account, backend=BACKEND)
    remember_language(account, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))
    if second_factor:
        mark_factor(request)
    with transaction.atomic():
        data = {"method": method, "second_factor": second_factor}
        record("accounts.sign_in", account, actor=actor_for(account), data=data)


def mark_factor(request: HttpRequest) -> None:
    """The person has just proved again who it is; step-up holds for five minutes."""
    request.session[FACTOR] = clock.now().isoformat()


def _describe(sender: Any, request: HttpRequest, user: Account, **_kwargs: Any) -> None:
    """Every session starts with these facts, also one that a test or another package opens by ``login``."""
    request.session[ABOUT] = {
        "started": clock.now().isoformat(),
        "version": user.access_version,
        "address": client_address(request),
        "device": device_of(request),
    }


user_logged_in.connect(_describe, dispatch_uid="lienthong.accounts.describe_session")


def factor_age(request: HttpRequest) -> dt.timedelta | None:
    """How long ago the second factor (or, where none is set up, the password) was shown in this session."""
    shown = request.session.get(FACTOR)
    return clock.now() - dt.datetime.fromisoformat(shown) if shown else None


def idle_limit(account: Account) -> dt.timedelta:
    officer = account.kind == "officer"
    minutes = settings.SESSION_IDLE_MINUTES if officer else settings.SESSION_IDLE_MINUTES_CITIZEN
    return dt.timedelta(minutes=minutes)


def sign_out(request: HttpRequest) -> None:
    logout(request)


def sessions_of(account: Account) -> list[Session]:
    """Sessions that would still be let in, newest use first."""
    now = clock.now()
    return list(
        Session.objects.filter(
            account=account, expires_at__gt=now, seen_at__gt=now - idle_limit(account)
        ).order_by("-seen_at")
    )


def end_sessions(account: Account, *, keep: str | None = None, only: str | None = None) -> int:
    """End sessions of an account: all, all but the one with cookie value ``keep``, or the one with row key ``only``."""
    rows = Session.objects.filter(account=account)
    if keep:
        rows = rows.exclude(key=hashed(keep))
    if only is not None:
        rows = rows.filter(key=only)
    return rows.delete()[0]
