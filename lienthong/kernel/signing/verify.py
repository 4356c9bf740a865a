"""Checking signed files: who signed, when, whether anything changed, and what that is worth.

The time of a valid timestamp decides: a certificate that ended or was revoked later does no harm to a signature made
before. What can not be known (no list of revoked certificates, unknown authority, no timestamp) is ``indeterminate``;
what is known to be wrong is ``invalid``.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from lienthong.kernel import clock, errors
from lienthong.kernel.signing import reasons
from lienthong.kernel.signing.certificates import PERSONAL, read_subject
from lienthong.kernel.signing.contents import container_is_clean, timestamp_tokens
from lienthong.kernel.signing.pdf_parts import form_fields
from lienthong.kernel.signing.report import (
    FORM_FILLING,
    INDETERMINATE,
    INVALID,
    NONE,
    OTHER,
    VALID,
    Report,
    SignatureReport,
)
from lienthong.kernel.signing.trust import GOOD, REVOKED, Revocation, TrustList

_COVERAGE: dict[SignatureCoverageLevel | None, str] = {
    SignatureCoverageLevel.ENTIRE_FILE: "entire_file",
    SignatureCoverageLevel.ENTIRE_REVISION: "entire_revision",
}
_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
_BROKEN = (
    PdfError,
    SignatureValidationError,
    SigningError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
)
"""What a damaged file makes the parsers raise: each is a verdict, not a fault of the program."""


def verify_pdf(pdf: bytes, trust: TrustList) -> Report:
    """The verdict on a file. Never raises for a bad file: an unreadable one is ``invalid``, one without signatures
    ``indeterminate``."""
    now = clock.now()
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        embedded = list(reader.embedded_regular_signatures)
        fields = form_fields(reader)
        filled = {n: str(f["/V"]) for n, f in fields.items() if f.get("/FT") == "/Tx" and "/V" in f}
    except _BROKEN:
        return Report(INVALID, (reasons.UNREADABLE,), (), trust.version, now)
    if not embedded:
        return Report(INDETERMINATE, (reasons.UNSIGNED,), (), trust.version, now, filled)
    found = tuple(_verify_one(signature, pdf, trust, now) for signature in embedded)
    verdict, why = _overall(found)
    return Report(verdict, why, found, trust.version, now, filled)


def require_good_personal_signature(pdf: bytes, trust: TrustList | None) -> None:
    """Raise ``Refused`` unless a personal signature stands and only form filling came after it. Without a trust list
    only integrity is asked; with one also trust, period and revocation."""
    report = verify_pdf(pdf, trust or TrustList.build(anchors=[]))
    personal = [s for s in report.signatures if s.kind == PERSONAL]
    if not personal:
        raise errors.Refused(
            _("Chưa có chữ ký số của người có thẩm quyền, không được đóng dấu"),
            code="personal_signature_missing",
        )
    for signature in report.signatures:
        whole = signature.intact and signature.changes_after != OTHER
        if not whole or (trust is not None and signature.verdict != VALID):
            raise errors.Refused(
                _("Chữ ký số của người có thẩm quyền không hợp lệ, không được đóng dấu: %(reasons)s")
                % {"reasons": "; ".join(gettext(reason) for reason in signature.reasons)},
                code="personal_signature_invalid",
            )


def _overall(found: tuple[SignatureReport, ...]) -> tuple[str, tuple[str, ...]]:
    why = tuple(dict.fromkeys(reason for signature in found for reason in signature.reasons))
    for verdict in (INVALID, INDETERMINATE):
        if any(signature.verdict == verdict for signature in found):
            return verdict, why
    return VALID, why


def _verify_one(
    signature: EmbeddedPdfSignature, pdf: bytes, trust: TrustList, now: dt.datetime
) -> SignatureReport:
    try:
        return _examine(signature, pdf, trust, now)
    except _BROKEN:
        return SignatureReport(
            field=str(signature.field_name),
            kind="",
            name="",
            title="",
            organisation="",
            issuer="",
            serial="",
            signed_at=None,
            claimed_at=None,
            timestamp="missing",
            intact=False,
            trusted=False,
            period="valid",
            revocation="unknown",
            changes_after=OTHER,
            coverage="unclear",
            verdict=INVALID,
            reasons=(reasons.BROKEN,),
        )


def _examine(
    signature: EmbeddedPdfSignature, pdf: bytes, trust: TrustList, now: dt.datetime
) -> SignatureReport:
    certificate = signature.signer_cert
    stamped = _time_in_token(signature)
    moment = stamped or now
    status = asyncio.run(
        async_validate_pdf_signature(
            signature,
            signer_validation_context=_context(trust, moment),
            ts_validation_context=_context(trust, moment),
            key_usage_settings=_USAGE,
        )
    )
    timestamp = _timestamp_state(status, trust, moment)
    signed_at = stamped if timestamp == "valid" else None
    judged_at = signed_at or now
    subject = read_subject(certificate)
    period = "valid"
    if judged_at < certificate.not_valid_before:
        period = "not_yet_valid"
    elif judged_at > certificate.not_valid_after:
        period = "expired"
    revocation = trust.revocation_of(certificate, judged_at)
    intact = status.intact and status.valid and container_is_clean(signature, pdf, trust)
    # The library calls an expired certificate untrusted; here that is the business of ``period``.
    trusted = status.trusted or (period != "valid" and trust.leads_to_anchor(certificate))
    changes = OTHER if _has_loose_end(signature, pdf) else _changes(status)
    verdict, why = _judge(intact, timestamp, trusted, period, revocation, changes)
    return SignatureReport(
        field=str(signature.field_name),
        kind=subject.kind,
        name=subject.name,
        title=subject.title,
        organisation=subject.organisation,
        issuer=str(certificate.issuer.native.get("common_name", "")),
        serial=f"{certificate.serial_number:x}",
        signed_at=signed_at,
        claimed_at=status.signer_reported_dt,
        timestamp=timestamp,
        intact=intact,
        trusted=trusted,
        period=period,
        revocation=revocation.state,
        changes_after=changes,
        coverage=_COVERAGE.get(status.coverage, "unclear"),
        verdict=verdict,
        reasons=why,
    )


def _judge(
    intact: bool, timestamp: str, trusted: bool, period: str, revocation: Revocation, changes: str
) -> tuple[str, tuple[str, ...]]:
    wrong = [
        reason
        for is_so, reason in (
            (not intact, reasons.NOT_INTACT),
            (changes == OTHER, reasons.CHANGED),
            (timestamp == "broken", reasons.TIMESTAMP_BROKEN),
            (period == "expired", reasons.EXPIRED),
            (period == "not_yet_valid", reasons.NOT_YET_VALID),
            (revocation.state == REVOKED, reasons.REVOKED),
        )
        if is_so
    ]
    unknown = [
        reason
        for is_so, reason in (
            (not trusted, reasons.UNTRUSTED),
            (timestamp == "missing", reasons.TIMESTAMP_MISSING),
            (timestamp == "untrusted", reasons.TIMESTAMP_UNTRUSTED),
            (trusted and revocation.state not in (GOOD, REVOKED), reasons.REVOCATION_UNKNOWN),
        )
        if is_so
    ]
    verdict = INVALID if wrong else INDETERMINATE if unknown else VALID
    return verdict, tuple(map(str, wrong + unknown))


def _context(trust: TrustList, moment: dt.datetime) -> ValidationContext:
    """Paths are built at ``moment`` without the network; revocation is judged by the trust list itself."""
    return ValidationContext(
        trust_roots=list(trust.asn1_anchors),
        other_certs=list(trust.asn1_intermediates),
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _time_in_token(signature: EmbeddedPdfSignature) -> dt.datetime | None:
    tokens = timestamp_tokens(signature)
    return tokens[0]["encap_content_info"]["content"].parsed["gen_time"].native if tokens else None


def _timestamp_state(status: PdfSignatureStatus, trust: TrustList, moment: dt.datetime) -> str:
    validity = status.timestamp_validity
    if validity is None:
        return "missing"
    if not (validity.valid and validity.intact):
        return "broken"
    authority = trust.revocation_of(validity.signing_cert, moment)
    return "valid" if validity.trusted and authority.state != REVOKED else "untrusted"


def _changes(status: PdfSignatureStatus) -> str:
    level = status.modification_level
    if isinstance(status.diff_result, SuspiciousModification) or not status.docmdp_ok:
        return OTHER
    if level == ModificationLevel.NONE:
        return NONE
    # LTA updates add proofs of validity and change nothing that people read.
    return FORM_FILLING if level is not None and level <= ModificationLevel.FORM_FILLING else OTHER


def _has_loose_end(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Bytes after the signed part that belong to no revision: the library passes over them, a reader may not."""
    if not pdf.rstrip().endswith(b"%%EOF"):
        return True
    end = int(signature.byte_range[2]) + int(signature.byte_range[3])
    is_last = signature.signed_revision == signature.reader.xrefs.total_revisions - 1
    return is_last and bool(pdf[end:].strip())
