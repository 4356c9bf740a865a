"""Number, notation and date line of administrative documents (NĐ 30/2020 Phụ lục I mục II khoản 3 và 4)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid
from lienthong.kernel.text import nfc


def notation(kind_abbreviation: str, agency: str, unit: str = "") -> str:
    """``QĐ-UBND``; for a kind without abbreviation (công văn) agency and drafting unit or field: ``UBND-VX``.

    Raises Invalid when a group is missing or holds white space or a slash.
    """
    groups = [kind_abbreviation, agency] if kind_abbreviation else [agency, unit]
    groups = [nfc(group) for group in groups if group]
    if not agency or any(set(group) & {" ", "/", "\t", "\n", "\u00a0"} for group in groups):
        raise Invalid(
            _("Ký hiệu văn bản thiếu tên cơ quan hoặc có khoảng trắng, dấu gạch chéo"), field="notation"
        )
    return "-".join(groups)


def document_number(number: int, notation: str) -> str:
    """``05/QĐ-UBND``: a number below 10 gets a zero; a slash before the notation; no spaces."""
    if number < 1:
        raise ValueError("the numbers of documents begin with 1")
    return f"{number:02}/{notation}"


def number_line(number: int, notation: str) -> str:
    """``Số: 05/QĐ-UBND`` as it stands on the document, in Vietnamese whatever the language of the screen."""
    return f"Số: {document_number(number, notation)}"


def date_words(on: dt.date) -> str:
    """``ngày 05 tháng 02 năm 2026``, ``ngày 05 tháng 3 năm 2026``: days below 10 and the months 1 and 2 get a zero,
    the months 3 to 9 do not."""
    month = f"{on.month:02}" if on.month <= 2 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def date_line(place: str, on: dt.date) -> str:
    """``Thanh Hóa, ngày 05 tháng 02 năm 2026``."""
    return f"{nfc(place)}, {date_words(on)}"
