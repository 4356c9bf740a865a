"""Every route says who may call it. A test walks all routes and fails on one that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from lienthong.kernel.access.permissions import allows, permission
from lienthong.kernel.errors import DomainError, Forbidden, NotFound

View = TypeVar("View", bound=Callable[..., Any])


def _guard(
    view: Callable[..., Any], statement: str, check: Callable[[HttpRequest], bool], need_account: bool
) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        if need_account and not actor.signed_in:
            if request.headers.get("HX-Request"):
                answer = HttpResponse(status=401)
                answer["HX-Trigger"] = "lt:session-expired"
                return answer
            return redirect_to_login(request.get_full_path(), "/dang-nhap/")
        if not check(request):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (NotFound, Forbidden) as refusal:
            raise Http404 from refusal

    guarded.access = statement  # type: ignore[attr-defined]
    return guarded


def public_page(view: View) -> View:
    """Anyone; the view shows nothing that is not public, or checks a token of its own."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Any account."""
    return _guard(view, "signed in", lambda request: True, need_account=True)


def officers_only(view: View) -> View:
    """Any officer in a post today."""
    return _guard(view, "officer", lambda request: request.actor.officer_id is not None, need_account=True)  # type: ignore[attr-defined]


def requires(name: str) -> Callable[[View], View]:
    """Holders of a permission, in any organisation; the object is then got by ``access.get``."""
    permission(name)

    def decorate(view: View) -> View:
        return _guard(view, name, lambda request: allows(request.actor, name), need_account=True)  # type: ignore[attr-defined]

    return decorate


__all__ = ["DomainError", "officers_only", "public_page", "requires", "signed_in"]
