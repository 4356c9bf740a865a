"""What upper apps offer to service tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Service = Callable[[Any, dict[str, Any]], dict[str, Any] | None]
_services: dict[str, Service] = {}


def register_service(name: str, handler: Service) -> None:
    """``handler(instance, data) -> dict`` runs inside the transaction that moves the process; its answer joins the
    routing values. A service task names it by the extension property ``service``. Registering twice is an error.
    """
    if _services.get(name, handler) is not handler:
        raise ValueError(f"service {name} is registered twice")
    _services[name] = handler


def known_services() -> frozenset[str]:
    return frozenset(_services)


def service(name: str) -> Service:
    """Raises KeyError when no app offers it."""
    return _services[name]
