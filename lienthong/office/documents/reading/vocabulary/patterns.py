"""Letters, and patterns made of folded phrases (no tones, small letters), which are matched against folded text."""

from __future__ import annotations

import re


def spaced(phrase: str) -> str:
    """A pattern for a folded phrase in which the spaces may be missing, doubled or line breaks."""
    return r"\s*".join(re.escape(word) for word in phrase.split())


def any_of(phrases: object) -> str:
    return "|".join(spaced(p) for p in sorted(phrases, key=len, reverse=True))  # type: ignore[call-overload]


UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = UPPER.replace("A-Z", "a-z").lower()
LETTER = UPPER + LOWER
QUOC_HIEU = (
    r"cong\s*hoa\s*xa\s*hoi(?:\s*chu\s*nghia(?:\s*viet\s*nam)?)?|chu\s*nghia\s*viet\s*nam"
    r"|dang\s*cong\s*san\s*viet\s*nam"
)
TIEU_NGU = r"doc\s*lap\s*[-–—.~]*\s*tu\s*do\s*[-–—.~]*\s*hanh\s*phuc"
