"""A text prepared for reading: cleaned and folded copies that keep the way back to the original characters.

``text`` is the original in NFC with look-alike letters repaired (Eth for Đ, Ƣ for Ư), odd spaces as spaces and mark-up
stars removed. ``folded`` is ``text`` without tones and case, **character for character**, so that a pattern in
plain ASCII finds a place in ``text``, whatever tones a scanner confused. ``original_span`` leads back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lienthong.kernel.text import nfc, strip_marks

from .syllables import unglued

_REPAIR = {
    "Ð": "Đ",
    "ð": "đ",
    "Ɖ": "Đ",
    "ɖ": "đ",
    "Ƣ": "Ư",
    "ƣ": "ư",
    "|": "\t",
    "\v": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}
_DROP = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\r\x00")

# Blanks of any kind between the two halves of a Windows line end make no line of their own.
_END_OF_LINE = re.compile(r"[^\S\n\f]*\n")
_CELL_GAP = re.compile(r"\t[\t ]*| {3,}[\t ]*")
_RULE = re.compile(r"[\s\-_=.*~–—·•…+<>]*")
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?\W*")


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    bare = strip_marks(char.lower())
    return bare if len(bare) == 1 else char


@dataclass(frozen=True)
class Span:
    """A stretch of ``Source.text``."""

    start: int
    end: int


@dataclass(frozen=True)
class Line(Span):
    """A line without its outer white space. ``rule``: only dashes and dots; ``page_number``: only a number."""

    rule: bool = False
    page_number: bool = False

    @property
    def blank(self) -> bool:
        return self.start == self.end


class Source:
    """See the module. Positions everywhere in the reader are positions in ``text`` until a result is built."""

    def __init__(self, original: str) -> None:
        self.original = original
        chars: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end, char in _characters(original):
            chars.append(char)
            starts.append(start)
            ends.append(end)
        kept = _kept("".join(chars))
        chars = [chars[i] for i in kept]
        starts = [starts[i] for i in kept]
        ends = [ends[i] for i in kept]
        self.text = "".join(chars)
        self.folded = "".join(_fold_char(c) for c in chars)
        self._starts = starts
        self._ends = ends
        self.lines = self._split_lines()

    def _split_lines(self) -> list[Line]:
        lines = []
        for match in re.finditer(r"[^\n\f]*(?:[\n\f]|\Z)", self.text):
            raw = match.group().rstrip()
            start = match.start() + len(raw) - len(raw.lstrip())
            end = max(match.start() + len(raw), start)
            if not raw.strip():
                start = end = match.start()
            body = self.folded[start:end]
            lines.append(
                Line(
                    start,
                    end,
                    rule=bool(body) and bool(_RULE.fullmatch(body)),
                    page_number=bool(_PAGE_NUMBER.fullmatch(body)),
                )
            )
            if match.end() == len(self.text):
                break
        return lines

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        if end <= start or not self._starts:
            at = self._starts[start] if start < len(self._starts) else len(self.original)
            return at, at
        return self._starts[start], self._ends[end - 1]

    def cells(self, line: Span) -> list[Span]:
        """The columns of a line: parts between tabs or at least three spaces."""
        found = []
        at = line.start
        for gap in _CELL_GAP.finditer(self.text, line.start, line.end):
            if gap.start() > at:
                found.append(Span(at, gap.start()))
            at = gap.end()
        if line.end > at:
            found.append(Span(at, line.end))
        return found

    def f(self, span: Span) -> str:
        return self.folded[span.start : span.end]

    def t(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def clean(self, start: int, end: int) -> str:
        """The text of a stretch as one line; rules and page numbers that break it are left out."""
        pieces = re.split(r"[\n\f]", self.text[start:end])
        if len(pieces) > 1:
            pieces = [
                p
                for p in pieces
                if not _RULE.fullmatch(p) and not _PAGE_NUMBER.fullmatch(strip_marks(p.lower()))
            ]
        return tidy(" ".join(pieces))


def _kept(text: str) -> list[int]:
    """Positions that stay when runs of blanks are made even: two spaces are a slip of the typist and become one, more
    are a gap between columns and become three, and a run with a tab becomes one tab."""
    kept: list[int] = []
    at = 0
    for run in re.finditer(r"[ \t]{2,}", text):
        kept.extend(range(at, run.start()))
        tab = run.group().find("\t")
        if tab >= 0:
            kept.append(run.start() + tab)
        else:
            kept.extend(range(run.start(), run.start() + (1 if len(run.group()) == 2 else 3)))
        at = run.end()
    kept.extend(range(at, len(text)))
    return kept


def tidy(s: str) -> str:
    """One line, single spaces, no space before punctuation, lost spaces between syllables put back."""
    return unglued(_split_glued(re.sub(r" +([,;.:!?)])", r"\1", " ".join(s.split()))))


def _split_glued(s: str) -> str:
    """``khóaVIII`` → ``khóa VIII``; ``TTr``, ``GDTrH`` and ``QyĐ`` stay, because they start with capitals."""
    out = []
    for word in s.split(" "):
        at = 0
        for i in range(2, len(word)):
            if word[i].isupper() and word[i - 1].islower() and word[i - 2].islower():
                out.append(word[at:i])
                at = i
        out.append(word[at:])
    return " ".join(out)


def _characters(original: str) -> Iterator[tuple[int, int, str]]:
    i, n = 0, len(original)
    while i < n:
        j = i + 1
        while j < n and original[j] > "\u02ff" and unicodedata.category(original[j]) == "Mn":
            j += 1
        if original[i] in _DROP or (original[i] == "*" and _is_star_markup(original, i)):
            if original[i] == "\r" and not _END_OF_LINE.match(original, j):
                yield i, j, "\n"
            i = j
            continue
        for char in nfc(original[i:j]):
            repaired = _REPAIR.get(char, char)
            if repaired not in "\n\t\f" and (
                repaired.isspace() or unicodedata.category(repaired) in ("Cc", "Cs")
            ):
                repaired = " "
            yield i, j, repaired
        i = j


def _is_star_markup(original: str, i: int) -> bool:
    return original[i - 1 : i] == "*" or original[i + 1 : i + 2] == "*"
