"""Locking, unlocking and re-issuing accounts. Each ends open sessions and tokens at the next request (S06)."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import F

from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.passwords import set_password
from lienthong.kernel.accounts.rules import require_manage
from lienthong.kernel.accounts.second_factor import ALPHABET, remove_second_factor
from lienthong.kernel.accounts.step_up import require_fresh_factor
from lienthong.kernel.actions.public import Actor, record


def _switch(account: Account, active: bool, verb: str, *, actor: Actor, reason: str) -> Account:
    require_manage(actor, account)
    require_fresh_factor(actor)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=active, access_version=F("access_version") + 1)
        account.sessions.all().delete()
        record(verb, account, actor=actor, reason=reason)
    account.refresh_from_db()
    return account


def disable_account(account: Account, *, actor: Actor, reason: str = "") -> Account:
    """Nobody comes in with it any more, at once. Raises Forbidden, StepUpNeeded."""
    return _switch(account, False, "accounts.disable", actor=actor, reason=reason)


def enable_account(account: Account, *, actor: Actor, reason: str = "") -> Account:
    """Let it in again. Tokens of earlier stay dead. Raises Forbidden, StepUpNeeded."""
    return _switch(account, True, "accounts.enable", actor=actor, reason=reason)


def issue_temporary_password(account: Account, *, actor: Actor) -> str:
    """A random password to hand over in person; it must be changed at the first sign-in. Raises Forbidden."""
    require_manage(actor, account)
    require_fresh_factor(actor)
    password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    set_password(account, password, actor=actor, temporary=True)
    return password


def reset_second_factor(account: Account, *, actor: Actor) -> None:
    """For a lost telephone without recovery codes: the holder sets it up anew, under a new temporary password only
    if the administrator also issues one. Ends sessions. Raises Forbidden."""
    require_manage(actor, account)
    require_fresh_factor(actor)
    with transaction.atomic():
        remove_second_factor(account, actor=actor)
        Account.objects.filter(pk=account.pk).update(access_version=F("access_version") + 1)
        account.sessions.all().delete()
