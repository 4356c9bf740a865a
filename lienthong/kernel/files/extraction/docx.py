"""DOCX: paragraphs, tables, text boxes and headers in reading order, by a parser that trusts nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from lxml import etree

from lienthong.kernel.errors import Invalid, TooLarge
from lienthong.kernel.text import fold

from .limits import Limits
from .pages import Pages, page_of_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LAYOUT_WORDS = re.compile(
    r"cong hoa xa hoi|doc lap - tu do|noi nhan\s*:|(?:^|\s)(?:tm|kt|tl|tuq)\s?\.\s|(?:^|\s)so\s?:\s?\S*\s?/|chu toa|thu ky"
)
_SKIP = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}instrText",
    f"{_W}delText",
    f"{_W}pPr",
    f"{_W}rPr",
    f"{_W}fldData",
}


def docx_pages(data: bytes, limits: Limits) -> Pages:
    """Read a Word document. Raises Invalid (damaged, not Word, with DTD) and TooLarge."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, limits)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise Invalid(
            _("Tệp Word bị hỏng hoặc có mật khẩu. Hãy lưu lại rồi gửi."), code="docx_damaged"
        ) from error


def _read(archive: zipfile.ZipFile, limits: Limits) -> Pages:
    infos = archive.infolist()
    if len(infos) > limits.entries or sum(i.file_size for i in infos) > limits.unpacked_bytes:
        raise TooLarge(
            _("Tệp Word giải nén ra quá lớn. Hãy bỏ bớt ảnh hoặc tách tệp."), code="docx_too_large"
        )
    names = {i.filename for i in infos}
    if "word/document.xml" not in names:
        raise Invalid(
            _("Tệp nén này không phải là văn bản Word (.docx). Hãy gửi tệp DOCX hoặc PDF."), code="not_docx"
        )
    budget = [limits.unpacked_bytes]
    body = _parse(archive, "word/document.xml", budget)
    reader = _Reader(_bullets(archive, names, budget))
    lines: list[str] = []
    for name in sorted(n for n in names if re.fullmatch(r"word/header\d*\.xml", n)):
        lines += [
            line
            for line in reader.blocks(_parse(archive, name, budget))
            if _says_something(line) and line not in lines
        ]
    root = body.find(f"{_W}body")
    lines += list(reader.blocks(root if root is not None else body))
    text = "\n".join(lines)
    if len(text) > limits.characters:
        raise TooLarge(_("Tệp Word có quá nhiều chữ để đọc tự động. Hãy tách tệp."), code="too_much_text")
    parts = re.split(r"\n?\f\n?", text)
    pages = [page_of_lines(n, [(line, None) for line in part.split("\n")]) for n, part in enumerate(parts, 1)]
    return Pages(pages, "docx", _page_count(archive, names, budget))


def _says_something(line: str) -> bool:
    """Page numbers and empty header lines say nothing."""
    return bool(re.search(r"[^\W\d_]{2}", line))


def _parse(archive: zipfile.ZipFile, name: str, budget: list[int]) -> etree._Element:
    with archive.open(name) as stream:
        data = stream.read(budget[0] + 1)
    budget[0] -= len(data)
    if budget[0] < 0:
        raise TooLarge(
            _("Tệp Word giải nén ra quá lớn. Hãy bỏ bớt ảnh hoặc tách tệp."), code="docx_too_large"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Invalid(_("Tệp Word bị hỏng. Hãy lưu lại rồi gửi."), code="docx_damaged") from error
    if root.getroottree().docinfo.doctype:
        raise Invalid(
            _("Tệp Word có khai báo không được phép. Hãy lưu lại từ Word rồi gửi."), code="docx_dtd"
        )
    return root


def _page_count(archive: zipfile.ZipFile, names: set[str], budget: list[int]) -> int | None:
    """What Word last counted; None when it never did."""
    if "docProps/app.xml" not in names:
        return None
    for item in _parse(archive, "docProps/app.xml", budget):
        if isinstance(item.tag, str) and item.tag.endswith("}Pages") and (item.text or "").isdecimal():
            return int(item.text) or None
    return None


def _bullets(archive: zipfile.ZipFile, names: set[str], budget: list[int]) -> set[tuple[str, str]]:
    """(numId, level) of lists whose mark is a bullet or dash: the mark is not in the text and is put back."""
    if "word/numbering.xml" not in names:
        return set()
    root = _parse(archive, "word/numbering.xml", budget)
    abstract: dict[str, set[str]] = {}
    for item in root.iter(f"{_W}abstractNum"):
        levels = {
            level.get(f"{_W}ilvl", "0")
            for level in item.iter(f"{_W}lvl")
            if (fmt := level.find(f"{_W}numFmt")) is not None and fmt.get(f"{_W}val") == "bullet"
        }
        abstract[item.get(f"{_W}abstractNumId", "")] = levels
    found = set()
    for num in root.iter(f"{_W}num"):
        ref = num.find(f"{_W}abstractNumId")
        for level in abstract.get(ref.get(f"{_W}val", "") if ref is not None else "", ()):
            found.add((num.get(f"{_W}numId", ""), level))
    return found


class _Reader:
    def __init__(self, bullets: set[tuple[str, str]]) -> None:
        self.bullets = bullets

    def blocks(self, parent: etree._Element) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self.table(child)
            elif child.tag in (
                f"{_W}sdt",
                f"{_W}sdtContent",
                f"{_W}ins",
                f"{_W}moveTo",
                f"{_W}customXml",
                f"{_W}smartTag",
            ):
                yield from self.blocks(child)

    def paragraph(self, p: etree._Element) -> Iterator[str]:
        boxes: list[str] = []
        pieces: list[str] = []
        self._inline(p, pieces, boxes)
        yield from boxes
        text = "".join(pieces)
        yield from (self._mark(p) + text if text.strip() else text).split("\n")

    def _mark(self, p: etree._Element) -> str:
        number = p.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is None:
            return ""
        level = p.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        key = (number.get(f"{_W}val", ""), level.get(f"{_W}val", "0") if level is not None else "0")
        return "- " if key in self.bullets else ""

    def _inline(self, node: Iterable[etree._Element], pieces: list[str], boxes: list[str]) -> None:
        for child in node:
            tag = child.tag
            if tag in _SKIP or not isinstance(tag, str):
                continue
            if tag == f"{_W}r":
                self._run(child, pieces, boxes)
            elif tag == f"{_W}txbxContent":
                boxes.extend(self.blocks(child))
            elif tag == f"{_MC}AlternateContent":
                # The same text stands in Choice and in Fallback; read it once.
                chosen = child.find(f"{_MC}Choice")
                if chosen is None or chosen.find(f".//{_W}txbxContent") is None:
                    fallback = child.find(f"{_MC}Fallback")
                    chosen = fallback if fallback is not None else chosen
                if chosen is not None:
                    self._inline(chosen, pieces, boxes)
            elif tag == f"{_W}t":
                pieces.append(child.text or "")
            else:
                self._inline(child, pieces, boxes)

    def _run(self, run: etree._Element, pieces: list[str], boxes: list[str]) -> None:
        style = run.find(f"{_W}rPr")
        if _on(style, "vanish"):
            return
        caps = _on(style, "caps")
        for child in run:
            tag = child.tag
            if tag == f"{_W}t":
                pieces.append((child.text or "").upper() if caps else child.text or "")
            elif tag == f"{_W}tab":
                pieces.append("\t")
            elif tag in (f"{_W}br", f"{_W}cr"):
                pieces.append("\n\f\n" if child.get(f"{_W}type") == "page" else "\n")
            elif tag in (f"{_W}noBreakHyphen", f"{_W}softHyphen"):
                pieces.append("-" if tag.endswith("noBreakHyphen") else "")
            elif tag not in _SKIP and isinstance(tag, str):
                self._inline([child], pieces, boxes)

    def table(self, table: etree._Element) -> Iterator[str]:
        rows = [[list(self.blocks(cell)) for cell in _cells(row)] for row in _rows(table)]
        widest = max((len(row) for row in rows), default=0)
        whole = fold(" \n ".join(line for row in rows for cell in row for line in cell))
        if widest <= 3 and len(rows) <= 8 and _LAYOUT_WORDS.search(whole):
            for row in rows:
                for cell in row:
                    yield from cell
                    yield ""
            return
        for row in rows:
            yield "\t".join(" ".join(" ".join(cell).split()) for cell in row)


def _on(style: etree._Element | None, name: str) -> bool:
    item = style.find(f"{_W}{name}") if style is not None else None
    return item is not None and item.get(f"{_W}val", "true") not in ("0", "false", "none")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _cells(child)
