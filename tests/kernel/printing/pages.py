"""Reading printed pages back: text boxes in millimetres from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium

MM = 25.4 / 72


@dataclass(frozen=True)
class Box:
    """A piece of text on a page, millimetres; ``top`` and ``bottom`` from the upper edge."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


def text_of(pdf: bytes, page: int = 0) -> str:
    """All text of a page; line ends as single line feeds."""
    return pdfium.PdfDocument(pdf)[page].get_textpage().get_text_range().replace("\r\n", "\n")


def box_of(pdf: bytes, text: str, page: int = 0) -> Box:
    """Where ``text`` (one line, first occurrence) stands."""
    sheet = pdfium.PdfDocument(pdf)[page]
    textpage = sheet.get_textpage()
    found = textpage.search(text, match_case=True).get_next()
    assert found is not None, f"{text!r} is not on page {page + 1}: {text_of(pdf, page)!r}"
    start, count = found
    height = sheet.get_height()
    edges = [textpage.get_charbox(i) for i in range(start, start + count)]
    edges = [e for e in edges if e[2] > e[0]]
    return Box(
        min(e[0] for e in edges) * MM,
        (height - max(e[3] for e in edges)) * MM,
        max(e[2] for e in edges) * MM,
        (height - min(e[1] for e in edges)) * MM,
    )


def pages_of(pdf: bytes) -> int:
    return len(pdfium.PdfDocument(pdf))


def size_of(pdf: bytes, page: int = 0) -> tuple[float, float]:
    """Width and height of a page in millimetres, rounded."""
    width, height = pdfium.PdfDocument(pdf)[page].get_size()
    return round(width * MM), round(height * MM)
