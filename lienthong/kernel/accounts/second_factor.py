"""Setting up and checking the second factor. A code counts once, also when two requests bring it together (S04)."""

from __future__ import annotations

import re
import secrets
from typing import Literal

from django.conf import settings
from django.db import transaction

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts import totp
from lienthong.kernel.accounts.models import Account, RecoveryCode, Totp
from lienthong.kernel.accounts.vault import decrypt, encrypt, keyed_hash, keyed_hashes
from lienthong.kernel.actions.public import Actor, record

RECOVERY_CODES = 10
# Letters and digits that are not mistaken for one another; 10 of 31 are 49 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

Stage = Literal["none", "code", "enrol"]


def stage_for(account: Account) -> Stage:
    """What follows the password: nothing, a code, or first setting up the second factor."""
    device = Totp.objects.filter(account=account).first()
    required = account.kind == "officer" and settings.SECOND_FACTOR_REQUIRED
    if device is not None and (required or not device.preset):
        return "code"
    return "enrol" if required else "none"


def has_second_factor(account: Account) -> bool:
    return Totp.objects.filter(account=account).exists()


def check_code(account: Account, code: str) -> bool:
    """Whether this is a good code, and use it up. Takes the app's six digits or a recovery code."""
    code = re.sub(r"[\s-]", "", code).lower()
    if re.fullmatch(r"[0-9]{6}", code):
        return _use_totp(account, code)
    if len(code) == 10:
        return _use_recovery_code(account, code)
    return False


def _use_totp(account: Account, code: str) -> bool:
    device = Totp.objects.filter(account=account).first()
    secret = decrypt(device.secret) if device else None
    step = totp.matching_step(secret, code) if secret else None
    if step is None:
        return False
    # The row decides: of two requests with the same code one finds last_step already moved.
    return bool(Totp.objects.filter(account=account, last_step__lt=step).update(last_step=step))


def _use_recovery_code(account: Account, code: str) -> bool:
    hashes = keyed_hashes("recovery", str(account.pk), code)
    unused = RecoveryCode.objects.filter(account=account, hash__in=hashes, used_at__isnull=True)
    if not unused.update(used_at=clock.now()):
        return False
    with transaction.atomic():
        record("accounts.use_recovery_code", account, actor=actor_for(account))
    return True


def enrol(account: Account, secret: str, code: str) -> list[str] | None:
    """Set up the second factor when ``code`` fits ``secret``; returns the recovery codes, shown once. None: wrong."""
    step = totp.matching_step(secret, re.sub(r"\s", "", code)) if code else None
    if step is None:
        return None
    with transaction.atomic():
        Totp.objects.update_or_create(
            account=account,
            defaults={
                "secret": encrypt(secret),
                "last_step": step,
                "confirmed_at": clock.now(),
                "preset": False,
            },
        )
        record("accounts.enrol_second_factor", account, actor=actor_for(account))
        return new_recovery_codes(account)


def new_recovery_codes(account: Account) -> list[str]:
    """Replace all recovery codes. The plain codes exist only in the answer; the table holds keyed hashes."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account=account, hash=keyed_hash("recovery", str(account.pk), code))
            for code in codes
        )
        record("accounts.new_recovery_codes", account, actor=actor_for(account))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(account: Account) -> int:
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True).count()


def remove_second_factor(account: Account, *, actor: Actor, reason: str = "") -> None:
    """Take the second factor away: the holder sets it up anew at the next sign-in. The caller checked the right."""
    with transaction.atomic():
        Totp.objects.filter(account=account).delete()
        RecoveryCode.objects.filter(account=account).delete()
        record("accounts.remove_second_factor", account, actor=actor, reason=reason)
