"""Reading the dated law."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from lienthong.kernel.legal.errors import LegalUnknown
from lienthong.kernel.legal.models import DocumentKind, LegalConstant
from lienthong.kernel.legal.stamped import Stamped
from lienthong.kernel.text import fold, nfc


@dataclass(frozen=True, slots=True)
class LegalValue:
    """A value with what it rests on. ``confidence``: confirmed, secondary or general."""

    value: Any
    unit: str
    source: str
    confidence: str
    valid_from: dt.date
    valid_to: dt.date | None
    key: str = ""
    area: str = ""
    note: str = ""

    @property
    def is_confirmed(self) -> bool:
        return self.confidence == "confirmed"


def _load_constants() -> dict[tuple[str, str], list[LegalValue]]:
    rows: dict[tuple[str, str], list[LegalValue]] = defaultdict(list)
    for row in LegalConstant.objects.exclude(valid_from=None):
        assert row.valid_from is not None
        rows[row.key, row.area].append(
            LegalValue(
                row.value,
                row.unit,
                row.source,
                row.confidence,
                row.valid_from,
                row.valid_to,
                row.key,
                row.area,
                row.note,
            )
        )
    return dict(rows)


def _load_kinds() -> list[DocumentKind]:
    return list(DocumentKind.objects.order_by("is_copy", "order"))


_constants = Stamped("legal_legalversion", _load_constants)
_kinds = Stamped("legal_legalversion", _load_kinds)


def value(key: str, on: dt.date, area: str | None = None) -> LegalValue:
    """What ``key`` was on a date. A row of the ``area`` (a province's name) goes before the country's.

    Raises LegalUnknown when no row covers the date, TypeError for an instant (its date depends on the zone).
    """
    if isinstance(on, dt.datetime):
        raise TypeError("the dated law is asked with a date, not with an instant")
    rows = _constants.get()
    places = [nfc(area), ""] if area else [""]
    for place in places:
        for row in rows.get((key, place), ()):
            if _covers(row, on):
                return row
    raise LegalUnknown(key, on, area)


def constants_on(on: dt.date, prefix: str = "") -> dict[str, LegalValue]:
    """The country's values in force on a date, by key; for pages that list them."""
    return {
        key: row
        for (key, area), rows in sorted(_constants.get().items())
        if not area and key.startswith(prefix)
        for row in rows
        if _covers(row, on)
    }


def kinds(on: dt.date, *, copies: bool = False) -> list[DocumentKind]:
    """Kinds of documents (or of copies) in force on a date, in the order of the law."""
    return [kind for kind in _kinds.get() if kind.is_copy == copies and _covers(kind, on)]


def kind(code: str, on: dt.date) -> DocumentKind:
    """The kind with this code. Raises LegalUnknown."""
    for row in _kinds.get():
        if row.code == code and _covers(row, on):
            return row
    raise LegalUnknown(f"document_kind.{code}", on)


def kind_by_abbreviation(abbreviation: str, on: dt.date) -> DocumentKind | None:
    """The kind or copy with exactly this abbreviation (TTr is not TTR); None when there is none."""
    wanted = nfc(abbreviation)
    if not wanted:
        return None
    return next((row for row in _kinds.get() if row.abbreviation == wanted and _covers(row, on)), None)


def kind_by_name(name: str, on: dt.date) -> DocumentKind | None:
    """The kind with this name or TypeName, accents and case aside as texts of others have it; None when none."""
    wanted = fold(name)
    candidates = [row for row in _kinds.get() if _covers(row, on)]
    exact = (
        row for row in candidates if nfc(name).casefold() in (row.name.casefold(), row.type_name.casefold())
    )
    folded = (row for row in candidates if wanted in (fold(row.name), fold(row.type_name)))
    return next(exact, None) or next(folded, None)


def _covers(row: Any, on: dt.date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
