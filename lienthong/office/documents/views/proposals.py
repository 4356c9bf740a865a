"""The fields of an incoming document as the screen draws them: value, how sure, where in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.legal.public import kinds
from lienthong.kernel.ui.formats import date_text
from lienthong.office.documents.models import URGENCIES, Document

MARKED = [("Mật", _("Mật")), ("Tối mật", _("Tối mật")), ("Tuyệt mật", _("Tuyệt mật"))]
# name, words, kind of control, field of the reader
SHOWN = [
    ("code", _("Số, ký hiệu"), "text", "code"), ("issued_on", _("Ngày văn bản"), "date", "date"), ("kind_name", _("Tên loại"), "kind", "kind"),
    ("issuer_name", _("Cơ quan ban hành"), "text", "issuer"), ("parent_agency", _("Cơ quan chủ quản"), "text", "parent_agency"),
    ("subject", _("Trích yếu nội dung"), "long", "subject"), ("signer_name", _("Người ký"), "text", "signer_name"),
    ("signer_competence", _("Thẩm quyền ký"), "text", "signer_competence"), ("signer_position", _("Chức vụ người ký"), "text", "signer_position"),
    ("place", _("Địa danh"), "text", "place"), ("urgency", _("Độ khẩn"), "urgency", "urgency"), ("secrecy", _("Độ mật"), "secrecy", "secrecy"),
    ("pages", _("Số trang"), "number", ""), ("due_on", _("Hạn xử lý"), "date", ""), ("recipients", _("Nơi nhận (mỗi dòng một nơi)"), "lines", ""),
]  # fmt: skip
OPTIONAL = {
    "parent_agency",
    "signer_competence",
    "signer_position",
    "place",
    "pages",
    "due_on",
    "recipients",
    "code",
    "issued_on",
    "kind_name",
    "signer_name",
}


@dataclass(frozen=True)
class Shown:
    """A field as the screen draws it: value, what was read, how sure, what is wrong."""

    name: str
    label: Any
    control: str
    value: Any
    error: str = ""
    sure: int | None = None
    excerpt: str = ""
    start: int = 0
    optional: bool = False

    @property
    def tone(self) -> str:
        return "leaf" if (self.sure or 0) >= 85 else "gold" if (self.sure or 0) >= 60 else "lotus"


def choices() -> dict[str, Any]:
    return {
        "kinds": [kind.name for kind in kinds(clock.today())],
        "urgencies": URGENCIES,
        "secrecies": [*Document.SECRECY, *MARKED],
    }


def shown_fields(
    values: Mapping[str, Any], errors: Mapping[str, list[Any]], reading: Mapping[str, Any] | None
) -> list[Shown]:
    found = []
    for name, label, control, read_name in SHOWN:
        value = values.get(name)
        if control == "date" and value:
            value = date_text(value) if hasattr(value, "year") else _vn(str(value))
        if control == "lines":
            value = "\n".join(value) if isinstance(value, list) else value
        read = (reading or {}).get(read_name) if read_name else None
        sure = round(100 * read["confidence"]) if isinstance(read, Mapping) else None
        found.append(
            Shown(
                name, label, control, "" if value is None else value, "; ".join(str(item) for item in errors.get(name, ())), sure,
                str(read.get("excerpt", ""))[:300] if isinstance(read, Mapping) else "", int(read.get("start", 0)) if isinstance(read, Mapping) else 0,
                name in OPTIONAL,
            )
        )  # fmt: skip
    return found


def filled_in(typed: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
    """What the clerk typed, and in the fields that he left as they were what was read meanwhile."""
    untouched = {"", "0", "none"}
    return {
        name: read[name] if str(value).strip() in untouched and read.get(name) else value
        for name, value in typed.items()
    }


def attached_words(reading: Mapping[str, Any] | None) -> list[str]:
    """What else is in the same file: "Kế hoạch “Ứng dụng …”", "Phụ lục I"."""
    found = []
    for part in (reading or {}).get("attached") or ():
        name = (part.get("kind") or part.get("label") or {}).get("value") or ""
        subject = (part.get("subject") or {}).get("value") or ""
        words = f"{name} “{subject[:90]}”" if subject else str(name)
        if words:
            found.append(words)
    return found


def _vn(text: str) -> str:
    parts = text.split("-")
    return f"{parts[2]}/{parts[1]}/{parts[0]}" if len(parts) == 3 and len(parts[0]) == 4 else text


def marked_text(text: str, reading: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The text in pieces; those where a value was found carry its name, so the screen can show the place."""
    spans = []
    for name, _label, _control, read_name in SHOWN:
        read = (reading or {}).get(read_name) if read_name else None
        if isinstance(read, Mapping) and 0 <= read["start"] < read["end"] <= len(text):
            spans.append((read["start"], read["end"], name))
    pieces: list[dict[str, Any]] = []
    at = 0
    for start, end, name in sorted(spans):
        if start < at:
            continue
        if start > at:
            pieces.append({"text": text[at:start], "name": ""})
        pieces.append({"text": text[start:end], "name": name})
        at = end
    if at < len(text):
        pieces.append({"text": text[at:], "name": ""})
    return pieces
