"""A certificate authority for demonstration, made at first start.

Root → issuing authority → persons, agencies, and the timestamp authority; revocation lists of both authorities. Its
root is random per installation, so nothing signed here is trusted anywhere else; every name says "trình diễn".
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.kernel import clock
from lienthong.kernel.signing import certificates
from lienthong.kernel.signing.keystore import KeyStore, write_private
from lienthong.kernel.signing.timestamp import TimestampAuthority
from lienthong.kernel.signing.trust import TrustList

ROOT, ISSUING, TIMESTAMP = "ca-root", "ca-issuing", "timestamp"
CRL_PERIOD = dt.timedelta(days=30)
CRL_RENEWAL = dt.timedelta(days=1)


class DemoAuthority:
    """The authority of one installation. ``store`` also holds the keys that it issues."""

    def __init__(self, folder: Path | str) -> None:
        self.store = KeyStore(folder)
        self.folder = Path(folder)

    @property
    def chain(self) -> list[x509.Certificate]:
        """Issuing authority and root, in this order."""
        return [self.store.certificate(ISSUING), self.store.certificate(ROOT)]

    def ensure(self) -> None:
        """Make what is missing. Cheap when all is there."""
        if all(map(self.store.has, (ROOT, ISSUING, TIMESTAMP))) and self._revocations_path.exists():
            return
        with self.store.lock():
            if not self.store.has(ROOT):
                self._make_authority(
                    ROOT, f"Liên Thông Root CA (trình diễn {secrets.token_hex(3)})", None, years=20
                )
            # Each installation has names of its own. With equal names a paper of another installation would look
            # like a forgery of ours, when it is only signed by somebody whom we do not know.
            if not self.store.has(ISSUING):
                mark = secrets.token_hex(3)
                self._make_authority(
                    ISSUING, f"Liên Thông CA cấp chứng thư (trình diễn {mark})", ROOT, years=10
                )
            if not self.store.has(TIMESTAMP):
                name = certificates.authority_name(f"Liên Thông TSA (trình diễn {secrets.token_hex(3)})")
                self._issue_leaf(TIMESTAMP, name, purpose="timestamping", years=5)
            if not self._revocations_path.exists():
                write_private(self._revocations_path, b"{}")
            self._write_revocation_lists()

    def issue_person(
        self,
        ref: str,
        *,
        name: str,
        title: str,
        organisation: str,
        number: str = "",
        valid_from: dt.datetime | None = None,
        valid_to: dt.datetime | None = None,
    ) -> x509.Certificate:
        """A key and certificate of a person, kept under ``ref``; replaces an earlier one. Default: 3 years."""
        subject = certificates.person_name(name, title, organisation, number)
        return self._issue_leaf(ref, subject, purpose="signing", valid_from=valid_from, valid_to=valid_to)

    def issue_agency(
        self,
        ref: str,
        *,
        name: str,
        code: str = "",
        valid_from: dt.datetime | None = None,
        valid_to: dt.datetime | None = None,
    ) -> x509.Certificate:
        """A key and certificate of an agency (its seal). Default: 3 years."""
        subject = certificates.agency_name(name, code)
        return self._issue_leaf(ref, subject, purpose="signing", valid_from=valid_from, valid_to=valid_to)

    def revoke(self, serial: int, *, at: dt.datetime | None = None) -> None:
        """Put a certificate on the revocation list from ``at`` (now) on. Twice is once, with the earlier time."""
        with self.store.lock():
            revoked = self._revocations()
            moment = (at or clock.now()).isoformat()
            revoked[str(serial)] = min(revoked.get(str(serial), moment), moment)
            write_private(self._revocations_path, json.dumps(revoked).encode())
            self._write_revocation_lists()

    def trust(self) -> TrustList:
        """What this installation trusts: the root, with the issuing authority and fresh revocation lists."""
        self._renew_revocation_lists()
        return TrustList.build(
            anchors=[self.store.certificate(ROOT)],
            intermediates=[self.store.certificate(ISSUING)],
            revocation_lists=[
                x509.load_pem_x509_crl((self.folder / f"{ref}.crl.pem").read_bytes())
                for ref in (ROOT, ISSUING)
            ],
        )

    def timestamp_authority(self) -> TimestampAuthority:
        """The answering side of this authority's timestamps, for use in the same process."""
        certificate = certificates.to_asn1(self.store.certificate(TIMESTAMP))
        chain = [certificates.to_asn1(self.store.certificate(ISSUING))]
        return TimestampAuthority(self.store.key(TIMESTAMP), certificate, chain)

    def _make_authority(self, ref: str, name: str, issuer: str | None, *, years: int) -> None:
        key = certificates.new_key()
        subject = certificates.authority_name(name)
        start = clock.now() - dt.timedelta(
            days=1
        )  # a clock that runs behind must not refuse a new certificate
        certificate = certificates.issue(
            subject=subject,
            public_key=key.public_key(),
            issuer=self.store.certificate(issuer).subject if issuer else subject,
            issuer_key=self.store.key(issuer) if issuer else key,
            valid_from=start,
            valid_to=start + dt.timedelta(days=365 * years),
            purpose="issuing" if issuer else "root",
        )
        self.store.save(ref, key, certificate)

    def _issue_leaf(
        self,
        ref: str,
        subject: x509.Name,
        *,
        purpose: str,
        years: int = 3,
        valid_from: dt.datetime | None = None,
        valid_to: dt.datetime | None = None,
    ) -> x509.Certificate:
        key = certificates.new_key()
        start = valid_from or clock.now() - dt.timedelta(minutes=5)
        certificate = certificates.issue(
            subject=subject,
            public_key=key.public_key(),
            issuer=self.store.certificate(ISSUING).subject,
            issuer_key=self.store.key(ISSUING),
            valid_from=start,
            valid_to=valid_to or start + dt.timedelta(days=365 * years),
            purpose=purpose,
        )
        self.store.save(ref, key, certificate)
        return certificate

    @property
    def _revocations_path(self) -> Path:
        return self.folder / "revocations.json"

    def _revocations(self) -> dict[str, str]:
        return json.loads(self._revocations_path.read_text())

    def _renew_revocation_lists(self) -> None:
        path = self.folder / f"{ISSUING}.crl.pem"
        current = x509.load_pem_x509_crl(path.read_bytes())
        if clock.now() - current.last_update_utc > CRL_RENEWAL:
            with self.store.lock():
                self._write_revocation_lists()

    def _write_revocation_lists(self) -> None:
        now = clock.now()
        revoked = {int(serial): dt.datetime.fromisoformat(at) for serial, at in self._revocations().items()}
        for ref in (ROOT, ISSUING):
            builder = (
                x509.CertificateRevocationListBuilder()
                .issuer_name(self.store.certificate(ref).subject)
                .last_update(now)
                .next_update(now + CRL_PERIOD)
                .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
                .add_extension(
                    x509.AuthorityKeyIdentifier.from_issuer_public_key(self.store.key(ref).public_key()),
                    critical=False,
                )
            )
            for serial, at in revoked.items() if ref == ISSUING else ():
                builder = builder.add_revoked_certificate(
                    x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
                )
            crl = builder.sign(self.store.key(ref), hashes.SHA256())
            write_private(self.folder / f"{ref}.crl.pem", crl.public_bytes(Encoding.PEM))


def ensure_demo_ca(folder: Path | str) -> DemoAuthority:
    """The demonstration authority under ``folder``, made at the first call (about half a second)."""
    authority = DemoAuthority(folder)
    authority.ensure()
    return authority
