"""Plain text files."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lienthong.kernel.errors import Invalid

from .pages import Pages, page_of_lines


def text_pages(data: bytes) -> Pages:
    """Decode UTF-8 (with or without mark), UTF-16 with mark, or Windows-1258. Raises Invalid for binary data."""
    text = _decode(data)
    parts = text.replace("\r\n", "\n").split("\f")
    pages = [page_of_lines(n, [(line, None) for line in part.split("\n")]) for n, part in enumerate(parts, 1)]
    return Pages(pages, "text", len(pages) if len(pages) > 1 else None)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise Invalid(
            _("Tệp không phải là văn bản. Hãy gửi tệp DOCX, PDF, ảnh quét hoặc văn bản Unicode."),
            code="not_text",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", errors="replace")
