"""Compare what was read with what a case expects."""

from __future__ import annotations

from typing import Any

from lienthong.kernel.text import fold
from lienthong.office.documents.reading import ReadDocument

LISTS = ("recipients", "addressees")


def as_read(document: ReadDocument, name: str) -> Any:
    """The value of a field in the shape in which cases write it."""
    if name.endswith("_folded"):
        value = as_read(document, name.removesuffix("_folded"))
        return fold(value) if value else value
    if name == "bases":
        return [
            tuple(b.extra[k] for k in ("kind", "code", "date", "issuer", "title"))
            for b in document.legal_bases
        ]
    if name == "proposals":
        return [tuple(p.extra[k] for k in ("proposer", "code", "date")) for p in document.proposals]
    if name == "attached":
        return [
            (
                *tuple(getattr(a, k).value if getattr(a, k) else None for k in ("kind", "subject", "issuer")),
                a.relation,
            )
            for a in document.attached
        ]
    item = getattr(document, name)
    if name in LISTS:
        return [entry.value for entry in item]
    if name == "date_parts":
        return item
    return item.value if item else None


def differences(document: ReadDocument, expected: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field → (expected, read) where they differ."""
    found = {}
    for name, wanted in expected.items():
        read = as_read(document, name)
        if name == "proposals":
            read = read[: len(wanted)]
        if read != wanted:
            found[name] = (wanted, read)
    return found
