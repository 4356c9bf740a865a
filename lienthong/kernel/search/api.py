"""``GET /api/v1/search``."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as mark
from ninja import Schema

from lienthong.kernel.api.public import SIGNED_IN, Routes
from lienthong.kernel.errors import Invalid
from lienthong.kernel.search.public import Hit, find

router = Routes(tags=[mark("Tìm kiếm")])


class HitOut(Schema):
    object_type: str
    object_id: str
    kind: str
    title: str
    number: str
    on: dt.date | None = None
    guessed: bool


@router.read(
    "/search",
    access=SIGNED_IN,
    response=list[HitOut],
    scope="search:read",
    summary=mark("Tìm trong những gì được xem"),
)
def search(request: HttpRequest, q: str, kind: str = "", limit: int = 20) -> list[Hit]:
    if not 1 <= limit <= 100:
        raise Invalid(_("Số dòng phải từ 1 đến 100"), field="limit")
    return find(request.actor, q, kinds=[kind.replace("\x00", "")] if kind else (), limit=limit)  # type: ignore[attr-defined]
