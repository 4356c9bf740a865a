"""Locking, unlocking and re-issuing accounts. Each ends open sessions and tokens at the next request (S06)."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import F

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import ADMINISTRATORS, require_another_administrator, touch_access
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.passwords import set_password
from lienthong.kernel.accounts.rules import require_manage
from lienthong.kernel.accounts.second_factor import ALPHABET, remove_second_factor
from lienthong.kernel.accounts.step_up import require_fresh_factor
from lienthong.kernel.accounts.telling import tell_holder
from lienthong.kernel.actions.public import Actor, record


def new_temporary_password() -> str:
    """Twenty characters of 31: 99 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def _switch(account: Account, active: bool, verb: str, *, actor: Actor, reason: str) -> Account:
    require_manage(actor, account)
    require_fresh_factor(actor)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=active, access_version=F("access_version") + 1)
        if account.person_id is not None:
            touch_access(account.person_id)  # those who act in his place
        account.sessions.all().delete()
        if not active and actor.kind != "system":
            _keep_administrators(account)
        record(verb, account, actor=actor, reason=reason)
        tell_holder(account, "unlocked" if active else "locked")
    account.refresh_from_db()
    return account


def disable_account(account: Account, *, actor: Actor, reason: str = "") -> Account:
    """Nobody comes in with it any more, at once. Raises Forbidden, StepUpNeeded, Refused for the last administrator."""
    return _switch(account, False, "accounts.disable", actor=actor, reason=reason)


def enable_account(account: Account, *, actor: Actor, reason: str = "") -> Account:
    """Let it in again. Tokens of earlier stay dead. Raises Forbidden, StepUpNeeded."""
    return _switch(account, True, "accounts.enable", actor=actor, reason=reason)


def _keep_administrators(account: Account) -> None:
    """Raise Refused when the holder is the last who administers an agency or the platform."""
    if account.person_id is None:
        return
    held = RoleAssignment.objects.filter(
        RoleAssignment.on(clock.today()), officer__person_id=account.person_id, role__in=ADMINISTRATORS
    )
    for assignment in held.select_related("officer"):
        require_another_administrator(assignment)


def end_all_sessions(account: Account, *, actor: Actor, reason: str = "") -> int:
    """Sign the holder out everywhere, for example when a computer was left open. Raises Forbidden, StepUpNeeded."""
    require_manage(actor, account)
    require_fresh_factor(actor)
    with transaction.atomic():
        ended = account.sessions.all().delete()[0]
        record("accounts.end_sessions", account, actor=actor, reason=reason, data={"sessions": ended})
        tell_holder(account, "sessions_ended")
    return ended


def issue_temporary_password(account: Account, *, actor: Actor, reason: str = "") -> str:
    """A random password to hand over in person; it must be changed at the first sign-in. Raises Forbidden."""
    require_manage(actor, account)
    require_fresh_factor(actor)
    password = new_temporary_password()
    with transaction.atomic():
        set_password(account, password, actor=actor, temporary=True, reason=reason)
        tell_holder(account, "password_reset")
    return password


def reset_second_factor(account: Account, *, actor: Actor, reason: str = "") -> None:
    """For a lost telephone without recovery codes: the holder sets it up anew, under a new temporary password only
    if the administrator also issues one. Ends sessions. Raises Forbidden."""
    require_manage(actor, account)
    require_fresh_factor(actor)
    with transaction.atomic():
        remove_second_factor(account, actor=actor, reason=reason)
        Account.objects.filter(pk=account.pk).update(access_version=F("access_version") + 1)
        account.sessions.all().delete()
        tell_holder(account, "factor_reset")
