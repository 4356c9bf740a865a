"""Acts that need the second factor again: signing, publishing, bulk export, changes of rights (S07)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError

View = TypeVar("View", bound=Callable[..., Any])


class StepUpNeeded(DomainError):
    status = 403
    default_code = "step_up_required"

    def __init__(self, message: Any = "", **kwargs: Any) -> None:
        super().__init__(
            message or _("Việc này cần xác nhận lại bằng mã xác thực trong vòng 5 phút trước đó."), **kwargs
        )


def require_fresh_factor(actor: Actor) -> None:
    """For domain functions: raise :class:`StepUpNeeded` unless the actor showed the second factor in the last five
    minutes. The system itself passes; an access token never does, except where the second factor is switched off."""
    if actor.kind == "system" or actor.stepped_up or not settings.SECOND_FACTOR_REQUIRED:
        return
    raise StepUpNeeded()


def require_step_up(request: HttpRequest) -> None:
    """For views. The session guard turns the refusal into the screen that asks for the code, then leads back."""
    if not getattr(request, "stepped_up", False):
        raise StepUpNeeded()


def step_up_required(view: View) -> View:
    """Decorator form, below ``@signed_in`` and its like."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require_step_up(request)
        return view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def own_address(address: str | None, default: str = "/") -> str:
    """A path of this site, or the default: never a way out of it (open redirect)."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return default
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return default
    return address


def back_address(request: HttpRequest) -> str:
    """Where to go after the confirmation: this page, or after a POST the page that held the form."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return own_address(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
