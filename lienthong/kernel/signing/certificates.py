"""Making and reading X.509 certificates of persons, agencies and authorities.

RSA with 2048 bits and SHA-256: Debian 12's ``pdfsig`` and the reader programs in offices verify it without a special
setting. A certificate of an agency carries ``organizationIdentifier`` (2.5.4.97, as ETSI EN 319 412-3 asks of legal
persons); a certificate of a person carries the title, and the agency as organisation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ORGANISATION_IDENTIFIER = x509.ObjectIdentifier("2.5.4.97")
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
PERSONAL, AGENCY = "personal", "agency"


def new_key() -> rsa.RSAPrivateKey:
    """A fresh RSA-2048 key (about 50 ms)."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names. ``kind`` is ``personal`` or ``agency``; ``title`` is empty for an agency."""

    name: str
    title: str
    organisation: str
    kind: str


def person_name(name: str, title: str, organisation: str, number: str = "") -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation[:64])]
    if title:
        parts.append((NameOID.TITLE, title[:64]))
    parts.append((NameOID.COMMON_NAME, name[:64]))
    if number:
        parts.append((NameOID.SERIAL_NUMBER, number[:64]))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def agency_name(name: str, code: str) -> x509.Name:
    """``code`` is the agency's identifier (H40.12…); without one the name stands in, so that the kind stays clear."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
            x509.NameAttribute(ORGANISATION_IDENTIFIER, (code or name)[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )


def authority_name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Liên Thông (trình diễn)"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def issue(
    *,
    subject: x509.Name,
    public_key: rsa.RSAPublicKey,
    issuer: x509.Name,
    issuer_key: rsa.RSAPrivateKey,
    valid_from: dt.datetime,
    valid_to: dt.datetime,
    purpose: str,
) -> x509.Certificate:
    """A certificate signed by ``issuer_key``. ``purpose``: ``root``, ``issuing``, ``signing`` or ``timestamping``."""
    authority = purpose in ("root", "issuing")
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_to)
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length={"root": 1, "issuing": 0}.get(purpose)),
            critical=True,
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority,
                content_commitment=purpose == "signing",
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=authority,
                crl_sign=authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if purpose == "signing":
        usages = [DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    if purpose == "timestamping":
        # RFC 3161 §2.3: the only purpose, and critical
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return builder.sign(issuer_key, hashes.SHA256())


def read_subject(certificate: asn1_x509.Certificate) -> Subject:
    """Name, title, organisation and kind out of a certificate; missing parts are empty strings."""
    native = certificate.subject.native
    organisation = _text(native.get("organization_name"))
    name = _text(native.get("common_name")) or organisation
    title = _text(native.get("title"))
    legal_person = "organization_identifier" in native or (not title and bool(name) and name == organisation)
    return Subject(
        name=name, title=title, organisation=organisation, kind=AGENCY if legal_person else PERSONAL
    )


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def to_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate as the signing library reads it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
