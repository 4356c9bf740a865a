"""Kind, abstract (trích yếu), authority line and addressees: what stands between the head and the body."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from .casing import is_capitals, natural_case, position_case, title_case
from .header import Head, title_at
from .model import Field, ReadDocument
from .source import Line, Source, Span
from .syllables import unglued
from .vocabulary import AGENCY_HEADS, KIND_BY_ABBREVIATION, LOWER, POSITIONS, QUOC_HIEU, TIEU_NGU, kind_named

_BODY_OPENERS = re.compile(
    r"(?:can cu|thuc hien|thi hanh|kinh gui|kinh moi|xet|theo|tren co so|sau khi|de |nham|ngay \d|hom nay|trong thoi gian|hien nay|vua qua"
    r"|qua |tiep theo|phuc dap|duoc su|nam \d{4},|trong nam|dieu \d|phan (?:thu|i|1)|chuong (?:i|1)|muc (?:i|1)|i\s*[.-]|1\s*[.)]|a\s*[.)]|\(|noi nhan"
    r"|uy ban nhan dan [^\n]{3,80}(?:bao cao|trinh|thong bao|ban hanh|nhan duoc|xay dung|yeu cau)|[-+•] |thoi gian(?: bat dau)?\s*:|dia diem\s*:|thanh phan)"
)
_JOINERS = re.compile(
    r"(?:\b(?:va|cua|ve|trong|tai|tren|cho|theo|voi|den|giai doan|tinh|huyen|xa|phuong|thanh pho|nam|cac|bo|so)|[,:-])$"
)
_AUTHORITY = re.compile(rf"(?:{POSITIONS}|{AGENCY_HEADS})(?![a-z])")
_KINH_GUI = re.compile(r"kinh\s*gui\s*[:;]?")
_PERSON_OF = re.compile(
    rf"(?P<post>{POSITIONS})(?:\s*,?\s*(?:{POSITIONS}))*\s*(?=(?:{AGENCY_HEADS})(?![a-z]))"
)
_FILLED_IN = ("Giấy giới thiệu", "Giấy nghỉ phép")  # forms of Annex III without an abstract
_RESOLVE = re.compile(r"(?:quyet\s*dinh|quyet\s*nghi|nghi\s*quyet)\s*:?\s*$")


def is_authority(source: Source, line: Line) -> bool:
    """A line in capitals that names who decides: "CHỦ TỊCH UBND TỈNH …", "HỘI ĐỒNG NHÂN DÂN TỈNH …"."""
    text = source.t(line)
    return is_capitals(text) and len(text) < 140 and bool(_AUTHORITY.match(source.f(line)))


def read_title(source: Source, head: Head, last: int, out: ReadDocument, make) -> int:  # type: ignore[no-untyped-def]
    """Fill kind, subject, authority; return the index of the first line that belongs to none of them."""
    at = head.body
    line = source.lines[at] if at < last else None
    title = title_at(source, line) if line else None
    by_notation = _kind_of_notation(out)
    if head.about:
        _read_about(source, head, out, make)
    if title is None or line is None:
        if by_notation and out.notation and (not head.about or by_notation == "Công văn"):
            out.kind = _again(out.notation, by_notation, 0.75)
        elif out.notation and (head.about or _addressed(source, at, last)):
            out.kind = _again(out.notation, "Công văn", 0.9 if head.about else 0.8)
        elif head.about and out.number is None:
            out.kind = make(head.about.start, head.about.end, "Công văn", 0.7)
        return at
    kind = kind_named(title.group())
    confidence = 0.98 if by_notation == kind else (0.9 if by_notation is None else 0.7)
    out.kind = make(title.start(), title.end(), kind, confidence)
    if by_notation and by_notation != kind:
        out.warnings.append(
            _("Tên loại “%(kind)s” không khớp ký hiệu “%(notation)s”")
            % {"kind": kind, "notation": out.notation.value if out.notation else ""}
        )
    if kind in _FILLED_IN:
        return _read_authority(source, at + 1, last, out, make)
    return _read_subject(source, at, title.end(), last, out, make)


def _again(field: Field, value: str, confidence: float) -> Field:
    return Field(value, confidence, field.start, field.end, field.excerpt)


def _kind_of_notation(out: ReadDocument) -> str | None:
    if not out.notation:
        return None
    first = re.split(r"[-/]", out.notation.value)[0]
    return "Công văn" if first == "CV" else KIND_BY_ABBREVIATION.get(first)


def _addressed(source: Source, at: int, last: int) -> bool:
    return any(_KINH_GUI.match(source.f(line)) for line in source.lines[at : min(at + 12, last)])


def _read_about(source: Source, head: Head, out: ReadDocument, make) -> None:  # type: ignore[no-untyped-def]
    """ "V/v …" under the number: its lines go on until the right column, a blank line, or the addressees begin."""
    assert head.about is not None
    blocked = [t for t in head.taken if t.end > head.about.end]
    parts: list[Span] = []
    blank_before = False
    for line in source.lines:
        if line.end <= head.about.end and line.start <= head.about.start and line.end >= head.about.start:
            continue
        if line.end < head.about.start:
            continue
        if line.start > head.about.start and (line.blank or line.rule):
            if line.rule and parts:
                break
            blank_before = blank_before or line.blank
            continue
        begin = max(line.start, head.about.end)
        folded = source.folded[begin : line.end]
        if line.start > head.about.start and (
            _KINH_GUI.match(folded) or re.match(rf"{QUOC_HIEU}|{TIEU_NGU}", folded) or title_at(source, line)
        ):
            break
        end = min([line.end, *(t.start for t in blocked if begin <= t.start < line.end)])
        cells = source.cells(Span(begin, end))
        if not cells:
            if any(t.start <= begin < t.end for t in blocked):
                continue
            break
        piece = cells[0]
        if parts:
            first = source.text[piece.start : piece.start + 1]
            if _BODY_OPENERS.match(source.folded, piece.start) and blank_before and first.isupper():
                break
            joined = bool(_JOINERS.search(source.folded[: parts[-1].end][-20:].rstrip()))
            if blank_before and not (first.islower() or first.isdigit() or joined):
                break
        parts.append(piece)
        blank_before = False
        if sum(p.end - p.start for p in parts) > 600:
            break
    if parts:
        value = source.clean(parts[0].start, parts[0].end)
        for part in parts[1:]:
            value += " " + source.clean(part.start, part.end)
        value = value.strip(" .;,-")
        if value:
            out.subject = make(parts[0].start, parts[-1].end, natural_case(value, context=source.text), 0.93)


def _read_subject(source: Source, at: int, begin: int, last: int, out: ReadDocument, make) -> int:  # type: ignore[no-untyped-def]
    parts: list[Span] = []
    rest = Span(begin, source.lines[at].end)
    glued = source.t(rest).strip(" \t.:;,-–")
    if glued:
        parts.append(Span(begin + len(source.t(rest)) - len(source.t(rest).lstrip(" \t.:;,-–")), rest.end))
    i = at + 1
    blank_before = False
    while i < last:
        line = source.lines[i]
        if line.blank or line.page_number:
            blank_before = True
            i += 1
            continue
        if line.rule:
            if parts:
                break
            i += 1
            continue
        # "CHƯƠNG TRÌNH QUỐC GIA / Về ứng dụng …": the rest of the kind's own line goes on in small letters.
        goes_on = bool(glued) and len(parts) == 1 and bool(re.match(r"ve\s", source.f(line)))
        if not goes_on and _ends_subject(source, line, parts, blank_before, i, last):
            break
        parts.append(Span(line.start, line.end))
        blank_before = False
        i += 1
        if len(parts) > 8:
            break
    if parts:
        value = title_case([source.clean(part.start, part.end) for part in parts], context=source.text)
        shown = re.sub(r"^[Vv]\s*/\s*v\s*[.:]?\s*", "", value).strip(" .;,-–_*:")
        if shown:
            out.subject = make(parts[0].start, parts[-1].end, shown, 0.95 if len(parts) < 6 else 0.7)
    return _read_authority(source, i, last, out, make)


def _ends_subject(
    source: Source, line: Line, parts: list[Span], blank_before: bool, i: int, last: int
) -> bool:
    folded, text = source.f(line), source.t(line)
    if _KINH_GUI.match(folded) or re.match(r"\(\s*(?:ban hanh\s*)?kem", folded):
        return True
    if re.match(r"(?:can cu|noi nhan|dieu 1\b)", folded) or folded.endswith(":"):
        return True
    if not parts:
        return is_authority(source, line) and _basis_follows(source, i, last)
    if is_authority(source, line) and (
        _basis_follows(source, i, last) or not is_capitals(source.t(parts[-1]))
    ):
        return True
    if is_capitals(source.t(parts[0])) and not is_capitals(text):
        mixed_ok = text[:1].isdigit() or text[:1] in LOWER
        if not mixed_ok:
            return True
    previous = source.f(parts[-1]).rstrip()
    if previous.endswith((".", ";")) and not previous.endswith("tp."):
        return True
    starts_small = text[:1].islower() or (text[:1].isdigit() and not re.match(r"\d+\s*[.)]", text))
    if starts_small or _JOINERS.search(previous):
        return False
    if _BODY_OPENERS.match(folded) or blank_before:
        return True
    return len(text) > 120


def _basis_follows(source: Source, i: int, last: int) -> bool:
    seen = 0
    for line in source.lines[i + 1 : last]:
        if line.blank or line.rule:
            continue
        folded = source.f(line)
        if re.match(
            r"(?:can\s*cu|xet|theo|thuc hien|thi hanh|dien\s*:|.*\bdien\s*:$)", folded
        ) or _RESOLVE.fullmatch(folded):
            return True
        seen += 1
        if seen > 3 or not (is_capitals(source.t(line)) or line.end - line.start < 60):
            return False
    return False


def _read_authority(source: Source, i: int, last: int, out: ReadDocument, make) -> int:  # type: ignore[no-untyped-def]
    parts: list[Line] = []
    j = i
    while j < last and len(parts) < 3:
        line = source.lines[j]
        if line.blank or line.rule:
            j += 1
            continue
        opens = (
            is_authority(source, line)
            if not parts
            else is_capitals(source.t(line)) and not _RESOLVE.fullmatch(source.f(line))
        )
        if not opens or re.match(r"(?:khoa|ky hop|nhiem ky)", source.f(line)):
            break
        parts.append(line)
        j += 1
    if not parts:
        return i
    start, end = parts[0].start, parts[-1].end
    folded = source.folded[start:end]
    sends = re.search(r"\s*dien\s*:?\s*$", folded)
    end = start + sends.start() if sends else end
    text = source.clean(start, end).rstrip(" :.,;")
    shown = natural_case(unglued(text), context=source.text, agency=True)
    if re.match(rf"(?:{POSITIONS})(?![a-z])", folded) and shown == natural_case(unglued(text), agency=True):
        shown = position_case(unglued(text))
    out.authority = make(start, end, shown, 0.9)
    if out.issuer is None:
        m = _PERSON_OF.match(source.folded, start, end)
        begin = m.end() if m else start
        agency = source.clean(begin, end).rstrip(" :.,;")
        if re.match(rf"(?:{AGENCY_HEADS})(?![a-z])", source.folded[begin:end]):
            out.issuer = make(
                begin, end, natural_case(unglued(agency), context=source.text, agency=True), 0.8
            )
    return j


def read_addressees(source: Source, first: int, last: int, out: ReadDocument, make) -> int:  # type: ignore[no-untyped-def]
    """ "Kính gửi:" of a letter, a submission or a report. Returns the line after the list."""
    for i in range(first, min(first + 30, last)):
        m = _KINH_GUI.match(source.folded, source.lines[i].start, source.lines[i].end)
        if not m:
            continue
        spans: list[Span] = []
        rest = Span(m.end(), source.lines[i].end)
        if source.t(rest).strip(" :;-\t"):
            spans.append(rest)
        j = i + 1
        blank = False
        while j < last and len(spans) < 60:
            line = source.lines[j]
            if line.blank:
                blank = True
                j += 1
                continue
            text = source.t(line)
            item = text.startswith(("-", "–", "+", "•"))
            finished = bool(spans) and source.t(spans[-1]).rstrip().endswith((".", "./."))
            small = text[:1].islower()
            if line.rule or _body_after_list(source, line, spans, item, blank, finished, small):
                break
            if not item and spans and not source.t(spans[-1]).rstrip().endswith((";", ".")):
                spans[-1] = Span(spans[-1].start, line.end)
            else:
                spans.append(Span(line.start, line.end))
            blank = False
            j += 1
        for span in spans:
            out.addressees.extend(_split_items(source, span, make))
        return j
    return first


def _body_after_list(
    source: Source, line: Line, spans: list[Span], item: bool, blank: bool, finished: bool, small: bool
) -> bool:
    if not spans:
        return False
    if item:
        return finished
    if finished:
        return True
    open_end = source.t(spans[-1]).rstrip().endswith((",", "-", "và"))
    if _BODY_OPENERS.match(source.f(line)) and not small:
        return True
    if source.t(spans[-1]).rstrip().endswith(";"):
        return False
    return not small and not open_end and not _JOINERS.search(source.f(spans[-1]).rstrip())


def _split_items(source: Source, span: Span, make) -> list[Field]:  # type: ignore[no-untyped-def]
    found = []
    at = span.start
    for m in [*re.finditer(r";\s*(?=[-–+•]|\w)|;\s*$", source.t(span)), None]:
        end = span.start + m.start() if m else span.end
        text = source.text[at:end]
        left = len(text) - len(text.lstrip(" \t\n\f-–+•:"))
        value = source.clean(at + left, end).strip(" .;,/:")
        if value:
            found.append(make(at + left, max(end, at + left), value, 0.93))
        at = span.start + m.end() if m else span.end
        if at >= span.end:
            break
    return found
