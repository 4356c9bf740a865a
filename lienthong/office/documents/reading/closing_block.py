"""Finding the end of a document: which lines close it, and what each of their cells holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lienthong.kernel.text import fold

from .casing import is_capitals
from .source import Source, Span
from .vocabulary import (
    AGENCY_HEADS,
    COMPETENCE,
    FAMILY_NAMES,
    FAMILY_NAMES_EXACT,
    ISSUED_KINDS,
    LETTER,
    LOWER,
    POSITIONS,
    UPPER,
)

_RECIPIENTS = re.compile(r"(?:noi\s*(?:nhan|gui)|noi\s*nhan\s*van\s*ban)\s*(?:[:;.]|$)")
SIGN = re.compile(rf"{COMPETENCE}(?=[a-z])")
POSITION = re.compile(rf"(?:{POSITIONS})(?![a-z])")
_SIGNED = re.compile(
    r"\W*(?:da\s*ky|ky\s*ten.*|da\s*ky\s*va\s*dong\s*dau|chu\s*ky.*|ky\s*dien\s*tu|ky,.*dong dau.*|dau|signed|(?:ky (?:so )?boi|nguoi ky|thoi gian ky|ngay ky|co quan)\s*:.*)\W*"
)
_RANK = re.compile(
    r"(?:(?:gs|pgs|ts|ths|bs|bac\s*si|luat\s*su|ks|cn|dai\s*tuong|thuong\s*tuong|trung\s*tuong|thieu\s*tuong|dai\s*ta|thuong\s*ta|trung\s*ta|thieu\s*ta"
    r"|dai\s*uy|thuong\s*uy|trung\s*uy|ckii?|ong|ba)(?:\s*\.\s*|\s+)(?:ckii?\.?\s*)?)+"
)
_NAME = re.compile(rf"[{UPPER}][{LETTER}'’]*(?:(?:\s+|\s?-\s?)[{UPPER}][{LETTER}'’]*){{1,5}}")
_NOT_NAME = re.compile(
    rf"(?:{ISSUED_KINDS}|phu\s*luc|phu\s*bieu|bieu\s*(?:mau|so)|mau\s*so|noi\s*nhan|luu\s*:|don\s*vi|danh\s*(?:sach|muc)|ghi\s*chu|can\s*cu|nhu\s*tren)(?![a-z])"
)
_NOT_NAME_EXACT = ("phần ", "mục ", "điều ", "trang ", "bảng ", "chương ", "lưu vt", "biểu ")
_GLUED_SIGNER = re.compile(
    rf"(?<=[;.)\]/])[ \t]+(?=(?:(?:TM|KT|TL|TUQ|Q)\s?[.,])|[{UPPER}]{{2,}}(?: [{UPPER}]{{2,}})+[ \t]*$)"
)
_HEADING_AND_SIGNER = re.compile(
    rf"noi\s*nhan\s*:\s*(?=(?:tm|kt|tl|tuq|q)\s?[.,]\s*\S|(?:{POSITIONS})(?![a-z]))"
)
_GLUED_MARK = re.compile(r"(?<=[;.)\]/])[ \t]+(?=\((?:da\s*ky|ky)[^()]*\)[ \t]*$)")
_GLUED_NAME = re.compile(rf"(?<=[;.)\]/])[ \t]+(?=[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]*){{1,4}}[ \t]*$)")


@dataclass(frozen=True)
class Closing:
    """Lines of the closing block, and what each cell holds: ("recipient" | "signer" | "heading", span)."""

    first: int
    after: int
    cells: list[tuple[str, Span, int]]


def find_closing(source: Source, first: int, last: int) -> Closing | None:
    """Find the closing block of the document that fills the lines ``first`` to ``last``."""
    begin = _begin(source, first, last)
    if begin is None:
        return None
    cells: list[tuple[str, Span, int]] = []
    in_list = False
    named = positioned = False
    after = begin
    empty = 0
    listed = False
    i = begin
    while i < last:
        line = source.lines[i]
        if line.blank or line.rule or line.page_number:
            empty += line.blank
            i += 1
            continue
        folded = source.f(line)
        if cells and _starts_other(source, i, last):
            break
        if empty > 12 and (named or listed):
            break
        kinds: list[tuple[str, Span, int]] = []
        named_before = named
        for cell in _split(source, line):
            role = _role(source, cell, in_list, named_before, positioned, empty)
            if role == "heading":
                in_list = listed = True
            if role == "signer":
                if named and _is_signature(source, cell):
                    named_before = named = False  # the next one who signs a joint document
                positioned = positioned or bool(POSITION.match(source.f(cell)) or SIGN.match(source.f(cell)))
            if role == "name":
                named = True
            if role:
                kinds.append((role, cell, i))
        if not kinds:
            if (
                listed
                and not (named and empty)
                and not folded.startswith("(")
                and _wraps(source, cells, line)
            ):
                kinds = [("more", line, i)]
            else:
                break
        cells.extend(kinds)
        empty = 0
        i += 1
        after = i
    return Closing(begin, after, cells) if cells else None


def _begin(source: Source, first: int, last: int) -> int | None:
    heading = None
    for i in range(first, last):
        line = source.lines[i]
        if line.blank:
            continue
        if any(_RECIPIENTS.match(source.f(cell)) for cell in _split(source, line)):
            heading = i
            break
    sign = _signature_line(source, first, heading if heading is not None else last, heading is not None)
    if sign is not None:
        return sign
    return heading


def _signature_line(source: Source, first: int, last: int, before_heading: bool) -> int | None:
    """A signature that stands above the recipients (columns written right first), or a document without recipients."""
    found = None
    for i in range(last - 1, first - 1, -1) if before_heading else range(first, last):
        line = source.lines[i]
        if line.blank or line.rule:
            continue
        cells = _split(source, line)
        signs = any(_is_signature(source, c) for c in cells)
        if before_heading:
            name = any(name_span(source, c) or is_other_post(source, c) for c in cells) or _SIGNED.fullmatch(
                source.f(line)
            )
            if signs:
                found = i
            elif not name:
                return found
        elif signs and (_near_end(source, i, first) or _name_follows(source, i, last)):
            return i
    return found


def _is_signature(source: Source, cell: Span) -> bool:
    if not is_capitals(source.t(cell)) or cell.end - cell.start > 90:
        return False
    folded = source.f(cell)
    return bool(SIGN.match(folded) or POSITION.match(folded))


def is_other_post(source: Source, cell: Span) -> bool:
    """The post that the signer holds elsewhere, in small letters: "Giám đốc Sở Tư pháp" under "PHÓ TRƯỞNG BAN"."""
    text = source.t(cell)
    return (
        text[:1].isupper()
        and not text.endswith((";", ".", ":", ","))
        and len(text) < 90
        and bool(POSITION.match(source.f(cell)))
    )


def _near_end(source: Source, i: int, first: int) -> bool:
    """A line of a title in capitals ends no text by itself: a competence sign, or an end mark or full stop before it."""
    if any(SIGN.match(source.f(c)) for c in source.cells(source.lines[i])):
        return True
    for line in reversed(source.lines[first:i]):
        if not line.blank and not line.rule:
            return source.t(line).rstrip().endswith(("./.", ".", "!", "./"))
    return False


def _name_follows(source: Source, i: int, last: int) -> bool:
    """Below a line of a title stand at most two more, and then a person's name with a known family name."""
    titles = 0
    for line in source.lines[i + 1 : min(i + 14, last)]:
        if line.blank or line.rule or _SIGNED.fullmatch(source.f(line)):
            continue
        cells = _split(source, line)
        names = [span for cell in cells if (span := name_span(source, cell))]
        if names:
            return any(fold(source.t(n).split()[0]) in FAMILY_NAMES for n in names)
        titles += 1
        if titles > 2 or not any(_is_signature(source, c) for c in cells):
            return False
    return False


def _split(source: Source, line: Span) -> list[Span]:
    found = []
    for cell in source.cells(line):
        cut = (
            _GLUED_SIGNER.search(source.text, cell.start, cell.end)
            or _GLUED_NAME.search(source.text, cell.start, cell.end)
            or _GLUED_MARK.search(source.folded, cell.start, cell.end)
        )
        before = source.folded[cell.start : cut.start()] + " " if cut else ""
        if cut and (re.fullmatch(COMPETENCE, before) or _RANK.fullmatch(before)):
            cut = None  # "KT. CHỦ TỊCH" is one
        heading = _HEADING_AND_SIGNER.match(source.folded[cell.start : cell.end])
        if heading and not is_capitals(source.text[cell.start + heading.end() : cell.end]):
            heading = None
        if heading:
            found += [
                Span(cell.start, cell.start + heading.end()),
                Span(cell.start + heading.end(), cell.end),
            ]
        elif cut:
            found += [Span(cell.start, cut.start()), Span(cut.end(), cell.end)]
        else:
            found.append(cell)
    return [Span(c.start, c.start + len(source.t(c).rstrip())) for c in found if source.t(c).strip()]


def _role(source: Source, cell: Span, in_list: bool, named: bool, positioned: bool, empty: int) -> str | None:
    folded, text = source.f(cell), source.t(cell)
    if _RECIPIENTS.match(folded):
        return "heading"
    if _SIGNED.fullmatch(folded):
        return "mark"
    if in_list and text.startswith(("-", "–", "•", "+")):
        return "recipient"
    if _is_signature(source, cell):
        return "signer"
    if positioned and not named and name_span(source, cell):
        return "name"
    if positioned and not named and is_other_post(source, cell):
        return "signer"
    if positioned and not named and is_capitals(text) and not _NOT_NAME.match(folded) and empty == 0:
        return "signer"
    if named and name_span(source, cell) and empty == 0:
        return "name"
    if (
        in_list
        and not named
        and (text.endswith(";") or re.match(r"(?:nhu\s*(?:tren|dieu|muc)|luu\b)", folded))
    ):
        return "recipient"
    if in_list and re.match(r"(?:nhu\s*(?:tren|dieu|muc|kinh gui)|luu\s*:)", folded):
        return "recipient"
    return None


def _wraps(source: Source, cells: list[tuple[str, Span, int]], line: Span) -> bool:
    """A recipient that goes on in the next line."""
    listed = [c for c in cells if c[0] in ("recipient", "more", "heading")]
    if not listed or is_capitals(source.t(line)):
        return False
    last = listed[-1]
    text = source.t(last[1]).rstrip()
    if last[0] == "heading":
        return len(source.t(line)) < 90 and not source.t(line).startswith("(")
    if source.text[last[1].end : line.start].count("\n") > 2:
        return False
    return not text.endswith((".", ";")) and len(source.t(line)) < 90


def _starts_other(source: Source, i: int, last: int) -> bool:
    folded, text = source.f(source.lines[i]), source.t(source.lines[i])
    if re.match(r"(?:phu\s*luc|phu\s*bieu|bieu\s*(?:so|mau)|mau\s*so)\b", folded):
        return True
    if re.match(r"cong\s*hoa\s*xa\s*hoi", folded):
        return True
    return bool(re.match(rf"(?:{ISSUED_KINDS})\W*$", folded)) and is_capitals(text)


def name_span(source: Source, cell: Span) -> Span | None:
    """The person's name in a cell, without rank or degree; None when the cell holds anything else."""
    start = cell.start + len(source.t(cell)) - len(source.t(cell).lstrip(" \t(-"))
    rank = _RANK.match(source.folded, start, cell.end)
    begin = rank.end() if rank else start
    end = cell.start + len(source.t(cell).rstrip(" \t.,;)"))
    m = _NAME.fullmatch(source.text, begin, end)
    if not m:
        return None
    folded = source.folded[begin:end]
    if (
        _NOT_NAME.match(folded)
        or POSITION.match(folded)
        or source.text[begin:end].lower().startswith(_NOT_NAME_EXACT)
    ):
        return None
    first = source.text[begin:end].split()[0]
    if is_capitals(source.text[begin:end]):
        # "HẠ TẦNG GIAO THÔNG" is no Mr Hà: in capitals the family name must be exact.
        return Span(begin, end) if first.lower() in FAMILY_NAMES_EXACT else None
    if fold(first) not in FAMILY_NAMES and re.match(rf"(?:{AGENCY_HEADS})(?![a-z])", folded):
        return None
    return Span(begin, end)
