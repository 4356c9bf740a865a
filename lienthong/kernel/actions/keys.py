"""The key that signs tree heads: Ed25519, one per installation, kept beside the other keys."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def key_id(key: Ed25519PublicKey) -> str:
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def _passphrase() -> bytes:
    return str(settings.KEYS_PASSPHRASE).encode()


def _folder() -> Path:
    folder = Path(settings.KEYS_DIR) / "sealing"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@lru_cache(maxsize=4)
def _load(path: Path, _version: tuple[int, int]) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=_passphrase())
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("sealing key is not Ed25519")
    return key


def load(path: Path) -> Ed25519PrivateKey:
    """The private key in a file; read again when the file was replaced."""
    facts = path.stat()
    return _load(path, (facts.st_mtime_ns, facts.st_ino))


def _write_new(key: Ed25519PrivateKey) -> Path:
    """The encrypted key in a file of its own beside the present one, on the disk when this returns."""
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_passphrase()),
    )
    temporary = _folder() / f"new-{os.getpid()}-{secrets.token_hex(4)}.key"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(pem)
        handle.flush()
        os.fsync(handle.fileno())
    return temporary


def _publish(key: Ed25519PublicKey) -> None:
    path = _folder() / f"{key_id(key)}.pub"
    if not path.exists():
        path.write_bytes(
            key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        )


def sealing_key() -> Ed25519PrivateKey:
    """The present key; made at the first use. Two processes at once end with the same key."""
    path = _folder() / "current.pem"
    if not path.exists():
        temporary = _write_new(Ed25519PrivateKey.generate())
        with contextlib.suppress(FileExistsError):  # another process was first; its key counts
            os.link(temporary, path)
        temporary.unlink()
    key = load(path)
    _publish(key.public_key())
    return key


@contextlib.contextmanager
def replaced_key() -> Iterator[tuple[str, str]]:
    """(old id, new id), with the new key in place from the end of the block on; an error leaves the old one.

    The old private key is gone then; its public key stays among the trusted ones.
    """
    old = key_id(sealing_key().public_key())
    new = Ed25519PrivateKey.generate()
    temporary = _write_new(new)
    try:
        yield old, key_id(new.public_key())
        _publish(new.public_key())  # first: no head may be signed by a key that nobody can know
        temporary.replace(_folder() / "current.pem")
    finally:
        temporary.unlink(missing_ok=True)


def trusted_keys() -> list[Ed25519PublicKey]:
    """Present and earlier public keys: heads signed before a change of key stay verifiable (S47)."""
    sealing_key()
    found = []
    for path in sorted(_folder().glob("*.pub")):
        key = serialization.load_pem_public_key(path.read_bytes())
        if isinstance(key, Ed25519PublicKey):
            found.append(key)
    return found
