"""What the provider knows and decides; no HTTP here.

Strict where a real one is strict: exact redirect address, PKCE S256 demanded, a code once and for a minute, client
authentication. ``switches`` make it misbehave: ``refuse``, ``delay`` (seconds), ``repeat`` (sends the browser back with a
code that was used before).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from simulators.identity.people import PEOPLE

CODE_SECONDS = 60
TOKEN_SECONDS = 300


class ProtocolError(Exception):
    """``code`` as RFC 6749 §5.2 names it."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code, self.description, self.status = code, description, status


@dataclass
class Grant:
    subject: str
    redirect_uri: str
    challenge: str
    nonce: str
    at: float
    used: bool = False


@dataclass
class Switches:
    refuse: bool = False
    delay: float = 0.0
    repeat: bool = False


@dataclass
class Provider:
    issuer: str
    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    switches: Switches = field(default_factory=Switches)
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    )
    grants: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    last_used_code: str = ""

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "scopes_supported": ["openid", "profile", "personal_id"],
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def check_request(self, query: dict[str, str]) -> None:
        """Raises ProtocolError; a wrong client or redirect address must never lead to a redirect."""
        if query.get("client_id") != self.client_id or query.get("redirect_uri") not in self.redirect_uris:
            raise ProtocolError("invalid_request", "client_id hoặc redirect_uri không đúng đăng ký")
        if query.get("response_type") != "code" or "openid" not in query.get("scope", "").split():
            raise ProtocolError("invalid_request", "chỉ nhận response_type=code với scope openid")
        if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
            raise ProtocolError("invalid_request", "bắt buộc PKCE S256")
        if not query.get("state") or not query.get("nonce"):
            raise ProtocolError("invalid_request", "thiếu state hoặc nonce")

    def grant(self, query: dict[str, str], subject: str) -> str:
        """A code for a person who agreed."""
        self.check_request(query)
        if subject not in PEOPLE:
            raise ProtocolError("invalid_request", "không có người này")
        if self.switches.repeat and self.last_used_code:
            return self.last_used_code
        code = secrets.token_urlsafe(32)
        self.grants[code] = Grant(
            subject, query["redirect_uri"], query["code_challenge"], query["nonce"], time.time()
        )
        return code

    def redeem(self, form: dict[str, str], client_id: str, client_secret: str) -> dict[str, Any]:
        """Tokens for a code. Raises ProtocolError."""
        right = hmac.compare_digest(client_secret.encode(), self.client_secret.encode())
        if client_id != self.client_id or not right:
            raise ProtocolError("invalid_client", "sai mã hoặc bí mật của ứng dụng", 401)
        if form.get("grant_type") != "authorization_code":
            raise ProtocolError("unsupported_grant_type", "chỉ nhận authorization_code")
        code = form.get("code", "")
        grant = self.grants.get(code)
        if grant is None or grant.used or time.time() - grant.at > CODE_SECONDS:
            # A code that comes twice was stolen or replayed: what it gave before ends too (RFC 6749 §4.1.2).
            if grant is not None and grant.used:
                self.tokens = {t: held for t, held in self.tokens.items() if held[0] != grant.subject}
            raise ProtocolError("invalid_grant", "mã không đúng, đã dùng hoặc hết hạn")
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        if form.get("redirect_uri") != grant.redirect_uri or challenge != grant.challenge:
            raise ProtocolError("invalid_grant", "redirect_uri hoặc code_verifier không khớp")
        grant.used = True
        self.last_used_code = code
        access = secrets.token_urlsafe(32)
        self.tokens[access] = (grant.subject, time.time() + TOKEN_SECONDS)
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self.id_token(grant),
        }

    def id_token(self, grant: Grant) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": grant.subject,
            "aud": self.client_id,
            "azp": self.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "auth_time": int(grant.at),
            "nonce": grant.nonce,
            "acr": PEOPLE[grant.subject]["acr"],
        }
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def person(self, access_token: str) -> dict[str, Any]:
        """Userinfo. Raises ProtocolError."""
        subject, until = self.tokens.get(access_token, ("", 0.0))
        if time.time() > until:
            raise ProtocolError("invalid_token", "mã truy cập không đúng hoặc hết hạn", 401)
        return {"sub": subject, **PEOPLE[subject]}
