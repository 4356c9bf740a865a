"""Jobs run in the system's scope, on connections that are cleaned up between jobs."""

from __future__ import annotations

from typing import Any

from django.db import close_old_connections

from lienthong.kernel.access.scope import system_scope


def in_system_scope(call_next: Any, context: Any, worker: Any = None) -> Any:
    """A procrastinate task middleware for synchronous tasks."""
    close_old_connections()
    try:
        with system_scope():
            return call_next()
    finally:
        close_old_connections()
