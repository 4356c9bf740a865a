"""Cursor paging: the cursor holds the values of the last row, so rows that come or go between two questions neither
repeat nor hide others."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.errors import Invalid

Row = TypeVar("Row", bound=Model)
LONGEST_PAGE = 200


@dataclass(frozen=True)
class Column:
    """A column of the order. The last column of an order is unique; in a ``nullable`` one rows without a value come
    last."""

    name: str
    descending: bool = False
    nullable: bool = False

    def ordering(self) -> Any:
        last = True if self.nullable else None
        return F(self.name).desc(nulls_last=last) if self.descending else F(self.name).asc(nulls_last=last)

    def beyond(self, value: Any) -> Q:
        if value is None:
            return Q(pk__in=[])
        later = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return later | Q(**{f"{self.name}__isnull": True}) if self.nullable else later

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


def ordered(rows: QuerySet[Row], order: tuple[Column, ...]) -> QuerySet[Row]:
    return rows.order_by(*[column.ordering() for column in order])


def page(
    rows: QuerySet[Row], order: tuple[Column, ...], *, after: str, limit: int
) -> tuple[list[Row], str | None]:
    """At most ``limit`` rows behind the cursor ``after`` (empty: from the beginning), and the cursor of the next page
    or None. Invalid for a limit outside 1 … 200 and for a cursor that is none of ours."""
    if not 1 <= limit <= LONGEST_PAGE:
        raise Invalid(_("Số dòng phải từ 1 đến %(most)s") % {"most": LONGEST_PAGE}, field="limit")
    if after:
        rows = rows.filter(_behind(order, _opened(after, rows.model, order)))
    found = list(ordered(rows, order)[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], _closed(found[limit - 1], order)


def _behind(order: tuple[Column, ...], values: list[Any]) -> Q:
    condition = Q(pk__in=[])
    same = Q()
    for column, value in zip(order, values, strict=True):
        condition |= same & column.beyond(value)
        same &= column.same(value)
    return condition


def _closed(row: Model, order: tuple[Column, ...]) -> str:
    values = [getattr(row, column.name) for column in order]
    plain = [
        value.isoformat() if isinstance(value, dt.date) else value if value is None else str(value)
        for value in values
    ]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _opened(cursor: str, model: type[Model], order: tuple[Column, ...]) -> list[Any]:
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        if not isinstance(plain, list) or len(plain) != len(order):
            raise ValueError("not a list of our length")
        if not all(value is None or isinstance(value, str) for value in plain):
            raise ValueError("not our values")
        return [
            model._meta.get_field(column.name).clean(value, None) if value is not None else None  # type: ignore[union-attr]
            for column, value in zip(order, plain, strict=True)
        ]
    except (ValueError, binascii.Error, ValidationError, RecursionError, OverflowError) as error:
        raise Invalid(_("Con trỏ trang không hợp lệ"), field="after") from error
