"""The issued file by the eyes of others: Poppler's pdfsig and pyHanko's difference analysis."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel

from lienthong.kernel.files.public import read_bytes
from lienthong.office.documents.public import main_file


@pytest.fixture
def issued_pdf(journey):
    return read_bytes(main_file(journey.sealed(bases=["Căn cứ Luật Giao dịch điện tử;"])).file)


def test_pdfsig_calls_both_signatures_valid(issued_pdf, tmp_path):
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig is not installed")
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(issued_pdf)

    told = subprocess.run(
        [program, "-nocert", str(path)], capture_output=True, text=True, timeout=60, check=False
    ).stdout

    assert told.count("Signature Validation: Signature is Valid.") == 2


def test_changes_after_the_leaders_signature_are_form_filling_only(issued_pdf):
    reader = PdfFileReader(io.BytesIO(issued_pdf))
    personal, agency = sorted(reader.embedded_regular_signatures, key=lambda each: each.signed_revision)

    found = DEFAULT_DIFF_POLICY.review_file(reader, personal.signed_revision)

    assert (personal.field_name, agency.field_name) == ("signature", "seal")
    assert found.modification_level == ModificationLevel.FORM_FILLING


def test_nothing_may_follow_the_seal(issued_pdf):
    reader = PdfFileReader(io.BytesIO(issued_pdf))
    seal = max(reader.embedded_regular_signatures, key=lambda each: each.signed_revision)

    # The timestamps and revocation data of a later archive step aside, the seal covers the file to its end.
    assert seal.evaluate_signature_coverage().name == "ENTIRE_FILE"
