"""Documents and annexes inside the same file, and plans that a decision carries in its own articles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bases import cited
from .casing import is_capitals, title_case
from .header import title_at
from .model import Field, ReadDocument
from .source import Source, Span
from .vocabulary import ISSUED_KINDS, QUOC_HIEU, kind_named

_ACCOMPANY = re.compile(r"[(\[]?\s*(?:duoc\s*)?(?:ban\s*hanh\s*)?(?:dinh\s*)?kem\s*theo\s+(?=[a-z])")
_LABEL = re.compile(
    r"(?P<label>(?:phu\s*luc|phu\s*bieu|bieu\s*so|mau\s*so)(?:\s*so)?(?:\s*(?:\d{1,3}[a-z]?|[ivxl]{1,6}|[a-h])(?![a-z0-9]))?)\s*(?P<after>[.:\-–]?)"
)
_INLINE = re.compile(
    rf"(?:phe\s*duyet|ban\s*hanh)\s*(?P<kind>{ISSUED_KINDS})(?![a-z])(?P<title>.{{5,400}}?)\s*(?=\(\s*(?:goi\s*tat|sau\s*day)|,?\s*(?:voi|gom)\s*(?:(?:nhung|cac|mot so)\s*)?noi\s*dung)",
    re.S,
)
_CONTENTS = re.compile(
    r"(?:voi|gom)\s*(?:(?:nhung|cac|mot so)\s*)?noi\s*dung[^.;\n]{0,40}(?:nhu\s*sau|sau(?:\s*day)?)\s*[:.]"
)
_NEXT_ARTICLE = re.compile(r"(?m)^[ \t]*dieu\s*2\s*[.:]")


@dataclass(frozen=True)
class Part:
    """A stretch of lines of an attached document; ``accompany`` is the place of "(Kèm theo …)"."""

    first: int
    last: int
    accompany: Span | None
    full: bool = False


def find_parts(
    source: Source, first: int, last: int, closing_first: int | None, closing_after: int | None
) -> list[Part]:
    """Where attached documents begin, in reading order. ``first`` is the first line after the title of the main one."""
    starts: dict[int, tuple[Span | None, bool]] = {}
    for i in range(first, last):
        line = source.lines[i]
        if line.blank or line.rule:
            continue
        span = _accompany(source, i, last)
        if span and (closing_after is None or i >= closing_after or _opens_attachment(source, i, first)):
            start = _climb(source, i, max(first, closing_after or first))
            full = any(
                re.search(r"cong\s*hoa\s*xa\s*hoi", source.f(above)) for above in source.lines[start:i]
            )
            starts[start] = (span, full)
        elif closing_after is not None and i >= closing_after:
            if re.match(QUOC_HIEU, source.f(line)) or any(
                re.match(r"cong\s*hoa\s*xa\s*hoi", source.f(c)) for c in source.cells(line)
            ):
                start = _climb_header(source, i, closing_after)
                if not any(start <= s <= i for s in starts):
                    starts[start] = (None, True)
            elif _is_label(source, i) and not any(i - 9 <= s <= i for s in starts):
                starts[i] = (None, False)
    order = sorted(starts)
    merged: list[Part] = []
    for n, at in enumerate(order):
        end = order[n + 1] if n + 1 < len(order) else last
        merged.append(Part(at, end, *starts[at]))
    return _join_headers(source, merged)


def _join_headers(source: Source, parts: list[Part]) -> list[Part]:
    """A header and the title with "(Kèm theo …)" a few lines below it are one document."""
    result: list[Part] = []
    for part in parts:
        previous = result[-1] if result else None
        if (
            previous
            and previous.full
            and not previous.accompany
            and part.accompany
            and part.first - previous.first < 16
        ):
            result[-1] = Part(previous.first, part.last, part.accompany, True)
        else:
            result.append(part)
    return result


def _accompany(source: Source, i: int, last: int) -> Span | None:
    line = source.lines[i]
    m = _ACCOMPANY.match(source.folded, line.start, line.end)
    if not m or not source.t(line).startswith(("(", "[")):
        return None
    stop = min(i + 4, last) - 1
    end = re.search(r"[)\]]", source.text[line.start : source.lines[stop].end])
    finish = line.start + end.end() if end else line.end
    return Span(m.end(), finish - (1 if end else 0))


def _opens_attachment(source: Source, i: int, first: int) -> bool:
    """Before the closing block (or without one), only a title or label right above makes "(Kèm theo …)" an opening."""
    for line in reversed(source.lines[max(first, i - 10) : i]):
        if line.blank or line.rule:
            continue
        if title_at(source, line) or _LABEL.match(source.f(line)):
            return True
        if not (is_capitals(source.t(line)) or line.end - line.start < 110):
            return False
    return False


def _is_label(source: Source, i: int) -> bool:
    line = source.lines[i]
    m = _LABEL.match(source.folded, line.start, line.end)
    if not m:
        return False
    text = source.t(line)
    rest = source.text[m.end() : line.end].strip()
    label_caps = is_capitals(source.text[m.start("label") : m.end("label")])
    if not rest:
        return len(text) < 30 and (label_caps or bool(re.match(r"(?:phu\s*luc|phu\s*bieu)", source.f(line))))
    return label_caps and (is_capitals(rest) or m["after"] in (":", "."))


def _climb(source: Source, i: int, floor: int) -> int:
    """From "(Kèm theo …)" up to the first line of the title that it closes."""
    best = i
    blanks = 0
    for j in range(i - 1, floor - 1, -1):
        line = source.lines[j]
        if line.blank or line.rule:
            blanks += 1
            if blanks > 3:
                break
            continue
        if i - j > 14:
            break
        folded = source.f(line)
        if _LABEL.match(folded) or title_at(source, line):
            best = j
            if _LABEL.match(folded):
                break
            return _climb_header(source, j, floor)
        if not is_capitals(source.t(line)) and blanks > 1:
            break
        if line.end - line.start > 200 or source.t(line).rstrip().endswith(("./.", ";")):
            break
        best = j
    return best


def _climb_header(source: Source, i: int, floor: int) -> int:
    """Take agency lines and Quốc hiệu above a title along."""
    best = i
    blanks = 0
    for j in range(i - 1, floor - 1, -1):
        line = source.lines[j]
        if line.blank or line.rule or line.page_number:
            blanks += 1
            if blanks > 4:
                break
            continue
        folded = source.f(line)
        header = (
            is_capitals(source.t(line))
            or re.match(r"(?:doc\s*lap|so\s*:|phu\s*luc)", folded)
            or re.search(r"doc\s*lap\s*-|ngay\s.*thang\s", folded)
        )
        if not header or line.end - line.start > 120:
            break
        best = j
        blanks = 0
    return best


def read_part(source: Source, part: Part, out: ReadDocument, make) -> None:  # type: ignore[no-untyped-def]
    """Kind, title, label and the document it comes with, of an attached document without a head of its own."""
    lines = [(n, source.lines[n]) for n in range(part.first, part.last)]
    stop = part.accompany.start if part.accompany else None
    title: list[Span] = []
    kind_end: int | None = None
    blank = False
    for _n, line in lines:
        if stop is not None and line.end >= stop:
            before = source.text[line.start : stop]
            if "(" in before and before.split("(")[0].strip() and title:
                title.append(Span(line.start, line.start + before.index("(")))
            break
        if line.blank or line.rule:
            blank = blank or bool(title)
            continue
        folded = source.f(line)
        label = _LABEL.match(source.folded, line.start, line.end)
        found = title_at(source, line)
        if label and out.label is None and not title and out.kind is None:
            out.label = make(
                label.start("label"),
                label.end("label"),
                source.clean(label.start("label"), label.end("label")),
                0.95,
            )
            out.kind = make(label.start("label"), label.end("label"), "Phụ lục", 0.9)
            if source.text[label.end() : line.end].strip():
                title.append(Span(label.end(), line.end))
        elif found and out.kind is None and not title:
            out.kind = make(found.start(), found.end(), kind_named(found.group()), 0.95)
            kind_end = found.end()
            if source.text[kind_end : line.end].strip(" .:"):
                title.append(Span(kind_end, line.end))
        elif re.match(rf"{QUOC_HIEU}|doc\s*lap", folded) or (out.kind is None and not title and part.full):
            continue
        elif (stop is None and title and (blank or not is_capitals(source.t(line)))) or (
            stop is None and not title and not is_capitals(source.t(line)) and line.end - line.start > 160
        ):
            break
        else:
            title.append(Span(line.start, line.end))
            if len(title) > 7:
                break
    if title:
        value = title_case([source.clean(part.start, part.end) for part in title], context=source.text)
        if value := value.strip(" .;,-–:_"):
            out.subject = make(title[0].start, title[-1].end, value, 0.9)
    if part.accompany:
        read_accompany(source, part.accompany, out, make)


def read_accompany(source: Source, span: Span, out: ReadDocument, make) -> None:  # type: ignore[no-untyped-def]
    facts = cited(source, span.start, span.end)
    if facts["kind"] or facts["code"]:
        value = facts["code"] or facts["kind"]
        out.issued_with = make(
            span.start,
            span.end,
            value,
            0.9,
            extra={k: facts[k] for k in ("kind", "code", "number", "notation", "date", "issuer")},
        )


def inline_plan(source: Source, first: int, last: int, make) -> tuple[Field, Field, Span] | None:  # type: ignore[no-untyped-def]
    """ "Điều 1. Phê duyệt Kế hoạch … với những nội dung chủ yếu sau:" → kind, title and the place of the content."""
    if first >= last:
        return None
    start, end = source.lines[first].start, source.lines[last - 1].end
    article = re.search(r"(?m)^[ \t]*dieu\s*1\s*[.:]", source.folded[start:end])
    if not article:
        return None
    at = start + article.end()
    m = _INLINE.search(source.folded, at, min(at + 700, end))
    if not m or re.search(r"[;:]|\bdieu \d", m["title"]):
        return None
    contents = _CONTENTS.search(source.folded, m.end("title"), min(m.end("title") + 250, end))
    if not contents:
        return None
    finish = _NEXT_ARTICLE.search(source.folded, contents.end(), end)
    kind = kind_named(m["kind"])
    title = source.clean(m.start("kind"), m.end("title")).strip(" ,.;")
    title = title[0].upper() + title[1:]
    return (
        make(m.start("kind"), m.end("kind"), kind, 0.8),
        make(m.start("kind"), m.end("title"), title, 0.8),
        Span(contents.end(), finish.start() if finish else end),
    )
