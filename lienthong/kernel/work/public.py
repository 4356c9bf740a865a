"""What other apps may use of the inbox."""

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
from lienthong.kernel.work.rules import ACT

__all__ = [
    "ACT",
    "BatchRow",
    "Handler",
    "ItemAction",
    "Outcome",
    "Pane",
    "WorkItem",
    "counts",
    "finish_item",
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
    "withdraw_items",
]
