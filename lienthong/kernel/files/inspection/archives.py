"""Zip and everything that is one inside (docx, xlsx, pptx, odt, ods), checked while it unpacks.

Every byte is inflated once, in small pieces, against one budget for the whole file including archives inside it.
Nothing is written to disk but nested archives and documents, one at a time, inside the same budget.
"""

from __future__ import annotations

import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from . import finding, ooxml, sniffing

CHUNK = 64 * 1024
MAX_RATIO = 100
#: Below this size a high ratio is harmless: an empty sheet of 200 KB packs very well.
RATIO_FLOOR = 1 << 20
MAX_TOTAL = 512 << 20
MAX_ENTRIES = 10_000
MAX_DEPTH = 3
MAX_DIRECTORY = 4 << 20
MAX_NAME = 1024
_EOCD = struct.Struct("<4s4H2LH")

_PROGRAM_EXTENSIONS = frozenset(
    {
        "apk",
        "app",
        "bat",
        "bin",
        "cmd",
        "com",
        "cpl",
        "dll",
        "exe",
        "gadget",
        "hta",
        "inf",
        "jar",
        "js",
        "jse",
        "lnk",
        "msi",
        "msp",
        "pif",
        "ps1",
        "reg",
        "scr",
        "sct",
        "sh",
        "url",
        "vb",
        "vbe",
        "vbs",
        "wsf",
    }
)


@dataclass
class Budget:
    """What one uploaded file may unpack to, counted over all archives inside it."""

    packed: int
    total: int = 0
    entries: int = 0

    def take(self, amount: int) -> None:
        self.total += amount
        if self.total > MAX_TOTAL or (
            self.total > RATIO_FLOOR and self.total > MAX_RATIO * max(self.packed, 1)
        ):
            raise finding.bomb()

    def take_entries(self, amount: int) -> None:
        self.entries += amount
        if self.entries > MAX_ENTRIES:
            raise finding.bomb()


def find_directory(stream: BinaryIO) -> tuple[int, int, int, int] | None:
    """(entries, size, offset, end) of the central directory at the very end, or None when there is no archive there."""
    stream.seek(0, 2)
    length = stream.tell()
    tail_length = min(length, 22 + 65535)
    stream.seek(length - tail_length)
    tail = stream.read(tail_length)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        return None
    _, _, _, _, count, size, offset, comment = _EOCD.unpack_from(tail, at)
    end = length - tail_length + at
    if size and offset + size <= end:
        stream.seek(end - size)
        if stream.read(4) != b"PK\x01\x02":
            return None
    elif size:
        return None
    return count, size, offset, end + 22 + comment


def hides_archive(stream: BinaryIO) -> bool:
    """True for a polyglot: a picture or PDF that an unpacker would open as an archive too."""
    found = find_directory(stream)
    return found is not None and found[0] > 0


def inspect(stream: BinaryIO, *, budget: Budget | None = None, depth: int = 1) -> finding.Finding:
    """Kind (docx, xlsx, pptx, odt, ods, zip) and quarantine reasons.

    Raises TooLarge for bombs, Invalid for unsafe entry names, links, overlaps, broken data and deep nesting.
    """
    if depth > MAX_DEPTH:
        raise finding.too_deep()
    stream.seek(0, 2)
    length = stream.tell()
    budget = budget or Budget(packed=length)
    directory = find_directory(stream)
    if directory is None:
        raise finding.broken()
    count, size, offset, end = directory
    # Nothing before, between or after: what we check is all that any unpacker can see.
    if end != length or offset + size + 22 > length or size > MAX_DIRECTORY or count > MAX_ENTRIES:
        raise finding.bomb() if (size > MAX_DIRECTORY or count > MAX_ENTRIES) else finding.broken()
    budget.take_entries(count)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            if len(archive.infolist()) != count:
                raise finding.broken()
            _check_entries(archive.infolist(), offset, budget)
            return _read_entries(archive, budget, depth)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        RuntimeError,
        struct.error,
        OSError,
    ) as error:
        raise finding.broken() from error


def _check_entries(entries: list[zipfile.ZipInfo], directory: int, budget: Budget) -> None:
    seen: set[str] = set()
    for entry in entries:
        if unsafe_name(entry.orig_filename) or is_link(entry):
            raise finding.unsafe_archive()
        key = unicodedata.normalize("NFC", entry.filename).casefold()
        if key in seen:
            # Two readers would see two different documents.
            raise finding.unsafe_archive()
        seen.add(key)
    # Declared sizes first: an honest bomb is refused before a byte is inflated.
    declared = Budget(packed=budget.packed, total=budget.total)
    for entry in entries:
        declared.take(entry.file_size)
    previous_end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < previous_end:
            raise finding.bomb()  # entries that share compressed bytes: a quine or an overlapping bomb
        previous_end = entry.header_offset + 30 + entry.compress_size
    if previous_end > directory:
        raise finding.broken()


def unsafe_name(name: str) -> bool:
    """Absolute, climbing, drive, back-slash, control or overlong names (zip-slip)."""
    if not name or len(name) > MAX_NAME or "\\" in name or name.startswith("/"):
        return True
    if len(name) > 1 and name[1] == ":":
        return True
    if any(unicodedata.category(ch) in ("Cc", "Cs") for ch in name):
        return True
    return ".." in name.split("/")


def is_link(entry: zipfile.ZipInfo) -> bool:
    """True for anything a Unix archiver marks as neither file nor folder."""
    mode = (entry.external_attr >> 16) & 0o170000
    return entry.create_system == 3 and mode not in (0, 0o100000, 0o040000)


def _read_entries(archive: zipfile.ZipFile, budget: Budget, depth: int) -> finding.Finding:
    names = {entry.filename for entry in archive.infolist()}
    kind = _kind(archive, names)
    found = finding.Finding(kind=kind)
    office = ooxml.Parts(kind, found.reasons) if kind != "zip" else None
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        if entry.flag_bits & 0x1:
            found.reasons.add("encrypted")
            continue
        chunks = _inflate(archive, entry, budget)
        head = next(chunks, b"")
        inner = sniffing.sniff(head[: sniffing.HEAD])
        if inner == "program" or (office is None and _program_name(entry.filename)):
            found.reasons.add("executable")
        if inner in ("zip", "cfb", "pdf"):
            found.reasons |= _inspect_inner(inner, head, chunks, budget, depth)
        elif office is not None:
            office.read(entry.filename, head, chunks)
        _drain(chunks)
    if office is not None:
        office.check_names(names)
    return found


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    got = 0
    with archive.open(entry) as source:
        while chunk := source.read(CHUNK):
            got += len(chunk)
            budget.take(len(chunk))
            if got > RATIO_FLOOR and got > MAX_RATIO * max(entry.compress_size, 1):
                raise finding.bomb()
            yield chunk


def _drain(chunks: Iterator[bytes]) -> None:
    for _chunk in chunks:
        pass


def _program_name(name: str) -> bool:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower() in _PROGRAM_EXTENSIONS if "." in name else False


def _inspect_inner(inner: str, head: bytes, chunks: Iterator[bytes], budget: Budget, depth: int) -> set[str]:
    """Documents inside an archive are looked into as well; one broken inside does not refuse the whole."""
    from . import compound, pdfs  # pdfs starts processes; archives alone need none

    with tempfile.NamedTemporaryFile(prefix="inner-") as spool:
        spool.write(head)
        for chunk in chunks:
            spool.write(chunk)
        spool.flush()
        stream: BinaryIO = spool  # type: ignore[assignment]
        if inner == "zip":
            return inspect(stream, budget=budget, depth=depth + 1).reasons
        if inner == "cfb":
            _kind, reasons = compound.inspect(stream)
            return reasons or ({"embedded_object"} if _kind == "" else set())
        return pdfs.inspect(Path(spool.name)).reasons


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    """By what the package says of itself; a package that says nothing is a plain archive."""
    if "mimetype" in names:
        entry = archive.getinfo("mimetype")
        if entry.file_size <= 200 and not entry.flag_bits & 0x1:
            media_type = archive.read(entry).strip()
            if media_type == b"application/vnd.oasis.opendocument.text":
                return "odt"
            if media_type == b"application/vnd.oasis.opendocument.spreadsheet":
                return "ods"
    if "[Content_Types].xml" in names:
        for main, kind in (
            ("word/document.xml", "docx"),
            ("xl/workbook.xml", "xlsx"),
            ("ppt/presentation.xml", "pptx"),
        ):
            if main in names:
                return kind
        if "xl/workbook.bin" in names:
            return "zip"
    return "zip"
