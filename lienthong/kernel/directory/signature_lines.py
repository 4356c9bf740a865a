"""What the directory puts on an official document: the letterhead and the lines above a name.

NĐ 30/2020 Phụ lục I mục II khoản 2 (name of the issuing agency) and khoản 7 (title and name of the signer).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.directory.models import Officer, Organisation
from lienthong.kernel.errors import Refused

# Abbreviations in names are spelt out on paper; on screens the short form is easier to read.
SPELT_OUT = {"UBND": "ỦY BAN NHÂN DÂN", "HĐND": "HỘI ĐỒNG NHÂN DÂN"}


def letterhead(organisation: Organisation) -> list[str]:
    """Name lines in capitals: ``["ỦY BAN NHÂN DÂN", "PHƯỜNG HẠC THÀNH"]``, ``["SỞ NỘI VỤ"]``."""
    first, _space, rest = organisation.name.partition(" ")
    if first in SPELT_OUT and rest:
        return [SPELT_OUT[first], rest.upper()]
    return [" ".join(SPELT_OUT.get(word, word.upper()) for word in organisation.name.split())]


def place_of(organisation: Organisation) -> str:
    """The place name before the date (NĐ 30/2020 Phụ lục I mục II khoản 4), as the pack gives it: a name can't be cut
    out of an area's ("Phường 1", "Thành phố Hồ Chí Minh" stay whole). Refused where there is none."""
    if not organisation.place:
        raise Refused(
            _("%(agency)s chưa có địa danh để ghi trước ngày tháng") % {"agency": organisation.name},
            code="no_place",
            hint=_("Bổ sung cột place của cơ quan này trong gói cấu hình rồi áp dụng lại."),
        )
    return organisation.place


def signature_lines(officer: Officer, organisation: Organisation) -> list[str]:
    """``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``: composed from the directory, or as the post says."""
    if officer.post.signs_as:
        return list(officer.post.signs_as)
    # "Chủ tịch UBND" signs as "CHỦ TỊCH": the name of the agency is not repeated.
    title = officer.post.title.upper().removesuffix(" UBND").removesuffix(" SỞ")
    head = ["TM. ỦY BAN NHÂN DÂN"] if organisation.collective else []
    if title.startswith("PHÓ "):
        return [*head, f"KT. {title.removeprefix('PHÓ ')}", title]
    return [*head, title]
