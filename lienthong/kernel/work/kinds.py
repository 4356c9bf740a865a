"""What can be done with an item is known by the app that owns its object; it registers a handler here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.work.models import WorkItem


@dataclass(frozen=True)
class ItemAction:
    """One act that the holder may do now. ``form`` is a JSON Schema of what is asked for it.

    ``url``: the act has a screen of its own there; by the REST interface it is performed like any other.
    """

    code: str
    label: str | Promise
    key: str = ""
    primary: bool = False
    danger: bool = False
    form: dict[str, Any] | None = None
    batch: bool = False
    explains: str | Promise = ""
    url: str = ""


@dataclass(frozen=True)
class Outcome:
    message: str | Promise
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pane:
    """The thing itself, beside the list: two templates that are included, and what they show."""

    thing: str
    aside: str
    context: dict[str, Any]


@dataclass(frozen=True)
class BatchRow:
    """An item among several that are acted upon at once: what can be done, and what one should see before doing it.

    ``picture``: address of the first page of the paper; ``document``: its name; ``facts``: further words.
    """

    actions: list[ItemAction]
    picture: str = ""
    document: str = ""
    facts: str = ""
    url: str = ""


class Handler(Protocol):
    """What every kind answers. For acting on several at once a handler may also have ``batch_rows(items, actor) ->
    {item id: BatchRow}`` (in few queries for all), or ``batch_actions(item, actor)``; ``may_batch(item)`` is a cheap
    guess for the list; ``initial(item, actor, action)`` are the first values of an act's form.

    ``reassigned(item, holder, *, actor)`` is told when an open item goes to another officer, inside the transaction and
    before the act is recorded: whoever keeps the holder in rows of his own moves them here, or refuses by a DomainError.
    The one action ``work.reassign`` on the item's object tells of both.
    """

    label: Any  # text, usually translated when it is shown
    chip: str  # colour word of the chip: document | dossier | draft | task | petition

    def actions(self, item: WorkItem, actor: Actor) -> list[ItemAction]: ...

    def perform(
        self, item: WorkItem, actor: Actor, action: str, data: dict[str, Any], files: Mapping[str, Any]
    ) -> Outcome: ...

    def pane(self, item: WorkItem, actor: Actor) -> Pane: ...


_handlers: dict[str, Handler] = {}


def register_kind(kind: str, handler: Handler) -> None:
    _handlers[kind] = handler


def handler_of(kind: str) -> Handler:
    """Raises LookupError for a kind that no app registered."""
    return _handlers[kind]


def kinds() -> dict[str, Handler]:
    return dict(_handlers)


def may_batch(item: WorkItem) -> bool:
    """Whether the list should offer acting on several: asked for every row, so without queries."""
    handler = _handlers.get(item.kind)
    if handler is None or not (hasattr(handler, "batch_rows") or hasattr(handler, "batch_actions")):
        return False
    return item.state == "open" and bool(getattr(handler, "may_batch", lambda _item: True)(item))


def batch_rows(items: list[WorkItem], actor: Actor) -> dict[Any, BatchRow]:
    """Item id → what can be done with it among several; items without such an act are left out."""
    found: dict[Any, BatchRow] = {}
    by_kind: dict[str, list[WorkItem]] = {}
    for item in items:
        by_kind.setdefault(item.kind, []).append(item)
    for kind, rows in by_kind.items():
        handler: Any = handler_of(kind)
        if hasattr(handler, "batch_rows"):
            found |= handler.batch_rows(rows, actor)
        elif hasattr(handler, "batch_actions"):
            found |= {row.pk: BatchRow(handler.batch_actions(row, actor)) for row in rows}
    return {pk: row for pk, row in found.items() if row.actions}
