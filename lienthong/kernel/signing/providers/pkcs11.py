"""Keys in a token or hardware module, reached by PKCS#11. The key never leaves it.

A key is named by its label; the certificate stands beside it under the same label. One session per process: a fork
would share the token's state, so a new process opens its own. A token can be pulled out and put back, and its module
can restart: what fails for that reason is tried once more with a new session, then refused with nothing done.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import pkcs11
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from django.utils.translation import gettext_lazy as _
from pkcs11 import exceptions as refusals
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from lienthong.kernel import errors
from lienthong.kernel.signing.certificates import to_asn1
from lienthong.kernel.signing.signer import Signer, make_signer

Answer = TypeVar("Answer")

#: Never tried again: a token locks itself after a few wrong PINs, and unlocking it takes a journey to its issuer.
_PIN = (
    refusals.PinIncorrect,
    refusals.PinLocked,
    refusals.PinExpired,
    refusals.PinInvalid,
    refusals.PinLenRange,
)
_MISSING = (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned)
# A pulled token answers differently by maker (device removed, session or key handle invalid, token not present, general
# error, or codes the library has no name for), so every other failure is taken for a lost session.
_LOST = (PKCS11Error, RuntimeError, OSError)


class Pkcs11Provider:
    """``module``: path of the token's library. ``token``: its label. ``pin`` is asked for at the first signature."""

    name = "pkcs11"

    def __init__(self, module: str, token: str, pin: str, chain: list[x509.Certificate]) -> None:
        self._module, self._token, self._pin = module, token, pin
        self._chain = [to_asn1(c) for c in chain if c.issuer != c.subject]
        self._session: Any = None
        self._process = 0
        self._pin_refused = False
        self._signers: dict[str, TokenSigner] = {}
        self._lock = threading.RLock()

    def signer(self, key_ref: str, *, picture: bytes | None = None) -> Signer:
        with self._lock:
            if self._process != os.getpid():
                self._signers.clear()
            known = self._signers.get(key_ref)
            if known is None:
                # A missing key must show now, not while a document is being signed.
                known = self.in_turn(lambda: TokenSigner(self, self._session, key_ref, self._chain))
                self._signers[key_ref] = known
            return make_signer(known, self.name, picture=picture)

    def in_turn(
        self, work: Callable[[], Answer], *, on_new_session: Callable[[Any], None] | None = None
    ) -> Answer:
        """Do something with the session, alone: a token does one thing at a time. A lost session is opened anew once.

        ``on_new_session(session)`` is called before ``work`` after the session changed. Raises NotFound for a missing
        key, Unavailable for a token out of reach, each before anything was written anywhere.
        """
        with self._lock:
            try:
                try:
                    if self._process != os.getpid():
                        self._open()
                    if on_new_session is not None:
                        on_new_session(self._session)
                    return work()
                except (*_PIN, *_MISSING):
                    raise
                except _LOST:
                    self._open()
                    if on_new_session is not None:
                        on_new_session(self._session)
                    return work()
            except _MISSING as error:
                raise errors.NotFound(
                    _("Thiết bị ký không có khóa này; hãy kiểm tra lại thiết bị"), code="key_missing"
                ) from error
            except _PIN as error:
                self._process, self._pin_refused = 0, True
                raise _wrong_pin() from error
            except _LOST as error:
                self._process = 0
                raise errors.Unavailable(
                    _(
                        "Không liên lạc được với thiết bị ký nên chưa ký. Hãy cắm lại thiết bị rồi ký lần nữa; việc ký vẫn đang chờ."
                    ),
                    code="token_unavailable",
                ) from error

    def _open(self) -> None:
        if self._pin_refused:
            raise _wrong_pin()
        old, self._session, self._process = self._session, None, 0
        if old is not None:
            with contextlib.suppress(*_LOST):
                old.close()
        try:
            self._session = self._new_session()
        except _PIN:
            raise
        except _LOST:
            # Many modules list their tokens only when they start, so one that came back is seen after a restart alone.
            library = pkcs11.lib(self._module)
            with contextlib.suppress(*_LOST):
                library.finalize()
            library.initialize()
            self._session = self._new_session()
        self._process = os.getpid()

    def _new_session(self) -> Any:
        return open_pkcs11_session(
            self._module, token_criteria=TokenCriteria(label=self._token), user_pin=self._pin
        )


class TokenSigner(PKCS11Signer):
    """Signs by the provider's present session; moves over when that was opened anew."""

    pkcs11_session: Any  # None after a failed move: the next signature tries again

    def __init__(
        self, provider: Pkcs11Provider, session: Any, key_ref: str, chain: list[asn1_x509.Certificate]
    ) -> None:
        session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=key_ref)
        super().__init__(session, cert_label=key_ref, key_label=key_ref, ca_chain=chain)
        self._provider = provider
        if self.signing_cert is None:
            raise pkcs11.NoSuchKey

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:  # only the size is asked for
            return await super().async_sign_raw(data, digest_algorithm, dry_run)
        return await asyncio.get_running_loop().run_in_executor(None, self._sign, data, digest_algorithm)

    def _sign(self, data: bytes, digest_algorithm: str) -> bytes:
        return self._provider.in_turn(
            lambda: asyncio.run(super(TokenSigner, self).async_sign_raw(data, digest_algorithm)),
            on_new_session=self._move_to,
        )

    def _move_to(self, session: Any) -> None:
        """Find key and certificate again. The certificate already stands in what is being signed: another token under
        the same label must not finish it."""
        if session is self.pkcs11_session:
            return
        known = self._signing_cert
        try:
            self.pkcs11_session, self._loaded, self._key_handle, self._signing_cert = (
                session,
                False,
                None,
                None,
            )
            self._load_objects()
            found = self._signing_cert
        except BaseException:
            self.pkcs11_session = None
            raise
        finally:
            self._signing_cert = known
        if found is None or known is None or found.dump() != known.dump():
            self.pkcs11_session = None
            raise errors.Unavailable(
                _(
                    "Thiết bị ký vừa cắm giữ chứng thư khác nên chưa ký. Hãy cắm đúng thiết bị rồi ký lần nữa."
                ),
                code="token_other",
            )


def _wrong_pin() -> errors.Unavailable:
    return errors.Unavailable(
        _(
            "Thiết bị ký không nhận mã PIN nên chưa ký. Để thiết bị không bị khóa, hệ thống không thử lại: hãy sửa LIENTHONG_PKCS11_PIN rồi khởi động lại."
        ),
        code="token_pin",
    )
