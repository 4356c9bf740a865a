"""Saying what became of a held file. Packages above listen, because notices stand above files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from ..models import StoredFile

Event = Literal["refused", "cleared", "released", "held_again", "destroyed"]
Listener = Callable[[Event, Sequence[StoredFile], str], None]

_listeners: list[Listener] = []


def on_decision(listener: Listener) -> Listener:
    """Decorator: ``listener(event, files, reason)`` is called inside the transaction of the act, once per listener."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def announce(event: Event, files: Sequence[StoredFile], reason: str = "") -> None:
    for listener in _listeners:
        listener(event, files, reason)
