"""The head of a document: agencies, number and notation, place and date, marks of urgency and secrecy.

The two columns of the head arrive in any order: left first, right first, interleaved, or both on one line. So what
belongs to the right column (Quốc hiệu, Tiêu ngữ, place and date) is taken away first; what remains is the left one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lienthong.kernel.text import fold

from .casing import is_capitals, natural_case
from .codes import DATE_LONG, HEADER_NUMBER, DateAt, dates_in, join_notation
from .model import Field, ReadDocument
from .source import Line, Source, Span
from .syllables import unglued
from .vocabulary import AGENCY_HEADS, LETTER, QUOC_HIEU, TIEU_NGU, TITLE_KINDS, UPPER

HEAD_LINES = 45  # a head is never longer; what looks like a head further down belongs to something else

_STOP = re.compile(
    r"can\s*cu\b|kinh\s*(?:gui|moi)\b|dieu\s*1\b|noi\s*nhan\b|thuc hien\b|phan thu\b|i\.\s|xet\b|chuong i\b"
)
_TITLE = re.compile(rf"(?:{TITLE_KINDS})(?![a-z])")
_SPACED_TITLE = re.compile(r"(?:[a-z] ){4,}[a-z]")
_ABOUT = re.compile(r"(?<![a-z])v\s*/\s*v\b[\s.:]*|(?m:^)[ \t]*ve\s*viec\b[\s.:]*")
_SIGNATURE_NOISE = re.compile(
    r"(?:nguoi ky|ky boi|ky so boi|digitally signed|thoi gian ky|ngay ky|signature|email|co quan ky|signer|reason|date)\s*:?.*"
    r"|(?:cong )?van ban (?:den|di)|.*\bso den\b.*|den\b.*|gio den.*|ho so so.*|chuyen:?.*|so:?\s*\d*|ngay:?\s*\d{1,2}/\d{1,2}/\d{4}"
)
_PLACE = re.compile(
    rf"(?P<place>(?:(?:Thành phố|thành phố|TP\.?|Tp\.?|Thị xã|Thị trấn|Huyện|Quận|Phường|Xã|Tỉnh|Đặc khu)\s*)?"
    rf"[{UPPER}][{LETTER}']*(?:(?:\s+|\s*-\s*)[{UPPER}0-9][{LETTER}0-9']*){{0,5}})\s*[,.;]?\s*$"
)
_NAMED_NUMBER = re.compile(rf"\s*(?:{TITLE_KINDS}|luat)\s*")  # "Nghị quyết số: 41/2021/QH15", "Luật số: …"
_URGENCY = {
    "hoa toc hen gio": "Hỏa tốc hẹn giờ",
    "hoa toc": "Hỏa tốc",
    "thuong khan": "Thượng khẩn",
    "khan": "Khẩn",
}
_SECRECY = {"tuyet mat": "Tuyệt mật", "toi mat": "Tối mật", "mat": "Mật"}
_SECRECY_FIELD = re.compile(r"do mat\s*:\s*(tuyet mat|toi mat|mat)\W*")
_URGENCY_FIELD = re.compile(r"do khan\s*:\s*(hoa toc|thuong khan|khan)\W*")
_CONTINUATION = re.compile(r"(?:tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa|phuong|va|khu|dac khu)\b")


@dataclass
class Head:
    """Where the parts of the head stand; ``body`` is the index of the first line below it."""

    body: int
    number: re.Match[str] | None = None
    date: DateAt | None = None
    about: Span | None = None
    taken: list[Span] = field(default_factory=list)
    has_motto: bool = False


def title_at(source: Source, line: Line) -> re.Match[str] | None:
    """The kind that opens ``line`` as a title in capitals ("KẾ HOẠCH", "QUYẾT ĐỊNH Về việc …"), else None."""
    m = _TITLE.match(source.folded, line.start, line.end)
    return m if m and is_capitals(source.text[m.start() : m.end()]) else None


def find_head(source: Source, first: int, last: int) -> Head:
    """Find the head among the lines ``first`` to ``last`` (exclusive)."""
    limit = min(last, first + HEAD_LINES)
    start, end = source.lines[first].start, source.lines[limit - 1].end
    number = _number_line(source, start, end)
    motto = re.search(rf"{QUOC_HIEU}|{TIEU_NGU}", source.folded[start:end])
    body = limit
    for i in range(first, limit):
        line = source.lines[i]
        if line.blank:
            continue
        folded = source.f(line)
        if _STOP.match(folded):
            body = i
            break
        if title_at(source, line) and not _head_goes_on(source, i, limit, number):
            body = i
            break
        if (line.end - line.start) > 140 and not motto:
            body = i
            break
    edge = source.lines[body].start if body < last else end
    if number and number.start() >= edge:
        number = None
    head = Head(body, number)
    head.has_motto = bool(motto and start + motto.start() < edge)
    dates = dates_in(source, start, edge)
    head.date = next((d for d in dates if re.match(r"ngay", source.folded[d.start : d.end])), None)
    _take_away(source, head, start, edge)
    return head


def _number_line(source: Source, start: int, end: int) -> re.Match[str] | None:
    """ "Số: …/…" opens a line or a column, or follows parts of the head; "… Nghị định số 64/2007/NĐ-CP …" is cited."""
    for m in HEADER_NUMBER.finditer(source.text, start, end):
        begin = max(source.text.rfind(c, start, m.start()) for c in "\n\f\t") + 1
        before = source.folded[max(begin, start) : m.start()]
        for pattern in (QUOC_HIEU, TIEU_NGU, DATE_LONG.pattern):
            before = re.sub(pattern, " ", before)
        before = "" if _NAMED_NUMBER.fullmatch(before) else before
        raw = source.text[max(begin, start) : m.start()].rsplit("   ", 1)[-1]
        if not before.rsplit("   ", 1)[-1].strip(" -_.,;*") or is_capitals(raw):
            return m
    return None


def _head_goes_on(source: Source, i: int, limit: int, number: re.Match[str] | None) -> bool:
    """A line of an agency's name may begin like a kind ("BAN QUẢN LÝ / DỰ ÁN …"): then the number is still to come."""
    if number is None or number.start() < source.lines[i].start:
        return False
    following = [line for line in source.lines[i + 1 : limit] if not line.blank][:6]
    return any(line.start <= number.start() <= line.end for line in following)


def _take_away(source: Source, head: Head, start: int, edge: int) -> None:
    for pattern in (QUOC_HIEU, TIEU_NGU):
        for m in re.finditer(pattern, source.folded[start:edge]):
            head.taken.append(Span(start + m.start(), start + m.end()))
    if head.number:
        line = max(source.text.rfind(c, 0, head.number.start()) for c in "\n\f\t") + 1
        named = _NAMED_NUMBER.fullmatch(source.folded, line, head.number.start())
        head.taken.append(Span(line if named else head.number.start(), head.number.end()))
    if head.date:
        head.taken.append(Span(head.date.start, head.date.end))
    about = _ABOUT.search(source.folded, start, edge)
    if about:
        head.about = Span(about.start(), about.end())


def read_head(source: Source, head: Head, first: int, out: ReadDocument, make) -> None:  # type: ignore[no-untyped-def]
    """Fill number, date, place, agencies and marks of ``out``. ``make(start, end, value, confidence)`` builds a field."""
    sure = 0.97 if head.has_motto else 0.9
    if head.number:
        _read_number(source, head.number, out, make, sure)
    if head.date:
        out.date_parts = {"day": head.date.day, "month": head.date.month, "year": head.date.year}
        if head.date.iso:
            out.date = make(head.date.start, head.date.end, head.date.iso, sure)
        _read_place(source, head, out, make, sure)
    _read_marks(source, head, first, out, make)
    _read_agencies(source, head, first, out, make, sure)


def _read_number(source: Source, m: re.Match[str], out: ReadDocument, make, sure: float) -> None:  # type: ignore[no-untyped-def]
    raw_notation, group = (m["notation"], "notation") if m["notation"] else (m["party"], "party")
    notation = join_notation(raw_notation)
    out.notation = make(m.start(group), m.end(group), notation, sure)
    if m["number"]:
        out.number = make(m.start("number"), m.end("number"), m["number"], sure)
        if group == "party":
            code = f"{m['number']}-{notation}"
        else:
            code = "/".join(part for part in (m["number"], m["year"], notation) if part)
        out.code = make(m.start("number"), m.end(group), code, sure)


def _read_place(source: Source, head: Head, out: ReadDocument, make, sure: float) -> None:  # type: ignore[no-untyped-def]
    assert head.date is not None
    at = head.date.start
    line_start = max(source.text.rfind("\n", 0, at), source.text.rfind("\f", 0, at)) + 1
    if not source.text[line_start:at].strip():
        line_start = (
            max(source.text.rfind("\n", 0, line_start - 1), source.text.rfind("\f", 0, line_start - 1)) + 1
        )
    floor = max([line_start, *(t.end for t in head.taken if t.end <= at)])
    before = source.text[floor:at]
    gap = max(before.rstrip().rfind("\t"), before.rstrip().rfind("   "))
    floor += gap + 1 if gap >= 0 else 0
    m = _PLACE.search(source.text[floor:at])
    if not m:
        return
    place = unglued(" ".join(m["place"].split()))
    span = Span(floor + m.start("place"), floor + m.end("place"))
    head.taken.append(Span(span.start, at))
    if is_capitals(place) and len(place) > 3:
        place = " ".join(w.capitalize() for w in place.split())
    out.place = make(span.start, span.end, place, sure)


def _fragments(source: Source, head: Head, first: int) -> list[Span]:
    """What remains of the head's lines, cell by cell, after the known parts are taken away."""
    taken = sorted(head.taken, key=lambda s: s.start)
    found: list[Span] = []
    for line in source.lines[first : head.body]:
        if line.rule or line.page_number or line.blank:
            continue
        for cell in source.cells(line):
            at = cell.start
            for part in taken:
                if part.start < cell.end and part.end > at:
                    if part.start > at:
                        found.append(Span(at, part.start))
                    at = max(at, part.end)
            if at < cell.end:
                found.append(Span(at, cell.end))
    return [trimmed for piece in found if (trimmed := _trim(source, piece)).end > trimmed.start]


def _trim(source: Source, span: Span) -> Span:
    text = source.t(span)
    left = len(text) - len(text.lstrip(" \t\n\f-_–—=.,;:*~'\"`^"))
    right = len(text.rstrip(" \t\n\f-_–—=.,;:*~'\"`^"))
    return Span(span.start + left, span.start + max(right, left))


def _read_marks(source: Source, head: Head, first: int, out: ReadDocument, make) -> None:  # type: ignore[no-untyped-def]
    """Stamps stand alone in capitals in the head, or in a marking field. A word in running text is no mark."""
    for piece in _fragments(source, head, first):
        folded, text = " ".join(source.f(piece).split()), source.t(piece)
        capitals = is_capitals(text)
        if capitals and folded in _URGENCY and out.urgency is None:
            out.urgency = make(piece.start, piece.end, _URGENCY[folded], 0.95)
            head.taken.append(piece)
        elif capitals and folded in _SECRECY and out.secrecy is None:
            exact = " ".join(text.split()).casefold() == _SECRECY[folded].casefold()
            out.secrecy = make(piece.start, piece.end, _SECRECY[folded], 0.95 if exact else 0.5)
            head.taken.append(piece)
        elif m := _SECRECY_FIELD.fullmatch(folded):
            out.secrecy = make(piece.start, piece.end, _SECRECY[m.group(1)], 0.95)
            head.taken.append(piece)
        elif m := _URGENCY_FIELD.fullmatch(folded):
            out.urgency = make(piece.start, piece.end, _URGENCY[m.group(1)], 0.95)
            head.taken.append(piece)


def _read_agencies(source: Source, head: Head, first: int, out: ReadDocument, make, sure: float) -> None:  # type: ignore[no-untyped-def]
    pieces = [p for p in _fragments(source, head, first) if not _SIGNATURE_NOISE.fullmatch(source.f(p))]
    if head.number:
        pieces = [p for p in pieces if p.end <= head.number.start()] or pieces
    if head.about:
        pieces = [p for p in pieces if p.end <= head.about.start]
    units: list[list[Span]] = []
    for piece in pieces:
        text = unglued(source.t(piece))
        folded = fold(text)
        begins = bool(re.match(rf"(?:{AGENCY_HEADS})(?![a-z])", folded)) or bool(
            re.match(r"(?:uy\s*ban\s*nhan\s*dan|hoi\s*dong\s*nhan\s*dan)", folded)
        )
        if not is_capitals(text) and not (begins and head.number and text[:1].isupper()):
            continue
        if sum(c.isalpha() for c in text) < 2:
            continue
        previous = fold(unglued(source.t(units[-1][-1]))).strip() if units else ""
        continues = bool(units) and (
            bool(_CONTINUATION.match(folded))
            or not begins
            or previous in ("van phong", "ban quan ly", "doan")
            or bool(re.search(r"(?:\bva|,|-|\bmoi|\bcac|\bthuoc|\bcua|\bban chi dao)$", previous))
            or _inside_name(previous, folded)
        )
        if continues:
            units[-1].append(piece)
        elif begins or len(text.split()) >= 2:
            units.append([piece])
    if not units:
        return
    context = source.text
    issuer = units[-1]
    certain = sure if re.match(AGENCY_HEADS, fold(unglued(source.t(issuer[0])))) else sure - 0.25
    place = out.place.value if out.place else ""
    out.issuer = _agency(source, issuer, context, place, make, certain)
    if len(units) > 1:
        out.parent_agency = _agency(source, units[-2], context, place, make, certain)


def _inside_name(previous: str, folded: str) -> bool:
    """Wrapped names: "SỞ GIÁO DỤC VÀ / ĐÀO TẠO" needs no rule, "TRUNG TÂM PHỤC VỤ / HÀNH CHÍNH CÔNG" neither; these do."""
    return (previous.endswith("tai nguyen va moi") and folded.startswith("truong")) or (
        folded.startswith(("doi ", "hoi nhap", "doan ket")) and previous.endswith((" doi moi", "lao dong"))
    )


def _agency(source: Source, parts: list[Span], context: str, place: str, make, confidence: float) -> Field:  # type: ignore[no-untyped-def]
    text = unglued(" ".join(" ".join(source.t(p).split()) for p in parts))
    shown = natural_case(text, context=context, agency=True)
    if place and shown != text:
        shown = re.sub(rf"(?i)\b{re.escape(place)}$", place, shown)  # "Trường THCS Tân Lập" at Tân Lập
    return make(parts[0].start, parts[-1].end, shown, confidence)
