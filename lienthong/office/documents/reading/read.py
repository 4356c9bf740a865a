"""Read an official document: from text or pages to proposed fields. No database, no Django, no guess beyond the text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.files.extraction import Pages, extract
from lienthong.kernel.text import fold, fold_number

from .attachments import Part, find_parts, inline_plan, read_part
from .bases import read_bases
from .closing import read_closing
from .closing_block import find_closing
from .header import find_head, read_head
from .model import Field, ReadDocument
from .source import Source
from .title import read_addressees, read_title
from .vocabulary import POSITIONS

MAX_DEPTH = 3
# How far a value is trusted that came through a scanner, compared with one that was typed.
TRUST = {"text": 1.0, "docx": 1.0, "pdf": 1.0, "ocr": 0.85}


def read_document(text_or_pages: str | Pages, *, source: str = "text") -> ReadDocument:
    """Propose the fields of a document.

    ``source`` says where the text comes from ("text", "docx", "pdf", "ocr"); ``Pages`` know it themselves. Positions
    in the result are offsets in the given text; for ``Pages``, in ``Pages.text`` (pages joined by form feeds).
    A field that the text does not hold is None. Any text is accepted; nothing is raised for its content.
    """
    page_count = None
    if isinstance(text_or_pages, str):
        text = text_or_pages
        page_count = text.count("\f") + 1 if "\f" in text.strip("\f") else None
    else:
        text, source, page_count = text_or_pages.text, text_or_pages.method, text_or_pages.page_count
    reading = _Reading(Source(text), TRUST.get(source, 0.9))
    result = reading.document(0, len(reading.source.lines), 0)
    result.page_count = page_count
    result.source = source
    return result


def read_file(path: str | Path) -> ReadDocument:
    """Read a file (text, DOCX, PDF, image). Raises what ``kernel.files.extraction.extract`` raises."""
    return read_document(extract(Path(path)))


def document_read_json(path: str | Path) -> dict[str, Any]:
    """The answer of ``lienthong document read FILE --json``: the fields of ``ReadDocument`` and the file's name."""
    return {"file": Path(path).name, **read_file(path).to_dict()}


class _Reading:
    def __init__(self, source: Source, trust: float) -> None:
        self.source = source
        self.trust = trust

    def make(
        self, start: int, end: int, value: Any, confidence: float, *, extra: dict[str, Any] | None = None
    ) -> Field:
        first, last = self.source.original_span(start, end)
        excerpt = self.source.original[first:last]
        return Field(value, max(0.0, min(1.0, confidence * self.trust)), first, last, excerpt, extra or {})

    def document(self, first: int, last: int, depth: int) -> ReadDocument:
        source, out = self.source, ReadDocument()
        while first < last and source.lines[first].blank:
            first += 1
        if first >= last:
            return out
        out.start, out.end = source.original_span(source.lines[first].start, source.lines[last - 1].end)
        head = find_head(source, first, last)
        read_head(source, head, first, out, self.make)
        after_title = read_title(source, head, last, out, self.make)
        if not (out.kind or head.has_motto or head.number or head.date or self._addressed(first, last)):
            # Neither a head nor the name of a kind: whatever this is, it is no official document.
            return ReadDocument(start=out.start, end=out.end)
        body_end = self._parts(out, after_title, last, depth)
        body = read_addressees(source, after_title, body_end, out, self.make)
        closing = find_closing(source, body, body_end)
        bases_end = closing.first if closing else body_end
        read_bases(source, body, bases_end, out, self.make)
        if closing:
            read_closing(source, closing, out, self.make)
        self._inline(out, body, bases_end)
        _complete(out)
        return out

    def _addressed(self, first: int, last: int) -> bool:
        opening = self.source.lines[first : min(first + 25, last)]
        return any(self.source.f(line).startswith("kinh gui") for line in opening)

    def _parts(self, out: ReadDocument, first: int, last: int, depth: int) -> int:
        """Read what is attached; return the line where the document itself ends."""
        if depth >= MAX_DEPTH or first >= last:
            return last
        closing = find_closing(self.source, first, last)
        parts = find_parts(
            self.source, first, last, closing.first if closing else None, closing.after if closing else None
        )
        parts = [p for p in parts if p.first >= first]
        for part in parts:
            out.attached.append(self._part(part, depth))
        return parts[0].first if parts else last

    def _part(self, part: Part, depth: int) -> ReadDocument:
        source = self.source
        if part.full:
            read = self.document(part.first, part.last, depth + 1)
            if read.number or read.date or read.notation:
                read.relation = "issued_with" if part.accompany else "enclosed"
                return read
        read = ReadDocument()
        first = part.first
        read.start, read.end = source.original_span(
            source.lines[first].start, source.lines[part.last - 1].end
        )
        read_part(source, part, read, self.make)
        if part.full:
            head = find_head(source, part.first, part.last)
            own = ReadDocument()
            read_head(source, head, part.first, own, self.make)
            read.issuer, read.parent_agency = own.issuer, own.parent_agency
        read.relation = "annex" if read.label or read.kind is None else "issued_with"
        if read.relation == "issued_with" and part.accompany:
            after = next(
                (n for n in range(part.first, part.last) if source.lines[n].start > part.accompany.end),
                part.last,
            )
            read_bases(source, after, part.last, read, self.make)
        return read

    def _inline(self, out: ReadDocument, first: int, last: int) -> None:
        if out.kind is None or out.kind.value not in ("Quyết định", "Nghị quyết"):
            return
        found = inline_plan(self.source, first, last, self.make)
        if not found or any(d.kind and d.kind.value == found[0].value for d in out.attached):
            return
        kind, title, span = found
        plan = ReadDocument(kind=kind, subject=title, issuer=out.issuer, relation="inline")
        plan.start, plan.end = self.source.original_span(span.start, span.end)
        out.attached.insert(0, plan)


def _complete(out: ReadDocument) -> None:
    """Use what annexes say about their document: fill what its lost head no longer tells, warn where they differ."""
    for part in out.attached:
        told = part.issued_with
        if told is None or (out.kind and told.extra["kind"] not in (None, out.kind.value)):
            continue
        _compare(out, told)
        if told.extra["code"] and out.notation is None and out.number is None:
            for name in ("number", "notation", "code"):
                setattr(out, name, _from(told, told.extra[name]))
        if told.extra["date"] and out.date is None and out.date_parts is None:
            out.date = _from(told, told.extra["date"])
            year, month, day = (int(part) for part in told.extra["date"].split("-"))
            out.date_parts = {"day": day, "month": month, "year": year}
        if told.extra["issuer"] and out.issuer is None:
            out.issuer = _from(told, _agency_of(told.extra["issuer"]))
    for part in out.attached:
        if part.issuer is None and part.issued_with and part.issued_with.extra["issuer"]:
            part.issuer = _from(part.issued_with, _agency_of(part.issued_with.extra["issuer"]))


def _from(told: Field, value: str) -> Field:
    return Field(value, min(told.confidence, 0.7), told.start, told.end, told.excerpt)


def _agency_of(issuer: str) -> str:
    """ "Chủ tịch UBND tỉnh Phú Thọ" signs for "UBND tỉnh Phú Thọ"; the Prime Minister is an authority by himself."""
    if fold(issuer).startswith("thu tuong"):
        return issuer
    m = re.match(rf"(?:{POSITIONS})\s+(?=[a-z])", fold(issuer))
    rest = issuer[m.end() :] if m and len(fold(issuer)) == len(issuer) else issuer
    return rest if rest[:1].isupper() else issuer


def _compare(out: ReadDocument, told: Field) -> None:
    if out.code and told.extra["code"] and fold_number(told.extra["code"]) != fold_number(out.code.value):
        message = _("Phần kèm theo ghi số %(other)s, khác số của văn bản là %(value)s") % {
            "other": told.extra["code"],
            "value": out.code.value,
        }
        if message not in out.warnings:
            out.warnings.append(message)
    if out.date and told.extra["date"] and told.extra["date"] != out.date.value:
        message = _("Phần kèm theo ghi ngày %(other)s, khác ngày của văn bản là %(value)s") % {
            "other": told.extra["date"],
            "value": out.date.value,
        }
        if message not in out.warnings:
            out.warnings.append(message)
