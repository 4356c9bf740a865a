"""Private keys in files, for demonstration and small offices without a token.

Keys are PEM (PKCS#8) encrypted with a random passphrase of the installation; folder 0700, files 0600. A process
reads and decrypts each key once.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import errors

_REF = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}")


class KeyStore:
    """Keys and certificates under one folder, by reference (``officer-12``)."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._keys: dict[str, rsa.RSAPrivateKey] = {}
        self._certificates: dict[str, x509.Certificate] = {}
        self._secret: bytes | None = None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time, over processes: two workers starting together make one authority, not two."""
        self._ready()
        with (self.folder / ".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def save(self, ref: str, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
        """Write key and certificate; an earlier pair of the same name is replaced."""
        self._ready()
        pem = key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(self._passphrase())
        )
        write_private(self._path(ref, "key"), pem)
        write_private(self._path(ref, "cert"), certificate.public_bytes(Encoding.PEM))
        self._keys[ref], self._certificates[ref] = key, certificate

    def has(self, ref: str) -> bool:
        return self._path(ref, "key").is_file() and self._path(ref, "cert").is_file()

    def key(self, ref: str) -> rsa.RSAPrivateKey:
        """The private key. Raises ``NotFound`` when there is none."""
        if ref not in self._keys:
            loaded = load_pem_private_key(self._read(ref, "key"), self._passphrase())
            assert isinstance(loaded, rsa.RSAPrivateKey)
            self._keys[ref] = loaded
        return self._keys[ref]

    def certificate(self, ref: str) -> x509.Certificate:
        """The certificate of a key. Raises ``NotFound`` when there is none."""
        if ref not in self._certificates:
            self._certificates[ref] = x509.load_pem_x509_certificate(self._read(ref, "cert"))
        return self._certificates[ref]

    def _read(self, ref: str, part: str) -> bytes:
        try:
            return self._path(ref, part).read_bytes()
        except FileNotFoundError:
            raise errors.NotFound(
                _("Không tìm thấy khóa ký số; hãy cấp lại chứng thư"), code="key_missing"
            ) from None

    def _path(self, ref: str, part: str) -> Path:
        if not _REF.fullmatch(ref):
            raise errors.Invalid(_("Tên khóa ký số chưa hợp lệ"), code="key_ref")
        return self.folder / f"{ref}.{part}.pem"

    def _ready(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _passphrase(self) -> bytes:
        if self._secret is None:
            path = self.folder / "passphrase"
            if not path.exists():
                try:
                    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                except FileExistsError:
                    pass
                else:
                    with os.fdopen(handle, "w") as out:
                        out.write(secrets.token_urlsafe(32))
            self._secret = path.read_bytes()
        return self._secret


def write_private(path: Path, content: bytes) -> None:
    """Write a file of mode 0600 in one step: a reader sees the old or the new one, never a half."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    part.replace(path)
