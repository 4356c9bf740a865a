"""Personal access tokens: a key for a program, limited in what (scopes) and how long."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import actor_for
from lienthong.kernel.accounts.models import AccessToken, Account
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Forbidden, Invalid, NotFound

LONGEST = dt.timedelta(days=366)
DEFAULT = dt.timedelta(days=90)
_scopes: dict[str, Any] = {}
_for_officers: set[str] = set()


def define_scope(name: str, label: Any, *, officers_only: bool = False) -> str:
    """Declare a scope (``dossiers:write``) with its Vietnamese label; returns the name, to be kept as a constant.

    ``officers_only``: nothing that a citizen could do; his list of choices leaves it out.
    """
    _scopes[name] = label
    if officers_only:
        _for_officers.add(name)
    return name


def known_scope(name: str) -> bool:
    return name in _scopes


READ = define_scope("read", _("Đọc những gì tài khoản này đọc được"))
WRITE = define_scope("write", _("Làm thay những việc tài khoản này làm được"))


def all_scopes(*, citizen: bool = False) -> list[tuple[str, Any]]:
    """The scopes with their labels: ``read`` and ``write`` hold all the narrower ones and come first."""
    names = sorted(_scopes, key=lambda name: (":" in name, name))
    return [(name, _scopes[name]) for name in names if not (citizen and name in _for_officers)]


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def create_token(
    account: Account,
    scopes: Iterable[str],
    name: str,
    expires: dt.datetime | dt.timedelta | None = None,
    *,
    actor: Actor | None = None,
) -> tuple[AccessToken, str]:
    """The token and its plain text, which is shown once and never stored.

    ``expires``: an instant, a duration, or None for ninety days; at most 366 days. 256 random bits, so a plain
    SHA-256 keeps it. Raises Invalid for an unknown scope or expiry out of range.
    """
    chosen = sorted(set(scopes))
    unknown = [item for item in chosen if item not in _scopes]
    now = clock.now()
    until = (
        now + DEFAULT if expires is None else now + expires if isinstance(expires, dt.timedelta) else expires
    )
    if unknown or not chosen:
        raise Invalid(
            errors={"scopes": [_("Phạm vi không có: %(names)s") % {"names": ", ".join(unknown) or "∅"}]}
        )
    if not now < until <= now + LONGEST:
        raise Invalid(errors={"expires": [_("Thời hạn phải ở tương lai và không quá 1 năm.")]})
    if not account.is_active:
        raise Invalid(_("Tài khoản đang bị khóa."), field="account")
    prefix = f"lt_{secrets.token_hex(4)}"
    plain = f"{prefix}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        token = AccessToken.objects.create(
            account=account,
            name=name.strip()[:80] or prefix,
            prefix=prefix,
            hash=_digest(plain),
            scopes=chosen,
            access_version=account.access_version,
            created_at=now,
            expires_at=until,
        )
        data = {"token": str(token.pk), "scopes": chosen, "expires": until.isoformat()}
        record("accounts.create_token", account, actor=actor or actor_for(account), data=data)
    return token, plain


def authenticate_token(plain: str) -> Actor | None:
    """The actor behind a token, or None. One statement; once a day a second one notes the day of last use.

    The token ends with a change of its account's rights, password or state (S06). Its actor has ``scopes`` and has
    never shown a second factor.
    """
    if not plain.startswith("lt_") or len(plain) > 100:
        return None
    token = (
        AccessToken.objects.select_related("account")
        .filter(hash=_digest(plain), revoked_at__isnull=True, expires_at__gt=clock.now())
        .first()
    )
    if token is None or token.access_version != token.account.access_version:
        return None
    actor = actor_for(token.account, "api")
    if not actor.signed_in:
        return None
    today = clock.today()
    if token.last_used_on != today:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return replace(actor, scopes=frozenset(token.scopes), stepped_up=not settings.SECOND_FACTOR_REQUIRED)


def require_scope(actor: Actor, scope: str) -> None:
    """Raise Forbidden when the actor comes by a token without this scope. LookupError for a scope nobody defined."""
    if scope not in _scopes:
        raise LookupError(scope)
    if actor.scopes is not None and scope not in actor.scopes:
        raise Forbidden(_("Mã truy cập không có phạm vi này."), code="scope_missing", hint=scope)


def tokens_of(account: Account) -> list[AccessToken]:
    """Those that still open something, newest first."""
    return list(
        AccessToken.objects.filter(
            account=account,
            revoked_at__isnull=True,
            expires_at__gt=clock.now(),
            access_version=account.access_version,
        ).order_by("-created_at")
    )


def revoke_token(account: Account, token_id: Any) -> AccessToken:
    """End one of the account's own tokens. Raises NotFound."""
    with transaction.atomic():
        token = (
            AccessToken.objects.select_for_update()
            .filter(account=account, pk=token_id, revoked_at__isnull=True)
            .first()
        )
        if token is None:
            raise NotFound()
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record("accounts.revoke_token", account, actor=actor_for(account), data={"token": str(token.pk)})
    return token
