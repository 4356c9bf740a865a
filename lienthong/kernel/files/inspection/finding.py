"""What the inspection of one file found, and the refusals it can raise."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid, TooLarge

#: Why a file waits in quarantine. It is listed with its reason and never opened by the system.
QUARANTINE_REASONS = {
    "awaiting_scan": _("Đang chờ quét mã độc"),
    "scan_limits": _("Chưa quét được hết nội dung vì vượt giới hạn của bộ quét mã độc"),
    "macros": _("Tệp có macro"),
    "embedded_object": _("Tệp có đối tượng nhúng (OLE)"),
    "activex": _("Tệp có điều khiển ActiveX"),
    "dde": _("Tệp có liên kết DDE chạy chương trình khác"),
    "remote_template": _("Tệp tải mẫu hoặc đối tượng từ địa chỉ bên ngoài"),
    "javascript": _("Tệp PDF có mã JavaScript"),
    "launch": _("Tệp PDF có lệnh mở chương trình hoặc tệp khác"),
    "embedded_file": _("Tệp PDF có tệp khác đính bên trong"),
    "xfa": _("Tệp PDF dùng biểu mẫu XFA có mã lệnh"),
    "encrypted": _("Tệp đặt mật khẩu hoặc bị mã hóa, không kiểm tra được"),
    "executable": _("Tệp nén chứa chương trình chạy được"),
}


@dataclass
class Finding:
    """``reasons``: codes of :data:`QUARANTINE_REASONS`; empty means nothing active was found."""

    kind: str
    reasons: set[str] = field(default_factory=set)
    page_count: int | None = None
    width: int | None = None
    height: int | None = None


def mismatch() -> Invalid:
    return Invalid(
        _(
            "Nội dung tệp không đúng với phần mở rộng của tên tệp. Hãy lưu lại tệp đúng định dạng rồi tải lên lại."
        ),
        code="file_type_mismatch",
        field="file",
    )


def broken() -> Invalid:
    return Invalid(
        _("Tệp bị hỏng hoặc không đúng cấu trúc. Hãy mở thử tệp trên máy, lưu lại rồi tải lên lại."),
        code="file_broken",
        field="file",
    )


def unsafe_archive() -> Invalid:
    return Invalid(
        _("Tệp nén có tên mục hoặc liên kết không an toàn. Hãy nén lại các tệp thường rồi tải lên lại."),
        code="file_unsafe_archive",
        field="file",
    )


def bomb() -> TooLarge:
    return TooLarge(
        _("Nội dung sau khi giải nén quá lớn. Hãy tách thành nhiều tệp nhỏ hơn hoặc tải lên từng tệp."),
        code="file_unpacks_too_large",
        field="file",
    )


def too_many_pixels() -> TooLarge:
    return TooLarge(
        _("Ảnh có kích thước quá lớn. Hãy quét lại ở 300 dpi hoặc thu nhỏ ảnh rồi tải lên lại."),
        code="file_too_many_pixels",
        field="file",
    )


def too_many_pages() -> TooLarge:
    return TooLarge(
        _("Tệp có quá nhiều trang. Hãy tách thành nhiều tệp rồi tải lên lại."),
        code="file_too_many_pages",
        field="file",
    )


def too_deep() -> Invalid:
    return Invalid(
        _("Tệp có cấu trúc lồng nhau quá sâu nên không thể xử lý an toàn."),
        code="file_too_deep",
        field="file",
    )
