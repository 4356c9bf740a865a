"""What the directory puts on an official document: the letterhead and the lines above a name.

NĐ 30/2020 Phụ lục I mục II khoản 2 (name of the issuing agency) and khoản 7 (title and name of the signer).
"""

from __future__ import annotations

from lienthong.kernel.directory.models import Officer, Organisation

# Abbreviations in names are spelt out on paper; on screens the short form is easier to read.
SPELT_OUT = {"UBND": "ỦY BAN NHÂN DÂN", "HĐND": "HỘI ĐỒNG NHÂN DÂN"}


def letterhead(organisation: Organisation) -> list[str]:
    """Name lines in capitals: ``["ỦY BAN NHÂN DÂN", "PHƯỜNG HẠC THÀNH"]``, ``["SỞ NỘI VỤ"]``."""
    first, _space, rest = organisation.name.partition(" ")
    if first in SPELT_OUT and rest:
        return [SPELT_OUT[first], rest.upper()]
    return [" ".join(SPELT_OUT.get(word, word.upper()) for word in organisation.name.split())]


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
