"""Official documents against NĐ 30/2020 Annex I: millimetres measured on the page."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

from lienthong.kernel.printing.public import blank_date, blank_number, render, render_with_places
from tests.kernel.printing.pages import MM, box_of, pages_of, size_of, text_of

LEFT, RIGHT, TOP, BOTTOM = 30, 210 - 15, 20, 297 - 20
LONG = "Thực hiện kế hoạch công tác năm 2026, cơ quan đề nghị các đơn vị phối hợp triển khai các nội dung sau đây. "
DECISION = {
    "kind": "Quyết định",
    "parent": "",
    "issuer": "ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA",
    "number_line": blank_number("QĐ-UBND"),
    "date_line": blank_date("Thanh Hóa", 2026),
    "subject": "Về việc phê duyệt kế hoạch",
    "authority": "Chủ tịch Ủy ban nhân dân tỉnh Thanh Hóa",
    "bases": ["Căn cứ Luật Tổ chức chính quyền địa phương;", "Theo đề nghị của Giám đốc Sở."],
    "decides": "Quyết định:",
    "body": [
        {"type": "article", "number": "1", "text": LONG * 2},
        {"type": "point", "number": "a", "text": "Một;"},
    ],
    "signature": {"authority": ["TM. Ủy ban nhân dân", "Chủ tịch"], "name": "Nguyễn Văn A"},
    "recipients": ["Như Điều 1;", "Lưu: VT, NC."],
}
LETTER = DECISION | {
    "kind": "",
    "parent": "ỦY BAN NHÂN DÂN\nTỈNH THANH HÓA",
    "issuer": "SỞ NỘI VỤ",
    "subject": "rà soát đội ngũ",
    "addressees": ["Các sở", "Ủy ban nhân dân các xã"],
    "authority": "",
    "bases": [],
    "decides": "",
    "body": [LONG * 2],
}


@pytest.fixture(scope="module")
def decision() -> bytes:
    return render("printing/document", DECISION)


@pytest.fixture(scope="module")
def letter() -> bytes:
    return render("printing/document", LETTER)


def font_of(pdf: bytes, text: str, page: int = 0) -> tuple[float, str]:
    """Size in points and face of the first letter of ``text``."""
    import pypdfium2.raw as raw

    textpage = pdfium.PdfDocument(pdf)[page].get_textpage()
    start, _ = textpage.search(text, match_case=True).get_next()
    import ctypes

    buffer = ctypes.create_string_buffer(100)
    raw.FPDFText_GetFontInfo(textpage, start, buffer, 100, ctypes.c_int())
    return round(raw.FPDFText_GetFontSize(textpage, start), 1), buffer.value.decode().split("+")[-1]


def test_paper_is_a4(decision):
    assert size_of(decision) == (210, 297)


def test_text_stays_within_the_margins(decision):
    page = pdfium.PdfDocument(decision)[0]
    textpage = page.get_textpage()
    seen = [i for i in range(textpage.count_chars()) if textpage.get_text_range(i, 1).strip()]
    edges = [textpage.get_charbox(i) for i in seen]

    assert min(e[0] for e in edges) * MM >= LEFT - 0.5
    assert max(e[2] for e in edges) * MM <= RIGHT + 0.5
    assert (page.get_height() - max(e[3] for e in edges)) * MM >= TOP - 0.5


def test_national_title_stands_top_right_with_its_motto_centred_below(decision):
    title, motto = (
        box_of(decision, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        box_of(decision, "Độc lập - Tự do - Hạnh phúc"),
    )

    assert title.left > 90
    assert title.top < TOP + 3
    assert abs(title.middle - motto.middle) < 0.6
    assert 0 < motto.top - title.bottom < 4


def test_issuer_stands_top_left_level_with_the_national_title(decision):
    issuer, title = box_of(decision, "ỦY BAN NHÂN DÂN"), box_of(decision, "CỘNG HÒA")

    assert issuer.right < 100
    assert abs(issuer.bottom - title.bottom) < 1.2


@pytest.mark.parametrize(
    ("text", "sizes", "face"),
    [
        ("CỘNG HÒA", (12, 13), "Tinos-Bold"),
        ("Độc lập", (13, 14), "Tinos-Bold"),
        ("QUYẾT ĐỊNH", (13, 14), "Tinos-Bold"),
        ("Về việc phê duyệt", (13, 14), "Tinos-Bold"),
        ("Căn cứ Luật", (13, 14), "Tinos-Italic"),
        ("Thực hiện kế hoạch", (13, 14), "Tinos"),
        ("TM. ỦY BAN", (13, 14), "Tinos-Bold"),
        ("Nguyễn Văn A", (13, 14), "Tinos-Bold"),
        ("Nơi nhận:", (12, 12), "Tinos-BoldItalic"),
        ("Như Điều", (11, 11), "Tinos"),
    ],
)
def test_sizes_and_faces_of_the_boxes(decision, text, sizes, face):
    size, found = font_of(decision, text)

    assert sizes[0] <= size <= sizes[1]
    assert found.replace("-Regular", "") == face


def test_kind_and_subject_are_centred_on_the_page(decision):
    middle = (LEFT + RIGHT) / 2

    assert abs(box_of(decision, "QUYẾT ĐỊNH").middle - middle) < 0.6
    assert abs(box_of(decision, "Về việc phê duyệt kế hoạch").middle - middle) < 0.6


def test_first_line_is_indented_by_one_to_1_27_cm(decision):
    for text in ("Căn cứ Luật", "Điều 1.", "a) Một"):
        assert 10 <= box_of(decision, text).left - LEFT <= 13.2


def test_paragraphs_stand_at_least_six_points_further_apart_than_lines():
    words = [f"M{n:03}" for n in range(60)]
    pdf = render("printing/document", LETTER | {"body": [" ".join(words), "Zzz"]})
    tops = sorted({round(box_of(pdf, word).bottom, 1) for word in words})

    between_lines = (tops[-1] - tops[0]) / (len(tops) - 1)
    between_paragraphs = box_of(pdf, "Zzz").bottom - tops[-1]
    assert len(tops) >= 3
    assert 14 <= between_lines / MM <= 14 * 1.15 * 1.5
    assert between_paragraphs - between_lines >= 6 * MM - 0.15


def test_recipients_are_level_with_the_signer_and_left(decision):
    recipients, signer = box_of(decision, "Nơi nhận:"), box_of(decision, "TM. ỦY BAN")

    assert abs(recipients.left - LEFT) < 0.6
    assert signer.left > 105
    assert abs(recipients.top - signer.top) < 1.5
    assert "Lưu: VT, NC." in text_of(decision)


def test_places_of_number_and_date_share_a_line_under_issuer_and_title(decision):
    _, places = render_with_places("printing/document", DECISION)
    number, date = places["number"], places["date"]

    assert number.y == date.y
    assert abs((number.x + number.w / 2) * MM - box_of(decision, "TỈNH THANH HÓA").middle) < 0.6
    assert abs((date.x + date.w / 2) * MM - box_of(decision, "Độc lập - Tự do - Hạnh phúc").middle) < 0.6
    assert 297 - (number.y + number.h) * MM > box_of(decision, "TỈNH THANH HÓA").bottom
    assert (number.text, date.style) == ("Số:        /QĐ-UBND", "italic")


def test_place_of_the_signature_lies_between_title_and_name_and_is_centred(decision):
    _, places = render_with_places("printing/document", DECISION)
    signature, seal = places["signature"], places["seal"]
    title, name = box_of(decision, "CHỦ TỊCH\n".strip(), 0), box_of(decision, "Nguyễn Văn A")
    authority = box_of(decision, "TM. ỦY BAN NHÂN DÂN")

    assert authority.bottom < 297 - (signature.y + signature.h) * MM
    assert 297 - signature.y * MM < name.top
    assert abs((signature.x + signature.w / 2) * MM - name.middle) < 0.6
    assert title is not None
    assert abs(seal.w * MM - 36) < 0.1


@pytest.mark.parametrize(("degree", "width"), [("Hỏa tốc", 30), ("Thượng khẩn", 40), ("Khẩn", 20)])
def test_urgency_frame_has_the_size_of_the_decree(degree, width):
    pdf = render("printing/document", DECISION | {"urgency": degree})
    boxes = [
        (right - left, top - bottom)
        for left, bottom, right, top in (o.get_bounds() for o in pdfium.PdfDocument(pdf)[0].get_objects())
    ]

    assert any(abs(w * MM - width) < 0.6 and abs(h * MM - 8) < 0.6 for w, h in boxes)
    assert degree.upper() in text_of(pdf)


def test_subject_of_a_letter_stands_under_its_number(letter):
    subject, issuer = box_of(letter, "V/v rà soát đội ngũ"), box_of(letter, "SỞ NỘI VỤ")

    assert abs(subject.middle - issuer.middle) < 0.6
    assert subject.top > issuer.bottom
    assert 12 <= font_of(letter, "V/v")[0] <= 13


def test_letter_to_several_lists_them_with_dashes(letter):
    first, second = box_of(letter, "- Các sở;"), box_of(letter, "- Ủy ban nhân dân các xã.")

    assert abs(first.left - second.left) < 0.3
    assert first.top > box_of(letter, "Kính gửi:").bottom


def test_letter_to_one_stays_on_one_line():
    pdf = render("printing/document", LETTER | {"addressees": ["Sở Tài chính"]})

    assert "Kính gửi: Sở Tài chính." in text_of(pdf)


def test_page_number_is_centred_in_the_top_margin_from_page_two():
    pdf = render("printing/document", DECISION | {"body": [LONG * 3] * 14})
    number = box_of(pdf, "2", page=1)

    assert pages_of(pdf) >= 2
    assert number.bottom < TOP
    assert abs(number.middle - (LEFT + RIGHT) / 2) < 0.6
    assert text_of(pdf).split("\n")[0] != "1"


def test_signature_block_is_never_torn_from_its_name():
    for paragraphs in range(6, 14):
        pdf = render("printing/document", DECISION | {"body": [LONG * 2] * paragraphs})
        with_title = [i for i in range(pages_of(pdf)) if "TM. ỦY BAN NHÂN DÂN" in text_of(pdf, i)]
        with_name = [i for i in range(pages_of(pdf)) if "Nguyễn Văn A" in text_of(pdf, i)]

        assert with_title == with_name


def test_annex_starts_on_a_page_of_its_own_and_counts_from_one():
    annex = {
        "number": "I",
        "title": "Danh mục",
        "reference": "(Kèm theo Quyết định số      /QĐ-UBND)",
        "body": [LONG * 3] * 14,
    }
    pdf = render("printing/document", DECISION | {"annexes": [annex]})

    assert "Phụ lục I" in text_of(pdf, 1)
    assert "DANH MỤC" in text_of(pdf, 1)
    assert text_of(pdf, 2).split("\n")[0].strip() == "2"


def test_minutes_have_two_signers():
    data = DECISION | {
        "kind": "Biên bản",
        "dated": False,
        "second_signature": {"authority": ["Thư ký"], "name": "Lê B"},
    }
    _, places = render_with_places("printing/document", data)

    assert set(places) == {"number", "signature", "signature_2", "seal"}
    assert places["signature_2"].x < places["signature"].x


def test_document_number_is_not_torn_over_two_lines():
    for words in range(1, 12):
        pdf = render(
            "printing/document",
            LETTER | {"body": ["Theo " + "đúng " * words + "Tờ trình số 1234/TTr-SKHCN ngày 05"]},
        )

        assert "1234/TTr-SKHCN" in text_of(pdf)
