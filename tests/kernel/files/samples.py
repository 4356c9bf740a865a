"""Small files made on the spot: good ones, and ones that lie, bite or explode."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import docx
import pikepdf
import xlsxwriter
from PIL import Image

# The standard antivirus test string, cut so that no scanner stops this source file.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()


def pdf(pages: int = 1, change: Any = None, **options: Any) -> bytes:
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()


def huge_png(side: int = 30_000) -> bytes:
    """A valid picture of side × side white dots in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    squeeze = zlib.compressobj(9)
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    data = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def word(text: str = "Kính gửi Ủy ban nhân dân") -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "Số liệu")
    return out.getvalue()


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=9) as packed:
        for name, data in entries.items():
            packed.writestr(name, data)
    return out.getvalue()


def with_parts(package: bytes, **parts: bytes) -> bytes:
    """A package with parts added or replaced; ``__`` in a keyword stands for ``/`` and ``_dot_`` for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            if entry.filename not in named:
                target.writestr(entry, source.read(entry))
        for name, data in named.items():
            target.writestr(name, data)
    return out.getvalue()


def bomb(megabytes: int = 200) -> bytes:
    """About 194 KB that unpack to 200 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
        packed.open("a.txt", "w") as entry,
    ):
        for _ in range(megabytes):
            entry.write(b"\0" * (1 << 20))
    return out.getvalue()


def lying_bomb(megabytes: int = 200) -> bytes:
    """The same, but the directory and the local header say that the entry has 1000 bytes."""
    data = bytearray(bomb(megabytes))
    size = struct.pack("<I", megabytes << 20)
    position = data.rfind(size)
    while position >= 0:
        data[position : position + 4] = struct.pack("<I", 1000)
        position = data.rfind(size)
    return bytes(data)


def compound(*names: str) -> bytes:
    """A minimal old Office file: one FAT sector, a directory with these storages and streams."""
    entries = ["Root Entry", *names]
    directory = b""
    for number, name in enumerate(entries):
        raw = name.encode("utf-16-le") + b"\0\0"
        kind = 5 if number == 0 else 2
        entry = (
            raw.ljust(64, b"\0")
            + struct.pack("<HBB", len(raw), kind, 1)
            + struct.pack("<III", *[0xFFFFFFFF] * 3)
        )
        directory += entry.ljust(116, b"\0") + struct.pack("<IQ", 0xFFFFFFFE, 0)
    sectors = -(-len(directory) // 512)
    directory = directory.ljust(sectors * 512, b"\0")
    fat = [0xFFFFFFFD] + [number + 2 for number in range(sectors)]
    fat[-1] = 0xFFFFFFFE
    fat += [0xFFFFFFFF] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack(
        "<HHHHH", 0x3E, 3, 0xFFFE, 9, 6
    )
    header = header.ljust(44, b"\0") + struct.pack(
        "<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )
    header += struct.pack("<I", 0xFFFFFFFF) * 108
    return header[:512] + struct.pack("<128I", *fat) + directory


def on_disk(folder: Path, data: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(data)
    return path
