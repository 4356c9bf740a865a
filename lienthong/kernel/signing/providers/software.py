"""Keys in encrypted files: for demonstration, tests and offices that accept the risk."""

from __future__ import annotations

from cryptography import x509

from lienthong.kernel.signing.certificates import to_asn1
from lienthong.kernel.signing.keystore import KeyStore
from lienthong.kernel.signing.signer import Signer, SoftwareCmsSigner, make_signer


class SoftwareProvider:
    """``chain``: the authorities above the keys, put into every signature so that strangers can build the path."""

    name = "software"

    def __init__(self, store: KeyStore, chain: list[x509.Certificate], *, simulated: bool = True) -> None:
        self._store = store
        self._chain = [to_asn1(c) for c in chain if c.issuer != c.subject]
        self._simulated = simulated
        self._signers: dict[str, SoftwareCmsSigner] = {}

    def signer(self, key_ref: str, *, picture: bytes | None = None) -> Signer:
        certificate = self._store.certificate(key_ref)
        known = self._signers.get(key_ref)
        wanted = to_asn1(certificate)
        if known is None or known.signing_cert != wanted:  # a renewed certificate replaces the signer
            known = SoftwareCmsSigner(self._store.key(key_ref), wanted, self._chain)
            self._signers[key_ref] = known
        return make_signer(known, self.name, picture=picture, simulated=self._simulated)
