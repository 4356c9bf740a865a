"""What the end of a document says: recipients (Nơi nhận), competence, position and name of the signer."""

from __future__ import annotations

import re

from lienthong.kernel.text import fold

from .casing import person_case, position_case
from .closing_block import POSITION, SIGN, Closing, name_span
from .model import ReadDocument
from .source import Source, Span
from .vocabulary import FAMILY_NAMES

_JOINT = ("Thông tư liên tịch", "Nghị quyết liên tịch", "Kế hoạch liên tịch")


def read_closing(source: Source, closing: Closing, out: ReadDocument, make) -> None:  # type: ignore[no-untyped-def]
    _read_recipients(source, closing, out, make)
    _read_signer(source, closing, out, make)


def _read_recipients(source: Source, closing: Closing, out: ReadDocument, make) -> None:  # type: ignore[no-untyped-def]
    items: list[list[Span]] = []
    for role, cell, _line in closing.cells:
        if role == "heading":
            rest = re.match(r"noi\s*(?:nhan|gui)[^:;.]{0,12}[:;.]?\s*", source.f(cell))
            begin = cell.start + (rest.end() if rest else 0)
            if begin < cell.end:
                items.append([Span(begin, cell.end)])
        elif role == "recipient":
            wraps = (
                items and not source.t(cell).startswith(("-", "–", "•", "+")) and source.t(cell)[:1].islower()
            )
            (items[-1].append(cell) if wraps else items.append([cell]))
        elif role == "more":
            (items[-1].append(cell) if items else items.append([cell]))
    for parts in items:
        for piece in _pieces(source, parts):
            value = " ".join(source.clean(p.start, p.end) for p in piece).strip(" \t-–•+;.,")
            if value:
                folded = fold(value)
                role = (
                    "archive"
                    if folded.startswith("luu")
                    else "as_above"
                    if folded.startswith("nhu ")
                    else "recipient"
                )
                out.recipients.append(make(piece[0].start, piece[-1].end, value, 0.93, extra={"role": role}))


def _pieces(source: Source, parts: list[Span]) -> list[list[Span]]:
    """ "- Như Điều 3; - Sở Nội vụ; - Lưu: VT." on one line are three."""
    done: list[list[Span]] = [[]]
    for part in parts:
        at = part.start
        for m in re.finditer(r";\s*(?=[-–•+]\s*\S)|;\s*(?=(?:nhu|luu)\b)", source.f(part)):
            done[-1].append(Span(at, part.start + m.start()))
            done.append([])
            at = part.start + m.end()
        if at < part.end:
            done[-1].append(Span(at, part.end))
    return [d for d in done if d]


def _read_signer(source: Source, closing: Closing, out: ReadDocument, make) -> None:  # type: ignore[no-untyped-def]
    lines = _signers(closing, out)
    competences: list[list[Span]] = []
    positions: list[list[Span]] = []
    codes: list[str] = []
    target: list[list[Span]] | None = None
    for cell in lines:
        sign = SIGN.match(source.f(cell))
        if sign:
            code = (sign["sign"] or sign["slashed"]).replace("/", "").upper()
            if code == "Q":
                positions.append([cell])
                target = positions
            codes.append(code)
            if code != "Q":
                target = competences
                competences.append([cell])
            else:
                competences.append([cell])
        elif POSITION.match(source.f(cell)) and not (target is not None and _unfinished(source, target[-1])):
            target = positions
            positions.append([cell])
        elif target is not None:
            target[-1].append(cell)
        else:
            target = positions
            positions.append([cell])
    if competences:
        flat = [c for parts in competences for c in parts]
        value = ", ".join(_sign_text(source, parts) for parts in competences)
        out.signer_competence = make(flat[0].start, flat[-1].end, value, 0.95, extra={"codes": codes})
    if positions:
        flat = [c for parts in positions for c in parts]
        texts = [position_case(_sign_text(source, parts)) for parts in positions]
        out.signer_position = make(flat[0].start, flat[-1].end, "; ".join(texts), 0.93)
    names = [span for cell in _names(closing, out) if (span := name_span(source, cell)) is not None]
    if names and lines:
        values = [person_case(source.clean(span.start, span.end)) for span in names]
        sure = 0.95 if all(fold(value.split()[0]) in FAMILY_NAMES for value in values) else 0.75
        first, last = min(span.start for span in names), max(span.end for span in names)
        out.signer_name = make(first, last, "; ".join(values), sure)


def _unfinished(source: Source, parts: list[Span]) -> bool:
    return source.f(parts[-1]).rstrip().endswith((" va", ",", "-", " pho"))


def _joint(out: ReadDocument) -> bool:
    """Several agencies sign a joint document; "19/2012/TTLT-BTC-BKHCN", "05/NQLT/…"."""
    kind, notation = out.kind.value if out.kind else "", out.notation.value if out.notation else ""
    return kind in _JOINT or notation.startswith(("TTLT", "NQLT", "KHLT", "CTrLT", "QCLT"))


def _signers(closing: Closing, out: ReadDocument) -> list[Span]:
    if not _joint(out):
        return _right_most(closing, "signer")
    return _column_by_column([item for item in closing.cells if item[0] == "signer"])


def _names(closing: Closing, out: ReadDocument) -> list[Span]:
    """One name; those of a joint document all, in the order of their titles."""
    found = [item for item in closing.cells if item[0] == "name"]
    if _joint(out):
        return _column_by_column(found)
    return [cell for _role, cell, line in found if line == max(n for _r, _c, n in found)][-1:]


def _column_by_column(cells: list[tuple[str, Span, int]]) -> list[Span]:
    """Left column first, then the right one; one below the other stays as it is."""
    by_line: dict[int, list[Span]] = {}
    for _role, cell, line in cells:
        by_line.setdefault(line, []).append(cell)
    rows = [by_line[line] for line in sorted(by_line)]
    return [row[at] for at in range(max(map(len, rows), default=0)) for row in rows if at < len(row)]


def _right_most(closing: Closing, wanted: str) -> list[Span]:
    """Minutes are signed in two columns; the chair's, on the right, counts."""
    by_line: dict[int, Span] = {}
    for role, cell, line in closing.cells:
        if role == wanted:
            by_line[line] = cell
    return [by_line[line] for line in sorted(by_line)]


def _sign_text(source: Source, parts: list[Span]) -> str:
    text = " ".join(source.clean(p.start, p.end) for p in parts).strip(" .,;:-")
    return re.sub(
        r"^(TM|KT|TL|TUQ|Q|T/M|K/T|T/L)\s*[.,:\s]\s*", lambda m: m.group(1).replace("/", "") + ". ", text
    )
