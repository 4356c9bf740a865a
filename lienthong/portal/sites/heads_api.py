"""``/api/v1/public``: heads of the sealed history and proofs, for anybody who watches."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop as mark
from ninja import Query, Schema

from lienthong.kernel.actions import heads
from lienthong.kernel.actions.sealing import head_dict
from lienthong.kernel.api.public import PUBLIC, Routes

router = Routes(tags=[mark("Niêm phong")])
LONGEST_LIST = 200


class HeadOut(Schema):
    """A signed tree head (RFC 9162 §4.10). ``root``: hex of 32 bytes; ``signature``: base64, Ed25519."""

    size: int
    root: str
    at: str
    key: str
    signature: str


class KeyOut(Schema):
    key: str
    ed25519: str


class HeadsOut(Schema):
    items: list[HeadOut]
    keys: list[KeyOut]


class InclusionOut(Schema):
    """``path``: hex of the neighbours from the leaf upwards (RFC 9162 §2.1.3)."""

    action: str
    index: int
    leaf: str
    path: list[str]
    head: HeadOut
    holds: bool


class ConsistencyOut(Schema):
    """``path``: RFC 9162 §2.1.4, hex."""

    first: HeadOut
    second: HeadOut
    path: list[str]
    holds: bool


@router.read(
    "/public/heads", access=PUBLIC, response=HeadsOut, summary=mark("Các đầu cây đã ký, mới nhất trước")
)
def list_heads(
    request: HttpRequest,
    limit: int = Query(50, ge=1, le=LONGEST_LIST),
    before: int = Query(None, ge=1, lt=1 << 62, description=mark("chỉ những cây nhỏ hơn số lá này")),
) -> Any:
    rows = heads.heads()
    if before is not None:
        rows = rows.filter(size__lt=before)
    return {"items": [head_dict(head) for head in rows[:limit]], "keys": heads.public_keys()}


@router.read(
    "/public/proof/inclusion",
    access=PUBLIC,
    response=InclusionOut,
    summary=mark("Chứng minh một hành động nằm trong cây"),
)
def inclusion(request: HttpRequest, action: uuid.UUID) -> Any:
    return heads.inclusion(action)


@router.read(
    "/public/proof/consistency",
    access=PUBLIC,
    response=ConsistencyOut,
    summary=mark("Chứng minh cây sau chỉ thêm vào cây trước"),
)
def consistency(
    request: HttpRequest,
    first: int = Query(..., ge=1, lt=1 << 62),
    second: int = Query(..., ge=1, lt=1 << 62),
) -> Any:
    return heads.consistency(first, second)
