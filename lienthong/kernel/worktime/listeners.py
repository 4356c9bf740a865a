"""Who wants to know that a calendar changed: apps that keep due times in columns renew them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

Listener = Callable[[int | None], None]

_listeners: list[Listener] = []


def on_calendar_change(listener: Listener) -> None:
    """Call ``listener(organisation_id)`` after a change is committed; None means every agency may be concerned.

    Registered in an app's ``ready``; registering twice is harmless. It should only queue a job.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def calendar_changed(organisation_id: int | None) -> None:
    """Tell the listeners when the running transaction is committed."""
    for listener in _listeners:
        transaction.on_commit(lambda listener=listener: listener(organisation_id), robust=True)  # type: ignore[misc]
