"""Reading the inbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import get, visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.api.public import Column, ordered
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.rules import ACT

TABS: dict[str, tuple[str | Promise, Q]] = {
    "can-lam": (_("Cần làm"), Q(state="open", role__in=["main", "opinion"])),
    "phoi-hop": (_("Phối hợp"), Q(state="open", role="coordinating")),
    "de-biet": (_("Để biết"), Q(state="open", role="information")),
    "da-xong": (_("Đã xong"), Q(state="done")),
}
PAGE = 50


def items(actor: Actor, tab: str = "can-lam", *, kind: str = "", words: str = "") -> QuerySet[WorkItem]:
    """Items of one tab, early deadlines first; finished ones newest first."""
    rows = visible(WorkItem.objects.all(), actor, ACT).filter(TABS[tab][1])
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(source__icontains=words)
        )
    return ordered(rows, order_of(tab))


def order_of(tab: str) -> tuple[Column, ...]:
    if tab == "da-xong":
        return (Column("done_at", descending=True), Column("id", descending=True))
    return (Column("due_at", nullable=True), Column("urgency", descending=True), Column("id"))


# The list and the badge in the navigation of the same page ask the same question.
_known: ContextVar[tuple[Actor, dict[str, int]] | None] = ContextVar("counts of this page", default=None)


@contextmanager
def counted(actor: Actor) -> Iterator[None]:
    """While one page is made, :func:`counts` asks the database once."""
    before = _known.set((actor, counts(actor)))
    try:
        yield
    finally:
        _known.reset(before)


def counts(actor: Actor) -> dict[str, int]:
    """Open items per tab, in one statement."""
    known = _known.get()
    if known is not None and known[0] is actor:
        return known[1]
    found = visible(WorkItem.objects.filter(state="open"), actor, ACT).values("role").annotate(n=Count("id"))
    by_role = {row["role"]: row["n"] for row in found.order_by()}
    return {
        "can-lam": by_role.get("main", 0) + by_role.get("opinion", 0),
        "phoi-hop": by_role.get("coordinating", 0),
        "de-biet": by_role.get("information", 0),
    }


def item(actor: Actor, item_id: Any) -> WorkItem:
    """One item that the actor holds, or NotFound."""
    return get(WorkItem, actor, ACT, pk=item_id)


@dataclass(frozen=True)
class Group:
    key: str
    label: str | Promise
    items: list[WorkItem]


def grouped(rows: list[WorkItem]) -> list[Group]:
    """Quá hạn, Hôm nay, Tuần này, Sau, Không hạn: empty groups are left out."""
    now = clock.now()
    today = clock.today()
    end_of_today = clock.at(today + dt.timedelta(days=1))
    end_of_week = clock.at(today + dt.timedelta(days=7 - today.weekday()))
    bounds: list[tuple[str, Any, Any]] = [
        ("overdue", _("Quá hạn"), lambda due: due is not None and due < now),
        ("today", _("Hôm nay"), lambda due: due is not None and now <= due < end_of_today),
        (
            "week",
            _("Tuần này"),
            lambda due: due is not None and end_of_today <= due < max(end_of_week, end_of_today),
        ),
        ("later", _("Sau"), lambda due: due is not None and due >= max(end_of_week, end_of_today)),
        ("none", _("Không có hạn"), lambda due: due is None),
    ]
    # Hỏa tốc comes before an earlier hour of the same day (NĐ 30/2020 art 22: urgent documents first).
    groups = [
        Group(key, label, sorted((row for row in rows if test(row.due_at)), key=lambda row: -row.urgency))
        for key, label, test in bounds
    ]
    return [group for group in groups if group.items]
