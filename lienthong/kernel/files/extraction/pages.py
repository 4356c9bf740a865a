"""What extraction hands back: pages of lines with their place on the paper."""

from __future__ import annotations

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class TextLine:
    """A line as written out. ``start``/``end``: offsets in its page's text.

    ``box``: left, top, right, bottom as fractions (0..1) of the page, origin at the top left; None when the format
    has no pages (text, DOCX).
    """

    text: str
    start: int
    end: int
    box: Box | None = None


@dataclass(frozen=True)
class Page:
    number: int
    text: str
    lines: list[TextLine] = field(default_factory=list)


@dataclass(frozen=True)
class Pages:
    """``method``: "text", "docx", "pdf" (text layer) or "ocr" (at least one page was recognised).

    ``page_count`` is None when the format does not know it. ``unread``: pages that are only a picture and were left
    out, because the caller did not want to wait for recognition.
    """

    pages: list[Page]
    method: str
    page_count: int | None = None
    unread: int = 0

    @property
    def text(self) -> str:
        """All pages, joined by form feeds."""
        return "\f".join(page.text for page in self.pages)


def page_of_lines(number: int, lines: list[tuple[str, Box | None]]) -> Page:
    """Join lines to a page; offsets are computed here."""
    out: list[TextLine] = []
    at = 0
    for text, box in lines:
        out.append(TextLine(text, at, at + len(text), box))
        at += len(text) + 1
    return Page(number, "\n".join(text for text, _ in lines), out)
