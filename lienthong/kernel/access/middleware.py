"""Who asks: sets ``request.actor`` and the row security context of the database session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from lienthong.kernel.access import scope
from lienthong.kernel.access.grants import actor_for
from lienthong.kernel.actions.public import ANONYMOUS


class ActorMiddleware:
    """After authentication. API tokens set their own actor in the API layer, by the same functions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/static/") or request.path == "/healthz":
            request.actor = ANONYMOUS  # type: ignore[attr-defined]
            return self.get_response(request)
        request.actor = actor_for(request.user if request.user.is_authenticated else None)  # type: ignore[attr-defined,arg-type]
        if getattr(request, "stepped_up", False) and request.actor.signed_in:  # type: ignore[attr-defined]
            request.actor = replace(request.actor, stepped_up=True)  # type: ignore[attr-defined]
        before = scope._current()
        scope.enter(scope.context_of(request.actor))  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            # Only a caller inside a system scope gets it back. Between requests of one connection there is nothing to
            # restore: the next one enters its own scope, and going back first would cost a statement each time.
            if before == scope.EVERYTHING and before != scope._current():
                scope.forget_or_restore(before)
