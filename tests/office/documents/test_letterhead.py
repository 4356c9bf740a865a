"""The name of the issuing agency on paper (NĐ 30/2020 Phụ lục I mục II khoản 2)."""

from __future__ import annotations

import io

import pytest

from lienthong.kernel.files.extraction import extract
from lienthong.office.documents.domain.contents import current_version
from lienthong.office.documents.domain.drawing import page_of, preview
from lienthong.office.documents.models import Document
from tests.office.documents.conftest import Journey, build_office

CASES = [
    (("Sở Nội vụ", {}), ("UBND tỉnh Thanh Hóa", {"collective": True}), "ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA", "SỞ NỘI VỤ"),
    (("UBND phường Thử Nghiệm", {"tier": "commune", "collective": True}), ("UBND tỉnh Thanh Hóa", {}), "", "ỦY BAN NHÂN DÂN\nPHƯỜNG THỬ NGHIỆM"),
    (("UBND huyện Thử Nghiệm", {"tier": "district", "collective": True}), ("UBND tỉnh Thanh Hóa", {}), "", "ỦY BAN NHÂN DÂN\nHUYỆN THỬ NGHIỆM"),
    (("UBND tỉnh Thanh Hóa", {"collective": True}), None, "", "ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA"),
]  # fmt: skip


@pytest.fixture
def page(make, settings):
    """The draft of an agency with this name and parent, and what is printed of it."""
    settings.DEMONSTRATION = True

    def made(own, parent):
        office = build_office(make, own[0])
        for name, value in own[1].items():
            setattr(office.organisation, name, value)
        if parent is not None:
            office.organisation.parent = make.organisation(parent[0], **parent[1])
        office.organisation.save()
        document = Document.objects.select_related("organisation").get(pk=Journey(office).draft().pk)
        return document, current_version(document).content

    return made


@pytest.mark.parametrize(("own", "parent", "above", "issuer"), CASES)
def test_letterhead_names_the_agency_in_full_under_the_body_it_belongs_to(page, own, parent, above, issuer):
    data = page_of(*page(own, parent))

    assert (data["parent"], data["issuer"]) == (above, issuer)


def test_printed_head_of_a_department_has_the_committee_above_and_the_department_in_bold(page):
    document, content = page(*CASES[0][:2])

    pdf = preview(document, content)

    lines = [line.strip() for line in extract(pdf).pages[0].text.splitlines() if line.strip()]
    places = [
        next(n for n, line in enumerate(lines) if words in line)
        for words in ("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA", "SỞ NỘI VỤ")
    ]
    assert places == sorted(places)
    assert weights(pdf, ["ỦY BAN NHÂN DÂN", "SỞ NỘI VỤ"]) == [False, True]


def weights(pdf: bytes, wanted: list[str]) -> list[bool]:
    """Whether the font that shows these words is bold, read from the text of the page by pypdfium2."""
    import pypdfium2
    from pypdfium2 import raw

    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].get_textpage()
    text = page.get_text_range()
    return [raw.FPDFText_GetFontWeight(page.raw, text.index(words)) >= 600 for words in wanted]
