"""What a check finds, in words a designer of processes understands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """``element_id`` and ``line`` place it in the XML; line 0 means the whole file."""

    code: str
    message_vi: str
    element_id: str = ""
    line: int = 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        place = (
            _(" (%(element_id)s, dòng %(line)s)") % {"element_id": self.element_id, "line": self.line}
            if self.element_id
            else ""
        )
        return f"{self.message_vi}{place}"
