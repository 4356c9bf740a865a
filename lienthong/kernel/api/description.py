"""What the OpenAPI description says of every operation beside its own parameters and answers."""

from __future__ import annotations

import copy
from typing import Any

from django.utils.translation import gettext_noop as mark

_PROBLEM = {
    "type": "object",
    "required": ["type", "status", "code", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": mark("mã lỗi ổn định, để chương trình phân biệt")},
        "title": {"type": "string", "description": mark("điều gì sai, bằng ngôn ngữ của người hỏi")},
        "detail": {"type": "string", "description": mark("làm gì tiếp")},
        "errors": {
            "type": "object",
            "description": mark("trường → các lỗi của trường"),
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "incident": {"type": "string", "description": mark("mã sự cố, khi lỗi ở phía hệ thống")},
    },
}
_FAILURE = {
    "description": mark("Lỗi theo RFC 9457"),
    "content": {"application/problem+json": {"schema": _PROBLEM}},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": mark("khóa ngẫu nhiên; gửi lại cùng khóa nhận lại đúng trả lời trước, không làm lần hai"),
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def described(
    extra: dict[str, Any] | None, method: str, key_required: bool, scopes: set[str]
) -> dict[str, Any]:
    """``extra`` of an operation with the answers of failure (RFC 9457), the scopes of which a token needs one, and,
    for a write, the idempotency key."""
    said = copy.deepcopy(extra or {})
    said.setdefault("responses", {})["4XX"] = _FAILURE
    if method != "GET":
        said.setdefault("parameters", []).append({**_KEY, "required": key_required})
    if scopes:
        said["x-scopes"] = sorted(scopes)
    return said
