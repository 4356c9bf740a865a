"""Where documents stand in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.navigation import register_entry
from lienthong.office.documents.rules import VIEW

register_entry("work", _("Văn bản"), "documents:incoming", "file-text", VIEW, order=20, covers="/van-ban/")
