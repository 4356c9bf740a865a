"""Dated law for other apps."""

from lienthong.kernel.legal.declared import Declared, Difference, date_of
from lienthong.kernel.legal.errors import LegalUnknown
from lienthong.kernel.legal.queries import (
    LegalValue,
    constants_on,
    kind,
    kind_by_abbreviation,
    kind_by_name,
    kinds,
    value,
)
from lienthong.kernel.legal.stamped import Stamped, touch_sql, untouch_sql

__all__ = [
    "Declared",
    "Difference",
    "LegalUnknown",
    "LegalValue",
    "Stamped",
    "constants_on",
    "date_of",
    "kind",
    "kind_by_abbreviation",
    "kind_by_name",
    "kinds",
    "touch_sql",
    "untouch_sql",
    "value",
]
