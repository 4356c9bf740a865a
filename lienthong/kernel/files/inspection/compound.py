"""Old Office files (MS-CFB): the directory, and what in it can run.

Reads header, sector chains and directory only (MS-CFB 2.2 to 2.6); every chain is bounded by the file's size.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from . import finding

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # values from here on are marks, not sector numbers
_MAX_ENTRIES = 20_000


@dataclass(frozen=True)
class Entry:
    name: str
    is_stream: bool
    start: int
    size: int


class Compound:
    """Raises Invalid(code="file_broken") for loops, cut chains and impossible sizes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.seek(0, 2)
        self._length = stream.tell()
        stream.seek(0)
        header = stream.read(512)
        if len(header) < 512 or header[:8] != MAGIC:
            raise finding.broken()
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise finding.broken()
        self._sector = 1 << shift
        self._sectors = self._length // self._sector + 1
        directory, self._cutoff, self._minifat_start = struct.unpack_from("<I4xII", header, 48)
        difat_start, difat_count = struct.unpack_from("<II", header, 68)
        self._fat = self._read_fat(header, difat_start, difat_count)
        self.entries = self._read_directory(directory)

    def _read_sector(self, number: int) -> bytes:
        if number >= self._sectors:
            raise finding.broken()
        self._stream.seek((number + 1) * self._sector)
        return self._stream.read(self._sector)

    def _read_fat(self, header: bytes, difat: int, difat_count: int) -> list[int]:
        numbers = [n for n in struct.unpack_from("<109I", header, 76) if n < _END]
        per = self._sector // 4
        seen = 0
        while difat < _END and seen < min(difat_count, self._sectors):
            block = self._read_sector(difat)
            if len(block) < self._sector:
                raise finding.broken()
            *more, difat = struct.unpack(f"<{per}I", block)
            numbers += [n for n in more if n < _END]
            seen += 1
        if len(numbers) > self._sectors:
            raise finding.broken()
        fat: list[int] = []
        for number in numbers:
            block = self._read_sector(number)
            fat += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
        return fat

    def _chain(self, start: int, limit: int) -> bytes:
        parts: list[bytes] = []
        number, steps, got = start, 0, 0
        while number < _END and got < limit:
            steps += 1
            if number >= len(self._fat) or steps > self._sectors:
                raise finding.broken()
            parts.append(self._read_sector(number))
            got += len(parts[-1])
            number = self._fat[number]
        return b"".join(parts)[:limit]

    def _read_directory(self, start: int) -> list[Entry]:
        data = self._chain(start, _MAX_ENTRIES * 128)
        entries = []
        for offset in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, offset + 64)
            if kind not in (1, 2, 5) or not 2 <= length <= 64:
                continue
            name = data[offset : offset + length - 2].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", data, offset + 116)
            entries.append(Entry(name, kind == 2, first, size))
        if not entries:
            raise finding.broken()
        return entries

    def names(self) -> set[str]:
        return {entry.name for entry in self.entries}

    def read(self, name: str, limit: int) -> bytes:
        """The first ``limit`` bytes of a stream in ordinary sectors; b"" when absent or in the mini stream."""
        for entry in self.entries:
            if entry.name == name and entry.is_stream and entry.size >= self._cutoff:
                return self._chain(entry.start, min(entry.size, limit))
        return b""


def inspect(stream: BinaryIO) -> tuple[str, set[str]]:
    """(kind, quarantine reasons); kind is doc, xls, encrypted_ooxml or "" for other compound files."""
    compound = Compound(stream)
    names = compound.names()
    reasons: set[str] = set()
    if "EncryptedPackage" in names:
        return "encrypted_ooxml", {"encrypted"}
    if names & {"Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"}:
        reasons.add("macros")
    if names & {"\x01Ole10Native", "\x01Ole", "Package", "ObjectPool"} and _has_objects(compound):
        reasons.add("embedded_object")
    if "WordDocument" in names:
        head = compound.read("WordDocument", 12)
        if len(head) >= 12 and struct.unpack_from("<H", head, 10)[0] & 0x0100:  # FibBase.fEncrypted
            reasons.add("encrypted")
        return "doc", reasons
    for book in ("Workbook", "Book"):
        if book in names:
            return "xls", reasons | _workbook_reasons(compound.read(book, 8 << 20))
    return "", reasons


def _has_objects(compound: Compound) -> bool:
    # An empty ObjectPool storage is written by Word into ordinary letters.
    return bool(compound.names() & {"\x01Ole10Native", "Package"}) or any(
        entry.name.startswith("_") and entry.name[1:].isdigit() for entry in compound.entries
    )


def _workbook_reasons(data: bytes) -> set[str]:
    """BIFF records of the globals stream: macro sheets (MS-XLS BoundSheet8), DDE links (SupBook), password (FilePass)."""
    reasons: set[str] = set()
    offset = 0
    while offset + 4 <= len(data):
        record, size = struct.unpack_from("<HH", data, offset)
        body = data[offset + 4 : offset + 4 + size]
        if record == 0x85 and size >= 6 and body[5] in (1, 6):
            reasons.add("macros")
        elif record == 0x2F:
            reasons.add("encrypted")
        elif record == 0x1AE and _is_dde_link(body):
            reasons.add("dde")
        elif record == 0x0A:
            break
        offset += 4 + size
    return reasons


def _is_dde_link(body: bytes) -> bool:
    """A SupBook path "service, 0x03, topic"; file paths use 0x03 too, but begin with 0x00, 0x01 or 0x02."""
    if len(body) < 6 or body[2:4] in (b"\x01\x04", b"\x01\x3a"):
        return False
    text = body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")
    return text[:1] > "\x02" and "\x03" in text
