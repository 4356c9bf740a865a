"""Words of official documents."""

from .agencies import AGENCY_HEADS, COMPETENCE, POSITIONS
from .kinds import (
    ALL_KINDS,
    CITED_KINDS,
    CITED_ONLY,
    ISSUED_KINDS,
    KIND_BY_ABBREVIATION,
    KIND_BY_FOLD,
    KINDS,
    OTHER_KINDS,
    TITLE_KINDS,
    kind_named,
)
from .names import AREA_WORDS, FAMILY_NAMES, FAMILY_NAMES_EXACT, PROVINCES
from .patterns import LETTER, LOWER, QUOC_HIEU, TIEU_NGU, UPPER, any_of, spaced

__all__ = [
    "AGENCY_HEADS",
    "ALL_KINDS",
    "AREA_WORDS",
    "CITED_KINDS",
    "CITED_ONLY",
    "COMPETENCE",
    "FAMILY_NAMES",
    "FAMILY_NAMES_EXACT",
    "ISSUED_KINDS",
    "KINDS",
    "KIND_BY_ABBREVIATION",
    "KIND_BY_FOLD",
    "LETTER",
    "LOWER",
    "OTHER_KINDS",
    "POSITIONS",
    "PROVINCES",
    "QUOC_HIEU",
    "TIEU_NGU",
    "TITLE_KINDS",
    "UPPER",
    "any_of",
    "kind_named",
    "spaced",
]
