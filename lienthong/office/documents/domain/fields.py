"""The fields of an incoming document: from the reader's proposal, and checked before they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Invalid
from lienthong.kernel.legal.public import kind_by_name
from lienthong.kernel.text import fold, straight
from lienthong.office.documents.domain.reading_in import refuse_secret
from lienthong.office.documents.models import Document

TEXTS = {
    "code": 80, "issuer_name": 300, "parent_agency": 300, "kind_name": 100, "place": 120, "subject": 500,
    "signer_name": 120, "signer_competence": 200, "signer_position": 200,
}  # fmt: skip
URGENCY = {"": 0, "thuong": 0, "khan": 1, "thuong khan": 2, "hoa toc": 3}
LONGEST_LIST = 200


@dataclass
class IncomingFields:
    """What the clerk confirmed."""

    code: str = ""
    issuer_name: str = ""
    parent_agency: str = ""
    kind_name: str = ""
    place: str = ""
    issued_on: dt.date | None = None
    subject: str = ""
    signer_name: str = ""
    signer_competence: str = ""
    signer_position: str = ""
    recipients: list[str] = field(default_factory=list)
    bases: list[dict[str, Any]] = field(default_factory=list)
    urgency: int = 0
    secrecy: str = "none"
    pages: int | None = None
    due_on: dt.date | None = None


def proposed(reading: Mapping[str, Any] | None) -> dict[str, Any]:
    """Plain values of the reader's proposal, by our names; what the text does not hold is absent."""
    if not reading:
        return {}

    def value(name: str) -> Any:
        found = reading.get(name)
        return found["value"] if isinstance(found, Mapping) else None

    given = {
        "code": value("code"), "issuer_name": value("issuer"), "parent_agency": value("parent_agency"), "kind_name": value("kind"),
        "place": value("place"), "issued_on": value("date"), "subject": value("subject"), "signer_name": value("signer_name"),
        "signer_competence": value("signer_competence"), "signer_position": value("signer_position"),
        "recipients": [item["value"] for item in reading.get("recipients") or ()],
        "bases": [
            {name: item.get(name) for name in ("kind", "code", "date", "issuer")} | {"text": item.get("value")} for item in reading.get("legal_bases") or ()
        ],
        "urgency": URGENCY.get(fold(str(value("urgency") or "")), 0), "pages": reading.get("page_count"),
    }  # fmt: skip
    if not given["kind_name"] and given["code"]:
        # A letter without the name of a kind is a công văn.
        given["kind_name"] = "Công văn"
    return {name: found for name, found in given.items() if found not in (None, "", [])}


def clean(raw: Mapping[str, Any]) -> IncomingFields:
    """Check and normalise. Raises Invalid with a message per field; for a mark of secrecy ``state_secret``."""
    refuse_secret(str(raw.get("secrecy") or ""))
    errors: dict[str, list[Any]] = {}
    out = IncomingFields()
    for name, limit in TEXTS.items():
        text = " ".join(straight(str(raw.get(name) or "")).replace("\x00", "").split())
        if len(text) > limit:
            errors[name] = [_("Dài quá %(limit)s ký tự") % {"limit": limit}]
        setattr(out, name, text[:limit])
    if not out.subject:
        errors["subject"] = [_("Hãy ghi trích yếu nội dung")]
    if not out.issuer_name:
        errors["issuer_name"] = [_("Hãy ghi cơ quan ban hành")]
    for name in ("issued_on", "due_on"):
        try:
            setattr(out, name, _date(raw.get(name)))
        except (ValueError, OverflowError):
            errors[name] = [_("Ngày chưa đúng; viết theo mẫu 26/11/2026")]
    if out.issued_on and out.issued_on > clock.today() + dt.timedelta(days=1):
        errors["issued_on"] = [_("Ngày văn bản ở tương lai")]
    out.recipients = [
        straight(str(item)).replace("\x00", "").strip()[:300]
        for item in _list(raw.get("recipients"))
        if str(item).strip()
    ][:LONGEST_LIST]
    bases = raw.get("bases")
    out.bases = (
        [dict(item) for item in bases if isinstance(item, Mapping)][:LONGEST_LIST]
        if isinstance(bases, list)
        else []
    )
    out.urgency = _number(raw.get("urgency"), "urgency", 0, 3, errors) or 0
    out.pages = _number(raw.get("pages"), "pages", 1, 10_000, errors)
    secrecy = str(raw.get("secrecy") or "none")
    if secrecy not in dict(Document.SECRECY):
        errors["secrecy"] = [_("Chọn “Không” hoặc “Lưu hành nội bộ”")]
    else:
        out.secrecy = secrecy
    if errors:
        raise Invalid(_("Thông tin văn bản chưa đủ hoặc chưa đúng"), errors=errors)
    return out


def _date(value: Any) -> dt.date | None:
    if not value or isinstance(value, dt.date):
        return value or None
    text = str(value).strip()
    if "/" in text:
        day, month, year = text.split("/")
        return dt.date(int(year), int(month), int(day))
    return dt.date.fromisoformat(text[:10])


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else str(value or "").splitlines()


def _number(value: Any, name: str, least: int, most: int, errors: dict[str, list[Any]]) -> int | None:
    if value in (None, ""):
        return None
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        errors[name] = [_("Hãy ghi một số")]
        return None
    if not least <= number <= most:
        errors[name] = [_("Từ %(least)s đến %(most)s") % {"least": least, "most": most}]
        return None
    return number


def put_fields(document: Document, fields: IncomingFields) -> None:
    """Set the columns of a document from confirmed fields."""
    for name in TEXTS:
        setattr(document, name, getattr(fields, name))
    number, slash, notation = fields.code.partition("/")
    document.number, document.notation = (number.strip()[:20], notation.strip()[:60]) if slash else ("", "")
    document.issued_on, document.recipients, document.bases = (
        fields.issued_on,
        fields.recipients,
        fields.bases,
    )
    document.urgency, document.secrecy, document.pages = fields.urgency, fields.secrecy, fields.pages
    kind = kind_by_name(fields.kind_name, fields.issued_on or clock.today()) if fields.kind_name else None
    document.kind_code = kind.code if kind else ""
    document.issuer = issuer_named(fields.issuer_name, fields.issued_on)


def issuer_named(name: str, on: dt.date | None) -> Organisation | None:
    """The agency of the directory with exactly this name (accents and abbreviations of UBND aside), else None."""
    if not name:
        return None
    wanted = fold(name)
    names = {wanted, wanted.replace("ubnd", "uy ban nhan dan"), wanted.replace("hdnd", "hoi dong nhan dan")}
    rows = list(Organisation.objects.filter(folded__in=names)[:5])
    day = on or clock.today()
    return next((row for row in rows if row.in_force(day)), rows[0] if len(rows) == 1 else None)
