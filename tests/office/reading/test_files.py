import warnings

import pytest

from lienthong.kernel.files.extraction import extract
from lienthong.kernel.files.extraction.ocr import available
from lienthong.kernel.text import fold
from lienthong.office.documents.reading import document_read_json, read_document, read_file

from .checks import as_read, differences
from .files import EXPECTED, as_docx, as_pdf, as_picture, as_scanned_pdf


@pytest.fixture(scope="module")
def needs_tesseract():
    if not available():
        message = (
            "TESSERACT IS NOT INSTALLED: scans are not tested (apt install tesseract-ocr tesseract-ocr-vie)"
        )
        warnings.warn(message, stacklevel=1)
        pytest.skip(message)


def test_word_document_with_two_column_tables_is_read(tmp_path):
    path = tmp_path / "cong-van.docx"
    path.write_bytes(as_docx())

    assert differences(read_file(path), EXPECTED) == {}


def test_pdf_with_two_columns_is_read(tmp_path):
    path = tmp_path / "cong-van.pdf"
    path.write_bytes(as_pdf())

    read = read_file(path)

    assert differences(read, EXPECTED) == {}
    assert (read.page_count, read.source) == (1, "pdf")


def test_json_of_a_pdf_has_pages_and_method(tmp_path):
    path = tmp_path / "cong-van.pdf"
    path.write_bytes(as_pdf())

    result = document_read_json(path)

    assert (result["file"], result["page_count"], result["source"]) == ("cong-van.pdf", 1, "pdf")


@pytest.mark.parametrize("make", [as_picture, as_scanned_pdf])
def test_scan_is_recognised(needs_tesseract, make):
    read = read_document(extract(make()))

    assert read.source == "ocr"
    for name in (
        "issuer",
        "parent_agency",
        "number",
        "place",
        "date",
        "subject",
        "signer_name",
        "signer_competence",
        "kind",
    ):
        assert fold(as_read(read, name)) == fold(EXPECTED[name]), name
    assert fold(read.notation.value) == fold(EXPECTED["notation"])
    assert len(read.recipients) == 3
    assert read.number.confidence < 0.9
