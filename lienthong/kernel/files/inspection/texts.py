"""Plain text, CSV and RTF: what is not text is refused, what starts programs is kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from . import finding, sniffing

CHUNK = 64 * 1024
_OVERLAP = 256

#: A cell like ``=cmd|' /C calc'!A0`` makes a spreadsheet program start another one.
_CSV_DDE = re.compile(rb"""(?:^|[\n\r,;\t"'])\s*[=+\-@][^\n\r,;]{0,100}\|[^\n\r]{0,200}!""")
_RTF_OBJECT = re.compile(rb"\\(?:objdata|objocx|objupdate|objautlink)\b|\\object\b")
_RTF_DDE = re.compile(rb"\\fldinst[^}]{0,100}?\bDDE(?:AUTO)?\b", re.IGNORECASE)
_RTF_MAX_DEPTH = 2_000


def inspect(stream: BinaryIO, kind: str) -> finding.Finding:
    """``kind`` is txt, csv or rtf. Raises Invalid when control characters show that it is no text."""
    found = finding.Finding(kind=kind)
    wide = stream_starts_wide(stream)
    depth = 0
    for window, fresh in _windows(stream):
        if not wide and kind != "rtf" and b"\x00" in fresh:
            raise finding.mismatch()
        if kind == "csv" and _CSV_DDE.search(window.replace(b"\x00", b"") if wide else window):
            found.reasons.add("dde")
        if kind == "rtf":
            if _RTF_OBJECT.search(window):
                found.reasons.add("embedded_object")
            if _RTF_DDE.search(window):
                found.reasons.add("dde")
            depth += fresh.count(b"{") - fresh.count(b"}")
            if depth > _RTF_MAX_DEPTH:
                raise finding.too_deep()
    return found


def stream_starts_wide(stream: BinaryIO) -> bool:
    stream.seek(0)
    head = stream.read(sniffing.HEAD)
    return head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _windows(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Pieces with the end of the piece before, so that a pattern across a border is seen."""
    stream.seek(0)
    tail = b""
    while chunk := stream.read(CHUNK):
        yield tail + chunk, chunk
        tail = chunk[-_OVERLAP:]
