"""Slips of the one-stop unit, results, registers."""

from __future__ import annotations

import datetime as dt
import io

import pikepdf
import pytest
import segno

from lienthong.kernel import clock
from lienthong.kernel.printing.public import (
    blank_number,
    date_line,
    number_text,
    qr_svg,
    render,
    render_with_places,
    signing_time,
    time_and_date,
)
from tests.kernel.printing.pages import box_of, pages_of, size_of, text_of

COMMON = {
    "parent_agency": "UBND tỉnh Thanh Hóa",
    "service_point": "Trung tâm Phục vụ hành chính công xã Hoằng Hóa",
    "form_number": "12/TTPVHCC",
    "dossier_code": "H56.116-261124-0001",
    "applicant_name": "Lê Thị Ánh Nguyệt",
    "identity_number": "038190001234",
    "address": "Thôn 5, xã Hoằng Hóa",
    "request_content": "Cấp bản sao trích lục hộ tịch",
    "papers": ["Tờ khai", "Giấy tờ tùy thân"],
    "sets": 1,
    "contents_to_supplement": ["Giấy khai sinh"],
    "reason": "Thiếu giấy tờ",
    "handovers": [{"giver_unit": "Một cửa", "receiver_unit": "Tư pháp", "timeliness": "Đúng hạn"}],
    "qr": qr_svg("https://example.vn/x"),
}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "receipt",
            [
                "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
                "1. Tờ khai",
                "NGƯỜI NỘP HỒ SƠ",
                "NGƯỜI TIẾP NHẬN HỒ SƠ",
            ],
        ),
        ("supplement", ["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "1. Giấy khai sinh", "NGƯỜI HƯỚNG DẪN"]),
        ("refusal", ["PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Thiếu giấy tờ"]),
        ("apology", ["XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", "Thiếu giấy tờ"]),
        ("stop", ["THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Lê Thị Ánh Nguyệt"]),
        ("control", ["PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Đúng hạn"]),
    ],
)
def test_slip_is_one_a5_page_with_its_parts(kind, expected):
    pdf = render(f"printing/slip_{kind}", COMMON)
    seen = " ".join(text_of(pdf).split())

    assert size_of(pdf) == (148, 210)
    assert pages_of(pdf) == 1
    assert [text for text in expected if text not in seen] == []
    assert "H56.116-261124-0001" in seen


def test_slip_without_optional_values_leaves_their_labels_out():
    seen = text_of(
        render("printing/slip_receipt", {k: v for k, v in COMMON.items() if k != "identity_number"})
    )

    assert "Số định danh" not in seen
    assert "Email" not in seen


def test_qr_code_on_the_slip_is_drawn_and_equals_its_text():
    with_code = render("printing/slip_receipt", COMMON)
    without = render("printing/slip_receipt", COMMON | {"qr": ""})
    other = render("printing/slip_receipt", COMMON | {"qr": qr_svg("https://example.vn/y")})

    assert len({with_code, without, other}) == 3
    assert "svg" in qr_svg("x")
    assert segno.make("https://example.vn/x", error="m", micro=False).matrix is not None


def test_result_reserves_number_date_signature_and_seal():
    data = {
        "title": "Trích lục khai sinh",
        "issuer": "UBND XÃ",
        "number_line": blank_number("TLKS-BS"),
        "fields": [["Họ tên", "Lê Minh Khang"], ["Nơi sinh", None]],
        "qr": COMMON["qr"],
    }
    pdf, places = render_with_places("printing/certificate", data)

    assert set(places) == {"number", "date", "signature", "seal"}
    assert "TRÍCH LỤC KHAI SINH" in text_of(pdf)
    assert "Lê Minh Khang" in text_of(pdf)


def test_register_repeats_its_head_and_numbers_pages():
    columns = [
        {"key": "n", "name": "STT"},
        {"key": "a", "name": "Nhận hồ sơ", "group": "Nhận và trả kết quả"},
        {"key": "b", "name": "Trả kết quả", "group": "Nhận và trả kết quả"},
    ]
    rows = [{"n": i, "a": "24/11", "b": None} for i in range(1, 80)]
    pdf = render(
        "printing/register",
        {"title": "Sổ theo dõi hồ sơ", "issuer": "UBND XÃ", "columns": columns, "rows": rows},
    )

    assert size_of(pdf) == (297, 210)
    assert pages_of(pdf) > 1
    assert all("Nhận và trả kết quả" in text_of(pdf, i) for i in range(pages_of(pdf)))
    assert text_of(pdf, 1).startswith("2")


def test_empty_register_says_so():
    assert "Không có dòng nào" in text_of(
        render("printing/register", {"title": "Sổ", "columns": [{"key": "a", "name": "A"}]})
    )


def test_processing_slip_shows_opinions():
    seen = text_of(
        render(
            "printing/processing_slip",
            {
                "arrival_number": "123",
                "leader_opinions": [{"who": "Giám đốc", "text": "Giao phòng A", "deadline": "10/01/2026"}],
            },
        )
    )

    assert "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN" in seen
    assert "Giao phòng A (hạn: 10/01/2026)" in " ".join(seen.split())


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2020, 1, 5), "Hà Nội, ngày 05 tháng 01 năm 2020"),
        (dt.date(2019, 6, 29), "Hà Nội, ngày 29 tháng 6 năm 2019"),
        (dt.date(2026, 2, 10), "Hà Nội, ngày 10 tháng 02 năm 2026"),
        (dt.date(2026, 12, 9), "Hà Nội, ngày 09 tháng 12 năm 2026"),
    ],
)
def test_D6_day_and_first_months_are_padded(day, written):
    assert date_line("Hà Nội", day) == written


def test_D5_numbers_below_ten_are_padded():
    assert [number_text(n, "QĐ-UBND") for n in (5, 15, 123)] == [
        "Số: 05/QĐ-UBND",
        "Số: 15/QĐ-UBND",
        "Số: 123/QĐ-UBND",
    ]


def test_times_on_slips_are_vietnamese():
    late = dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)

    assert time_and_date(late) == "00 giờ 30 phút, ngày 01 tháng 01 năm 2027"
    assert signing_time(clock.at(dt.date(2026, 11, 24), dt.time(9, 30, 5))) == "24/11/2026; 09:30:05 +07:00"


def test_both_names_under_the_signatures_stand_on_one_line():
    pdf = render("printing/slip_receipt", COMMON | {"applicant": "Hoa Ban", "receiving_officer": "Tre Xanh"})

    assert box_of(pdf, "Hoa Ban").bottom == pytest.approx(box_of(pdf, "Tre Xanh").bottom, abs=0.1)


@pytest.mark.parametrize("kind", ["receipt", "supplement", "refusal", "apology", "stop", "control", "fee"])
def test_slip_is_set_in_the_type_of_official_papers(kind):
    with pikepdf.open(io.BytesIO(render(f"printing/slip_{kind}", COMMON))) as opened:
        fonts = {str(font.BaseFont).rpartition("+")[2] for font in opened.pages[0].Resources.Font.values()}

    assert {name.partition("-")[0] for name in fonts} == {"Tinos"}


def test_slip_reserves_the_signature_of_the_officer():
    pdf, places = render_with_places("printing/slip_receipt", COMMON)

    assert set(places) == {"signature"}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert places["signature"].x > float(opened.pages[0].MediaBox[2]) / 2
