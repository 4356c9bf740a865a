"""Who signs: a certificate, the key behind it, and what the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from asn1crypto import algos
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lienthong.kernel.signing.certificates import Subject, read_subject

_HASHES: dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


@dataclass(frozen=True)
class Signer:
    """A signing person or agency. ``cms`` does the signing; ``picture`` is a PNG with transparent ground (the scanned
    signature or seal) or None for a drawn one; ``simulated`` marks the drawn seal as one of a demonstration."""

    subject: Subject
    certificate: asn1_x509.Certificate
    cms: CmsSigner
    provider: str
    picture: bytes | None = None
    simulated: bool = False


class Provider(Protocol):
    """Where keys live. ``key_ref`` is the provider's own name of a key."""

    name: str

    def signer(self, key_ref: str, *, picture: bytes | None = None) -> Signer:
        """The signer of a key. Raises ``NotFound`` for an unknown key, ``Unavailable`` when the keys are out of
        reach (token pulled out, wrong PIN)."""
        ...


def make_signer(
    cms: CmsSigner, provider: str, *, picture: bytes | None = None, simulated: bool = False
) -> Signer:
    certificate = cms.signing_cert
    assert certificate is not None
    return Signer(read_subject(certificate), certificate, cms, provider, picture, simulated)


class SoftwareCmsSigner(CmsSigner):
    """Signs with a key held in memory. The library's own class parses the key again for every signature."""

    def __init__(
        self,
        key: rsa.RSAPrivateKey,
        certificate: asn1_x509.Certificate,
        chain: list[asn1_x509.Certificate],
    ) -> None:
        self._key = key
        registry = SimpleCertificateStore()
        registry.register_multiple(chain)
        super().__init__(
            signing_cert=certificate,
            cert_registry=registry,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:  # only the size is asked for
            return bytes(self._key.key_size // 8)
        return self._key.sign(data, padding.PKCS1v15(), _HASHES[digest_algorithm]())
