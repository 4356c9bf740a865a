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


class Handler(Protocol):
    label: str | Promise
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
