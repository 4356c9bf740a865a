"""Checks of the signature container itself, beyond what its own hashes cover.

A CMS signature does not hash its own wrapping: padding after it, the embedded authorities, version numbers. Such
bytes change no signed content, but a file in which they were touched is not the file that was signed.
"""

from __future__ import annotations

from asn1crypto import cms, parser
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from lienthong.kernel.signing.trust import TrustList


def container_is_clean(signature: EmbeddedPdfSignature, pdf: bytes, trust: TrustList) -> bool:
    """False when the container holds anything but one DER object, zero padding, and genuine certificates."""
    return (
        _padding_is_zero(signature, pdf)
        and _wrapping_is_plain(signature.signed_data)
        and _certificates_are_genuine(signature.signed_data, trust)
        and all(
            _wrapping_is_plain(token) and _certificates_are_genuine(token, trust)
            for token in timestamp_tokens(signature)
        )
    )


def _padding_is_zero(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    start, end = int(signature.byte_range[1]), int(signature.byte_range[2])
    raw = pdf[start:end]
    if raw[:1] != b"<" or raw[-1:] != b">":
        return False
    digits = raw[1:-1]
    if digits not in (digits.lower(), digits.upper()):  # writers use one case; a mixture was edited
        return False
    try:
        content = bytes.fromhex(digits.decode("ascii"))
        _, _, _, header, body, trailer = parser.parse(content)
    except ValueError:
        return False
    return not content[len(header) + len(body) + len(trailer) :].strip(b"\0")


def _wrapping_is_plain(data: cms.SignedData) -> bool:
    used = {info["digest_algorithm"]["algorithm"].native for info in data["signer_infos"]}
    named = {item["algorithm"].native for item in data["digest_algorithms"]}
    tokens = data["encap_content_info"]["content_type"].native == "tst_info"
    versions = ("v3",) if tokens else ("v1", "v3")
    return (
        used == named
        and data["version"].native in versions
        and all(info["version"].native in ("v1", "v3") for info in data["signer_infos"])
    )


def _certificates_are_genuine(data: cms.SignedData, trust: TrustList) -> bool:
    """An embedded certificate whose issuer we know must carry that issuer's signature, and the certificate of an
    authority that we know must be the one that we know."""
    known = (*trust.anchors, *trust.intermediates)
    authorities = {c.subject.public_bytes(): c for c in known}
    keys = {_public_key(c) for c in known}
    for choice in data["certificates"]:
        try:
            certificate = x509.load_der_x509_certificate(choice.chosen.dump())
            issuer = authorities.get(certificate.issuer.public_bytes())
            if issuer is not None:
                certificate.verify_directly_issued_by(issuer)
            elif _public_key(certificate) in keys:
                return False
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.InvalidVersion):
            return False
    return True


def _public_key(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def timestamp_tokens(signature: EmbeddedPdfSignature) -> list[cms.SignedData]:
    attributes = signature.signer_info["unsigned_attrs"]
    if not isinstance(attributes, cms.CMSAttributes):
        return []
    return [
        value["content"]
        for attribute in attributes
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]
