"""First the person, then number and date, then the seal: NĐ 30/2020 (D12) and what other programs say of the result."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel

from lienthong.kernel import errors
from lienthong.kernel.printing.public import render_with_places
from lienthong.kernel.signing.demo_ca import DemoAuthority
from lienthong.kernel.signing.fields import prepare
from lienthong.kernel.signing.filling import fill_number_and_date, filled_fields
from lienthong.kernel.signing.sign import seal, sign_many, sign_personal
from lienthong.kernel.signing.verify import verify_pdf
from tests.kernel.signing.conftest import DATE, DECISION, NUMBER


def refusal(call, *arguments, **named) -> str:
    with pytest.raises(errors.Refused) as raised:
        call(*arguments, **named)
    return raised.value.code


def test_seal_without_personal_signature_is_refused(stages, agency, timestamper):
    assert refusal(seal, stages.prepared, agency, timestamper=timestamper) == "personal_signature_missing"


def test_seal_before_the_number_is_refused(stages, agency, timestamper):
    assert refusal(seal, stages.personal, agency, timestamper=timestamper) == "number_missing"


def test_seal_on_a_tampered_personal_signature_is_refused(stages, agency, timestamper):
    at = stages.numbered.index(b"/Reference") if b"/Reference" in stages.numbered else 20_000
    tampered = stages.numbered[: at + 1] + bytes([stages.numbered[at + 1] ^ 1]) + stages.numbered[at + 2 :]

    assert refusal(seal, tampered, agency, timestamper=timestamper) == "personal_signature_invalid"


def test_seal_by_a_revoked_signer_is_refused(authority, provider, agency, timestamper):
    authority.issue_person("leaver", name="Lê Văn C", title="Giám đốc", organisation="Sở Nội vụ")
    signer = provider.signer("leaver")
    authority.revoke(signer.certificate.serial_number)
    prepared = prepare(*render_with_places("printing/document", DECISION))
    numbered = fill_number_and_date(sign_personal(prepared, signer, timestamper=timestamper), NUMBER, DATE)

    code = refusal(seal, numbered, agency, timestamper=timestamper, trust=authority.trust())

    assert code == "personal_signature_invalid"


def test_number_before_the_personal_signature_is_refused(stages):
    assert refusal(fill_number_and_date, stages.prepared, NUMBER, DATE) == "personal_signature_missing"


def test_number_twice_is_refused(stages):
    assert refusal(fill_number_and_date, stages.numbered, NUMBER, DATE) == "number_filled"


def test_number_after_the_seal_is_refused(stages):
    assert refusal(fill_number_and_date, stages.sealed, NUMBER, DATE) == "sealed"


def test_personal_signature_after_the_seal_is_refused(stages, officer, timestamper):
    assert refusal(sign_personal, stages.sealed, officer, timestamper=timestamper) == "already_signed"


def test_fields_on_a_signed_document_are_refused(stages):
    _, places = render_with_places("printing/document", DECISION)

    assert refusal(prepare, stages.personal, places) == "already_signed"


def test_agency_certificate_in_the_personal_field_is_refused(stages, agency, timestamper):
    assert refusal(sign_personal, stages.prepared, agency, timestamper=timestamper) == "certificate_kind"


def test_each_step_only_appends(stages):
    assert stages.personal.startswith(stages.prepared)
    assert stages.numbered.startswith(stages.personal)
    assert stages.sealed.startswith(stages.numbered)


def test_finished_document_is_valid(stages, authority: DemoAuthority):
    report = verify_pdf(stages.sealed, authority.trust())

    assert (report.verdict, report.reasons) == ("valid", ())
    assert [(s.field, s.kind, s.changes_after, s.coverage) for s in report.signatures] == [
        ("signature", "personal", "form_filling", "entire_revision"),
        ("seal", "agency", "none", "entire_file"),
    ]
    assert report.personal.name == "Nguyễn Văn A"
    assert report.personal.title == "Chủ tịch"
    assert report.agency.organisation == "Ủy ban nhân dân tỉnh Thanh Hóa"
    assert report.filled == {"number": NUMBER, "date": DATE}
    assert filled_fields(stages.sealed) == report.filled


def test_pyhanko_finds_form_filling_only_between_the_signatures(stages):
    first, second = PdfFileReader(io.BytesIO(stages.sealed)).embedded_regular_signatures
    first.compute_integrity_info()
    second.compute_integrity_info()

    assert first.diff_result.modification_level == ModificationLevel.FORM_FILLING
    assert first.diff_result.changed_form_fields == {"number", "date", "seal"}
    assert second.diff_result.modification_level == ModificationLevel.NONE


def test_pdfsig_of_the_system_calls_both_signatures_valid(stages, tmp_path: Path):
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig (poppler-utils) is not installed: what other readers say is not checked")
    path = tmp_path / "signed.pdf"
    path.write_bytes(stages.sealed)

    said = subprocess.run(["pdfsig", path], capture_output=True, text=True).stdout

    assert re.findall(r"Signature Validation: (.*)", said) == ["Signature is Valid."] * 2
    assert "Total document signed" in said


def test_finished_document_needs_no_appearance_made_by_readers(stages):
    form = PdfFileReader(io.BytesIO(stages.sealed)).root["/AcroForm"]

    assert "/NeedAppearances" not in form
    assert all("/N" in ref.get_object()["/AP"] for ref in form["/Fields"])


def test_number_and_date_are_seen_on_the_page(stages, tmp_path: Path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed: the drawn text is not read back")
    path = tmp_path / "signed.pdf"
    path.write_bytes(stages.sealed)

    seen = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True).stdout

    assert "05/QĐ-UBND" in seen.replace("\xa0", " ")
    assert "ngày 24 tháng 11 năm 2026" in seen.replace("\xa0", " ")


def test_signing_many_gives_each_document_its_own_result(stages, officer, timestamper):
    documents = [("a", stages.prepared), ("b", stages.sealed), ("c", b"no pdf"), ("d", stages.prepared)]

    results = list(sign_many(documents, lambda pdf: sign_personal(pdf, officer, timestamper=timestamper)))

    assert [(r.key, r.pdf is not None, r.error and r.error.code) for r in results] == [
        ("a", True, None),
        ("b", False, "already_signed"),
        ("c", False, "pdf_unreadable"),
        ("d", True, None),
    ]
