"""Start-up checks of the file policy (DESIGN §9.7): production never runs without a virus scanner."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.utils.translation import gettext as _

from . import clamav


@register(Tags.security)
def virus_scan_policy(app_configs: Any, **kwargs: Any) -> list[Error | Warning]:
    """files.E001: scanning is off outside demonstration mode. files.W001: it is required and there is no scanner."""
    if not settings.VIRUS_SCAN_REQUIRED:
        if settings.DEMONSTRATION:
            return []
        return [
            Error(
                _("Quét mã độc chỉ được tắt ở chế độ trình diễn."),
                hint=_("Đặt LIENTHONG_VIRUS_SCAN=required và cài ClamAV."),
                id="files.E001",
            )
        ]
    if not clamav.available():
        return [
            Warning(
                _("Không thấy ClamAV: mọi tệp tải lên sẽ nằm trong cách ly cho đến khi có bộ quét."),
                hint=_("Cài clamav-daemon và đặt LIENTHONG_CLAMD_SOCKET, hoặc cài clamscan."),
                id="files.W001",
            )
        ]
    return []


@register(Tags.security)
def files_host_policy(app_configs: Any, **kwargs: Any) -> list[Error | Warning]:
    """files.W002: outside demonstration files of others come from the host of the pages (S24)."""
    if settings.FILES_URL or settings.DEMONSTRATION:
        return []
    return [
        Warning(
            _("Tệp do người khác nộp được tải về từ cùng địa chỉ với các trang."),
            hint=_("Đặt LIENTHONG_FILES_URL là một tên máy khác cùng trỏ về máy chủ này."),
            id="files.W002",
        )
    ]
