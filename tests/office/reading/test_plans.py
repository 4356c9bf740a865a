"""Three real plans of provinces with their real noise. The expectations were written from the texts."""

from pathlib import Path

import pytest

from lienthong.kernel.text import fold
from lienthong.office.documents.reading import document_read_json, read_file

PLANS = Path(__file__).parents[2] / "data" / "plans"


def values(items):
    return [item.value for item in items]


def facts(items, *names):
    return [tuple(item.extra[name] for name in names) for item in items]


class TestThanhHoa:
    """The head lost its left column: the issuer stands only in the authority line. Điều 1 carries the plan itself."""

    @pytest.fixture(scope="class")
    @classmethod
    def read(cls):
        return read_file(PLANS / "thanh_hoa_2011_2015.txt")

    def test_head(self, read):
        assert read.issuer.value == "UBND tỉnh Thanh Hoá"
        assert read.authority.value == "Chủ tịch UBND tỉnh Thanh Hoá"
        assert read.parent_agency is None
        assert (read.number.value, read.notation.value, read.code.value) == (
            "4089",
            "QĐ-UBND",
            "4089/QĐ-UBND",
        )
        assert read.kind.value == "Quyết định"
        assert (read.place.value, read.date.value) == ("Thanh Hóa", "2010-11-17")

    def test_subject_in_natural_case(self, read):
        assert read.subject.value == (
            "Phê duyệt kế hoạch ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước tỉnh Thanh Hoá, giai đoạn 2011-2015"
        )

    def test_signer(self, read):
        assert read.signer_name.value == "Nguyễn Ngọc Hồi"
        assert read.signer_competence.value == "KT. CHỦ TỊCH"
        assert read.signer_competence.extra["codes"] == ["KT"]
        assert read.signer_position.value == "Phó Chủ tịch"

    def test_recipients(self, read):
        assert values(read.recipients) == [
            "Như điều 3QĐ",
            "Bộ TT&TT (b/c)",
            "TTr. TU, HĐND tỉnh (b/c)",
            "CT và các PCT UBND tỉnh",
            "Lưu: VT, CNTT",
        ]

    def test_legal_bases(self, read):
        assert facts(read.legal_bases, "kind", "code", "date", "issuer") == [
            ("Luật", None, "2003-11-26", None),
            ("Luật", "67/2006/QH11", "2006-06-29", None),
            ("Luật", "51/2005/QH11", "2005-11-29", None),
            ("Nghị định", "64/2007/NĐ-CP", "2007-04-10", "Chính phủ"),
            ("Quyết định", "246/2005/QĐ-TTg", "2005-10-06", "Thủ tướng Chính phủ"),
            ("Quyết định", "1605/QĐ-TTg", "2010-08-27", "Thủ tướng Chính phủ"),
            ("Quyết định", "432/QĐ-UBND", "2007-02-05", "Chủ tịch UBND tỉnh Thanh Hoá"),
        ]
        assert read.legal_bases[0].extra["title"] == "Luật Tổ chức Hội đồng nhân dân và Uỷ ban nhân dân"

    def test_proposals_are_apart(self, read):
        assert facts(read.proposals, "role", "proposer", "kind", "code", "date") == [
            ("opinion", "Bộ Thông tin & Truyền thông", "Văn bản", "2715/BTTTT-ƯDCNTT", "2010-08-20"),
            ("proposal", "Giám đốc Sở Thông tin & Truyền thông", "Tờ trình", "464/TTr-STTTT", "2010-09-20"),
        ]

    def test_decision_yields_its_plan_and_four_annexes(self, read):
        plan, *annexes = read.attached
        assert (plan.kind.value, plan.relation, plan.issuer.value) == (
            "Kế hoạch",
            "inline",
            "UBND tỉnh Thanh Hoá",
        )
        assert plan.subject.value == (
            "Kế hoạch ứng dụng Công nghệ thông tin trong hoạt động của cơ quan nhà nước tỉnh Thanh Hoá giai đoạn 2011-2015"
        )
        assert [a.label.value for a in annexes] == ["PHỤ LỤC 1", "PHỤ LỤC 2", "PHỤ LỤC 3", "PHỤ LỤC 4"]
        assert {a.issued_with.value for a in annexes} == {"4089/QĐ-UBND"}
        assert annexes[3].subject.value == (
            "Khái toán kinh phí chi hoạt động thường xuyên trong hoạt động của UBND cấp huyện giai đoạn 2011-2015"
        )

    def test_security_words_in_the_text_are_no_mark_of_secrecy(self, read):
        assert (read.secrecy, read.urgency, read.addressees) == (None, None, [])


class TestPhuTho:
    """No head at all: number, date and issuer stand only under the annexes, so they are less sure."""

    @pytest.fixture(scope="class")
    @classmethod
    def read(cls):
        return read_file(PLANS / "phu_tho_2011_2015.txt")

    def test_kind_and_subject(self, read):
        assert read.kind.value == "Kế hoạch"
        assert fold(read.subject.value) == (
            "ung dung cong nghe thong tin (cntt) trong hoat dong cua co quan quan ly nha nuoc tinh phu tho giai doan 2011-2015"
        )

    def test_what_the_annexes_tell(self, read):
        assert (read.code.value, read.number.value, read.notation.value) == (
            "1489/KH-UBND",
            "1489",
            "KH-UBND",
        )
        assert (read.date.value, read.issuer.value) == ("2010-05-12", "UBND tỉnh Phú Thọ")
        assert max(f.confidence for f in (read.code, read.date, read.issuer)) <= 0.7

    def test_what_the_text_does_not_hold_is_null(self, read):
        assert (read.place, read.parent_agency, read.authority, read.secrecy, read.urgency) == (None,) * 5
        assert (read.recipients, read.addressees, read.proposals) == ([], [], [])

    def test_signer(self, read):
        assert read.signer_name.value == "Phạm Quang Thao"
        assert read.signer_competence.value == "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH"
        assert read.signer_position.value == "Phó Chủ tịch"

    def test_legal_bases_of_one_running_paragraph(self, read):
        assert facts(read.legal_bases, "kind", "code", "date", "issuer") == [
            ("Chỉ thị", "58/CT-TW", "2000-10-17", "Bộ Chính trị"),
            ("Nghị định", "64/2007/NĐ-CP", "2007-04-10", "Chính phủ"),
            ("Quyết định", "246/2005/QĐ-TTg", "2005-10-06", "Thủ tướng Chính phủ"),
            ("Quyết định", "698/QĐ-TTg", "2009-06-01", "Thủ tướng Chính phủ"),
            (
                "Thông tư liên tịch",
                "43/2008/TTLT-BTC-BTTTT",
                "2008-05-26",
                "Bộ Tài chính, Bộ Thông tin và Truyền thông",
            ),
            ("Văn bản", "491/BTTTT-ƯDCNTT", "2010-02-25", "Bộ Thông tin và Truyền thông"),
            ("Quyết định", "3549/QĐ-UBND", "2006-12-25", "UBND tỉnh Phú Thọ"),
        ]
        assert read.legal_bases[-1].extra["title"].endswith("đến năm 2010 và định hướng đến năm 2020")

    def test_six_annexes(self, read):
        assert [a.label.value for a in read.attached] == [f"PHỤ BIỂU SỐ 0{n}" for n in range(1, 7)]
        assert read.attached[5].subject.value == "Kinh phí đào tạo nguồn nhân lực CNTT"


class TestDongNai:
    """Stars of mark-up, the signature block without position and name, an annex that names another number."""

    @pytest.fixture(scope="class")
    @classmethod
    def read(cls):
        return read_file(PLANS / "dong_nai_2011_2015.txt")

    def test_head(self, read):
        assert fold(read.issuer.value) == "uy ban nhan dan tinh dong nai"
        assert (read.number.value, read.notation.value, read.kind.value) == ("3899", "KH-UBND", "Kế hoạch")
        assert (read.place.value, read.date.value) == ("Đồng Nai", "2011-06-10")
        assert read.subject.value == (
            "Ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước trên địa bàn tỉnh Đồng Nai giai đoạn 2011 - 2015"
        )

    def test_signer_without_position_and_name(self, read):
        assert read.signer_competence.value == "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH"
        assert (read.signer_position, read.signer_name) == (None, None)

    def test_recipients(self, read):
        assert values(read.recipients) == [
            "Bộ TTTT",
            "Thường trực Tỉnh ủy",
            "Thường trực HĐND tỉnh",
            "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
            "Các Sở, ban, ngành; Công an tỉnh, Ban Tuyên giáo TU",
            "UBND các huyện, thị xã, thành phố",
            "Chánh, Phó VP UBND tỉnh",
            "Trung tâm Công báo tỉnh",
            "Lưu: VT, CNN, TTTT",
        ]

    def test_legal_bases_under_a_heading(self, read):
        assert facts(read.legal_bases, "kind", "code", "date", "issuer") == [
            ("Chỉ thị", "58-CT/TW", "2000-10-17", "Bộ Chính trị"),
            ("Nghị định", "64/2007/NĐ-CP", "2007-04-10", "Chính phủ"),
            ("Quyết định", "246/2005/QĐ-TTg", "2005-10-06", "Thủ tướng Chính phủ"),
            ("Quyết định", "1605/QĐ-TTg", "2010-08-27", "Thủ tướng Chính phủ"),
            ("Quyết định", "2530/QĐ-UBND", "2007-08-09", "UBND tỉnh Đồng Nai"),
        ]

    def test_annex_with_another_number_is_attached_and_warned_about(self, read):
        assert [(a.label.value, a.relation, a.issued_with.value) for a in read.attached] == [
            ("Phụ lục", "annex", "3898/KH-UBND")
        ]
        assert len(read.warnings) == 1


def test_json_of_a_file_names_the_file_and_all_fields():
    result = document_read_json(PLANS / "dong_nai_2011_2015.txt")

    assert result["file"] == "dong_nai_2011_2015.txt"
    assert result["number"]["value"] == "3899"
    assert result["signer_name"] is None
