"""Client of the national identity provider: OpenID Connect, authorization code with PKCE (RFC 7636).

What must hold, each refused otherwise: the ``state`` of this browser, a code used once by us, the ID token signed by a
key of the issuer (asymmetric algorithms only), ``iss``, ``aud``, ``azp``, ``exp``, ``iat``, ``nonce``, and an
``auth_time`` not older than asked for. The redirect address is one fixed address of ours.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

import httpx
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from lienthong.kernel import clock
from lienthong.kernel.errors import Refused, Unavailable

ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
MAX_AGE = 3600
FLOW_LASTS = dt.timedelta(minutes=15)
TIMEOUT = httpx.Timeout(5.0, read=10.0)
LARGEST_ANSWER = 256 * 1024


@dataclass(frozen=True)
class Claims:
    issuer: str
    subject: str
    personal_id: str
    full_name: str
    born_on: dt.date | None
    sex: str
    address: str
    phone: str
    assurance: str


class IdentityUnavailable(Unavailable):
    default_code = "identity_unavailable"

    def __init__(self, message: Any = "", **kwargs: Any) -> None:
        super().__init__(
            message or _("Hệ thống định danh chưa trả lời. Hãy thử lại sau, hoặc đăng nhập bằng mật khẩu."),
            **kwargs,
        )


class IdentityRefused(Refused):
    default_code = "identity_refused"

    def __init__(self, message: Any = "", **kwargs: Any) -> None:
        super().__init__(
            message or _("Đăng nhập bằng định danh điện tử không thành công. Hãy bắt đầu lại."), **kwargs
        )


def redirect_uri() -> str:
    """The one address registered with the provider, from the public address and never from the request's host."""
    return urljoin(settings.PUBLIC_URL, reverse("accounts:identity_return"))


def _get(url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    return _answer("GET", url, headers=headers)


def _answer(method: str, url: str, **kwargs: Any) -> dict[str, Any]:
    """A JSON object from the provider. Raises IdentityUnavailable, or IdentityRefused for an error it states."""
    try:
        # Where the provider's own redirects lead is none of our configuration; do not follow.
        with httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
            answer = client.request(method, url, **kwargs)
        if len(answer.content) > LARGEST_ANSWER:
            raise IdentityUnavailable()
        body = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise IdentityUnavailable() from error
    if answer.status_code >= 500:
        raise IdentityUnavailable()
    if answer.status_code != 200:
        raise IdentityRefused(hint=str(body.get("error", ""))[:80] if isinstance(body, dict) else "")
    if not isinstance(body, dict):
        raise IdentityUnavailable()
    return body


def discover() -> dict[str, Any]:
    """The provider's metadata; its ``issuer`` must be exactly the configured one (OIDC Discovery §4.3)."""
    if not settings.OIDC_ISSUER:
        raise IdentityUnavailable(_("Cổng này chưa nối với hệ thống định danh."))
    metadata = _get(settings.OIDC_ISSUER.rstrip("/") + "/.well-known/openid-configuration")
    if metadata.get("issuer") != settings.OIDC_ISSUER:
        raise IdentityRefused(hint="issuer")
    return metadata


def begin(*, next_address: str, fresh: bool = False) -> tuple[str, dict[str, Any]]:
    """(address to send the browser to, what to keep in its session). ``fresh``: the person must sign in anew."""
    metadata = discover()
    verifier = secrets.token_urlsafe(48)
    flow = {
        "state": secrets.token_urlsafe(24),
        "nonce": secrets.token_urlsafe(24),
        "verifier": verifier,
        "next": next_address,
        "at": clock.now().isoformat(),
        "max_age": 0 if fresh else MAX_AGE,
    }
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": redirect_uri(),
        "scope": "openid profile personal_id",
        "state": flow["state"],
        "nonce": flow["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "max_age": str(flow["max_age"]),
    }
    return f"{metadata['authorization_endpoint']}?{urlencode(query)}", flow


def complete(
    flow: dict[str, Any] | None, *, state: str, code: str, error: str = "", issuer: str = ""
) -> Claims:
    """The claims of the person who came back. ``flow`` was taken out of the session, so it serves once.

    ``issuer``: the ``iss`` parameter of the answer where the provider sends it (RFC 9207). Raises IdentityRefused,
    IdentityUnavailable.
    """
    if flow is None or not hmac.compare_digest(flow["state"].encode(), state.encode()):
        raise IdentityRefused()
    if clock.now() - dt.datetime.fromisoformat(flow["at"]) > FLOW_LASTS:
        raise IdentityRefused(_("Đã quá lâu từ khi bắt đầu đăng nhập. Hãy bắt đầu lại."))
    if issuer and issuer != settings.OIDC_ISSUER:
        raise IdentityRefused(hint="iss")
    if error == "access_denied":
        raise IdentityRefused(_("Bạn hoặc hệ thống định danh đã từ chối đăng nhập."))
    if error or not code:
        raise IdentityRefused(hint=error[:80])
    metadata = discover()
    answer = _answer(
        "POST",
        metadata["token_endpoint"],
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri(),
            "code_verifier": flow["verifier"],
        },
        auth=(settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET),
    )
    claims = verify_id_token(str(answer.get("id_token", "")), _get(metadata["jwks_uri"]), flow)
    headers = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
    more = _get(metadata["userinfo_endpoint"], headers) if metadata.get("userinfo_endpoint") else {}
    if more and more.get("sub") != claims["sub"]:
        raise IdentityRefused(hint="sub")
    return _read({**more, **claims})


def verify_id_token(token: str, keys: dict[str, Any], flow: dict[str, Any]) -> dict[str, Any]:
    """The claims of a good ID token (OIDC Core §3.1.3.7). Raises IdentityRefused."""
    client = settings.OIDC_CLIENT_ID
    now = int(clock.now().timestamp())
    registry = jwt.JWTClaimsRegistry(
        now=now,
        leeway=60,
        iss={"essential": True, "value": settings.OIDC_ISSUER},
        sub={"essential": True},
        aud={"essential": True, "value": client},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": flow["nonce"]},
        auth_time={"essential": True},
    )
    try:
        claims = dict(jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims)  # type: ignore[arg-type]
        registry.validate(claims)
        authorised = claims.get("azp", client)
        audiences = [claims["aud"]] if isinstance(claims["aud"], str) else claims["aud"]
        fresh = now - int(claims["auth_time"]) <= max(flow["max_age"], 0) + 120
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise IdentityRefused(hint=type(error).__name__) from error
    if authorised != client or (len(audiences) > 1 and "azp" not in claims) or not fresh:
        raise IdentityRefused(hint="azp/auth_time")
    return claims


def _read(claims: dict[str, Any]) -> Claims:
    personal_id = str(claims.get("personal_id", ""))
    if not (personal_id.isdecimal() and len(personal_id) == 12):
        raise IdentityRefused(_("Hệ thống định danh không gửi số định danh cá nhân."))
    try:
        born_on = dt.date.fromisoformat(str(claims.get("birthdate", "")))
    except ValueError:
        born_on = None
    address = claims.get("address")
    return Claims(
        issuer=settings.OIDC_ISSUER,
        subject=str(claims["sub"])[:200],
        personal_id=personal_id,
        full_name=str(claims.get("name", ""))[:120],
        born_on=born_on,
        sex=str(claims.get("gender", ""))[:10],
        address=str(address.get("formatted", "") if isinstance(address, dict) else address or "")[:300],
        phone=str(claims.get("phone_number", ""))[:20],
        assurance=str(claims.get("acr", ""))[:60],
    )
