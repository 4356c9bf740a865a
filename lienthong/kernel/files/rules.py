"""Who decides about files that are held: the administrators of the platform, for content knows no agency."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import define

QUARANTINE = define("files:quarantine:manage", _("Xử lý tệp bị cách ly"), roles=["quan_tri_nen_tang"])
