"""Made-up official documents in the layouts and with the noise in which real ones arrive.

Every person is invented. ``expected`` was written from the texts, field by field; a field that is not named there is
not looked at, a field that is None must be absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    expected: dict[str, Any]


CASES = [
    Case(
        "decision_of_a_province_two_columns_by_tab",
        """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH THANH HÓA\tĐộc lập - Tự do - Hạnh phúc
-------\t---------------
Số: 1234/QĐ-UBND\tThanh Hóa, ngày 05 tháng 01 năm 2024

QUYẾT ĐỊNH
Về việc thành lập Tổ công tác rà soát thủ tục hành chính
----------
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THANH HÓA

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019;
Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính;
Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh tại Tờ trình số 12/TTr-VP ngày 03 tháng 01 năm 2024.

QUYẾT ĐỊNH:

Điều 1. Thành lập Tổ công tác rà soát thủ tục hành chính gồm các ông, bà có tên sau đây.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh và các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:\tKT. CHỦ TỊCH
- Như Điều 3;\tPHÓ CHỦ TỊCH
- Chủ tịch UBND tỉnh (để b/c);
- Lưu: VT, KSTT.

\tLê Thị Mai Hương
""",
        {
            "issuer": "Ủy ban nhân dân tỉnh Thanh Hóa",
            "parent_agency": None,
            "number": "1234",
            "notation": "QĐ-UBND",
            "code": "1234/QĐ-UBND",
            "kind": "Quyết định",
            "place": "Thanh Hóa",
            "date": "2024-01-05",
            "subject": "Về việc thành lập Tổ công tác rà soát thủ tục hành chính",
            "authority": "Chủ tịch Ủy ban nhân dân tỉnh Thanh Hóa",
            "signer_name": "Lê Thị Mai Hương",
            "signer_competence": "KT. CHỦ TỊCH",
            "signer_position": "Phó Chủ tịch",
            "recipients": ["Như Điều 3", "Chủ tịch UBND tỉnh (để b/c)", "Lưu: VT, KSTT"],
            "bases": [
                ("Luật", None, "2015-06-19", None, "Luật Tổ chức chính quyền địa phương"),
                (
                    "Luật",
                    None,
                    "2019-11-22",
                    None,
                    "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương",
                ),
                (
                    "Nghị định",
                    "61/2018/NĐ-CP",
                    "2018-04-23",
                    "Chính phủ",
                    "thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
                ),
            ],
            "proposals": [("Chánh Văn phòng Ủy ban nhân dân tỉnh", "12/TTr-VP", "2024-01-03")],
            "attached": [],
            "urgency": None,
            "secrecy": None,
        },
    ),
    Case(
        "letter_of_a_department_left_column_first",
        """UBND TỈNH NGHỆ AN
SỞ NỘI VỤ
–––––––
Số: 456/SNV-CCHC
V/v đôn đốc báo cáo công tác cải cách
hành chính quý III năm 2023

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Nghệ An, ngày 12 tháng 9 năm 2023

Kính gửi:
- Các sở, ban, ngành cấp tỉnh;
- Ủy ban nhân dân các huyện, thành phố, thị xã.

Thực hiện Kế hoạch số 89/KH-UBND ngày 20/02/2023 của UBND tỉnh Nghệ An về cải cách hành chính năm 2023, Sở Nội vụ đề nghị các cơ quan, đơn vị gửi báo cáo trước ngày 20/9/2023.
Trân trọng./.

Nơi nhận:
- Như trên;
- Giám đốc Sở (b/c);
- Lưu: VT, CCHC.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
(Đã ký)
Trần Văn Bảo
""",
        {
            "issuer": "Sở Nội vụ",
            "parent_agency": "UBND tỉnh Nghệ An",
            "number": "456",
            "notation": "SNV-CCHC",
            "kind": "Công văn",
            "place": "Nghệ An",
            "date": "2023-09-12",
            "subject": "đôn đốc báo cáo công tác cải cách hành chính quý III năm 2023",
            "addressees": ["Các sở, ban, ngành cấp tỉnh", "Ủy ban nhân dân các huyện, thành phố, thị xã"],
            "signer_name": "Trần Văn Bảo",
            "signer_competence": "KT. GIÁM ĐỐC",
            "signer_position": "Phó Giám đốc",
            "recipients": ["Như trên", "Giám đốc Sở (b/c)", "Lưu: VT, CCHC"],
            "bases": [
                ("Kế hoạch", "89/KH-UBND", "2023-02-20", "UBND tỉnh Nghệ An", "cải cách hành chính năm 2023")
            ],
            "attached": [],
        },
    ),
    Case(
        "letter_right_column_first_with_urgency",
        """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
_______________
Hà Nội, ngày 3 tháng 8 năm 2025

BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG
CỤC QUẢN LÝ ĐÊ ĐIỀU VÀ PHÒNG, CHỐNG THIÊN TAI
HỎA TỐC
Số: 77/ĐĐ-PCTT
V/v chủ động ứng phó với mưa lớn

Kính gửi: Ban Chỉ huy Phòng thủ dân sự các tỉnh, thành phố khu vực Bắc Bộ

Theo bản tin dự báo, từ đêm 03/8 có mưa lớn. Đề nghị bảo đảm bảo mật thông tin liên lạc, không để lộ bí mật.

TL. BỘ TRƯỞNG
CỤC TRƯỞNG

Phạm Đức Thịnh

Nơi nhận:
- Như trên;
- Bộ trưởng (để b/c);
- Lưu: VT, ƯPTT.
""",
        {
            "issuer": "Cục Quản lý đê điều và Phòng, Chống thiên tai",
            "parent_agency": "Bộ Nông nghiệp và Môi trường",
            "number": "77",
            "notation": "ĐĐ-PCTT",
            "kind": "Công văn",
            "place": "Hà Nội",
            "date": "2025-08-03",
            "urgency": "Hỏa tốc",
            "secrecy": None,
            "subject": "chủ động ứng phó với mưa lớn",
            "addressees": ["Ban Chỉ huy Phòng thủ dân sự các tỉnh, thành phố khu vực Bắc Bộ"],
            "signer_name": "Phạm Đức Thịnh",
            "signer_competence": "TL. BỘ TRƯỞNG",
            "signer_position": "Cục trưởng",
            "recipients": ["Như trên", "Bộ trưởng (để b/c)", "Lưu: VT, ƯPTT"],
        },
    ),
    Case(
        "decision_carries_a_plan_issued_with_it",
        """ỦY BAN NHÂN DÂN TỈNH LÀO CAI   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
                                  Độc lập - Tự do - Hạnh phúc
Số: 88/QĐ-UBND          Lào Cai, ngày 15 tháng 3 năm 2025

QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số năm 2025

ỦY BAN NHÂN DÂN TỈNH LÀO CAI

Căn cứ Luật Tổ chức chính quyền địa phương số 65/2025/QH15 ngày 19 tháng 02 năm 2025;
Căn cứ Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của Thủ tướng Chính phủ phê duyệt “Chương trình Chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030”;
Xét đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 31/TTr-SKHCN ngày 10/3/2025,

QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số tỉnh Lào Cai năm 2025.
Điều 2. Giao Sở Khoa học và Công nghệ chủ trì.
Điều 3. Quyết định có hiệu lực từ ngày ký./.
Nơi nhận:
- Bộ KH&CN (b/c);
- Như Điều 3;
- Lưu: VT, KGVX.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH


Giàng A Dế

ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

KẾ HOẠCH
Chuyển đổi số tỉnh Lào Cai năm 2025
(Ban hành kèm theo Quyết định số 88/QĐ-UBND ngày 15 tháng 3 năm 2025 của Ủy ban nhân dân tỉnh Lào Cai)

I. MỤC TIÊU
1. Mục tiêu chung: hoàn thành các chỉ tiêu.
""",
        {
            "issuer": "Ủy ban nhân dân tỉnh Lào Cai",
            "number": "88",
            "kind": "Quyết định",
            "place": "Lào Cai",
            "date": "2025-03-15",
            "subject": "Ban hành Kế hoạch chuyển đổi số năm 2025",
            "signer_name": "Giàng A Dế",
            "signer_competence": "TM. ỦY BAN NHÂN DÂN",
            "signer_position": "Chủ tịch",
            "recipients": ["Bộ KH&CN (b/c)", "Như Điều 3", "Lưu: VT, KGVX"],
            "proposals": [("Giám đốc Sở Khoa học và Công nghệ", "31/TTr-SKHCN", "2025-03-10")],
            "attached": [
                (
                    "Kế hoạch",
                    "Chuyển đổi số tỉnh Lào Cai năm 2025",
                    "Ủy ban nhân dân tỉnh Lào Cai",
                    "issued_with",
                )
            ],
            "bases": [
                ("Luật", "65/2025/QH15", "2025-02-19", None, "Luật Tổ chức chính quyền địa phương"),
                (
                    "Quyết định",
                    "749/QĐ-TTg",
                    "2020-06-03",
                    "Thủ tướng Chính phủ",
                    "phê duyệt “Chương trình Chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030”",
                ),
            ],
        },
    ),
    Case(
        "submission_with_blank_number_and_blank_day",
        """UBND HUYỆN YÊN ĐỊNH
PHÒNG TÀI CHÍNH - KẾ HOẠCH
Số:        /TTr-TCKH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Yên Định, ngày     tháng 6 năm 2022

TỜ TRÌNH
Về việc phê duyệt dự toán kinh phí sửa chữa trụ sở

Kính gửi: Chủ tịch Ủy ban nhân dân huyện

Căn cứ Luật Ngân sách nhà nước năm 2015;
Căn cứ Thông tư số 342/2016/TT-BTC ngày 30/12/2016 của Bộ Tài chính quy định chi tiết và hướng dẫn thi hành một số điều của Nghị định số 163/2016/NĐ-CP ngày 21/12/2016 của Chính phủ;
Phòng Tài chính - Kế hoạch kính trình Chủ tịch Ủy ban nhân dân huyện xem xét./.

Nơi nhận:
- Như trên;
- Lưu: TCKH.
TRƯỞNG PHÒNG


Đỗ Quang Vinh
""",
        {
            "issuer": "Phòng Tài chính - Kế hoạch",
            "parent_agency": "UBND huyện Yên Định",
            "number": None,
            "notation": "TTr-TCKH",
            "code": None,
            "kind": "Tờ trình",
            "place": "Yên Định",
            "date": None,
            "date_parts": {"day": None, "month": 6, "year": 2022},
            "subject": "Về việc phê duyệt dự toán kinh phí sửa chữa trụ sở",
            "addressees": ["Chủ tịch Ủy ban nhân dân huyện"],
            "signer_name": "Đỗ Quang Vinh",
            "signer_competence": None,
            "signer_position": "Trưởng phòng",
            "bases": [
                ("Luật", None, None, None, "Luật Ngân sách nhà nước"),
                (
                    "Thông tư",
                    "342/2016/TT-BTC",
                    "2016-12-30",
                    "Bộ Tài chính",
                    "quy định chi tiết và hướng dẫn thi hành một số điều của Nghị định số 163/2016/NĐ-CP ngày 21/12/2016 của Chính phủ",
                ),
            ],
        },
    ),
    Case(
        "letter_with_eth_and_missing_spaces",
        """ỦYBAN NHÂN DÂN
TỈNH QUẢNG NAM
Số:1605 / UBND- KTTH
V/v giải ngân vốn ðầu tư công
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Ðộc lập - Tự do - Hạnh phúc
Quảng Nam,ngày 7tháng 11năm 2022
Kính gửi: Sở Kế hoạch và Ðầu tư
UBND tỉnh nhận được Công văn số 15/BTC-ĐT của Bộ Tài chính; yêu cầu Sở Kế hoạch và Ðầu tư tham mưu./.
Nơi nhận:
- Như trên;
- Lưu: VT, KTTH.
KT.CHỦ TỊCH
PHÓ CHỦ TỊCH
Hồ Quang Ðạt
""",
        {
            "issuer": "Ủy ban nhân dân tỉnh Quảng Nam",
            "number": "1605",
            "notation": "UBND-KTTH",
            "code": "1605/UBND-KTTH",
            "kind": "Công văn",
            "place": "Quảng Nam",
            "date": "2022-11-07",
            "subject": "giải ngân vốn đầu tư công",
            "addressees": ["Sở Kế hoạch và Đầu tư"],
            "signer_name": "Hồ Quang Đạt",
            "signer_competence": "KT. CHỦ TỊCH",
            "signer_position": "Phó Chủ tịch",
            "bases": [],
        },
    ),
    Case(
        "notice_of_the_provincial_office",
        """UBND TỈNH BẮC GIANG
VĂN PHÒNG
Số: 215/TB-VP

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Bắc Giang, ngày 29 tháng 4 năm 2024

THÔNG BÁO
Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp
về tiến độ các dự án giao thông trọng điểm

Ngày 25/4/2024, Phó Chủ tịch UBND tỉnh chủ trì cuộc họp nghe báo cáo tiến độ. Sau khi nghe các ý kiến, Phó Chủ tịch kết luận như sau:
1. Ghi nhận.
2. Giao Sở Giao thông vận tải./.

Nơi nhận:
- CT, các PCT UBND tỉnh;
- Sở GTVT;
- Lưu: VT, KTN (Hùng).
TL. CHỦ TỊCH
CHÁNH VĂN PHÒNG


Ngô Thị Bích Liên
""",
        {
            "issuer": "Văn phòng",
            "parent_agency": "UBND tỉnh Bắc Giang",
            "number": "215",
            "notation": "TB-VP",
            "kind": "Thông báo",
            "date": "2024-04-29",
            "subject": "Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về tiến độ các dự án giao thông trọng điểm",
            "signer_name": "Ngô Thị Bích Liên",
            "signer_competence": "TL. CHỦ TỊCH",
            "signer_position": "Chánh Văn phòng",
            "recipients": ["CT, các PCT UBND tỉnh", "Sở GTVT", "Lưu: VT, KTN (Hùng)"],
            "bases": [],
        },
    ),
    Case(
        "invitation",
        """BỘ Y TẾ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
\tĐộc lập - Tự do - Hạnh phúc
Số: 31/GM-BYT\tHà Nội, ngày 09 tháng 10 năm 2023

GIẤY MỜI
Dự hội nghị trực tuyến về phòng, chống dịch

Kính gửi: Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương.

Bộ Y tế trân trọng kính mời Quý đơn vị tới dự hội nghị.
Chủ trì: Thứ trưởng Bộ Y tế.
Thời gian: 08 giờ 00, ngày 12 tháng 10 năm 2023.
Địa điểm: Hội trường tầng 2.

Nơi nhận:\tTUQ. BỘ TRƯỞNG
- Như trên;\tCHÁNH VĂN PHÒNG
- Lưu: VT, VPB1.
\tPGS.TS. Vũ Hải Nam
""",
        {
            "issuer": "Bộ Y tế",
            "parent_agency": None,
            "number": "31",
            "notation": "GM-BYT",
            "kind": "Giấy mời",
            "date": "2023-10-09",
            "subject": "Dự hội nghị trực tuyến về phòng, chống dịch",
            "addressees": ["Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"],
            "signer_name": "Vũ Hải Nam",
            "signer_competence": "TUQ. BỘ TRƯỞNG",
            "signer_position": "Chánh Văn phòng",
            "recipients": ["Như trên", "Lưu: VT, VPB1"],
        },
    ),
    Case(
        "resolution_of_a_people_council",
        """HỘI ĐỒNG NHÂN DÂN
TỈNH HÀ TĨNH
Số: 105/2023/NQ-HĐND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Tĩnh, ngày 14 tháng 7 năm 2023

NGHỊ QUYẾT
Quy định một số chính sách hỗ trợ phát triển
nông nghiệp, nông thôn giai đoạn 2023 - 2025

HỘI ĐỒNG NHÂN DÂN TỈNH HÀ TĨNH
KHÓA XVIII, KỲ HỌP THỨ 14

Căn cứ Luật Ban hành văn bản quy phạm pháp luật ngày 22 tháng 6 năm 2015;
Căn cứ Nghị định số 57/2018/NĐ-CP ngày 17 tháng 4 năm 2018 của Chính phủ về cơ chế, chính sách khuyến khích doanh nghiệp đầu tư vào nông nghiệp, nông thôn;
Xét Tờ trình số 210/TTr-UBND ngày 30 tháng 6 năm 2023 của Ủy ban nhân dân tỉnh; báo cáo thẩm tra của Ban Kinh tế - Ngân sách; ý kiến thảo luận của đại biểu Hội đồng nhân dân tại kỳ họp.

QUYẾT NGHỊ:

Điều 1. Phạm vi điều chỉnh.
Nghị quyết này đã được Hội đồng nhân dân tỉnh thông qua./.

Nơi nhận:
- Ủy ban Thường vụ Quốc hội;
- Chính phủ;
- Lưu: VT.
CHỦ TỊCH

HOÀNG TRUNG KIÊN
""",
        {
            "issuer": "Hội đồng nhân dân tỉnh Hà Tĩnh",
            "number": "105",
            "notation": "NQ-HĐND",
            "code": "105/2023/NQ-HĐND",
            "kind": "Nghị quyết",
            "date": "2023-07-14",
            "subject": "Quy định một số chính sách hỗ trợ phát triển nông nghiệp, nông thôn giai đoạn 2023 - 2025",
            "authority": "Hội đồng nhân dân tỉnh Hà Tĩnh",
            "signer_name": "Hoàng Trung Kiên",
            "signer_competence": None,
            "signer_position": "Chủ tịch",
            "proposals": [("Ủy ban nhân dân tỉnh", "210/TTr-UBND", "2023-06-30")],
        },
    ),
    Case(
        "directive_of_the_prime_minister_without_parent",
        """THỦ TƯỚNG CHÍNH PHỦ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
\tĐộc lập - Tự do - Hạnh phúc
Số: 14/CT-TTg\tHà Nội, ngày 20 tháng 5 năm 2024

CHỈ THỊ
VỀ TĂNG CƯỜNG CÔNG TÁC PHÒNG CHÁY, CHỮA CHÁY

Thời gian qua, công tác phòng cháy có chuyển biến. Thủ tướng Chính phủ yêu cầu:
1. Các bộ, cơ quan ngang bộ thực hiện nghiêm.

Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Thủ tướng, các Phó Thủ tướng Chính phủ;
- Lưu: VT, NC (2b).
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG

Đinh Hải Phong
""",
        {
            "issuer": "Thủ tướng Chính phủ",
            "parent_agency": None,
            "number": "14",
            "notation": "CT-TTg",
            "kind": "Chỉ thị",
            "subject": "Về tăng cường công tác phòng cháy, chữa cháy",
            "signer_name": "Đinh Hải Phong",
            "signer_position": "Phó Thủ tướng",
            "bases": [],
        },
    ),
    Case(
        "urgent_telegram",
        """ỦY BAN NHÂN DÂN
TỈNH THÁI BÌNH
Số: 09/CĐ-UBND
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Thái Bình, ngày 06 tháng 9 năm 2024
HỎA TỐC

CÔNG ĐIỆN
Về việc tập trung ứng phó bão số 3

CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH THÁI BÌNH ĐIỆN:
- Giám đốc các sở, ban, ngành;
- Chủ tịch UBND các huyện, thành phố.

Bão số 3 đang di chuyển nhanh. Chủ tịch UBND tỉnh yêu cầu: cấm biển từ 12 giờ 00 ngày 06/9/2024./.

Nơi nhận:
- Như trên;
- Lưu: VT, NNTNMT.
CHỦ TỊCH

Bùi Khắc Thành
""",
        {
            "issuer": "Ủy ban nhân dân tỉnh Thái Bình",
            "number": "09",
            "notation": "CĐ-UBND",
            "kind": "Công điện",
            "date": "2024-09-06",
            "urgency": "Hỏa tốc",
            "subject": "Về việc tập trung ứng phó bão số 3",
            "authority": "Chủ tịch Ủy ban nhân dân tỉnh Thái Bình",
            "signer_name": "Bùi Khắc Thành",
            "signer_position": "Chủ tịch",
            "recipients": ["Như trên", "Lưu: VT, NNTNMT"],
        },
    ),
    Case(
        "report_of_a_commune",
        """ỦY BAN NHÂN DÂN
XÃ HOẰNG ĐỨC
Số: 61/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hoằng Đức, ngày 02 tháng 12 năm 2021

BÁO CÁO
KẾT QUẢ THỰC HIỆN NHIỆM VỤ PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2021

Kính gửi: Ủy ban nhân dân huyện Hoằng Hóa

I. KẾT QUẢ ĐẠT ĐƯỢC
1. Về kinh tế - xã hội
Tổng giá trị sản xuất tăng.

Nơi nhận:
- UBND huyện;
- Lưu VP.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lường Văn Sáng
""",
        {
            "issuer": "Ủy ban nhân dân xã Hoằng Đức",
            "number": "61",
            "kind": "Báo cáo",
            "place": "Hoằng Đức",
            "date": "2021-12-02",
            "subject_folded": "ket qua thuc hien nhiem vu phat trien kinh te - xa hoi nam 2021",
            "addressees": ["Ủy ban nhân dân huyện Hoằng Hóa"],
            "signer_name": "Lường Văn Sáng",
            "signer_competence": "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH",
            "signer_position": "Phó Chủ tịch",
            "recipients": ["UBND huyện", "Lưu VP"],
        },
    ),
    Case(
        "letter_on_one_line_each_without_gaps",
        """BỘ NỘI VỤ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC Độc lập - Tự do - Hạnh phúc
Số: 05/VTLTNN-NVĐP Hà Nội, ngày 05 tháng 01 năm 2021
V/v hướng dẫn lập hồ sơ điện tử
Kính gửi: Sở Nội vụ các tỉnh, thành phố trực thuộc Trung ương
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, Cục Văn thư và Lưu trữ nhà nước hướng dẫn như sau:
1. Về lập hồ sơ.
Nơi nhận: KT. CỤC TRƯỞNG
- Như trên; PHÓ CỤC TRƯỞNG
- Lưu: VT, NVĐP. Tạ Minh Khuê
""",
        {
            "issuer": "Cục Văn thư và Lưu trữ nhà nước",
            "parent_agency": "Bộ Nội vụ",
            "number": "05",
            "notation": "VTLTNN-NVĐP",
            "kind": "Công văn",
            "place": "Hà Nội",
            "date": "2021-01-05",
            "subject": "hướng dẫn lập hồ sơ điện tử",
            "signer_name": "Tạ Minh Khuê",
            "signer_competence": "KT. CỤC TRƯỞNG",
            "signer_position": "Phó Cục trưởng",
            "recipients": ["Như trên", "Lưu: VT, NVĐP"],
            "bases": [("Nghị định", "30/2020/NĐ-CP", "2020-03-05", "Chính phủ", "công tác văn thư")],
        },
    ),
    Case(
        "secret_stamp_in_the_head",
        """UBND TỈNH AN GIANG
CÔNG AN TỈNH
MẬT
Số: 12/BC-CAT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Giang, ngày 10 tháng 5 năm 2023
BÁO CÁO
Tình hình quý I năm 2023
Nội dung báo cáo.
Nơi nhận:
- UBND tỉnh;
- Lưu: PV01.
GIÁM ĐỐC
Đại tá Cao Hữu Nghĩa
""",
        {
            "secrecy": "Mật",
            "urgency": None,
            "issuer": "Công an tỉnh",
            "kind": "Báo cáo",
            "signer_name": "Cao Hữu Nghĩa",
            "signer_position": "Giám đốc",
        },
    ),
    Case(
        "secrecy_words_in_running_text_only",
        """SỞ KHOA HỌC VÀ CÔNG NGHỆ
TRUNG TÂM CÔNG NGHỆ THÔNG TIN
Số: 40/KH-TTCNTT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Cà Mau, ngày 4 tháng 4 năm 2024
KẾ HOẠCH
Bảo vệ bí mật nhà nước và bảo mật hệ thống thông tin năm 2024
I. MỤC ĐÍCH
Văn bản MẬT, TỐI MẬT phải được quản lý theo quy định.
II. NỘI DUNG
Danh mục
MẬT
gồm các loại sau.
Nơi nhận:
- Ban Giám đốc;
- Lưu: VT.
Q. GIÁM ĐỐC
Lâm Chí Khanh
""",
        {
            "secrecy": None,
            "issuer": "Trung tâm Công nghệ thông tin",
            "parent_agency": "Sở Khoa học và Công nghệ",
            "subject": "Bảo vệ bí mật nhà nước và bảo mật hệ thống thông tin năm 2024",
            "signer_competence": "Q. GIÁM ĐỐC",
            "signer_position": "Q. Giám đốc",
            "signer_name": "Lâm Chí Khanh",
        },
    ),
    Case(
        "party_document",
        """TỈNH ỦY SƠN LA\tĐẢNG CỘNG SẢN VIỆT NAM
*
Số 58-KH/TU\tSơn La, ngày 11 tháng 11 năm 2022

KẾ HOẠCH
thực hiện Nghị quyết số 11-NQ/TW, ngày 10/02/2022 của Bộ Chính trị

Thực hiện Nghị quyết số 11-NQ/TW, ngày 10/02/2022 của Bộ Chính trị về phương hướng phát triển kinh tế - xã hội vùng trung du, Ban Thường vụ Tỉnh ủy xây dựng Kế hoạch như sau:
I- MỤC ĐÍCH, YÊU CẦU

Nơi nhận:
- Bộ Chính trị (báo cáo),
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ THƯỜNG TRỰC

Lò Thị Xuyến
""",
        {
            "issuer": "Tỉnh ủy Sơn La",
            "number": "58",
            "notation": "KH/TU",
            "code": "58-KH/TU",
            "kind": "Kế hoạch",
            "place": "Sơn La",
            "date": "2022-11-11",
            "signer_name": "Lò Thị Xuyến",
            "signer_position": "Phó Bí thư Thường trực",
        },
    ),
    Case(
        "regulation_issued_with_a_decision_without_closing_block_of_its_own",
        """BỘ TÀI CHÍNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỔNG CỤC THUẾ\tĐộc lập - Tự do - Hạnh phúc
Số: 900/QĐ-TCT\tHà Nội, ngày 18 tháng 7 năm 2023

QUYẾT ĐỊNH
Về việc ban hành Quy chế làm việc của Tổng cục Thuế

TỔNG CỤC TRƯỞNG TỔNG CỤC THUẾ

Căn cứ Quyết định số 41/2018/QĐ-TTg ngày 25 tháng 9 năm 2018 của Thủ tướng Chính phủ quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của Tổng cục Thuế trực thuộc Bộ Tài chính;
Theo đề nghị của Chánh Văn phòng Tổng cục Thuế.

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc của Tổng cục Thuế.
Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký./.

Nơi nhận:\tTỔNG CỤC TRƯỞNG
- Như Điều 2;
- Bộ trưởng Bộ Tài chính (để báo cáo);
- Lưu: VT, VP (3b).
\tMai Sơn Tùng

QUY CHẾ
Làm việc của Tổng cục Thuế
(Ban hành kèm theo Quyết định số 900/QĐ-TCT ngày 18/7/2023
của Tổng cục trưởng Tổng cục Thuế)

Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nơi nhận hồ sơ là bộ phận văn thư.

Phụ lục I
MẪU PHIẾU TRÌNH
(Kèm theo Quy chế làm việc của Tổng cục Thuế)
Kính gửi: Lãnh đạo Tổng cục
""",
        {
            "issuer": "Tổng cục Thuế",
            "parent_agency": "Bộ Tài chính",
            "subject": "Về việc ban hành Quy chế làm việc của Tổng cục Thuế",
            "authority": "Tổng cục trưởng Tổng cục Thuế",
            "signer_name": "Mai Sơn Tùng",
            "signer_competence": None,
            "signer_position": "Tổng cục trưởng",
            "recipients": ["Như Điều 2", "Bộ trưởng Bộ Tài chính (để báo cáo)", "Lưu: VT, VP (3b)"],
            "proposals": [("Chánh Văn phòng Tổng cục Thuế", None, None)],
            "attached": [
                ("Quy chế", "Làm việc của Tổng cục Thuế", "Tổng cục Thuế", "issued_with"),
                ("Phụ lục", "Mẫu phiếu trình", None, "annex"),
            ],
        },
    ),
    Case(
        "agency_name_wraps_and_begins_like_a_kind",
        """UBND TỈNH BÌNH DƯƠNG
BAN QUẢN LÝ
DỰ ÁN ĐẦU TƯ XÂY DỰNG TỈNH
Số: 300/BQLDA-KHTH
V/v báo cáo tiến độ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Dương, ngày 1 tháng 3 năm 2023
Kính gửi: Sở Tài chính
Ban Quản lý báo cáo tiến độ như sau.
Nơi nhận:
- Như trên;
- Lưu: VT.
PHÓ GIÁM ĐỐC PHỤ TRÁCH
Thái Bá Long
""",
        {
            "parent_agency": "UBND tỉnh Bình Dương",
            "issuer_folded": "ban quan ly du an dau tu xay dung tinh",
            "kind": "Công văn",
            "number": "300",
            "subject": "báo cáo tiến độ",
            "signer_name": "Thái Bá Long",
            "signer_position_folded": "pho giam doc phu trach",
        },
    ),
    Case(
        "guidance_letter_kind_in_title",
        """SỞ GIÁO DỤC VÀ
ĐÀO TẠO ĐIỆN BIÊN
Số: 1122/HD-SGDĐT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Điện Biên, ngày 30 tháng 8 năm 2023
HƯỚNG DẪN
Thực hiện nhiệm vụ giáo dục mầm non năm học 2023 - 2024
Thực hiện Quyết định số 2171/QĐ-BGDĐT ngày 28/7/2023 của Bộ trưởng Bộ Giáo dục và Đào tạo ban hành Khung kế hoạch thời gian năm học, Sở Giáo dục và Đào tạo hướng dẫn như sau:
Nơi nhận:
- Bộ GDĐT (b/c);
- Các phòng GDĐT;
- Lưu: VT, GDMN.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Quàng Thị Ngọc
""",
        {
            "issuer": "Sở Giáo dục và Đào tạo Điện Biên",
            "notation": "HD-SGDĐT",
            "kind": "Hướng dẫn",
            "subject": "Thực hiện nhiệm vụ giáo dục mầm non năm học 2023 - 2024",
            "signer_name": "Quàng Thị Ngọc",
            "bases": [
                (
                    "Quyết định",
                    "2171/QĐ-BGDĐT",
                    "2023-07-28",
                    "Bộ trưởng Bộ Giáo dục và Đào tạo",
                    "ban hành Khung kế hoạch thời gian năm học",
                )
            ],
        },
    ),
    Case(
        "letter_with_mixed_case_notation_and_long_recipients",
        """BỘ GIÁO DỤC VÀ ĐÀO TẠO
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 3935/BGDĐT-GDTrH
V/v hướng dẫn thực hiện
nhiệm vụ giáo dục trung học năm học 2024-2025
Hà Nội, ngày 30 tháng 7 năm 2024

Kính gửi:  - Các Sở Giáo dục và Đào tạo;
           - Sở Giáo dục, Khoa học và Công nghệ Bạc Liêu.

Bộ Giáo dục và Đào tạo hướng dẫn như sau.

Nơi nhận:
- Như trên;
- Bộ trưởng (để b/c);
- Ban Tuyên giáo Trung ương, Ủy ban Văn hóa, Giáo dục
của Quốc hội (để b/c);
- Lưu: VT, Vụ GDTrH.
KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Phan Hữu Lộc
""",
        {
            "issuer": "Bộ Giáo dục và Đào tạo",
            "parent_agency": None,
            "notation": "BGDĐT-GDTrH",
            "kind": "Công văn",
            "date": "2024-07-30",
            "subject": "hướng dẫn thực hiện nhiệm vụ giáo dục trung học năm học 2024-2025",
            "addressees": ["Các Sở Giáo dục và Đào tạo", "Sở Giáo dục, Khoa học và Công nghệ Bạc Liêu"],
            "recipients": [
                "Như trên",
                "Bộ trưởng (để b/c)",
                "Ban Tuyên giáo Trung ương, Ủy ban Văn hóa, Giáo dục của Quốc hội (để b/c)",
                "Lưu: VT, Vụ GDTrH",
            ],
            "signer_name": "Phan Hữu Lộc",
            "signer_competence": "KT. BỘ TRƯỞNG",
            "signer_position": "Thứ trưởng",
        },
    ),
    Case(
        "scan_without_tones_in_some_words",
        """UY BAN NHÂN DÂN   CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
TÌNH KHÁNH HOÀ   Độc lập - Tự do - Hạnh phúc
Só: 777/QĐ-UBND   Khánh Hòa, ngày 9 tháng 2 năm 2022
QUYÉT ĐỊNH
Về việc giao chỉ tiêu biên chế năm 2022
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA
Căn cử Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 80/TTr-SNV ngày 25/01/2022,
QUYÉT ĐỊNH:
Điều 1. Giao chỉ tiêu.
Nơi nhận:   KT. CHỦ TỊCH
- Như Điều 3;   PHÓ CHỦ TỊCH
- Lưu: VT, NC.   Nguyễn Hữu Thọ Em
""",
        {
            "issuer_folded": "uy ban nhan dan tinh khanh hoa",
            "number": "777",
            "kind": "Quyết định",
            "date": "2022-02-09",
            "subject": "Về việc giao chỉ tiêu biên chế năm 2022",
            "bases": [("Luật", None, "2015-06-19", None, "Luật Tổ chức chính quyền địa phương")],
            "proposals": [("Giám đốc Sở Nội vụ", "80/TTr-SNV", "2022-01-25")],
            "signer_name": "Nguyễn Hữu Thọ Em",
            "signer_position": "Phó Chủ tịch",
            "recipients": ["Như Điều 3", "Lưu: VT, NC"],
        },
    ),
    Case(
        "minutes_signed_in_two_columns",
        """UBND PHƯỜNG HẠC THÀNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
VĂN PHÒNG HĐND VÀ UBND\tĐộc lập - Tự do - Hạnh phúc
Số: 07/BB-VP
BIÊN BẢN
Họp giao ban tháng 10 năm 2025
Thời gian bắt đầu: 08 giờ 00.
Địa điểm: Phòng họp số 1.
Cuộc họp kết thúc vào 10 giờ 30 cùng ngày./.
THƯ KÝ\tCHỦ TỌA

Lê Minh Châu\tĐào Quốc Việt
Nơi nhận:
- Thành viên dự họp;
- Lưu: VT, Hồ sơ.
""",
        {
            "issuer_folded": "van phong hdnd va ubnd",
            "parent_agency": "UBND phường Hạc Thành",
            "kind": "Biên bản",
            "number": "07",
            "date": None,
            "place": None,
            "subject": "Họp giao ban tháng 10 năm 2025",
            "signer_name": "Đào Quốc Việt",
            "signer_position": "Chủ tọa",
            "recipients": ["Thành viên dự họp", "Lưu: VT, Hồ sơ"],
        },
    ),
    Case(
        "plan_of_a_commune_with_page_numbers_and_marks",
        """ỦY BAN NHÂN DÂN
XÃ QUẢNG PHÚ
______
Số: 15/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
_____________________
Quảng Phú, ngày 20 tháng 10 năm 2025

KẾ HOẠCH
Kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính
2
đối với cán bộ, công chức trên địa bàn xã

Căn cứ Nghị định số 157/2007/NĐ-CP ngày 27/10/2007 của Chính phủ; Quyết định số 45/QĐ-UBND ngày 3/1/2025 của Ủy ban nhân dân tỉnh Thanh Hóa về công tác kiểm tra năm 2025; Ủy ban nhân dân xã ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
- 3 -
II. NỘI DUNG
Nơi nhận:
- Đảng ủy xã (b/c);
- Các thôn;
- Lưu: VT.
TM. UBND XÃ
CHỦ TỊCH
Hà Văn Quý
""",
        {
            "issuer": "Ủy ban nhân dân xã Quảng Phú",
            "kind": "Kế hoạch",
            "place": "Quảng Phú",
            "date": "2025-10-20",
            "subject": "Kiểm tra việc chấp hành kỷ luật, kỷ cương hành chính đối với cán bộ, công chức trên địa bàn xã",
            "bases": [
                ("Nghị định", "157/2007/NĐ-CP", "2007-10-27", "Chính phủ", None),
                (
                    "Quyết định",
                    "45/QĐ-UBND",
                    "2025-01-03",
                    "Ủy ban nhân dân tỉnh Thanh Hóa",
                    "công tác kiểm tra năm 2025",
                ),
            ],
            "recipients": ["Đảng ủy xã (b/c)", "Các thôn", "Lưu: VT"],
            "signer_competence": "TM. UBND XÃ",
            "signer_position": "Chủ tịch",
            "signer_name": "Hà Văn Quý",
        },
    ),
    Case(
        "transfer_slip",
        """UBND TỈNH HƯNG YÊN
BAN TIẾP CÔNG DÂN
Số: 19/PC-BTCD
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hưng Yên, ngày 8 tháng 8 năm 2023
PHIẾU CHUYỂN
Đơn của công dân
Kính gửi: Chủ tịch UBND thị xã Mỹ Hào
Ban Tiếp công dân chuyển đơn đến Chủ tịch để giải quyết theo thẩm quyền.
Nơi nhận:
- Như trên;
- Lưu: VT.
TRƯỞNG BAN
Trịnh Công Danh
""",
        {
            "issuer": "Ban Tiếp công dân",
            "parent_agency": "UBND tỉnh Hưng Yên",
            "kind": "Phiếu chuyển",
            "subject": "Đơn của công dân",
            "addressees": ["Chủ tịch UBND thị xã Mỹ Hào"],
            "signer_name": "Trịnh Công Danh",
            "signer_position": "Trưởng ban",
        },
    ),
    Case(
        "signature_field_empty_before_annex",
        """UBND TỈNH TUYÊN QUANG
SỞ XÂY DỰNG
Số: 410/BC-SXD
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tuyên Quang, ngày 22 tháng 6 năm 2023
BÁO CÁO
Công tác quản lý trật tự xây dựng 6 tháng đầu năm 2023
Kết quả như sau.
Nơi nhận:
- UBND tỉnh (b/c);
- Lưu: VT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC



PHỤ LỤC
DANH SÁCH CÔNG TRÌNH VI PHẠM
(Kèm theo Báo cáo số 410/BC-SXD ngày 22/6/2023 của Sở Xây dựng)
1\tNguyễn Thị Lành\tphường Minh Xuân
""",
        {
            "signer_name": None,
            "signer_position": "Phó Giám đốc",
            "signer_competence": "KT. GIÁM ĐỐC",
            "attached": [("Phụ lục", "Danh sách công trình vi phạm", "Sở Xây dựng", "annex")],
            "recipients": ["UBND tỉnh (b/c)", "Lưu: VT"],
        },
    ),
    Case(
        "letter_with_signature_block_of_an_electronic_document",
        """Người ký: Ủy ban nhân dân tỉnh Bến Tre
Email: ubnd@bentre.gov.vn
Thời gian ký: 03.06.2024 16:20:11 +07:00
ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BẾN TRE\tĐộc lập - Tự do - Hạnh phúc
Số: 3344/UBND-TH\tBến Tre, ngày 03 tháng 6 năm 2024
V/v triển khai Luật Đất đai
KHẨN

Kính gửi: Sở Tài nguyên và Môi trường.

Chủ tịch Ủy ban nhân dân tỉnh có ý kiến như sau:
1. Giao Sở Tài nguyên và Môi trường tham mưu.

Nơi nhận:\tTL. CHỦ TỊCH
- Như trên;\tKT. CHÁNH VĂN PHÒNG
- Lưu: VT.\tPHÓ CHÁNH VĂN PHÒNG

\tVõ Thị Kim Ngân
""",
        {
            "issuer": "Ủy ban nhân dân tỉnh Bến Tre",
            "number": "3344",
            "notation": "UBND-TH",
            "place": "Bến Tre",
            "subject": "triển khai Luật Đất đai",
            "urgency": "Khẩn",
            "addressees": ["Sở Tài nguyên và Môi trường"],
            "signer_name": "Võ Thị Kim Ngân",
            "signer_competence": "TL. CHỦ TỊCH, KT. CHÁNH VĂN PHÒNG",
            "signer_position": "Phó Chánh Văn phòng",
        },
    ),
    Case(
        "project_proposal_of_an_institute",
        """SỞ Y TẾ QUẢNG NINH
BỆNH VIỆN ĐA KHOA HẠ LONG
Số: 02/ĐA-BVHL
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Ninh, ngày 17 tháng 02 năm 2020
ĐỀ ÁN
Nâng cao chất lượng khám bệnh, chữa bệnh
Phần thứ nhất
SỰ CẦN THIẾT
Nơi nhận:
- Sở Y tế;
- Lưu: VT, KHTH.
GIÁM ĐỐC
BS.CKII. Kiều Văn Thông
""",
        {
            "issuer_folded": "benh vien da khoa ha long",
            "parent_agency": "Sở Y tế Quảng Ninh",
            "kind": "Đề án",
            "notation": "ĐA-BVHL",
            "subject": "Nâng cao chất lượng khám bệnh, chữa bệnh",
            "signer_name": "Kiều Văn Thông",
            "signer_position": "Giám đốc",
        },
    ),
    Case(
        "decision_from_a_legal_site_with_plan_and_blank_lines",
        """ỦY BAN NHÂN DÂN
TỈNH VĨNH PHÚC
-------

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------

Số: 3213/QĐ-UBND

Vĩnh Yên, ngày 08 tháng 11 năm 2010

 

QUYẾT ĐỊNH

VỀ VIỆC BAN HÀNH KẾ HOẠCH ỨNG DỤNG CÔNG NGHỆ THÔNG TIN TRONG HOẠT ĐỘNG CỦA CƠ QUAN NHÀ NƯỚC TỈNH VĨNH PHÚC GIAI ĐOẠN 2011-2015

ỦY BAN NHÂN DÂN TỈNH VĨNH PHÚC

Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân được Quốc hội khóa 11, kỳ họp thứ 4 thông qua ngày 26 tháng 11 năm 2003;

Căn cứ Nghị định số 64/2007/NĐ-CP, ngày 10/4/2007 của Chính phủ về ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước;

Theo đề nghị của Sở Thông tin và Truyền thông tại Tờ trình số: 45/TTr-STTTT ngày 01/11/2010,

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch ứng dụng công nghệ thông tin.

Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.

 

 

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH




Phùng Quang Mẫu

 

KẾ HOẠCH

ỨNG DỤNG CÔNG NGHỆ THÔNG TIN TRONG HOẠT ĐỘNG CỦA CƠ QUAN NHÀ NƯỚC TỈNH VĨNH PHÚC GIAI ĐOẠN 2011-2015
(Ban hành kèm theo Quyết định số: 3213/QĐ-UBND ngày 08/11/2010 của UBND tỉnh Vĩnh Phúc)

PHẦN I

CĂN CỨ XÂY DỰNG KẾ HOẠCH

- Luật Công nghệ thông tin số 67/2006/QH11 ngày 29/6/2006;

- Quyết định số 1605/QĐ-TTg ngày 27/8/2010 của Thủ tướng Chính phủ phê duyệt Chương trình quốc gia;

PHẦN II
""",
        {
            "issuer": "Ủy ban nhân dân tỉnh Vĩnh Phúc",
            "number": "3213",
            "place": "Vĩnh Yên",
            "date": "2010-11-08",
            "kind": "Quyết định",
            "signer_name": "Phùng Quang Mẫu",
            "signer_competence": "TM. ỦY BAN NHÂN DÂN",
            "signer_position": "Chủ tịch",
            "recipients": [],
            "subject": "Về việc ban hành kế hoạch ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước tỉnh Vĩnh Phúc giai đoạn 2011-2015",
            "proposals": [("Sở Thông tin và Truyền thông", "45/TTr-STTTT", "2010-11-01")],
            "attached": [
                (
                    "Kế hoạch",
                    "Ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước tỉnh Vĩnh Phúc giai đoạn 2011-2015",
                    "UBND tỉnh Vĩnh Phúc",
                    "issued_with",
                )
            ],
        },
    ),
    Case(
        "decision_with_motto_broken_between_the_columns",
        """UỶ BAN NHÂN DÂN CỘNG HOÀ XÃ HỘI
TỈNH KON TUM CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 77 / 2010/ QĐ- UBND Kon Tum, ngày 4 tháng 5 năm 2010

QUYẾT ĐỊNH
V/v phê duyệt Đề cương dự án

CHỦ TỊCH UỶ BAN NHÂN DÂN TỈNH
Căn cứ Luật Tổ chức HĐND và UBND ngày 26/11/2003;
Căn cứ Nghị định số 12/2009/NĐ-CP ngày 12/02/2009 của Chính phủ về quản lý dự án đầu tư xây dựng công trình;
Xét Tờ trình số 10/TTr-SKHĐT ngày 02/5/2010 của Sở Kế hoạch và Đầu tư;
Xét đề nghị của Giám đốc Sở Kế hoạch và Đầu tư,
QUYẾT ĐỊNH
Điều 1: Phê duyệt đề cương.
Nơi nhận: CHỦ TỊCH
- Như điều 2;
- Lưu: VT. (Đã ký)
Hà Ban Mẫu
""",
        {
            "issuer": "Uỷ ban nhân dân tỉnh Kon Tum",
            "parent_agency": None,
            "number": "77",
            "code": "77/2010/QĐ-UBND",
            "place": "Kon Tum",
            "date": "2010-05-04",
            "subject": "phê duyệt Đề cương dự án",
            "signer_name": "Hà Ban Mẫu",
            "signer_position": "Chủ tịch",
            "recipients": ["Như điều 2", "Lưu: VT"],
            "proposals": [
                ("Sở Kế hoạch và Đầu tư", "10/TTr-SKHĐT", "2010-05-02"),
                ("Giám đốc Sở Kế hoạch và Đầu tư", None, None),
            ],
        },
    ),
    Case(
        "letter_of_introduction_has_no_subject",
        """UBND TỈNH BẾN TRE
SỞ TƯ PHÁP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 99/GGT-STP
Bến Tre, ngày 7 tháng 3 năm 2022
GIẤY GIỚI THIỆU
Sở Tư pháp trân trọng giới thiệu:
Ông (bà): Huỳnh Văn Thử
Chức vụ: Chuyên viên
Được cử đến: Sở Nội vụ
Về việc: Liên hệ công tác
Giấy này có giá trị đến hết ngày 30/3/2022.
Nơi nhận:
- Như trên;
- Lưu: VT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Nguyễn Thị Mẫu
""",
        {"kind": "Giấy giới thiệu", "subject": None, "number": "99", "signer_name": "Nguyễn Thị Mẫu"},
    ),
    Case(
        "decree_with_annex_that_shows_a_form",
        """CHÍNH PHỦ
--------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 30/2020/NĐ-CP
Hà Nội, ngày 05 tháng 3 năm 2020

NGHỊ ĐỊNH
VỀ CÔNG TÁC VĂN THƯ

Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;
Theo đề nghị của Bộ trưởng Bộ Nội vụ;
Chính phủ ban hành Nghị định về công tác văn thư.

Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Lưu: VT, KSTT (2b).
TM. CHÍNH PHỦ
THỦ TƯỚNG
Nguyễn Mẫu Phúc

PHỤ LỤC I
THỂ THỨC, KỸ THUẬT TRÌNH BÀY VĂN BẢN
(Kèm theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ)
Phần I
Số: 15/QĐ-BNV
QUYẾT ĐỊNH
Nơi nhận:
- Như Điều...;
""",
        {
            "kind": "Nghị định",
            "issuer": "Chính phủ",
            "code": "30/2020/NĐ-CP",
            "subject": "Về công tác văn thư",
            "signer_competence": "TM. CHÍNH PHỦ",
            "signer_position": "Thủ tướng",
            "signer_name": "Nguyễn Mẫu Phúc",
            "attached": [("Phụ lục", "Thể thức, kỹ thuật trình bày văn bản", "Chính phủ", "annex")],
        },
    ),
    Case(
        "decision_of_a_school",
        """UBND XÃ TÂN LẬP
TRƯỜNG THCS TÂN LẬP
Số: 07/QĐ-THCSTL
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Tân Lập, ngày 5/9/2023
QUYẾT ĐỊNH
Về việc phân công giáo viên chủ nhiệm năm học 2023-2024
HIỆU TRƯỞNG TRƯỜNG THCS TÂN LẬP
Căn cứ Thông tư 32/2020/TT-BGDĐT ngày 15/9/2020 của Bộ GD&ĐT ban hành Điều lệ trường trung học cơ sở;
Xét năng lực của giáo viên;
QUYẾT ĐỊNH
Điều 1. Phân công giáo viên.
Nơi nhận:
- Như điều 2;
- Lưu VT.
HIỆU TRƯỞNG
Phạm Thị Mẫu
""",
        {
            "issuer": "Trường THCS Tân Lập",
            "parent_agency": "UBND xã Tân Lập",
            "date": "2023-09-05",
            "signer_name": "Phạm Thị Mẫu",
            "signer_position": "Hiệu trưởng",
            "bases": [
                (
                    "Thông tư",
                    "32/2020/TT-BGDĐT",
                    "2020-09-15",
                    "Bộ GD&ĐT",
                    "ban hành Điều lệ trường trung học cơ sở",
                )
            ],
        },
    ),
    Case(
        "notice_with_three_line_position_beside_the_recipients",
        """UBND THÀNH PHỐ HỒ CHÍ MINH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIAO THÔNG VẬN TẢI Độc lập – Tự do – Hạnh phúc
------- ----------------
Số: 1598/TB-SGTVT Thành phố Hồ Chí Minh, ngày 02 tháng 4 năm 2019

THÔNG BÁO
Về điều chỉnh tổ chức giao thông trên đường Võ Văn Kiệt

Căn cứ Quyết định số 45/2016/QĐ-UBND ngày 19 tháng 11 năm 2016 của Ủy ban nhân dân Thành phố ban hành quy định về thẩm quyền quản lý; Sở Giao thông vận tải thông báo điều chỉnh như sau:
1. Thời gian thực hiện: từ ngày 05/4/2019.

Nơi nhận: TL. GIÁM ĐỐC
- UBND Thành phố (để báo cáo); TRƯỞNG PHÒNG QUẢN LÝ KHAI THÁC
- Ban An toàn giao thông; HẠ TẦNG GIAO THÔNG ĐƯỜNG BỘ
- Lưu: VT, KTĐB.
Ngô Hải Mẫu
""",
        {
            "issuer": "Sở Giao thông vận tải",
            "parent_agency": "UBND Thành phố Hồ Chí Minh",
            "place": "Thành phố Hồ Chí Minh",
            "date": "2019-04-02",
            "signer_name": "Ngô Hải Mẫu",
            "signer_competence": "TL. GIÁM ĐỐC",
            "recipients": ["UBND Thành phố (để báo cáo)", "Ban An toàn giao thông", "Lưu: VT, KTĐB"],
        },
    ),
    Case(
        "draft_letter_without_number_and_date",
        """  BỘ TÀI CHÍNH                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  --------                     Độc lập - Tự do - Hạnh phúc
Số:      /BTC-HCSN            Hà Nội, ngày ... tháng ... năm 2024
V/v kinh phí thực hiện
nhiệm vụ (lần 2)

          Kính gửi: - Bộ Nội vụ;
                    - Ủy ban nhân dân các tỉnh, thành phố
                      trực thuộc trung ương.

Bộ Tài chính có ý kiến như sau:
""",
        {
            "issuer": "Bộ Tài chính",
            "number": None,
            "notation": "BTC-HCSN",
            "date": None,
            "date_parts": {"day": None, "month": None, "year": 2024},
            "subject": "kinh phí thực hiện nhiệm vụ (lần 2)",
            "addressees": ["Bộ Nội vụ", "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"],
            "signer_name": None,
            "signer_position": None,
            "recipients": [],
        },
    ),
    Case(
        "decision_that_cites_several_decrees_at_once",
        """UBND TỈNH LÂM ĐỒNG
SỞ KẾ HOẠCH VÀ ĐẦU TƯ
Số: 2/QĐ-SKHĐT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lâm Đồng, ngày 31 tháng 12 năm 2019
QUYẾT ĐỊNH
Phê duyệt Kế hoạch lựa chọn nhà thầu
GIÁM ĐỐC SỞ KẾ HOẠCH VÀ ĐẦU TƯ
Căn cứ Luật Đấu thầu số 43/2013/QH13 ngày 26 tháng 11 năm 2013;
Căn cứ các Nghị định của Chính phủ: số 63/2014/NĐ-CP ngày 26/6/2014 quy định chi tiết thi hành một số điều của Luật Đấu thầu; số 30/2015/NĐ-CP ngày 17/3/2015;
Xét Báo cáo thẩm định số 12/BC-TĐ ngày 20/12/2019 của Phòng Đấu thầu,
QUYẾT ĐỊNH:
Điều 1. Phê duyệt.
Nơi nhận:
- Như Điều 3; - Lưu: VT, ĐT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

(Đã ký)

K' Broih Mẫu
""",
        {
            "authority": "Giám đốc Sở Kế hoạch và Đầu tư",
            "signer_name": "K' Broih Mẫu",
            "recipients": ["Như Điều 3", "Lưu: VT, ĐT"],
            "bases": [
                ("Luật", "43/2013/QH13", "2013-11-26", None, "Luật Đấu thầu"),
                (
                    "Nghị định",
                    "63/2014/NĐ-CP",
                    "2014-06-26",
                    "Chính phủ",
                    "quy định chi tiết thi hành một số điều của Luật Đấu thầu",
                ),
                ("Nghị định", "30/2015/NĐ-CP", "2015-03-17", None, None),
            ],
        },
    ),
    Case(
        "invitation_of_a_ward_signed_electronically",
        """ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG HẢI
Số: 03/GM-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đông Hải, ngày 11 tháng 02 năm 2026

GIẤY MỜI
Họp Ban Chỉ đạo chuyển đổi số phường

Ủy ban nhân dân phường Đông Hải trân trọng kính mời:
- Ông Lê Văn A, Bí thư Đảng ủy;
- Các thành viên Ban Chỉ đạo.
Tới dự cuộc họp.
Thời gian: 14 giờ 00 ngày 12/02/2026.

Nơi nhận:
- Như thành phần mời;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Ký bởi: Nguyễn Ngọc Mẫu
Nguyễn Ngọc Mẫu
""",
        {
            "issuer": "Ủy ban nhân dân phường Đông Hải",
            "kind": "Giấy mời",
            "subject": "Họp Ban Chỉ đạo chuyển đổi số phường",
            "signer_name": "Nguyễn Ngọc Mẫu",
            "date": "2026-02-11",
            "addressees": [],
        },
    ),
    Case(
        "party_letter",
        """ĐẢNG BỘ TỈNH THANH HÓA
ĐẢNG ỦY XÃ NGA SƠN
*
Số 12-CV/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM
Nga Sơn, ngày 02 tháng 9 năm 2025
Về việc chuẩn bị đại hội

Kính gửi: Các chi bộ trực thuộc

Đảng ủy yêu cầu các chi bộ thực hiện.
Nơi nhận
- Như trên,
- Lưu VPĐU.
T/M ĐẢNG ỦY
BÍ THƯ

Mai Xuân Mẫu
""",
        {
            "issuer": "Đảng ủy xã Nga Sơn",
            "kind": "Công văn",
            "code": "12-CV/ĐU",
            "subject": "chuẩn bị đại hội",
            "addressees": ["Các chi bộ trực thuộc"],
            "recipients": ["Như trên", "Lưu VPĐU"],
            "signer_name": "Mai Xuân Mẫu",
            "signer_position": "Bí thư",
        },
    ),
    Case(
        "decision_that_approves_a_scheme_in_its_own_article",
        """Số: 4089/QĐ-UBND Thanh Hóa, ngày 17 tháng 11 năm 2010
QUYẾT ĐỊNH
Phê duyệt Đề án ABC
CHỦ TỊCH UBND TỈNH THANH HÓA
Căn cứ Luật Tổ chức HĐND và UBND ngày 26/11/2003;
Theo đề nghị của Sở Nội vụ,
QUYẾT ĐỊNH:
Điều 1. Phê duyệt Đề án ABC với các nội dung chính như sau:
1. Mục tiêu
Điều 2. Tổ chức thực hiện
Nơi nhận:
- Như điều 2;
- Lưu VT
KT.CHỦ TỊCH
PHÓ CHỦ TỊCH THƯỜNG TRỰC
Nguyễn A
""",
        {
            "issuer": "UBND tỉnh Thanh Hóa",
            "number": "4089",
            "attached": [("Đề án", "Đề án ABC", "UBND tỉnh Thanh Hóa", "inline")],
            "signer_name": "Nguyễn A",
            "signer_competence": "KT. CHỦ TỊCH",
            "signer_position": "Phó Chủ tịch Thường trực",
        },
    ),
]
