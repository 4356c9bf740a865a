"""Words of official documents, folded (no tones, small letters) where they are matched against folded text."""

from __future__ import annotations

import re

from lienthong.kernel.text import fold

# Điều 7 and Phụ lục III of Nghị định 30/2020/NĐ-CP: 29 kinds; công văn and thư công have no abbreviation.
KINDS: dict[str, str | None] = {
    "Nghị quyết": "NQ",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
    "Quy chế": "QC",
    "Quy định": "QyĐ",
    "Thông cáo": "TC",
    "Thông báo": "TB",
    "Hướng dẫn": "HD",
    "Chương trình": "CTr",
    "Kế hoạch": "KH",
    "Phương án": "PA",
    "Đề án": "ĐA",
    "Dự án": "DA",
    "Báo cáo": "BC",
    "Biên bản": "BB",
    "Tờ trình": "TTr",
    "Hợp đồng": "HĐ",
    "Công văn": None,
    "Công điện": "CĐ",
    "Bản ghi nhớ": "BGN",
    "Bản thỏa thuận": "BTT",
    "Giấy ủy quyền": "GUQ",
    "Giấy mời": "GM",
    "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP",
    "Phiếu gửi": "PG",
    "Phiếu chuyển": "PC",
    "Phiếu báo": "PB",
    "Thư công": None,
}
# Not administrative documents of Điều 7, but they arrive at every office and are cited by all.
OTHER_KINDS: dict[str, str | None] = {
    "Hiến pháp": None,
    "Bộ luật": None,
    "Luật": None,
    "Pháp lệnh": None,
    "Lệnh": "L",
    "Nghị định": "NĐ",
    "Thông tư liên tịch": "TTLT",
    "Thông tư": "TT",
    "Kết luận": "KL",
    "Văn bản hợp nhất": "VBHN",
}
CITED_ONLY = ("Văn bản", "Thông tri", "Điều lệ", "Quy hoạch", "Hiệp định")

ALL_KINDS = {**KINDS, **OTHER_KINDS}
KIND_BY_FOLD = {fold(name): name for name in (*ALL_KINDS, *CITED_ONLY)}
KIND_BY_ABBREVIATION = {abbr: name for name, abbr in ALL_KINDS.items() if abbr}


def spaced(phrase: str) -> str:
    """A pattern for a folded phrase in which the spaces may be missing, doubled or line breaks."""
    return r"\s*".join(re.escape(word) for word in phrase.split())


def any_of(phrases: object) -> str:
    return "|".join(spaced(p) for p in sorted(phrases, key=len, reverse=True))  # type: ignore[call-overload]


TITLE_KINDS = any_of(
    fold(k) for k in ALL_KINDS if k not in ("Công văn", "Luật", "Bộ luật", "Hiến pháp", "Lệnh")
)
CITED_KINDS = any_of(KIND_BY_FOLD)
ISSUED_KINDS = any_of(fold(k) for k in KINDS if k not in ("Công văn", "Thư công"))


def kind_named(matched: str) -> str:
    """The proper name of a kind from what a kind pattern matched."""
    squeezed = fold(matched).replace(" ", "")
    return next(name for folded, name in KIND_BY_FOLD.items() if folded.replace(" ", "") == squeezed)


UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = UPPER.replace("A-Z", "a-z").lower()
LETTER = UPPER + LOWER

QUOC_HIEU = (
    r"cong\s*hoa\s*xa\s*hoi(?:\s*chu\s*nghia(?:\s*viet\s*nam)?)?|chu\s*nghia\s*viet\s*nam"
    r"|dang\s*cong\s*san\s*viet\s*nam"
)
TIEU_NGU = r"doc\s*lap\s*[-–—.~]*\s*tu\s*do\s*[-–—.~]*\s*hanh\s*phuc"

# A line that begins with one of these begins the name of an agency.
AGENCY_HEADS = any_of(
    fold(phrase)
    for phrase in [
        "ủy ban nhân dân",
        "ubnd",
        "hội đồng nhân dân",
        "hđnd",
        "thường trực hội đồng nhân dân",
        "sở",
        "bộ",
        "cục",
        "chi cục",
        "tổng cục",
        "vụ",
        "văn phòng",
        "phòng",
        "ban",
        "trường",
        "trung tâm",
        "công an",
        "thanh tra",
        "chính phủ",
        "thủ tướng",
        "viện",
        "học viện",
        "bệnh viện",
        "đại học",
        "công ty",
        "tổng công ty",
        "tập đoàn",
        "kho bạc",
        "bảo hiểm xã hội",
        "ngân hàng",
        "tòa án",
        "viện kiểm sát",
        "tỉnh ủy",
        "thành ủy",
        "huyện ủy",
        "quận ủy",
        "thị ủy",
        "đảng ủy",
        "liên đoàn",
        "hội",
        "đoàn",
        "ủy ban",
        "quốc hội",
        "kiểm toán",
        "thuế",
        "hải quan",
        "chi nhánh",
        "hạt kiểm lâm",
        "trạm",
        "đài",
        "quỹ",
        "tổ công tác",
        "chủ tịch",
        "liên hiệp",
        "liên minh",
        "đội",
        "bộ tư lệnh",
        "bộ chỉ huy",
        "hội đồng",
        "bch",
        "mặt trận tổ quốc",
        "nhà máy",
        "hợp tác xã",
        "thư viện",
        "bảo tàng",
    ]
)

# Titles that may open the line of the authority or of the signer.
POSITIONS = any_of(
    fold(phrase)
    for phrase in [
        "chủ tịch",
        "phó chủ tịch",
        "giám đốc",
        "phó giám đốc",
        "bộ trưởng",
        "thứ trưởng",
        "cục trưởng",
        "phó cục trưởng",
        "chi cục trưởng",
        "phó chi cục trưởng",
        "tổng cục trưởng",
        "phó tổng cục trưởng",
        "vụ trưởng",
        "phó vụ trưởng",
        "chánh văn phòng",
        "phó chánh văn phòng",
        "bộ trưởng chủ nhiệm",
        "trưởng phòng",
        "phó trưởng phòng",
        "trưởng ban",
        "phó trưởng ban",
        "phó ban",
        "thủ tướng",
        "phó thủ tướng",
        "hiệu trưởng",
        "phó hiệu trưởng",
        "viện trưởng",
        "phó viện trưởng",
        "chánh thanh tra",
        "phó chánh thanh tra",
        "tổng giám đốc",
        "phó tổng giám đốc",
        "bí thư",
        "phó bí thư",
        "chủ nhiệm",
        "phó chủ nhiệm",
        "chánh án",
        "phó chánh án",
        "chủ tọa",
        "chủ trì",
        "thư ký",
        "trưởng công an",
        "phó trưởng công an",
        "trưởng đoàn",
        "phó trưởng đoàn",
        "tổ trưởng",
        "trạm trưởng",
        "hạt trưởng",
        "đội trưởng",
        "trưởng khoa",
        "tổng thanh tra",
        "phó tổng thanh tra",
        "thống đốc",
        "phó thống đốc",
        "chỉ huy trưởng",
        "chính ủy",
        "trưởng trạm",
        "trưởng thuế",
        "tổng biên tập",
        "phó trưởng",
        "trưởng",
        "ủy viên",
        "ủy viên thường trực",
        "tư lệnh",
        "kế toán trưởng",
        "đại diện",
        "chủ tịch hội đồng",
        "chánh",
        "phó chánh",
        "công chức",
        "quyền",
    ]
)

COMPETENCE = r"(?:(?P<sign>tm|kt|tl|tuq|q)\s*[.,:]|(?P<slashed>[tk]/[mtl])[\s.,:])\s*"

FAMILY_NAMES_EXACT = frozenset(
    name.strip().lower()
    for name in [
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Hoàng",
        "Huỳnh",
        "Phan",
        "Vũ",
        "Võ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Hồ",
        "Ngô",
        "Dương",
        "Lý",
        "Đinh",
        "Trịnh",
        "Đào",
        "Mai",
        "Lương",
        "Trương",
        "Hà",
        "Tạ",
        "Thái",
        "Cao",
        "Lưu",
        "Phùng",
        "Tô",
        "Châu",
        "Quách",
        "La",
        "Lại",
        "Kiều",
        "Đoàn",
        "Tống",
        "Chu",
        "Triệu",
        "Nghiêm",
        "Thân",
        "Vương",
        "Lò",
        "Lường",
        "Cầm",
        "Quàng",
        "Vi",
        "Giàng",
        "Sùng",
        "Vàng",
        "Thào",
        "Lầu",
        "Hạng",
        "Mùa",
        "Bàn",
        "Lộc",
        "Nông",
        "Bế",
        "Hứa",
        "Ma",
        "Đàm",
        "Khổng",
        "Cù",
        "Doãn",
        "Khuất",
        "Mạc",
        "Ninh",
        "Ông",
        "Phí",
        "Quản",
        "Từ",
        "Thạch",
        "Sơn",
        "Kim",
        "Danh",
        "Điểu",
        "Y",
        "H",
        "K'",
        "Rơ",
        "Ksor",
        "Siu",
        "Nay",
        "Hoàn",
        "Tăng",
        "Trà",
        "Viên",
        "Xa",
        "Đèo",
        "Điêu",
        "Lục",
        "Âu",
        "Bạch",
        "Cung",
        "Diệp",
        "Giáp",
        "Hàn",
        "Hầu",
        "Hình",
        "Lâm",
        "Lều",
        "Mã",
        "Nhữ",
        "Ngụy",
        "Tào",
        "Thiều",
        "Tòng",
        "Thi",
        "Tiêu",
        "Trang",
        "Uông",
        "Văn",
        "Đồng",
        "Đậu",
        "Đái",
        "Đường",
        "Ân",
        "Phó",
        "Ngọ",
        "Cấn",
        "Bá",
        "Trưng",
        "Pờ",
        "Lù",
        "Chảo",
        "Tẩn",
        "Vy",
    ]
)
FAMILY_NAMES = frozenset(fold(name) for name in FAMILY_NAMES_EXACT)

PROVINCES = tuple(
    name.strip()
    for name in """
    Hà Nội, Hồ Chí Minh, Hải Phòng, Đà Nẵng, Cần Thơ, Huế, An Giang, Bà Rịa - Vũng Tàu, Bắc Giang, Bắc Kạn, Bạc Liêu,
    Bắc Ninh, Bến Tre, Bình Định, Bình Dương, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Đắk Lắk, Đắk Nông, Điện Biên,
    Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Tĩnh, Hải Dương, Hậu Giang, Hòa Bình, Hưng Yên, Khánh Hòa,
    Kiên Giang, Kon Tum, Lai Châu, Lâm Đồng, Lạng Sơn, Lào Cai, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận,
    Phú Thọ, Phú Yên, Quảng Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh,
    Thái Bình, Thái Nguyên, Thanh Hóa, Thừa Thiên Huế, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh Long, Vĩnh Phúc,
    Yên Bái, Việt Nam
    """.replace("\n", " ").split(",")
)

# Words after which the names of places, written in capitals, keep their capitals.
AREA_WORDS = ("thành phố", "thị xã", "thị trấn", "tỉnh", "huyện", "quận", "xã", "phường", "đặc khu")
