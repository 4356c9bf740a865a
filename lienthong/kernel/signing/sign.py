"""The acts of signing: person, seal, and signatures that show text or nothing.

All make PAdES signatures with a timestamp (B-T). The personal signature certifies the file (DocMDP: form filling only);
the seal locks the form (FieldMDP all, DocMDP no changes). What a reader may find afterwards is one of: nothing
changed, or a forgery.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import StaticStampStyle

from lienthong.kernel import clock, errors
from lienthong.kernel.printing.public import signing_time
from lienthong.kernel.signing import appearance
from lienthong.kernel.signing.certificates import AGENCY, PERSONAL
from lienthong.kernel.signing.fields import NUMBER, SEAL, SIGNATURE
from lienthong.kernel.signing.pdf_parts import PdfPicture, form_fields, is_signed, open_for_update
from lienthong.kernel.signing.signer import Signer
from lienthong.kernel.signing.timestamp import unavailable
from lienthong.kernel.signing.trust import TrustList

TOP_RIGHT_TEXT = (90, 14)
"""Width and height in millimetres of the text of attachments and copies."""
_POINTS = 72 / 25.4
_FIT = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0))


def sign_personal(
    pdf: bytes, signer: Signer, *, timestamper: TimeStamper, field: str = SIGNATURE, reason: str = ""
) -> bytes:
    """The authorised person's signature in the prepared ``field``, with the blue picture.

    Raises ``Refused`` when the signer's certificate is an agency's or out of its period, when the field is missing or
    filled, or when the seal is there already; ``Unavailable`` without a timestamp.
    """
    _require_kind(signer, PERSONAL)
    _require_period(signer)
    writer = open_for_update(pdf)
    fields = form_fields(writer)
    box = _empty_box(fields, field)
    if any(is_signed(f) for name, f in fields.items() if name.startswith(SEAL)):
        raise errors.Refused(_("Văn bản đã có chữ ký số của cơ quan, không ký thêm được"), code="sealed")
    first = not any(map(is_signed, fields.values()))
    picture = (
        appearance.registered_picture(signer.picture, *box)
        if signer.picture
        else appearance.personal_signature(signer.subject.name, *box)
    )
    return _sign(
        writer,
        signer,
        field,
        timestamper=timestamper,
        picture=PdfPicture(picture),
        certify=first,
        reason=reason,
    )


def seal(
    pdf: bytes,
    signer: Signer,
    *,
    timestamper: TimeStamper,
    trust: TrustList | None = None,
    field: str = SEAL,
    reason: str = "",
) -> bytes:
    """The agency's signature: red seal, then the form is locked for good.

    Refuses (``Refused``) when the personal signature is absent or not valid, when anything but form filling happened
    after it, or when number and date are still open. With ``trust`` the personal signature must also be trusted and
    its certificate not revoked.
    """
    from lienthong.kernel.signing.verify import (
        require_good_personal_signature,  # verify knows nothing of signing
    )

    _require_kind(signer, AGENCY)
    _require_period(signer)
    writer = open_for_update(pdf)
    fields = form_fields(writer)
    box = _empty_box(fields, field)
    if not any(is_signed(f) for name, f in fields.items() if name != field and f.get("/FT") == "/Sig"):
        raise errors.Refused(
            _("Chưa có chữ ký số của người có thẩm quyền, không được đóng dấu"),
            code="personal_signature_missing",
        )
    if NUMBER in fields and "/V" not in fields[NUMBER]:
        raise errors.Refused(_("Chưa cấp số và ngày cho văn bản, không được đóng dấu"), code="number_missing")
    require_good_personal_signature(pdf, trust)
    picture = (
        appearance.registered_picture(signer.picture, *box)
        if signer.picture
        else appearance.agency_seal(signer.subject.name, *box, signer.simulated)
    )
    return _sign(
        writer, signer, field, timestamper=timestamper, picture=PdfPicture(picture), lock=True, reason=reason
    )


def sign_invisible(
    pdf: bytes, signer: Signer, *, timestamper: TimeStamper, field: str = "receipt", reason: str = ""
) -> bytes:
    """A signature without a place on the page, for receipts and machine-made answers. Adds its own field and
    certifies the file against every change."""
    _require_period(signer)
    writer = open_for_update(pdf)
    spec = SigFieldSpec(sig_field_name=field)
    first = not any(map(is_signed, form_fields(writer).values()))
    return _sign(
        writer, signer, field, timestamper=timestamper, spec=spec, certify=first, lock=first, reason=reason
    )


def sign_attachment(pdf: bytes, signer: Signer, document_number: str, *, timestamper: TimeStamper) -> bytes:
    """An attachment in a file of its own (Annex I, II.8.b): agency signature at the top right of page 1, no picture;
    text: number and notation of the document, and the time of signing."""
    now = clock.now()
    return _sign_text(pdf, signer, [f"{document_number}; {signing_time(now)}"], now, timestamper)


def sign_copy(pdf: bytes, signer: Signer, form: str, *, timestamper: TimeStamper) -> bytes:
    """An electronic copy of a paper document (Annex I, part II): ``form`` is SAO Y, SAO LỤC or TRÍCH SAO."""
    if form not in ("SAO Y", "SAO LỤC", "TRÍCH SAO"):
        raise errors.Invalid(_("Hình thức sao là SAO Y, SAO LỤC hoặc TRÍCH SAO"), field="form")
    now = clock.now()
    lines = [form, signer.subject.name, signing_time(now)]
    return _sign_text(pdf, signer, lines, now, timestamper)


@dataclass(frozen=True)
class SigningResult:
    """One of many: the signed bytes, or why not."""

    key: object
    pdf: bytes | None
    error: errors.DomainError | None


def sign_many(
    documents: Iterable[tuple[object, bytes]], act: Callable[[bytes], bytes]
) -> Iterator[SigningResult]:
    """Apply ``act`` (say, ``lambda pdf: sign_personal(pdf, signer, timestamper=t)``) to ``(key, pdf)`` pairs, one
    result each, in order. A refusal of one document does not stop the others; a missing timestamp service does, for
    the others would wait for it in turn."""
    out_of_reach: errors.Unavailable | None = None
    for key, pdf in documents:
        if out_of_reach is not None:
            yield SigningResult(key, None, out_of_reach)
            continue
        try:
            yield SigningResult(key, act(pdf), None)
        except errors.Unavailable as error:
            out_of_reach = error
            yield SigningResult(key, None, error)
        except errors.DomainError as error:
            yield SigningResult(key, None, error)


def _sign_text(
    pdf: bytes, signer: Signer, lines: list[str], now: dt.datetime, timestamper: TimeStamper
) -> bytes:
    _require_kind(signer, AGENCY)
    _require_period(signer)
    writer = open_for_update(pdf)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    media = page.get("/MediaBox") or writer.root["/Pages"]["/MediaBox"]
    _left, _bottom, right, top = (float(edge) for edge in media)
    w, h = (side * _POINTS for side in TOP_RIGHT_TEXT)
    x, y = right - w - 6 * _POINTS, top - h - 3 * _POINTS
    spec = SigFieldSpec(sig_field_name="agency_text", on_page=0, box=(x, y, x + w, y + h))  # type: ignore[arg-type]
    picture = PdfPicture(appearance.text_block(tuple(lines), round(w, 2), round(h, 2)))
    first = not any(map(is_signed, form_fields(writer).values()))
    return _sign(
        writer,
        signer,
        "agency_text",
        timestamper=timestamper,
        picture=picture,
        spec=spec,
        certify=first,
        lock=first,
        now=now,
    )


def _sign(
    writer: IncrementalPdfFileWriter,
    signer: Signer,
    field: str,
    *,
    timestamper: TimeStamper,
    picture: PdfContent | None = None,
    spec: SigFieldSpec | None = None,
    certify: bool = False,
    lock: bool = False,
    reason: str = "",
    now: dt.datetime | None = None,
) -> bytes:
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.NO_CHANGES if lock else MDPPerm.FILL_FORMS,
        name=signer.subject.name,
        reason=reason or None,
    )
    style = StaticStampStyle(
        border_width=0, background=picture, background_layout=_FIT, background_opacity=1.0
    )
    pdf_signer = PdfSigner(
        metadata, signer.cms, timestamper=timestamper, stamp_style=style, new_field_spec=spec
    )
    try:
        return asyncio.run(_run(pdf_signer, writer, existing=spec is None, now=now or clock.now()))
    except TimestampRequestError as error:
        raise unavailable() from error
    except SigningError as error:
        raise errors.Refused(
            _("Không ký được văn bản: tệp không cho ký thêm"), code="signing_refused"
        ) from error


async def _run(
    pdf_signer: PdfSigner, writer: IncrementalPdfFileWriter, *, existing: bool, now: dt.datetime
) -> bytes:
    """The library's own signing steps, with the time of our clock instead of the machine's."""
    session = pdf_signer.init_signing_session(writer, existing_fields_only=existing)
    session.system_time = now.astimezone(clock.VN)
    reserved = await session.estimate_signature_container_size(None, tight=False)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    prepared, output = document.digest_tbs_document()
    done = await document.perform_signature(
        document_digest=prepared.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=session.system_time),
    )
    await done.post_signature_processing(output)
    assert isinstance(output, io.BytesIO)
    return output.getvalue()


def _empty_box(fields: dict, field: str) -> tuple[float, float]:
    """Width and height of an empty signature field, points."""
    found = fields.get(field)
    if found is None or found.get("/FT") != "/Sig":
        raise errors.Invalid(
            _("Văn bản không có ô ký được đặt trước"), code="no_signature_field", field=field
        )
    if is_signed(found):
        raise errors.Refused(_("Ô này đã được ký"), code="already_signed", field=field)
    left, bottom, right, top = (float(edge) for edge in found["/Rect"])
    return round(right - left, 2), round(top - bottom, 2)


def _require_kind(signer: Signer, kind: str) -> None:
    if signer.subject.kind != kind:
        wanted = (
            _("Việc này cần chứng thư chữ ký số của cơ quan")
            if kind == AGENCY
            else _("Việc này cần chứng thư chữ ký số cá nhân")
        )
        raise errors.Refused(wanted, code="certificate_kind")


def _require_period(signer: Signer) -> None:
    """A certificate out of its period never signs (TT 15/2025 art 5)."""
    now = clock.now()
    if now < signer.certificate.not_valid_before:
        raise errors.Refused(_("Chứng thư chữ ký số chưa có hiệu lực"), code="certificate_not_yet_valid")
    if now > signer.certificate.not_valid_after:
        raise errors.Refused(_("Chứng thư chữ ký số đã hết hạn; hãy xin cấp lại"), code="certificate_expired")
