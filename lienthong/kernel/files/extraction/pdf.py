"""PDF: the text layer in reading order; pages that are only a picture go to recognition."""

from __future__ import annotations

import ctypes
import threading
import time

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from django.utils.translation import gettext as _

from lienthong.kernel.errors import Invalid, TooLarge, Unavailable

from . import ocr
from .layout import Word, lines_of
from .limits import Limits
from .pages import Page, Pages, page_of_lines

_PDFIUM = threading.Lock()  # PDFium is not thread-safe
_FEW_LETTERS = 40  # a scanned page may carry the text of a signature or a stamp
_LETTERS_ON_PICTURE = 250


def pdf_pages(data: bytes, limits: Limits) -> Pages:
    """Read a PDF. Raises Invalid (damaged, protected), TooLarge, Unavailable (scan without recognition)."""
    started = time.monotonic()
    with _PDFIUM:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise Invalid(
                    _("Tệp PDF có mật khẩu. Hãy gửi bản không đặt mật khẩu."), code="pdf_password"
                ) from error
            raise Invalid(
                _("Tệp PDF bị hỏng hoặc không đúng định dạng. Hãy tạo lại tệp rồi gửi."), code="pdf_damaged"
            ) from error
        try:
            return _read(document, limits, started)
        except pdfium.PdfiumError as error:
            raise Invalid(
                _("Có trang PDF không đọc được. Hãy tạo lại tệp rồi gửi."), code="pdf_damaged"
            ) from error
        finally:
            document.close()


def _read(document: pdfium.PdfDocument, limits: Limits, started: float) -> Pages:
    count = len(document)
    if count == 0:
        raise Invalid(_("Tệp PDF không có trang nào."), code="pdf_empty")
    if count > limits.pages:
        raise TooLarge(
            _("Tệp PDF có %(count)s trang, nhiều hơn %(most)s trang cho phép. Hãy tách tệp.")
            % {"count": count, "most": limits.pages},
            code="too_many_pages",
        )
    pages: list[Page] = []
    pictures: list[int] = []
    characters = 0
    for n in range(count):
        page = document[n]
        try:
            words, letters = _words(page)
            width, height = page.get_size()
            if _is_picture(page, letters):
                pictures.append(n)
            pages.append(page_of_lines(n + 1, lines_of(words, width, height)))
        finally:
            page.close()
        characters += len(pages[-1].text)
        if characters > limits.characters:
            raise TooLarge(_("Tệp PDF có quá nhiều chữ để đọc tự động. Hãy tách tệp."), code="too_much_text")
        if time.monotonic() - started > limits.ocr_seconds:
            raise TooLarge(_("Đọc tệp PDF quá lâu. Hãy tách tệp."), code="too_slow")
    if not pictures:
        return Pages(pages, "pdf", count)
    return _with_recognition(document, pages, pictures, limits, started)


def _with_recognition(
    document: pdfium.PdfDocument, pages: list[Page], pictures: list[int], limits: Limits, started: float
) -> Pages:
    if not ocr.available():
        if len(pictures) == len(pages):
            raise Unavailable(ocr.MISSING, code="ocr_missing")
        return Pages(pages, "pdf", len(pages))
    if len(pictures) > limits.ocr_pages:
        raise TooLarge(
            _("Bản quét có %(count)s trang, nhiều hơn %(most)s trang cho phép. Hãy tách tệp.")
            % {"count": len(pictures), "most": limits.ocr_pages},
            code="too_many_scans",
        )
    if not limits.recognise:
        return Pages(pages, "pdf", len(pages), len(pictures))
    for done, n in enumerate(pictures, 1):
        page = document[n]
        try:
            width, height = page.get_size()
            scale = min(limits.ocr_dpi / 72, (limits.image_pixels / max(width * height, 1)) ** 0.5)
            image = page.render(scale=scale, grayscale=True).to_pil()
        finally:
            page.close()
        pages[n] = ocr.recognise(image, n + 1, limits, started)
        if limits.tell is not None:
            limits.tell(done)
    return Pages(pages, "ocr", len(pages))


def _is_picture(page: pdfium.PdfPage, letters: int) -> bool:
    if letters >= _LETTERS_ON_PICTURE:
        return False
    width, height = page.get_size()
    covered = 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
        covered = max(covered, max(right - left, 0) * max(top - bottom, 0))
    large = covered > 0.5 * width * height
    return (large and letters < _LETTERS_ON_PICTURE) or (
        letters < _FEW_LETTERS and covered > 0.05 * width * height
    )


def _words(page: pdfium.PdfPage) -> tuple[list[Word], int]:
    """Words with boxes (points, origin top left) and the number of letters and digits on the page."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        total = raw.FPDFText_CountChars(textpage)
        rotated = page.get_rotation() % 360 != 0
        if rotated:
            return _unplaced(textpage.get_text_range(), width)
        words: list[Word] = []
        current: list[tuple[str, float, float, float, float]] = []
        letters = 0
        box = raw.FS_RECTF()
        seen: dict[tuple[str, int], list[tuple[float, float]]] = {}
        for i in range(max(total, 0)):
            code = raw.FPDFText_GetUnicode(textpage, i)
            char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
            if not char or char.isspace() or ord(char) < 32 or raw.FPDFText_IsGenerated(textpage, i) == 1:
                _flush(current, words)
                continue
            if (
                abs(raw.FPDFText_GetCharAngle(textpage, i)) > 0.1
                and abs(raw.FPDFText_GetCharAngle(textpage, i) - 6.2832) > 0.1
            ):
                continue
            if not raw.FPDFText_GetLooseCharBox(textpage, i, ctypes.byref(box)):
                continue
            x0, x1, y0, y1 = box.left, box.right, height - box.top, height - box.bottom
            if _drawn_twice(seen, char, x0, x1, y0):
                continue
            letters += char.isalnum()
            if current and not _follows(current[-1], (char, x0, y0, x1, y1)):
                _flush(current, words)
            current.append((char, x0, y0, x1, y1))
        _flush(current, words)
        return words, letters
    finally:
        textpage.close()


def _drawn_twice(
    seen: dict[tuple[str, int], list[tuple[float, float]]], char: str, x0: float, x1: float, y0: float
) -> bool:
    """The same letter on the same line that covers more than half of itself: bold by drawing twice, split glyphs."""
    row = seen.setdefault((char, round(y0 / 2)), [])
    for a, b in row[-60:]:
        if min(b, x1) - max(a, x0) > 0.5 * max(min(b - a, x1 - x0), 0.1):
            return True
    row.append((x0, x1))
    return False


def _unplaced(text: str, width: float) -> tuple[list[Word], int]:
    """A turned page: the order of PDFium, one line under the other."""
    words = [
        Word(line.strip(), 0, 12.0 * n, width, 12.0 * n + 10) for n, line in enumerate(text.splitlines())
    ]
    return words, sum(c.isalnum() for c in text)


def _follows(
    before: tuple[str, float, float, float, float], char: tuple[str, float, float, float, float]
) -> bool:
    size = max(before[4] - before[2], char[4] - char[2], 0.1)
    same_line = abs((before[2] + before[4]) / 2 - (char[2] + char[4]) / 2) < 0.5 * size
    return same_line and -0.6 * size < char[1] - before[3] < 0.25 * size


def _flush(current: list[tuple[str, float, float, float, float]], words: list[Word]) -> None:
    if current:
        words.append(
            Word(
                "".join(c[0] for c in current),
                min(c[1] for c in current),
                min(c[2] for c in current),
                max(c[3] for c in current),
                max(c[4] for c in current),
            )
        )
        current.clear()
