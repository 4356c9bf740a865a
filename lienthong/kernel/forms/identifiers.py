"""Numbers that name people and taxpayers: their shape, and what does not fit the rest of the form."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

#: Birth-place codes of the 63 provinces before 2025-07-01. The reform renumbered nobody, so they stay valid.
PROVINCE_CODES = frozenset(
    f"{code:03}"
    for code in (
        1,
        2,
        4,
        6,
        8,
        10,
        11,
        12,
        14,
        15,
        17,
        19,
        20,
        22,
        24,
        25,
        26,
        27,
        30,
        31,
        33,
        34,
        35,
        36,
        37,
        38,
        40,
        42,
        44,
        45,
        46,
        48,
        49,
        51,
        52,
        54,
        56,
        58,
        60,
        62,
        64,
        66,
        67,
        68,
        70,
        72,
        74,
        75,
        77,
        79,
        80,
        82,
        83,
        84,
        86,
        87,
        89,
        91,
        92,
        93,
        94,
        95,
        96,
    )
)
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_PHONE = re.compile(r"0\d{9}|02\d{9}")


def tidy(text: str) -> str:
    """Without the spaces, dots and dashes that people put between groups of digits."""
    return re.sub(r"[\s.\-]", "", text)


def is_personal_id(text: str) -> bool:
    """Twelve digits (Law on Identification 2023, article 12). There is no check digit."""
    return re.fullmatch(r"[0-9]{12}", text) is not None


def personal_id_doubts(number: str, *, born: dt.date | None = None, sex: str | None = None) -> list[object]:
    """What looks wrong in a well-shaped number. Doubts, never refusals: sexes are changed by law, registers err.

    ``sex``: "nam"/"male" or "nu"/"female"; anything else is not compared.
    """
    doubts: list[object] = []
    if int(number[:3]) < 100 and number[:3] not in PROVINCE_CODES:
        doubts.append(_("Ba số đầu không phải mã nơi đăng ký khai sinh đã biết. Hãy kiểm tra lại số."))
    century, female = divmod(int(number[3]), 2)
    if born is not None and (born.year // 100 - 19 != century or born.year % 100 != int(number[4:6])):
        doubts.append(_("Số định danh không khớp năm sinh đã khai. Hãy kiểm tra lại cả hai."))
    claimed = {"nam": 0, "male": 0, "nu": 1, "nữ": 1, "female": 1}.get((sex or "").casefold())
    if claimed is not None and claimed != female:
        doubts.append(_("Số định danh không khớp giới tính đã khai. Hãy kiểm tra lại cả hai."))
    return doubts


def is_tax_code(text: str) -> bool:
    """Ten digits with the check digit, with "-001" for a branch; or a personal id (Circular 86/2024/TT-BTC, article 5)."""
    if is_personal_id(text):
        return True
    if not re.fullmatch(r"[0-9]{10}(-[0-9]{3})?", text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, text, strict=False))
    return 10 - total % 11 == int(text[9])


def tidy_phone(text: str) -> str:
    """ "+84 912 345 678" → "0912345678"; other text only loses its separators."""
    digits = re.sub(r"[\s.\-()]", "", text)
    return re.sub(r"^(\+84|0084)", "0", digits)


def is_phone(text: str) -> bool:
    """Ten digits from 0, or eleven for a land line of area code 02x."""
    return _PHONE.fullmatch(text) is not None
