"""Choose the way by what the file is, not by its name."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from lienthong.kernel.errors import Invalid, NotFound, TooLarge

from .limits import DEFAULT, Limits
from .pages import Pages
from .plain import text_pages


def extract(source: str | Path | bytes, *, limits: Limits = DEFAULT) -> Pages:
    """Return the text of a file (path) or of its content (bytes), page by page, with positions.

    Raises NotFound (no such file), TooLarge (bytes, pages or seconds beyond ``limits``), Invalid (kind of file not
    read here, damaged or protected), Unavailable (a scan where no recognition is installed).
    """
    data = _load(source, limits)
    if not data.strip():
        raise Invalid(_("Tệp rỗng. Hãy chọn lại tệp văn bản."), code="empty_file")
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        from .pdf import pdf_pages

        return pdf_pages(data, limits)
    if data.startswith(b"PK\x03\x04"):
        from .docx import docx_pages

        return docx_pages(data, limits)
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")):
        from .ocr import image_pages

        return image_pages(data, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(
            _("Tệp Word cũ (.doc) chưa đọc được. Hãy lưu lại thành .docx hoặc PDF rồi gửi."), code="old_word"
        )
    if data.startswith(b"{\\rtf"):
        raise Invalid(_("Tệp RTF chưa đọc được. Hãy lưu lại thành .docx hoặc PDF rồi gửi."), code="rtf")
    return text_pages(data)


def _load(source: str | Path | bytes, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        if len(source) > limits.bytes:
            raise _too_large(limits)
        return source
    path = Path(source)
    if not path.is_file():
        raise NotFound(_("Không tìm thấy tệp. Hãy kiểm tra lại đường dẫn."), code="file_not_found")
    if path.stat().st_size > limits.bytes:
        raise _too_large(limits)
    return path.read_bytes()


def _too_large(limits: Limits) -> TooLarge:
    return TooLarge(
        _("Tệp lớn hơn %(size)s MB. Hãy chia nhỏ hoặc giảm độ phân giải rồi gửi lại.")
        % {"size": limits.bytes // 1000000},
        code="file_too_large",
    )
