"""What other packages may use of signing.

The acts here take the installation's timestamps and trust list; the modules below take them as arguments and need no
Django.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lienthong.kernel.signing import sign, verify
from lienthong.kernel.signing.certificates import AGENCY
from lienthong.kernel.signing.fields import SEAL, SIGNATURE, prepare
from lienthong.kernel.signing.filling import fill_number_and_date, filled_fields
from lienthong.kernel.signing.keys import (
    default_timestamper,
    default_trust,
    ensure_demo_authority,
    issue_agency_certificate,
    issue_person_certificate,
    revoke_key,
    signer_for_officer,
    signer_for_organisation,
)
from lienthong.kernel.signing.report import Report, SignatureReport
from lienthong.kernel.signing.sign import SigningResult
from lienthong.kernel.signing.signer import Signer
from lienthong.kernel.signing.trust import TrustList


def sign_personal(pdf: bytes, signer: Signer, *, field: str = SIGNATURE, reason: str = "") -> bytes:
    """The authorised person's signature in the prepared field. See :func:`sign.sign_personal`."""
    return sign.sign_personal(pdf, signer, timestamper=default_timestamper(), field=field, reason=reason)


def seal(pdf: bytes, signer: Signer, *, field: str = SEAL, reason: str = "") -> bytes:
    """The agency's seal; refused unless the personal signature is valid by our trust list. See :func:`sign.seal`."""
    return sign.seal(
        pdf, signer, timestamper=default_timestamper(), trust=default_trust(), field=field, reason=reason
    )


def sign_document(pdf: bytes, signer: Signer, field: str, *, reason: str = "") -> bytes:
    """Sign a prepared field: the seal for an agency's signer, the personal signature for a person's."""
    act = seal if signer.subject.kind == AGENCY else sign_personal
    return act(pdf, signer, field=field, reason=reason)


def sign_invisible(pdf: bytes, signer: Signer, *, reason: str = "") -> bytes:
    """A signature without a picture, for receipts. See :func:`sign.sign_invisible`."""
    return sign.sign_invisible(pdf, signer, timestamper=default_timestamper(), reason=reason)


def sign_attachment(pdf: bytes, signer: Signer, document_number: str) -> bytes:
    """Text of the agency at the top right of a separate attachment. See :func:`sign.sign_attachment`."""
    return sign.sign_attachment(pdf, signer, document_number, timestamper=default_timestamper())


def sign_copy(pdf: bytes, signer: Signer, form: str) -> bytes:
    """Text of the agency on an electronic copy (SAO Y, SAO LỤC, TRÍCH SAO). See :func:`sign.sign_copy`."""
    return sign.sign_copy(pdf, signer, form, timestamper=default_timestamper())


def sign_many(
    documents: Iterable[tuple[object, bytes]], signer: Signer, *, reason: str = ""
) -> Iterator[SigningResult]:
    """Personal signature (or seal, for an agency) on many prepared documents; one result each, in order."""
    field = SEAL if signer.subject.kind == AGENCY else SIGNATURE
    return sign.sign_many(documents, lambda pdf: sign_document(pdf, signer, field, reason=reason))


def verify_pdf(pdf: bytes, trust: TrustList | None = None) -> Report:
    """The verdict on a file, by our trust list unless another is given. Never raises for a bad file."""
    return verify.verify_pdf(pdf, trust or default_trust())


__all__ = [
    "Report",
    "SignatureReport",
    "Signer",
    "SigningResult",
    "TrustList",
    "default_timestamper",
    "default_trust",
    "ensure_demo_authority",
    "fill_number_and_date",
    "filled_fields",
    "issue_agency_certificate",
    "issue_person_certificate",
    "prepare",
    "revoke_key",
    "seal",
    "sign_attachment",
    "sign_copy",
    "sign_document",
    "sign_invisible",
    "sign_many",
    "sign_personal",
    "signer_for_officer",
    "signer_for_organisation",
    "verify_pdf",
]
