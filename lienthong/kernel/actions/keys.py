"""The key that signs tree heads: Ed25519, one per installation, kept beside the other keys."""

from __future__ import annotations

import contextlib
import hashlib
import os
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
def _load(path: Path, _changed: float) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=_passphrase())
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("sealing key is not Ed25519")
    return key


def sealing_key() -> Ed25519PrivateKey:
    """The present key; made at the first use. Two processes at once end with the same key (O_EXCL)."""
    path = _folder() / "current.pem"
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(_passphrase()),
        )
        temporary = path.with_name(f"new-{os.getpid()}.pem")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(pem)
            handle.flush()
            os.fsync(handle.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first; its key counts
            os.link(temporary, path)
        temporary.unlink()
    key = _load(path, path.stat().st_mtime)
    public = _folder() / f"{key_id(key.public_key())}.pub"
    if not public.exists():
        public.write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
    return key


def trusted_keys() -> list[Ed25519PublicKey]:
    """Present and earlier public keys: heads signed before a change of key stay verifiable (S47)."""
    sealing_key()
    found = []
    for path in sorted(_folder().glob("*.pub")):
        key = serialization.load_pem_public_key(path.read_bytes())
        if isinstance(key, Ed25519PublicKey):
            found.append(key)
    return found
