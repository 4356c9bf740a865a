from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Refused


class LegalUnknown(Refused):
    """No row of the dated law covers the date. Never answered with another day's value (DESIGN §9.4)."""

    default_code = "legal_unknown"

    def __init__(self, key: str, on: dt.date, area: str | None = None) -> None:
        message = _(
            "Chưa có quy định “%(key)s” áp dụng cho ngày %(day)s; quản trị nền tảng cần bổ sung nguồn luật"
        )
        super().__init__(message % {"key": key, "day": f"{on:%d/%m/%Y}"}, field=key)
        self.key = key
        self.on = on
        self.area = area
