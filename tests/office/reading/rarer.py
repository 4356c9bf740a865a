"""Made-up documents with rarer turns: lost spaces, titles that run on, several signers. Every person is invented."""

from __future__ import annotations

from tests.office.reading.documents import Case

CASES = [
    Case(
        "letter_whose_spaces_were_lost_by_the_scanner",
        """UBNDTỈNHTHÁIBÌNH CỘNG HÒAXÃ HỘI CHỦ NGHĨAVIỆTNAM
SỞNỘIVỤ Ðộclập-Tựdo-Hạnhphúc
Số:312/SNV-CCVC TháiBình,ngày05tháng3năm2013
V/v báo cáo số lượng, chất lượng
cán bộ, côngchức năm 2012
Kính gửi: Các Sở, ban, ngành; UBND các huyện, thành phố
Thực hiện Công văn số 501/BNV-CCVC ngày 20/02/2013 của Bộ Nội vụ, Sở Nội vụ đề nghị các đơn vị báo cáo.
Nơi nhận: KT. GIÁM ÐỐC
- Như trên; PHÓ GIÁM ÐỐC
- Lưu: VT, CCVC.
Ðỗ Thị Lụa
""",
        {
            "issuer": "Sở Nội vụ",
            "parent_agency": "UBND tỉnh Thái Bình",
            "code": "312/SNV-CCVC",
            "place": "Thái Bình",
            "date": "2013-03-05",
            "subject": "báo cáo số lượng, chất lượng cán bộ, công chức năm 2012",
            "signer_position": "Phó Giám đốc",
            "signer_name": "Đỗ Thị Lụa",
        },
    ),
    Case(
        "programme_of_the_prime_minister_with_a_title_that_goes_on_in_small_letters",
        """THỦ TƯỚNG CHÍNH PHỦ
_______
Số: 1711/QĐ-TTg
CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 27 tháng 8 năm 2012
QUYẾT ĐỊNH
Phê duyệt Chương trình quốc gia về bảo tồn tre
______
THỦ TƯỚNG CHÍNH PHỦ
Căn cứ Luật Tổ chức Chính phủ ngày 25 tháng 12 năm 2001;
Xét đề nghị của Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn,
QUYẾT ĐỊNH:
Điều 1. Phê duyệt Chương trình quốc gia.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành.
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Nơi nhận:
- Ban Bí thư Trung ương Đảng;
- Lưu: Văn thư, KTN (5b).
Trần Văn Tre
CHƯƠNG TRÌNH QUỐC GIA
Về bảo tồn tre
(Ban hành kèm theo Quyết định số 1711/QĐ-TTg ngày 27 tháng 8 năm 2012 của Thủ tướng Chính phủ)
I. MỤC TIÊU
""",
        {
            "issuer": "Thủ tướng Chính phủ",
            "subject": "Phê duyệt Chương trình quốc gia về bảo tồn tre",
            "signer_name": "Trần Văn Tre",
            "attached": [
                ("Chương trình", "Quốc gia về bảo tồn tre", "Thủ tướng Chính phủ", "issued_with"),
            ],
        },
    ),
    Case(
        "letter_with_two_bases_in_one_sentence",
        """BỘ KHOA HỌC VÀ CÔNG NGHỆ         CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
                                       Độc lập - Tự do - Hạnh phúc
Số: 1178/BKHCN-CNC                     Hà Nội, ngày 21  tháng 4 năm 2025
V/v ban hành khung hướng dẫn

Kính gửi: Uỷ ban nhân dân các tỉnh, thành phố trực thuộc Trung ương.

Thực hiện Nghị quyết số 36/NQ-CP ngày 14 tháng 10 năm 2024 của Chính phủ về chính quyền số; căn cứ Nghị định số 132/2013/NĐ-CP ngày 16/10/2013 của Chính phủ quy định chức năng, nhiệm vụ, Bộ Khoa học và Công nghệ đề nghị các cơ quan thực hiện./.

Nơi nhận:                                         KT. BỘ TRƯỞNG
- Như trên;                                        THỨ TRƯỞNG
- Lưu: VT, CNC.
                                                 Nguyễn Thành Bưởi
""",
        {
            "bases": [
                ("Nghị quyết", "36/NQ-CP", "2024-10-14", "Chính phủ", "chính quyền số"),
                ("Nghị định", "132/2013/NĐ-CP", "2013-10-16", "Chính phủ", "quy định chức năng, nhiệm vụ"),
            ],
        },
    ),
    Case(
        "notice_of_a_party_committee_that_cites_nothing",
        """ĐẢNG BỘ TỈNH ĐỒNG NAI                 ĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ TÂN AN
*
Số 15-TB/ĐU                            Tân An, ngày 02 tháng 10 năm 2025

THÔNG BÁO
Kết luận của Ban Thường vụ Đảng ủy tại phiên họp ngày 30/9/2025
-----
Thực hiện Chương trình làm việc, Ban Thường vụ kết luận như sau.

Nơi nhận:                              T/M BAN THƯỜNG VỤ
- Thường trực Tỉnh ủy (b/c),                 BÍ THƯ
- Lưu VPĐU.
                                       Võ Thị Mận
""",
        {
            "issuer": "Đảng ủy xã Tân An",
            "parent_agency": "Đảng bộ tỉnh Đồng Nai",
            "code": "15-TB/ĐU",
            "signer_competence": "TM. BAN THƯỜNG VỤ",
            "signer_position": "Bí thư",
            "signer_name": "Võ Thị Mận",
            "bases": [],
        },
    ),
    Case(
        "letter_of_introduction_has_no_abstract",
        """TÒA ÁN NHÂN DÂN TỈNH THANH HÓA
Số: 12/TA-VP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập – Tự do – Hạnh phúc
Thanh Hóa, ngày 04 tháng 4 năm 2022
GIẤY GIỚI THIỆU
Tòa án nhân dân tỉnh Thanh Hóa giới thiệu
Ông (bà): Lê Văn Khế
Chức vụ: Thư ký
Được cử đến: UBND xã Hoằng Lộc
Giấy này có giá trị đến hết ngày 10/4/2022.
TL. CHÁNH ÁN
CHÁNH VĂN PHÒNG
(Chữ ký, dấu)
Phạm Thị Chanh
""",
        {
            "kind": "Giấy giới thiệu",
            "subject": None,
            "signer_position": "Chánh Văn phòng",
            "signer_name": "Phạm Thị Chanh",
        },
    ),
    Case(
        "plan_signed_by_one_who_holds_another_post",
        """UBND TỈNH CÀ MAU
BAN CHỈ ĐẠO CNTT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 05/KH-BCĐ
Cà Mau, ngày 20 tháng 3 năm 2013
KẾ HOẠCH
Ứng dụng công nghệ thông tin tỉnh Cà Mau năm 2013
PHẦN I
CĂN CỨ XÂY DỰNG KẾ HOẠCH
- Luật Công nghệ thông tin số 67/2006/QH11 ngày 29/6/2006;
PHẦN II
NỘI DUNG
1. Mục tiêu
TM. BAN CHỈ ĐẠO
KT. TRƯỞNG BAN
PHÓ TRƯỞNG BAN
Giám đốc Sở Thông tin và Truyền thông
Trần Văn Ổi
Nơi nhận:
- Thành viên BCĐ;
- Lưu: VT.
""",
        {
            "issuer": "Ban Chỉ đạo CNTT",
            "signer_competence": "TM. BAN CHỈ ĐẠO, KT. TRƯỞNG BAN",
            "signer_position": "Phó Trưởng ban; Giám đốc Sở Thông tin và Truyền thông",
            "signer_name": "Trần Văn Ổi",
            "recipients": ["Thành viên BCĐ", "Lưu: VT"],
        },
    ),
    Case(
        "joint_circular_signed_one_below_the_other",
        """BỘ TÀI CHÍNH - BỘ KHOA HỌC VÀ CÔNG NGHỆ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 19/2012/TTLT-BTC-BKHCN      Hà Nội, ngày 15 tháng 02 năm 2012
THÔNG TƯ LIÊN TỊCH
Hướng dẫn quản lý kinh phí
Căn cứ Nghị định số 118/2008/NĐ-CP ngày 27/11/2008 của Chính phủ;
KT. BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ
THỨ TRƯỞNG

Nguyễn Văn Lựu

KT. BỘ TRƯỞNG BỘ TÀI CHÍNH
THỨ TRƯỞNG

(đã ký)

Nguyễn Thị Mơ
Nơi nhận:
- Công báo;
""",
        {"signer_name": "Nguyễn Văn Lựu; Nguyễn Thị Mơ", "signer_position": "Thứ trưởng; Thứ trưởng"},
    ),
    Case(
        "joint_circular_signed_side_by_side",
        """BỘ TÀI CHÍNH - BỘ KHOA HỌC VÀ CÔNG NGHỆ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 19/2012/TTLT-BTC-BKHCN      Hà Nội, ngày 15 tháng 02 năm 2012
THÔNG TƯ LIÊN TỊCH
Hướng dẫn quản lý kinh phí
Căn cứ Nghị định số 118/2008/NĐ-CP ngày 27/11/2008 của Chính phủ.
KT. BỘ TRƯỞNG BỘ TÀI CHÍNH\tKT. BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ
THỨ TRƯỞNG\tTHỨ TRƯỞNG
Nguyễn Thị Mơ\tNguyễn Văn Lựu
Nơi nhận:
- Công báo;
""",
        {
            "signer_name": "Nguyễn Thị Mơ; Nguyễn Văn Lựu",
            "signer_competence": "KT. BỘ TRƯỞNG BỘ TÀI CHÍNH, KT. BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ",
        },
    ),
]
