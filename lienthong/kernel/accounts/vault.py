"""Secrets at rest: encrypted, or as keyed hashes. Keys are derived from the installation's secret key.

When the secret key is changed, what the fallback keys encrypted stays readable until it is written again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@lru_cache(maxsize=64)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(_derived(key, "lienthong.accounts.totp"))) for key in secrets]
    )


def encrypt(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def decrypt(sealed: str) -> str | None:
    """None when no present key opens it: the secret key was replaced without keeping the old one as a fallback."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def keyed_hash(purpose: str, *parts: str) -> str:
    """64 hex digits. Not to be recomputed by someone who has the table but not the key."""
    message = "\x1f".join(parts).encode()
    return hmac.new(
        _derived(settings.SECRET_KEY, f"lienthong.{purpose}"), message, hashlib.sha256
    ).hexdigest()


def keyed_hashes(purpose: str, *parts: str) -> list[str]:
    """The hash under the present key and under each fallback, for look-ups of what was stored earlier."""
    message = "\x1f".join(parts).encode()
    return [
        hmac.new(_derived(key, f"lienthong.{purpose}"), message, hashlib.sha256).hexdigest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
