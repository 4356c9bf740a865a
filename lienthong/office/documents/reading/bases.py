"""Legal bases ("Căn cứ …") and proposals ("Xét đề nghị của … tại Tờ trình số …")."""

from __future__ import annotations

import re
from typing import Any

from .casing import is_capitals
from .codes import Code, DateAt, codes_in, dates_in
from .model import Field, ReadDocument
from .source import Source, Span
from .vocabulary import AGENCY_HEADS, CITED_KINDS, LETTER, POSITIONS, UPPER, kind_named

_ITEM = r"(?:[-–+•]\s*|\d{1,2}[.)]\s+|[a-z]\)\s*)?"
_BASIS = re.compile(
    rf"{_ITEM}(?:can\s*cu|thuc\s*hien|thi\s*hanh|trien khai thuc hien|trien khai|tiep tuc thuc hien|theo)\b(?:\s*vao)?\s*:?\s*(?:cac\s+)?"
)
_PROPOSAL = re.compile(
    rf"{_ITEM}(?:xet|theo|tren\s*co\s*so|sau\s*khi|can\s*cu)\s*(?:cac\s*|thong\s*nhat\s*)?(?:de\s*nghi|y\s*kien|to\s*trinh|ket\s*qua|bao\s*cao\s*(?:tham\s*dinh|tham\s*tra))\b"
)
_KIND = re.compile(rf"(?:cac\s+)?(?P<kind>{CITED_KINDS})(?![a-z])")
_DECIDE = re.compile(r"(?:quyet\s*dinh|quyet\s*nghi|nghi\s*quyet|chi\s*thi)\s*:?\s*$|dieu\s*1\s*[.:]")
_BASES_HEADING = re.compile(
    r"(?:[ivx\d]+\s*[.)]\s*)?(?:cac\s*|nhung\s*)?(?:can\s*cu|co so phap ly)(?:\s*(?:xay\s*dung|phap\s*ly|ban\s*hanh|lap|de)\b.*|\s*:?)$"
)
_HEADING = re.compile(r"(?:phan\s|chuong\s|muc\s|[ivx]+\s*[.-]|dieu\s*\d)")
_ISSUER = re.compile(r"\s*(?:,\s*)?(?:cua|giua)\s+")
_ISSUER_END = re.compile(
    r"\s*(?:[,;(]|\.\s*$|\b(?:ve|v/v|quy dinh|phe duyet|ban hanh|huong dan|sua doi|bo sung|thong qua|cong bo|day manh|tang cuong|cong nhan|giao|khoa\s*[xiv\d]|"
    r"dieu chinh|thanh lap|bai bo|thay the|to chuc|phan cong|phan cap|uy quyen|chap thuan|kien toan|trien khai|thuc hien|ngay|so|tai|de nghi|va de nghi|quyet dinh|bao cao|giai doan)\b)"
)
_ABOUT = re.compile(r"^[\s,.:;-]*(?:(?:ve\s*viec|v/v|ve)\b)?[\s,:]*")
_SPEAKER = re.compile(
    rf"[,;]\s+(?=(?:{AGENCY_HEADS}|{POSITIONS})(?![a-z])(?:(?!\bve\b)[^,;]){{0,90}}?\s(?:xay dung|ban hanh|bao cao|trinh|thong bao|de nghi|yeu cau"
    r"|kinh (?:trinh|de nghi|bao cao|moi)|tong hop|co y kien|huong dan|trien khai|to chuc|de xuat|gui|quyet dinh|phoi hop|lap|nhan duoc)\b)"
)
_NEXT_BASIS = r"[;,]\s*(?:va\s+)?can\s*cu\s+(?:vao\s+)?(?:cac\s+)?|[;]\s*(?:va\s+|cac\s+)?|,\s*(?=(?:nghi dinh|quyet dinh|thong tu|luat|nghi quyet) so\s*\d)"
_EXACT_ENDS = {"tai": "tại", "giao": "giao", "so": "số", "ve": "về", "ngay": "ngày"}
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
_BASES_MAX = 12000


def read_bases(source: Source, first: int, last: int, out: ReadDocument, make) -> int:  # type: ignore[no-untyped-def]
    """Read bases and proposals among the lines; return the index of the first line of the body proper."""
    items, after = _collect(source, first, last)
    for start, end, role in items:
        if role == "proposal":
            out.proposals.extend(_proposals(source, start, end, make))
        else:
            out.legal_bases.extend(_bases(source, start, end, make))
    return after


def _collect(source: Source, first: int, last: int) -> tuple[list[tuple[int, int, str]], int]:
    """Group lines into items. Outside a decision only the opening of the body counts: no item after real text."""
    items: list[list[Any]] = []
    listed = False
    after = first
    plain = 0
    start_of_all = source.lines[first].start if first < last else 0
    i = first
    while i < last:
        line = source.lines[i]
        if line.blank or line.rule or line.page_number:
            i += 1
            continue
        folded, text = source.f(line), source.t(line)
        if line.start - start_of_all > _BASES_MAX:
            break
        if _DECIDE.match(folded) and (is_capitals(text) or folded.startswith("dieu") or len(text) < 25):
            break
        if _BASES_HEADING.match(folded) and len(text) < 80 and not text.rstrip().endswith((";", ",")):
            listed, plain = True, 0
            i += 1
            continue
        role = _role(folded, listed, source, line)
        if role:
            items.append([line.start, line.end, role])
            plain = 0
        elif items and _continues(source, items[-1], line, folded):
            items[-1][1] = line.end
        else:
            if listed and items:
                break
            plain += 1
            if _HEADING.match(folded) and not listed and (items or plain > 2):
                break
            if plain > 2:
                break
            i += 1
            continue
        i += 1
        after = i
    return [(s, e, r) for s, e, r in items], after


def _role(folded: str, listed: bool, source: Source, line: Span) -> str | None:
    if _PROPOSAL.match(folded):
        return "proposal"
    m = _BASIS.match(folded)
    if m and (
        _KIND.match(folded, m.end()) or folded[m.start() :].lstrip("-–+• ").startswith(("can cu", "cancu"))
    ):
        return "basis"
    if listed and _KIND.match(re.sub(rf"^{_ITEM}", "", folded)):
        return "basis"
    return None


def _continues(source: Source, item: list[Any], line: Span, folded: str) -> bool:
    before = source.text[item[0] : item[1]].rstrip()
    if before.endswith(("./.", ":")):
        return False
    if before.endswith((";", ".", ",")) and not re.match(r"[a-zà-ỹ(]|\d", source.t(line)):
        gap = source.text[item[1] : line.start]
        return before.endswith(",") and gap.count("\n") <= 1
    if _HEADING.match(folded):
        return False
    if is_capitals(source.t(line)) and not re.search(r"\d", source.t(line)):
        return False
    return not (before.endswith((";", ".")) and not re.match(r"[a-zà-ỹ(]", source.t(line)))


def _bases(source: Source, start: int, end: int, make) -> list[Field]:  # type: ignore[no-untyped-def]
    """One paragraph may hold several bases, each after a semicolon and beginning with the name of a kind."""
    m = _BASIS.match(source.folded, start, end)
    begin = m.end() if m else start
    plain = re.match(_ITEM, source.folded[start:end])
    if m is None and plain:
        begin = start + plain.end()
    end = _before_sentence(source, begin, end)
    cuts, stops = [begin], []
    for gap in re.finditer(_NEXT_BASIS, source.folded[begin:end]):
        after = begin + gap.end()
        if _KIND.match(source.folded, after, end) or re.match(r"so\s*:?\s*\d", source.folded[after:end]):
            cuts.append(after)
            stops.append(begin + gap.start())
    found: list[Field] = []
    for i, (cut, stop) in enumerate(zip(cuts, [*stops, end], strict=True)):
        basis = _one(source, start if i == 0 else cut, cut, stop, make)
        if basis:
            if basis.extra["kind"] is None and found:
                basis.extra["kind"] = found[-1].extra["kind"]  # "các Nghị định …: số 63/…; số 30/…"
            found.append(basis)
    return found


def _before_sentence(source: Source, begin: int, end: int) -> int:
    """Where the basis of a running sentence ends: "… đến năm 2020. UBND tỉnh xây dựng Kế hoạch …"."""
    for m in re.finditer(rf"(?<=[{LETTER}0-9)])[.]\s+(?=[{UPPER}])", source.text[begin:end]):
        if not re.search(r"\b(?:tp|tx|tt|q|p|h|so)$", source.folded[begin : begin + m.start()]):
            end = begin + m.start()
            break
    if source.text[begin:end].rstrip().endswith((";", ",")):
        return end  # a basis in a list; "…, Bộ Nội vụ hướng dẫn …" then names one more ministry of a joint circular
    for m in _SPEAKER.finditer(source.folded, begin, end):
        if source.text[m.end()].isupper():
            return m.start()
    return end


def _one(source: Source, shown: int, begin: int, end: int, make) -> Field | None:  # type: ignore[no-untyped-def]
    text = source.text[begin:end].rstrip(" \t\n\f;.,:/")
    end = begin + len(text)
    if not text.strip():
        return None
    facts = cited(source, begin, end)
    if facts["kind"] is None and facts["code"] is None:
        if not re.search(r"can\s*cu", source.folded[shown:begin]):
            return None
        facts["title"] = source.clean(begin, end) or None
        confidence = 0.6
    else:
        named = facts["kind"] in _LAWS or re.search(r"can\s*cu", source.folded[shown:begin])
        if not named and not any(facts[k] for k in ("code", "date", "issuer")):
            return None  # "Thực hiện Chương trình làm việc, …" cites nothing
        known = sum(facts[k] is not None for k in ("kind", "code", "date", "issuer", "title"))
        confidence = min(0.97, 0.72 + 0.05 * known)
    value = source.clean(shown, end).lstrip("-–+• ")
    return make(shown, end, value, confidence, extra={**facts, "text": value})


def cited(source: Source, begin: int, end: int) -> dict[str, Any]:
    """Kind, code, date, issuer and title of a document that is cited between two positions; absent ones are None."""
    m = _KIND.match(source.folded, begin, end)
    kind = kind_named(m["kind"]) if m else None
    body = m.end() if m else begin
    codes = codes_in(source, body, end)
    code = (
        codes[0]
        if codes and (codes[0].start - body < 160 or kind in ("Luật", "Bộ luật", "Pháp lệnh"))
        else None
    )
    dates = dates_in(source, code.end if code else body, end)
    date = dates[0] if dates and _belongs(source, dates[0], code, kind, body) else None
    after = max([body, *([code.end] if code else []), *([date.end] if date else [])])
    issuer, after = _issuer(source, after, end)
    if (
        issuer is None
        and code
        and (named := re.match(r"\s*cua\s+([^:;]{3,80}?)\s*:", source.folded[body : code.start]))
    ):
        issuer = source.clean(body + named.start(1), body + named.end(1))  # "Nghị định của Chính phủ: số …"
    return {
        "kind": kind,
        "code": code.text if code else None,
        "number": code.number if code else None,
        "notation": code.notation if code else None,
        "year": _year(source, code, date, body, end),
        "date": date.iso if date else None,
        "issuer": issuer,
        "title": _title(source, kind, m, body, code, date, after, end),
    }


def _belongs(source: Source, date: DateAt, code: Code | None, kind: str | None, body: int) -> bool:
    """The date of the document follows its code at once; dates inside its title do not count."""
    if code is None:
        return kind is not None and "ngay" in source.folded[max(date.start - 6, 0) : date.end]
    return date.start - code.end < 12


def _year(source: Source, code: Code | None, date: DateAt | None, body: int, end: int) -> int | None:
    if date and date.year:
        return date.year
    if code and code.year:
        return code.year
    m = re.search(r"\bnam\s*((?:19|20)\d\d)\s*[;,.]?\s*$", source.folded[body:end])
    return int(m.group(1)) if m and code is None else None


def _issuer(source: Source, at: int, end: int) -> tuple[str | None, int]:
    m = _ISSUER.match(source.folded, at, end)
    if not m:
        return None, at
    stop = _issuer_stop(source, m.end(), end)
    issuer = source.clean(m.end(), stop).rstrip(" .,;:")
    return (issuer or None), stop


def _issuer_stop(source: Source, begin: int, end: int) -> int:
    """Commas belong to the name of several ministries: "Bộ Tài chính, Bộ Thông tin và Truyền thông"."""
    at = begin
    while True:
        m = _ISSUER_END.search(source.folded, at, end)
        if not m:
            return end
        comma_more = re.match(
            r"\s*,\s*(?:bo|so|uy ban|ubnd|ngan hang|thanh tra|toa an|vien kiem sat|the thao|van hoa|lao dong|gia dinh)\b",
            source.folded[m.start() : end],
        )
        if comma_more:
            at = m.start() + comma_more.end()
            continue
        exact = _EXACT_ENDS.get(m.group().strip())
        if exact and source.text[m.start() : m.end()].strip() != exact:
            at = m.end()  # "Bộ Tài chính" holds "tài", not "tại"; "Bộ Giáo dục" no "giao"
            continue
        return m.start() if m.start() > begin else end


def _title(source, kind, kind_match, body, code, date, after, end):  # type: ignore[no-untyped-def]
    if kind in _LAWS:
        stop = min([end, *([code.start] if code else []), *([date.start] if date else [])])
        title = source.clean(kind_match.start("kind"), stop)
        title = re.sub(r"\s*(?:,\s*)?(?:ban hành\s*)?(?:ngày|số|năm \d{4})\s*(?:[:.]\s*)?$", "", title).strip(
            " ,;:."
        )
        return title or None
    m = _ABOUT.match(source.folded[after:end])
    begin = after + (m.end() if m else 0)
    paren = re.match(r"\([^)]*\)\s*(?:(?:ve\s*viec|v/v|ve)\b)?[\s,:]*", source.folded[begin:end])
    begin += paren.end() if paren else 0
    title = source.clean(begin, end).strip(" ,;:.")
    return title if len(title) > 2 else None


def _proposals(source: Source, start: int, end: int, make) -> list[Field]:  # type: ignore[no-untyped-def]
    end = start + len(source.text[start:end].rstrip(" \t\n\f;.,:/"))
    cuts = [start]
    for m in re.finditer(
        r",?\s*va\s+(?:theo\s+|xet\s+)?(?=de\s*nghi\s*(?:cua|tai)\b)|;\s*(?=(?:y\s*kien|de\s*nghi|bao\s*cao|to\s*trinh)\b)",
        source.folded[start:end],
    ):
        cuts.append(start + m.end())
    found = []
    for i, cut in enumerate(cuts):
        stop = cuts[i + 1] if i + 1 < len(cuts) else end
        if i + 1 < len(cuts):
            gap = re.search(r",?\s*va\s+(?:theo\s+|xet\s+)?$|;\s*$", source.folded[cut:stop])
            stop = cut + gap.start() if gap else stop
        found.append(_proposal(source, cut, stop, make))
    return found


def _proposal(source: Source, start: int, end: int, make) -> Field:  # type: ignore[no-untyped-def]
    folded = source.folded[start:end]
    role = "proposal" if re.search(r"de\s*nghi|to\s*trinh", folded) else "opinion"
    by = re.search(r"(?:de\s*nghi|y\s*kien(?:\s*tham\s*dinh|\s*thong\s*nhat)?)\s*cua\s+", folded)
    proposer = None
    if by:
        stop = re.search(r"\s*(?:,|\btai\b|\btheo\b|\bve\b|\(|;)", folded[by.end() :])
        while stop and re.match(
            r"\s*,\s*(?:so|bo|giam doc|truong|chanh|the thao|lao dong)\b", folded[by.end() + stop.start() :]
        ):
            nxt = re.search(r"\s*(?:,|\btai\b|\btheo\b|\bve\b|\(|;)", folded[by.end() + stop.end() :])
            if nxt is None:
                stop = None
                break
            stop = re.compile(r"\s*(?:,|\btai\b|\btheo\b|\bve\b|\(|;)").search(
                folded[by.end() :], stop.end() + nxt.start()
            )
        limit = by.end() + stop.start() if stop else len(folded)
        proposer = source.clean(start + by.end(), start + limit).rstrip(" .,;") or None
    at = re.search(
        rf"(?:\btai\s*|\btheo\s*|^xet\s*|^theo\s*)(?:cac\s+)?(?=(?:{CITED_KINDS})(?![a-z]))", folded
    )
    facts = (
        cited(source, start + at.end(), end)
        if at
        else dict.fromkeys(("kind", "code", "number", "notation", "year", "date", "issuer", "title"))
    )
    if proposer is None and facts["issuer"]:
        proposer = facts["issuer"]
    value = source.clean(start, end)
    return make(
        start,
        end,
        value,
        0.9 if proposer else 0.6,
        extra={"role": role, "proposer": proposer, **facts, "text": value},
    )
