"""Numbers for other apps."""

from lienthong.kernel.numbering.counters import last, period_at, period_of, take
from lienthong.kernel.numbering.documents import date_line, date_words, document_number, notation, number_line
from lienthong.kernel.numbering.dossier_codes import DossierCode
from lienthong.kernel.numbering.issuing import issue_dossier_code, read_dossier_code
from lienthong.kernel.numbering.patterns import BadPattern, check, render

__all__ = [
    "BadPattern",
    "DossierCode",
    "check",
    "date_line",
    "date_words",
    "document_number",
    "issue_dossier_code",
    "last",
    "notation",
    "number_line",
    "period_at",
    "period_of",
    "read_dossier_code",
    "render",
    "take",
]
