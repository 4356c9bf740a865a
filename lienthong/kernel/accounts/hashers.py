"""The hasher of demonstration accounts.

Six hundred Argon2 hashes take a minute; a demonstration must stand in seconds. The passwords of demonstration
accounts are random with 100 bits and more, so a salted SHA-256 under the installation's key protects them as it would
a token. It is named after Argon2 in the settings, only in demonstration mode, and never makes a new hash: at the first
sign-in Django replaces it by Argon2. Outside demonstration mode the settings do not hold it and such a hash opens
nothing.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.hashers import BasePasswordHasher, get_hasher
from django.utils.crypto import constant_time_compare

from lienthong.kernel.accounts.vault import keyed_hash


class DemonstrationHasher(BasePasswordHasher):
    algorithm = "demonstration"

    def salt(self) -> str:
        return secrets.token_hex(8)

    def encode(self, password: str, salt: str) -> str:
        return f"{self.algorithm}${salt}${keyed_hash('demonstration-password', salt, password)}"

    def decode(self, encoded: str) -> dict[str, Any]:
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def verify(self, password: str, encoded: str) -> bool:
        right = constant_time_compare(self.encode(password, self.decode(encoded)["salt"]), encoded)
        if not right:
            # A wrong password must cost what it costs for any other account; a right one pays when it is re-hashed.
            preferred = get_hasher("default")
            preferred.encode(password, preferred.salt())
        return right

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        return {"algorithm": self.algorithm}

    def must_update(self, encoded: str) -> bool:
        return True

    def harden_runtime(self, password: str, encoded: str) -> None:
        return None
