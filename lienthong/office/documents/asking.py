"""What is asked for an act on a document: JSON Schemas, made for the agency and the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer, Unit
from lienthong.kernel.errors import Invalid
from lienthong.office.documents.domain.moving import closing_of
from lienthong.office.documents.domain.tree import Order
from lienthong.office.documents.models import Document

MOST_CHOICES = 150


def text(key: str, title: Any, *, required: bool = True, hint: Any = "") -> dict[str, Any]:
    """A one-question form."""
    field: dict[str, Any] = {
        "type": "string",
        "title": title,
        "maxLength": 4000,
        "ui": {"widget": "textarea", **({"hint": hint} if hint else {})},
    }
    if required:
        field["minLength"] = 1
    return {"type": "object", "properties": {key: field}, "required": [key] if required else []}


def receivers(document: Document, actor: Actor, *, leaders: bool) -> list[dict[str, str]]:
    """Units and officers to choose from: ``u12`` and ``o34``.

    A leader sees units and other leaders; the others see the officers of their own unit first, then the units.
    """
    today = clock.today()
    units = [
        {"const": f"u{unit.pk}", "title": unit.name}
        for unit in Unit.objects.filter(
            Unit.on(today), organisation_id=document.organisation_id, parent=None
        ).order_by("name", "id")
    ]
    rows = (
        Officer.objects.filter(Officer.on(today), organisation_id=document.organisation_id, concurrent=False)
        .exclude(pk=actor.officer_id or 0)
        .select_related("person", "post")
    )
    rows = rows.filter(post__leader=True, unit=None) if leaders else rows.filter(unit_id=actor.unit_id or 0)
    officers = [
        {"const": f"o{row.pk}", "title": f"{row.person.full_name}, {row.post.title}"}
        for row in rows.order_by("post__rank", "person__sort", "id")
    ]
    return (units + officers if leaders else officers + units)[:MOST_CHOICES]


def order_form(document: Document, actor: Actor, *, leaders: bool) -> dict[str, Any]:
    """Chủ trì, phối hợp, để biết, lời chỉ đạo, hạn."""
    choices = receivers(document, actor, leaders=leaders)
    several = {
        "type": "array",
        "items": {"type": "string", "oneOf": choices},
        "maxItems": MOST_CHOICES,
        "uniqueItems": True,
    }
    return {
        "type": "object",
        "properties": {
            "main": {"type": "string", "title": _("Chủ trì"), "oneOf": choices, "ui": {"widget": "select"}},
            "coordinating": {**several, "title": _("Phối hợp")},
            "information": {**several, "title": _("Để biết")},
            "instruction": {
                "type": "string", "title": _("Ý kiến chỉ đạo") if leaders else _("Nội dung chuyển"), "maxLength": 4000, "ui": {"widget": "textarea"},
            },
            "due_on": {"type": "string", "format": "date", "title": _("Hạn chủ trì"), "ui": {"hint": _("Bỏ trống nếu theo hạn của văn bản")}},
            "due_coordinating": {"type": "string", "format": "date", "title": _("Hạn phối hợp"), "ui": {"hint": _("Bỏ trống nếu như hạn chủ trì")}},
        },
        "required": [],
    }  # fmt: skip


def opinion_form(document: Document, actor: Actor) -> dict[str, Any]:
    choices = receivers(document, actor, leaders=False)
    return {
        "type": "object",
        "required": ["to", "question"],
        "properties": {
            "to": {
                "type": "array",
                "title": _("Xin ý kiến"),
                "items": {"type": "string", "oneOf": choices},
                "minItems": 1,
                "maxItems": MOST_CHOICES,
            },
            "question": {
                "type": "string",
                "title": _("Nội dung cần ý kiến"),
                "minLength": 1,
                "maxLength": 4000,
                "ui": {"widget": "textarea"},
            },
            "due_on": {"type": "string", "format": "date", "title": _("Hạn trả lời")},
        },
    }


def initials_form(document: Document, actor: Actor) -> dict[str, Any]:
    today = clock.today()
    rows = (
        Officer.objects.filter(Officer.on(today), organisation_id=document.organisation_id, post__rank__lte=5)
        .exclude(pk=document.drafter_id or 0).select_related("person", "post").order_by("post__rank", "person__sort", "id")[:MOST_CHOICES]
    )  # fmt: skip
    choices = [{"const": f"o{row.pk}", "title": f"{row.person.full_name}, {row.post.title}"} for row in rows]
    return {
        "type": "object",
        "required": ["to"],
        "properties": {
            "to": {
                "type": "array",
                "title": _("Người ký nháy"),
                "items": {"type": "string", "oneOf": choices},
                "minItems": 1,
                "maxItems": MOST_CHOICES,
            },
            "note": {
                "type": "string",
                "title": _("Lời nhắn"),
                "maxLength": 1000,
                "ui": {"widget": "textarea"},
            },
        },
    }


def order_for(code: Any, role: str, due_at: dt.datetime | None = None, instruction: str = "") -> Order:
    """``u12`` or ``o34`` as an order. Raises Invalid for anything else."""
    kind, number = str(code)[:1], str(code)[1:]
    if kind not in ("u", "o") or not number.isdecimal() or len(number) > 15:
        raise Invalid(_("Nơi nhận chưa đúng"), field="main")
    return Order(
        role,
        unit_id=int(number) if kind == "u" else None,
        officer_id=int(number) if kind == "o" else None,
        instruction=instruction,
        due_at=due_at,
    )


def orders_in(data: Mapping[str, Any]) -> list[Order]:
    """The orders of a filled :func:`order_form`. Raises Invalid for unreadable parts."""
    due = closing_of(day_in(data, "due_on"))
    helping = closing_of(day_in(data, "due_coordinating")) or due
    words = str(data.get("instruction") or "")
    orders = [order_for(data["main"], "main", due, words)] if data.get("main") else []
    orders += [order_for(code, "coordinating", helping, words) for code in _list(data.get("coordinating"))]
    return orders + [order_for(code, "information", None, words) for code in _list(data.get("information"))]


def day_in(data: Mapping[str, Any], key: str) -> dt.date | None:
    """A date not in the past. Raises Invalid."""
    value = data.get(key)
    if not value:
        return None
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError:
        raise Invalid(_("Ngày chưa đúng"), field=key) from None
    if day < clock.today():
        raise Invalid(_("Hạn đã qua; hãy chọn ngày từ hôm nay"), field=key)
    return day


def officers_in(data: Mapping[str, Any], key: str = "to") -> list[int]:
    return [
        order.officer_id
        for order in (order_for(code, "opinion") for code in _list(data.get(key)))
        if order.officer_id
    ]


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
