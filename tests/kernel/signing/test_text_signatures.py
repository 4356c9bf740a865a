"""Signatures with text or nothing: attachments (D18), electronic copies (D19), receipts; pictures (D17)."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess

import pypdfium2 as pdfium
import pytest
from PIL import Image

from lienthong.kernel import clock, errors
from lienthong.kernel.printing.public import render, render_with_places
from lienthong.kernel.signing.fields import prepare
from lienthong.kernel.signing.sign import sign_attachment, sign_copy, sign_invisible, sign_personal
from lienthong.kernel.signing.signer import make_signer
from lienthong.kernel.signing.verify import verify_pdf
from tests.kernel.signing.conftest import DECISION

MOMENT = clock.at(dt.date(2026, 11, 24), dt.time(9, 30, 5))


@pytest.fixture
def plain() -> bytes:
    return render("printing/register", {"title": "Danh mục", "issuer": "SỞ NỘI VỤ"})


def page_text(pdf: bytes, tmp_path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed: the drawn text is not read back")
    (tmp_path / "x.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", tmp_path / "x.pdf", "-"], capture_output=True, text=True
    ).stdout


def ink(pdf: bytes) -> Image.Image:
    """Page 1 as people see it, with form fields, 4 pixels per millimetre."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    return document[0].render(scale=4 * 25.4 / 72).to_pil().convert("RGB")


def test_attachment_carries_number_and_time_of_signing(plain, agency, authority, timestamper, tmp_path):
    later = clock.now().replace(microsecond=0) + dt.timedelta(days=1)
    with clock.frozen(later):
        signed = sign_attachment(plain, agency, "Số: 05/QĐ-UBND", timestamper=timestamper)

    assert verify_pdf(signed, authority.trust()).verdict == "valid"
    written = clock.local(later).strftime("%d/%m/%Y; %H:%M:%S +07:00")
    assert f"Số: 05/QĐ-UBND; {written}" in page_text(signed, tmp_path)


def test_copy_carries_form_agency_and_time(plain, agency, authority, timestamper, tmp_path):
    signed = sign_copy(plain, agency, "SAO Y", timestamper=timestamper)

    seen = page_text(signed, tmp_path)
    assert verify_pdf(signed, authority.trust()).verdict == "valid"
    assert "SAO Y" in seen
    assert "Ủy ban nhân dân tỉnh Thanh Hóa" in seen


def test_copy_of_an_unknown_form_is_refused(plain, agency, timestamper):
    with pytest.raises(errors.Invalid):
        sign_copy(plain, agency, "PHOTO", timestamper=timestamper)


def test_text_signature_by_a_person_is_refused(plain, officer, timestamper):
    with pytest.raises(errors.Refused):
        sign_attachment(plain, officer, "Số: 05/QĐ-UBND", timestamper=timestamper)


def test_invisible_signature_changes_nothing_on_the_page(plain, agency, authority, timestamper):
    signed = sign_invisible(plain, agency, timestamper=timestamper)

    assert verify_pdf(signed, authority.trust()).verdict == "valid"
    assert ink(signed).tobytes() == ink(plain).tobytes()


def coloured(picture: Image.Image, is_ink) -> tuple[int, int, int, int]:
    """Bounding box in pixels of what ``is_ink(r, g, b)`` picks."""
    mask = Image.new("1", picture.size)
    mask.putdata([is_ink(*p) for p in picture.getdata()])
    box = mask.getbbox()
    assert box is not None
    return box


def test_seal_is_red_of_real_size_and_covers_the_left_third_of_the_blue_signature(stages):
    _, places = render_with_places("printing/document", DECISION)
    signed = ink(stages.sealed)
    blue = coloured(
        ink(stages.personal), lambda r, g, b: abs(r - 26) < 12 and abs(g - 63) < 12 and abs(b - 176) < 12
    )
    red = coloured(signed, lambda r, g, b: r > 190 and g < 60 and b < 60)

    seal, signature = places["seal"], places["signature"]
    assert abs((red[2] - red[0]) / 4 - 36) < 1.5
    assert signature.x < seal.x + seal.w < signature.x + signature.w / 2
    assert abs(seal.x + seal.w - (signature.x + signature.w / 3)) < 1
    assert red[0] < blue[0] < red[2] < blue[2]


def test_registered_picture_is_used_and_must_be_a_png(stages, officer, timestamper):
    out = io.BytesIO()
    Image.new("RGBA", (400, 220), (0, 160, 0, 255)).save(out, "PNG")
    drawn = make_signer(officer.cms, "software", picture=out.getvalue())
    wrong = make_signer(officer.cms, "software", picture=b"GIF89a")

    seen = ink(sign_personal(stages.prepared, drawn, timestamper=timestamper))

    assert coloured(seen, lambda r, g, b: g > 140 and r < 60 and b < 60)
    with pytest.raises(errors.Invalid):
        sign_personal(stages.prepared, wrong, timestamper=timestamper)


def test_field_without_a_place_is_an_error(stages, officer, timestamper):
    with pytest.raises(errors.Invalid):
        sign_personal(stages.prepared, officer, timestamper=timestamper, field="nowhere")


def test_certificate_result_is_signed_like_a_document(officer, agency, authority, timestamper):
    data = {
        "title": "Trích lục",
        "issuer": "UBND XÃ",
        "fields": [["Họ tên", "Lê A"]],
        "signature": {"name": "A"},
    }
    prepared = prepare(*render_with_places("printing/certificate", data))

    signed = sign_personal(prepared, officer, timestamper=timestamper)

    assert verify_pdf(signed, authority.trust()).verdict == "valid"
