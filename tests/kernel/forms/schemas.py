"""A form with one of everything, and the reading of drawn HTML as a browser would send it."""

from __future__ import annotations

from typing import Any

from lxml import html

EVERYTHING: dict[str, Any] = {
    "type": "object",
    "required": ["full_name", "born", "agree", "applicant_kind"],
    "ui": {
        "groups": [
            {"key": "nguoi-nop", "title": "Người nộp", "fields": ["applicant_kind", "full_name", "born", "sex", "number", "tax"]},
            {"key": "ho-so", "title": "Hồ sơ", "fields": ["address", "children", "papers", "scan"]},
        ]
    },
    "x-rules": [{"when": "fee > 0 and amount = 0", "message": "Có phí thì phải có số tiền.", "field": "amount"}],
    "properties": {
        "applicant_kind": {
            "type": "string",
            "title": "Người nộp là",
            "oneOf": [{"const": "person", "title": "Cá nhân"}, {"const": "enterprise", "title": "Doanh nghiệp"}],
        },
        "full_name": {"type": "string", "title": "Họ và tên", "minLength": 2, "maxLength": 80, "ui": {"prefill": "person.full_name"}},
        "born": {"type": "string", "format": "date", "title": "Ngày sinh", "ui": {"bounds": "past", "hint": "Như trên thẻ căn cước"}},
        "sex": {"type": "string", "title": "Giới tính", "enum": ["nam", "nữ"]},
        "number": {
            "type": "string", "format": "personal-id", "title": "Số định danh", "ui": {"birth_date": "born", "sex": "sex"},
        },
        "tax": {
            "type": "string", "format": "tax-code", "title": "Mã số thuế", "x-when": 'applicant_kind = "enterprise"',
        },
        "phone": {"type": "string", "format": "phone", "title": "Điện thoại"},
        "mail": {"type": "string", "format": "email", "title": "Thư điện tử"},
        "address": {
            "type": "object",
            "title": "Nơi ở",
            "required": ["street"],
            "properties": {
                "street": {"type": "string", "title": "Số nhà, đường", "maxLength": 120},
                "note": {"type": "string", "title": "Ghi chú", "maxLength": 1000},
            },
        },
        "children": {
            "type": "array",
            "title": "Con",
            "maxItems": 3,
            "ui": {"item_title": "Con"},
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "title": "Tên con"},
                    "adopted": {"type": "boolean", "title": "Con nuôi"},
                    "since": {
                        "type": "string", "format": "date", "title": "Nhận nuôi từ", "x-when": "adopted = true",
                    },
                },
            },
        },
        "papers": {
            "type": "array", "title": "Giấy tờ có sẵn", "items": {"type": "string", "enum": ["a", "b", "c"]}, "maxItems": 2,
        },
        "scan": {"type": "string", "format": "file", "title": "Bản quét", "ui": {"purpose": "scan"}},
        "more": {"type": "array", "title": "Tài liệu khác", "items": {"type": "string", "format": "file"}, "maxItems": 3},
        "level": {"type": "integer", "title": "Cấp", "enum": [1, 2, 3]},
        "fee": {"type": "integer", "title": "Phí", "minimum": 0, "ui": {"widget": "money"}},
        "amount": {"type": "number", "title": "Số tiền", "minimum": 0},
        "urgent": {"type": "boolean", "title": "Có gấp không", "ui": {"widget": "radio"}},
        "agree": {"type": "boolean", "const": True, "title": "Tôi cam đoan lời khai là đúng"},
    },
}  # fmt: skip

GOOD: dict[str, Any] = {
    "applicant_kind": "person",
    "full_name": "Trịnh Thị Thử",
    "born": "1990-02-28",
    "sex": "nữ",
    "number": "038190000001",
    "phone": "0912345678",
    "address": {"street": "12 Hạc Thành", "note": "Ngõ nhỏ\nnhà thứ ba"},
    "children": [{"name": "An", "adopted": False}, {"name": "Bình", "adopted": True, "since": "2020-01-05"}],
    "papers": ["a", "c"],
    "scan": "01930000-0000-7000-8000-000000000001",
    "level": 2,
    "fee": 1250000,
    "amount": 1234.5,
    "urgent": False,
    "agree": True,
}


def sent(rendered: str) -> dict[str, list[str]]:
    """The successful controls of a drawn form, as a browser posts them when no button is pressed."""
    page = html.fromstring(f"<form>{rendered}</form>")
    post: dict[str, list[str]] = {}
    for control in page.xpath("//input | //select | //textarea"):
        kind, name = control.get("type", ""), control.get("name")
        if control.tag == "select":
            values = [option.get("value") for option in control.xpath("./option[@selected]")] or [""]
        elif control.tag == "textarea":
            values = [(control.text or "").removeprefix("\n").replace("\n", "\r\n")]
        elif kind in ("checkbox", "radio"):
            values = [control.get("value")] if control.get("checked") is not None else []
        elif kind == "file":
            values = []
        else:
            values = [control.get("value", "")]
        post.setdefault(name, []).extend(values)
    return {name: values for name, values in post.items() if values}
