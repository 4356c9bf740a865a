"""The one question put to every upload: is it what its name says, and can it be opened safely?"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid

from .. import kinds, names
from . import archives, compound, finding, images, pdfs, sniffing, texts, xmls

_CHUNK = 64 * 1024


def inspect(path: Path, *, name: str, purpose: str = "") -> finding.Finding:
    """Inspect a file on disk against its original name and the kinds that ``purpose`` takes.

    Extension, magic and structure must agree (ASVS 5.2.2). Raises Invalid or TooLarge with a way out; active content
    is no error but a reason in the finding.
    """
    allowed = kinds.allowed_for(purpose)
    ext = names.extension(name)
    candidates = {kind.name for kind in kinds.BY_EXTENSION.get(ext, ())}
    if not candidates & allowed:
        raise not_allowed(purpose)
    with path.open("rb") as stream:
        head = stream.read(sniffing.HEAD)
        if not head:
            raise Invalid(_("Tệp rỗng. Hãy chọn lại tệp có nội dung."), code="file_empty", field="file")
        found = _by_structure(stream, path, head, candidates)
        if found.kind not in candidates:
            raise finding.mismatch()
        if found.kind not in allowed:
            raise not_allowed(purpose)
        if found.kind in (*kinds.IMAGES, "pdf", "doc", "xls", "rtf") and archives.hides_archive(stream):
            raise finding.mismatch()
    return found


def not_allowed(purpose: str) -> Invalid:
    return Invalid(
        _("Loại tệp này không được nhận ở đây."),
        code="file_type_not_allowed",
        field="file",
        hint=kinds.accept_attribute(purpose).replace(",", ", "),
    )


def _by_structure(stream: BinaryIO, path: Path, head: bytes, candidates: set[str]) -> finding.Finding:
    magic = sniffing.sniff(head)
    if magic == "zip":
        return archives.inspect(stream)
    if magic == "cfb":
        kind, reasons = compound.inspect(stream)
        if kind == "encrypted_ooxml":
            # A password turns docx, xlsx and pptx into a compound file; the name alone tells which it was.
            kind = next(iter(sorted(candidates & {"docx", "xlsx", "pptx"})), "")
        return finding.Finding(kind=kind, reasons=reasons)
    if magic == "pdf":
        return pdfs.inspect(path)
    if magic in kinds.IMAGES:
        return images.inspect(stream, str(magic))
    if magic == "rtf":
        return texts.inspect(stream, "rtf")
    if magic == "xml":
        return _xml(stream)
    if magic == "text" and candidates & {"txt", "csv"}:
        return texts.inspect(stream, "csv" if "csv" in candidates else "txt")
    raise finding.mismatch()


def _xml(stream: BinaryIO) -> finding.Finding:
    stream.seek(0)
    root = xmls.read(iter(lambda: stream.read(_CHUNK), b""))
    if root.lower() in xmls.ACTIVE_ROOTS:
        raise finding.mismatch()
    return finding.Finding(kind="xml")
