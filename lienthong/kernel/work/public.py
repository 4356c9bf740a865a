"""What other apps may use of the inbox."""

from lienthong.kernel.work.handover import colleagues, hand_over, hand_over_many, team_items
from lienthong.kernel.work.items import (
    finish_item,
    mark_read,
    new_item,
    open_item,
    perform,
    reassign,
    withdraw_items,
)
from lienthong.kernel.work.kinds import (
    BatchRow,
    Handler,
    ItemAction,
    Outcome,
    Pane,
    handler_of,
    kinds,
    register_kind,
)
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.queries import counts, item, items
from lienthong.kernel.work.rules import ACT, ASSIGN

__all__ = [
    "ACT",
    "ASSIGN",
    "BatchRow",
    "Handler",
    "ItemAction",
    "Outcome",
    "Pane",
    "WorkItem",
    "colleagues",
    "counts",
    "finish_item",
    "hand_over",
    "hand_over_many",
    "handler_of",
    "item",
    "items",
    "kinds",
    "mark_read",
    "new_item",
    "open_item",
    "perform",
    "reassign",
    "register_kind",
    "team_items",
    "withdraw_items",
]
