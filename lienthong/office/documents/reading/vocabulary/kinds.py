"""Kinds of documents, with their abbreviations."""

from __future__ import annotations

from lienthong.kernel.text import fold

from .patterns import any_of

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
TITLE_KINDS = any_of(
    fold(k) for k in ALL_KINDS if k not in ("Công văn", "Luật", "Bộ luật", "Hiến pháp", "Lệnh")
)
CITED_KINDS = any_of(KIND_BY_FOLD)
ISSUED_KINDS = any_of(fold(k) for k in KINDS if k not in ("Công văn", "Thư công"))


def kind_named(matched: str) -> str:
    """The proper name of a kind from what a kind pattern matched."""
    squeezed = fold(matched).replace(" ", "")
    return next(name for folded, name in KIND_BY_FOLD.items() if folded.replace(" ", "") == squeezed)
