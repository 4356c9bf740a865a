"""The trust list: which roots count, and which certificates their authorities have withdrawn.

Officials are certified by the Government Cipher Committee, citizens and companies by public authorities, so there may
be several anchors. The version is a hash: a verdict that names it can be explained years later.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.kernel.signing.certificates import to_asn1

GOOD, REVOKED, UNKNOWN = "good", "revoked", "unknown"


@dataclass(frozen=True)
class Revocation:
    """State of a certificate: ``good``, ``revoked`` (then ``at`` says since when) or ``unknown``."""

    state: str
    at: dt.datetime | None = None


@dataclass(frozen=True)
class TrustList:
    anchors: tuple[x509.Certificate, ...]
    intermediates: tuple[x509.Certificate, ...] = ()
    revocation_lists: tuple[x509.CertificateRevocationList, ...] = ()
    version: str = ""
    asn1_anchors: tuple[asn1_x509.Certificate, ...] = field(default=(), repr=False)
    asn1_intermediates: tuple[asn1_x509.Certificate, ...] = field(default=(), repr=False)

    @classmethod
    def build(
        cls,
        *,
        anchors: Sequence[x509.Certificate],
        intermediates: Sequence[x509.Certificate] = (),
        revocation_lists: Sequence[x509.CertificateRevocationList] = (),
    ) -> TrustList:
        """Check the revocation lists' signatures and compute the version. A list that no known authority has signed
        raises ``ValueError``: a forged list could hide a withdrawal."""
        authorities = {c.subject.public_bytes(): c for c in [*anchors, *intermediates]}
        for crl in revocation_lists:
            issuer = authorities.get(crl.issuer.public_bytes())
            if issuer is None or not crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]
                raise ValueError("revocation list of an unknown authority")
        digest = hashlib.sha256()
        for certificate in sorted(c.public_bytes(Encoding.DER) for c in [*anchors, *intermediates]):
            digest.update(certificate)
        return cls(
            anchors=tuple(anchors),
            intermediates=tuple(intermediates),
            revocation_lists=tuple(revocation_lists),
            version="sha256:" + digest.hexdigest(),
            asn1_anchors=tuple(map(to_asn1, anchors)),
            asn1_intermediates=tuple(map(to_asn1, intermediates)),
        )

    @classmethod
    def from_folder(cls, folder: Path) -> TrustList:
        """Read ``*.pem`` certificates (self-signed ones are anchors) and ``*.crl`` lists (PEM) of a folder."""
        certificates = [
            c
            for path in sorted(folder.glob("*.pem"))
            for c in x509.load_pem_x509_certificates(path.read_bytes())
        ]
        return cls.build(
            anchors=[c for c in certificates if c.issuer == c.subject],
            intermediates=[c for c in certificates if c.issuer != c.subject],
            revocation_lists=[x509.load_pem_x509_crl(p.read_bytes()) for p in sorted(folder.glob("*.crl"))],
        )

    def joined(self, other: TrustList) -> TrustList:
        """Both lists together."""
        return TrustList.build(
            anchors=[*self.anchors, *other.anchors],
            intermediates=[*self.intermediates, *other.intermediates],
            revocation_lists=[*self.revocation_lists, *other.revocation_lists],
        )

    def leads_to_anchor(self, certificate: asn1_x509.Certificate) -> bool:
        """Do the signatures from this certificate upwards end at an anchor? Periods are not looked at."""
        authorities = {c.subject.public_bytes(): c for c in (*self.intermediates, *self.anchors)}
        try:
            current = x509.load_der_x509_certificate(certificate.dump())
        except (ValueError, x509.InvalidVersion):
            return False
        for _ in range(len(authorities) + 1):
            issuer = authorities.get(current.issuer.public_bytes())
            if issuer is None:
                return False
            try:
                current.verify_directly_issued_by(issuer)
            except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion):
                return False
            if issuer in self.anchors:
                return True
            current = issuer
        return False

    def revocation_of(self, certificate: asn1_x509.Certificate, at: dt.datetime) -> Revocation:
        """Was the certificate withdrawn at ``at``?

        ``unknown`` when there is no list of its issuer, or the newest one ended before ``at``: such a list can not
        know. A list made after ``at`` knows, even long after its own period.
        """
        lists = [
            crl for crl in self.revocation_lists if crl.issuer.public_bytes() == certificate.issuer.dump()
        ]
        for crl in lists:
            entry = crl.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if entry is not None:
                since = entry.revocation_date_utc
                return Revocation(REVOKED, since) if since <= at else Revocation(GOOD, since)
        knows = any(crl.next_update_utc is not None and crl.next_update_utc >= at for crl in lists)
        return Revocation(GOOD if knows else UNKNOWN)
