"""Time-based one-time passwords (RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits, as every authenticator app does)."""

from __future__ import annotations

import base64
import hmac
import secrets
from urllib.parse import quote, urlencode

from lienthong.kernel import clock

STEP = 30
DIGITS = 6
DRIFT = 1  # steps a telephone's clock may be off, either way


def new_secret() -> str:
    """160 random bits in base 32 (RFC 4226 §4 R6)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def present_step() -> int:
    return int(clock.now().timestamp()) // STEP


def code_at(secret: str, step: int) -> str:
    """The code of a time step (RFC 4226 §5.3)."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1").digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: str, code: str) -> int | None:
    """The time step near now whose code this is; None when there is none. Compares in constant time."""
    present = present_step()
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            found = step
    return found


def provisioning_uri(secret: str, username: str, issuer: str) -> str:
    """What the QR code says to the authenticator app (Key URI format)."""
    label = quote(f"{issuer}:{username}")
    return f"otpauth://totp/{label}?" + urlencode(
        {"secret": secret, "issuer": issuer, "digits": DIGITS, "period": STEP}, quote_via=quote
    )


def grouped(secret: str) -> str:
    """The secret in fours, for typing it in."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
