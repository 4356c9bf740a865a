"""Keys in a token or hardware module, reached by PKCS#11. The key never leaves it.

A key is named by its label; the certificate stands beside it under the same label. One session per process: a fork
would share the token's state, so a new process opens its own.
"""

from __future__ import annotations

import os
import threading
from typing import Any

import pkcs11
from cryptography import x509
from django.utils.translation import gettext_lazy as _
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from lienthong.kernel import errors
from lienthong.kernel.signing.certificates import to_asn1
from lienthong.kernel.signing.signer import Signer, make_signer


class Pkcs11Provider:
    """``module``: path of the token's library. ``token``: its label. ``pin`` is asked for at the first signature."""

    name = "pkcs11"

    def __init__(self, module: str, token: str, pin: str, chain: list[x509.Certificate]) -> None:
        self._module, self._token, self._pin = module, token, pin
        self._chain = [to_asn1(c) for c in chain if c.issuer != c.subject]
        self._session: Any = None
        self._process = 0
        self._signers: dict[str, PKCS11Signer] = {}
        self._lock = threading.Lock()

    def signer(self, key_ref: str, *, picture: bytes | None = None) -> Signer:
        with self._lock:
            try:
                if self._process != os.getpid():
                    self._open()
                if key_ref not in self._signers:
                    self._signers[key_ref] = self._find(key_ref)
                return make_signer(self._signers[key_ref], self.name, picture=picture)
            except (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned) as error:
                raise errors.NotFound(
                    _("Thiết bị ký không có khóa này; hãy kiểm tra lại thiết bị"), code="key_missing"
                ) from error
            except (PKCS11Error, RuntimeError, OSError) as error:
                self._process = 0
                raise errors.Unavailable(
                    _("Không dùng được thiết bị ký: hãy cắm lại thiết bị và kiểm tra mã PIN"),
                    code="token_unavailable",
                ) from error

    def _open(self) -> None:
        self._signers.clear()
        self._session = open_pkcs11_session(
            self._module, token_criteria=TokenCriteria(label=self._token), user_pin=self._pin
        )
        self._process = os.getpid()

    def _find(self, key_ref: str) -> PKCS11Signer:
        # A missing key must show now, not while a document is being signed.
        self._session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=key_ref)
        signer = PKCS11Signer(self._session, cert_label=key_ref, key_label=key_ref, ca_chain=self._chain)
        if signer.signing_cert is None:
            raise pkcs11.NoSuchKey
        return signer
