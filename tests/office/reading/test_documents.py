import json

import pytest

from lienthong.office.documents.reading import ReadDocument, read_document

from . import documents, rarer
from .checks import differences

CASES = [*documents.CASES, *rarer.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_field_of_a_document_is_read(case):
    assert differences(read_document(case.text), case.expected) == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_field_tells_its_place_in_the_text(case):
    for item in all_fields(read_document(case.text).to_dict()):
        assert 0 <= item["start"] < item["end"] <= len(case.text)
        assert item["excerpt"] == case.text[item["start"] : item["end"]]
        assert 0 < item["confidence"] <= 1


def test_the_result_is_plain_json():
    result = read_document(CASES[0].text).to_dict()

    assert json.loads(json.dumps(result)) == result


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "Xin chào.", "1\n2\n3", "Danh sách lớp 5A\nNguyễn Văn An\nTrần Thị Bình"]
)
def test_text_that_is_no_official_document_yields_nothing(text):
    read = read_document(text).to_dict()

    assert [k for k, v in read.items() if v and k not in ("start", "end", "source")] == []


def test_a_scanned_text_is_trusted_less_than_a_typed_one():
    typed, scanned = (read_document(CASES[0].text, source=s) for s in ("text", "ocr"))

    assert scanned.number.value == typed.number.value
    assert scanned.number.confidence < typed.number.confidence


def test_an_impossible_date_is_no_date_but_its_parts_are_kept():
    read = read_document(CASES[0].text.replace("ngày 05 tháng 01 năm 2024", "ngày 31 tháng 02 năm 2024"))

    assert read.date is None
    assert read.date_parts == {"day": 31, "month": 2, "year": 2024}


def test_pages_of_a_text_are_counted_by_form_feeds():
    assert read_document(CASES[0].text + "\fPHỤ LỤC\nDANH SÁCH").page_count == 2
    assert read_document(CASES[0].text).page_count is None


def test_a_title_that_does_not_fit_the_notation_is_told():
    read = read_document(CASES[0].text.replace("1234/QĐ-UBND", "1234/KH-UBND"))

    assert read.kind.value == "Quyết định"
    assert len(read.warnings) == 1


def test_an_empty_document_object_has_no_values():
    assert ReadDocument().to_dict()["issuer"] is None


def all_fields(item):
    if isinstance(item, dict):
        if "excerpt" in item:
            yield item
        for value in item.values():
            yield from all_fields(value)
    elif isinstance(item, list):
        for value in item:
            yield from all_fields(value)
