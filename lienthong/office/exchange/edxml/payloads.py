"""A file inside a package: base64 that streams into a temporary file, then the one entry of its ZIP.

Nothing is believed: not the size that the ZIP declares, not its name. The bytes are counted as they unpack, against
one budget for the whole package.
"""

from __future__ import annotations

import binascii
import hashlib
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, cast

from django.utils.translation import gettext as _

from lienthong.office.exchange.edxml.limits import Limits
from lienthong.office.exchange.edxml.problems import Problem

IN_MEMORY = 1024 * 1024
CHUNK = 256 * 1024
_BLANKS = {ord(blank): None for blank in " \t\r\n"}
_END = b"PK\x05\x06"
_END_SIZE = 22
# One entry with a long name and extra fields; a directory that claims more is not one entry.
_DIRECTORY = 200_000


class Payload:
    """Feed it text; then :meth:`unpack`."""

    def __init__(self, *, zipped: bool, node: str = "", line: int = 0) -> None:
        self.zipped, self.node, self.line = zipped, node, line
        self.encoded = _temporary()
        self.problem: Problem | None = None
        self._rest = ""
        self._ended = False

    def feed(self, text: str) -> None:
        if self.problem is not None:
            return
        text = self._rest + text.translate(_BLANKS)
        whole = len(text) - len(text) % 4
        self._rest = text[whole:]
        self._decode(text[:whole])

    def _decode(self, text: str) -> None:
        if not text:
            return
        try:
            if self._ended:
                raise ValueError("data after padding")
            self.encoded.write(binascii.a2b_base64(text, strict_mode=True))
            self._ended = text.endswith("=")
        except ValueError:  # binascii.Error and non-ASCII letters are both of this kind
            self._fail("bad_base64", _("Nội dung tệp không phải base64 hợp lệ"))

    def _fail(self, code: str, message: str) -> None:
        self.problem = Problem(code, message, self.node, self.line)

    def close(self) -> None:
        if self.problem is None and self._rest:
            self._fail("bad_base64", _("Nội dung tệp (base64) bị cắt cụt"))

    def unpack(self, budget: list[int], limits: Limits) -> tuple[BinaryIO, str, int] | None:
        """The file, its SHA-256 and size; None with ``problem`` set. ``budget[0]`` sinks by what was unpacked."""
        if self.problem is not None:
            return None
        source = self.encoded
        packed = source.tell()
        source.seek(0)
        if packed == 0:
            self._fail("attachment_empty", _("Tệp kèm theo trống"))
            return None
        if not self.zipped:
            return self._take(_chunks(source), budget, limits, packed)
        try:
            entry = self._only_entry(source, packed)
            if entry is None:
                return None
            with zipfile.ZipFile(source) as archive, archive.open(archive.infolist()[0]) as member:
                return self._take(_chunks(member), budget, limits, max(packed, 1))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, struct.error):  # fmt: skip
            self._fail("attachment_damaged", _("Tệp ZIP trong gói tin bị hỏng"))
            return None

    def _only_entry(self, source: BinaryIO, packed: int) -> zipfile.ZipInfo | None:
        """The one entry, once the end of the archive says that there is one: a directory of a million entries is
        never read."""
        declared = _declared_entries(source, packed)
        if declared is None:
            self._fail("attachment_not_zip", _("Nội dung tệp không phải là ZIP"))
            return None
        entries, directory = declared
        if entries == 1 and directory <= _DIRECTORY:
            with zipfile.ZipFile(source) as archive:
                found = archive.infolist()
            entries = len(found)
        if entries != 1 or directory > _DIRECTORY:
            self._fail(
                "attachment_entries", _("ZIP của một tệp kèm theo phải chứa đúng một tệp (đang có %(n)s)") % {"n": entries}
            )  # fmt: skip
            return None
        entry = found[0]
        name = entry.orig_filename
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name[1:2] == ":":
            self._fail("attachment_path", _("Tên tệp trong ZIP chỉ ra ngoài thư mục"))
        elif entry.is_dir():
            self._fail("attachment_entries", _("ZIP của một tệp kèm theo chứa thư mục, không có tệp"))
        elif entry.flag_bits & 0x1:
            self._fail("attachment_encrypted", _("ZIP của tệp kèm theo có mật khẩu"))
        return None if self.problem else entry

    def _take(
        self, chunks: Iterator[bytes], budget: list[int], limits: Limits, packed: int
    ) -> tuple[BinaryIO, str, int] | None:
        target, digest, size = _temporary(), hashlib.sha256(), 0
        for chunk in chunks:
            size += len(chunk)
            budget[0] -= len(chunk)
            if budget[0] < 0 or (size > IN_MEMORY and size > packed * limits.ratio):
                self._fail("attachment_bomb", _("Tệp kèm theo giải nén ra quá lớn"))
                target.close()
                return None
            digest.update(chunk)
            target.write(chunk)
        self.encoded.close()
        return target, digest.hexdigest(), size


def _temporary() -> BinaryIO:
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _declared_entries(source: BinaryIO, packed: int) -> tuple[int, int] | None:
    """Entries and bytes of the directory as the end record says; None when there is none. The record is looked for
    as the library does, so that both speak of the same one. A record of ZIP64 (0xFFFF) counts as too many."""
    source.seek(max(0, packed - _END_SIZE - 0xFFFF))
    tail = source.read()
    source.seek(0)
    last = tail[-_END_SIZE:]
    if not (last.startswith(_END) and last.endswith(b"\x00\x00")):
        place = tail.rfind(_END)
        if place < 0 or len(tail) - place < _END_SIZE:
            return None
        last = tail[place : place + _END_SIZE]
    here, whole, directory = struct.unpack("<8xHHI6x", last)
    return max(here, whole), directory
