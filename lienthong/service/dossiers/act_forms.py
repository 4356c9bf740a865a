"""What is asked for an act of an officer: forms, and reading what they or the REST interface give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.service.dossiers.models import Dossier


def one_question(
    key: str, title: Any, *, long: bool = True, required: bool = True, hint: Any = ""
) -> dict[str, Any]:
    """A one-question form."""
    field: dict[str, Any] = {"type": "string", "title": title, "minLength": 1, "maxLength": 4000}
    field["ui"] = {"widget": "textarea" if long else "text", **({"hint": hint} if hint else {})}
    return {"type": "object", "properties": {key: field}, "required": [key] if required else []}


REASON = one_question("reason", _("Lý do"))


def supplement_form(dossier: Dossier) -> dict[str, Any]:
    """What to ask for, line by line: which paper (or the declaration), and what is wrong with it."""
    papers = [{"const": item["key"], "title": item["name"]} for item in dossier.service.components]
    return {
        "type": "object",
        "required": ["items", "reason"],
        "properties": {
            "items": {
                "type": "array",
                "title": _("Nội dung cần bổ sung"),
                "minItems": 1,
                "maxItems": 30,
                "ui": {"item_title": _("Nội dung"), "hint": _("Ghi đủ mọi nội dung trong một lần.")},
                "items": {
                    "type": "object",
                    "required": ["text"],
                    "properties": {
                        **({"component": {"type": "string", "title": _("Giấy tờ"), "oneOf": papers, "ui": {"widget": "select", "hint": _("Để trống khi cần sửa tờ khai")}}} if papers else {}),
                        "text": {"type": "string", "title": _("Cần sửa, cần nộp thêm gì"), "minLength": 1, "maxLength": 1000},
                    },
                },
            },
            "reason": {"type": "string", "title": _("Lý do"), "minLength": 1, "maxLength": 2000, "ui": {"widget": "textarea"}},
        },
    }  # fmt: skip


EXTEND_FORM = {
    "type": "object",
    "required": ["days", "reason"],
    "properties": {
        "days": {"type": "integer", "title": _("Thêm bao nhiêu ngày làm việc"), "minimum": 1, "maximum": 60},
        "reason": {
            "type": "string",
            "title": _("Lý do"),
            "minLength": 1,
            "maxLength": 2000,
            "ui": {"widget": "textarea"},
        },
    },
}


COLLECT_FORM = {
    "type": "object",
    "required": ["method"],
    "properties": {
        "method": {"type": "string", "title": _("Hình thức thu"), "ui": {"widget": "radio"},
                   "oneOf": [{"const": "cash", "title": _("Tiền mặt")}, {"const": "transfer", "title": _("Chuyển khoản")}]},
        "reference": {"type": "string", "title": _("Mã giao dịch"), "maxLength": 80, "ui": {"widget": "text", "hint": _("Ghi khi thu bằng chuyển khoản; số biên lai do hệ thống cấp.")}},
    },
}  # fmt: skip
ANSWER_FORM = {
    "type": "object",
    "required": ["outcome", "answer"],
    "properties": {
        "outcome": {"type": "string", "title": _("Ý kiến"), "ui": {"widget": "radio"},
                    "oneOf": [{"const": "agree", "title": _("Đồng ý")}, {"const": "object", "title": _("Không đồng ý")}, {"const": "comment", "title": _("Ý kiến khác")}]},
        "answer": {"type": "string", "title": _("Nội dung ý kiến"), "minLength": 1, "maxLength": 4000, "ui": {"widget": "textarea"}},
    },
}  # fmt: skip


def parse_items(dossier: Dossier, given: Any) -> list[dict[str, str]]:
    """Items of the supplement form. By the REST interface also as text: lines ``key: what is wrong`` ask for that paper,
    other lines are free guidance."""
    known = {item["key"]: item["name"] for item in dossier.service.components}
    if isinstance(given, list):
        rows = [row for row in given if isinstance(row, Mapping)]
        return [
            {
                **({"component": str(row["component"])} if row.get("component") in known else {}),
                "text": str(row.get("text") or "").strip(),
            }
            for row in rows
        ]
    items = []
    for raw in str(given or "").splitlines():
        line = raw.strip()
        if not line:
            continue
        head, colon, rest = line.partition(":")
        if colon and head.strip() in known:
            items.append({"component": head.strip(), "text": rest.strip() or known[head.strip()]})
        else:
            items.append({"text": line})
    return items
