"""The headers that every answer carries: pages, errors, static files, downloads, interfaces.

The middleware stands first, before the one that serves static files, so that nothing leaves without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "autoplay",
        "display-capture",
        "encrypted-media",
        "gyroscope",
        "hid",
        "idle-detection",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)


def origins(urls: Iterable[str]) -> list[str]:
    """``scheme://host[:port]`` of each address; what is no http(s) address is left out."""
    found = []
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.netloc:
            found.append(f"{parts.scheme}://{parts.netloc}")
    return found


def content_security_policy(form_targets: Iterable[str] = ()) -> str:
    """The one policy of the whole system; ``form_targets`` are the places a form may lead to (payment, sign-in)."""
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'", *origins(form_targets)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


class SecurityHeaders:
    """Adds the headers. A view that needs a different policy (a file shown in a frame of ours) sets its own first.

    Such a view may only name one of ours: ``frame-ancestors 'self'`` for previews.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        targets = getattr(settings, "FORM_ACTION_ORIGINS", ())
        self.fixed = {
            "Content-Security-Policy": content_security_policy(targets),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": PERMISSIONS_POLICY,
            "X-Permitted-Cross-Domain-Policies": "none",
        }
        if getattr(settings, "HTTPS", False):
            self.fixed["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.fixed.items():
            response.headers.setdefault(name, value)
        if self._is_personal(request) and "no-store" not in response.headers.get("Cache-Control", ""):
            # A shared computer at the one-stop desk must show nothing after sign-out, not even by the back button.
            response.headers["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def _is_personal(request: HttpRequest) -> bool:
        """Whether a signed-in account asked. Static files never reach the session, so they stay cacheable."""
        actor = getattr(request, "actor", None)
        if getattr(actor, "kind", "anonymous") != "anonymous":
            return True
        user = getattr(request, "user", None)
        # The session was read already when there is a user; do not start reading it here.
        return bool(
            user is not None and getattr(request, "_cached_user", None) is not None and user.is_authenticated
        )
