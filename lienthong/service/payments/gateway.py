"""The client of the payment gateway: to the configured origin only, no redirects, bounded in time and size."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Unavailable
from lienthong.service.payments.messages import LARGEST, sign, signature_holds

TIMEOUT_SECONDS = 8


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


# No proxy from the environment either: the gateway is where the settings say, or nowhere.
_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


def _unavailable() -> Unavailable:
    return Unavailable(
        _(
            "Cổng thanh toán không trả lời lúc này. Hãy thử lại sau ít phút, hoặc nộp tiền mặt tại bộ phận một cửa."
        ),
        code="gateway_unavailable",
    )


def of_gateway(url: str) -> bool:
    """Whether an address belongs to the configured origin."""
    given, ours = urlsplit(url), urlsplit(settings.PAYMENT_URL)
    return bool(ours.netloc) and (given.scheme, given.netloc) == (ours.scheme, ours.netloc)


def _ask(method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    """(status, answer). Raises Unavailable when the gateway fails, or its signature does."""
    if not settings.PAYMENT_URL:
        raise _unavailable()
    data = json.dumps(body, sort_keys=True).encode() if body is not None else b""
    url = settings.PAYMENT_URL.rstrip("/") + path
    request = urllib.request.Request(url, data=data or None, method=method)  # noqa: S310 - the origin is a setting
    request.add_header("Content-Type", "application/json")
    request.add_header("X-Signature", sign(data or f"{method} {path}".encode()))
    try:
        try:
            with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                status, raw, signature = (
                    answer.status,
                    answer.read(LARGEST + 1),
                    answer.headers.get("X-Signature", ""),
                )
        except urllib.error.HTTPError as refusal:
            if refusal.code >= 500 or refusal.code in range(300, 400):
                raise _unavailable() from refusal
            status, raw, signature = (
                refusal.code,
                refusal.read(LARGEST + 1),
                refusal.headers.get("X-Signature", ""),
            )
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise _unavailable() from error
    if len(raw) > LARGEST or not signature_holds(raw, signature):
        raise _unavailable()
    try:
        values = json.loads(raw)
    except ValueError as error:
        raise _unavailable() from error
    if not isinstance(values, dict):
        raise _unavailable()
    return status, values


def create_order(
    *, order: str, amount: int, description: str, return_url: str, callback_url: str
) -> tuple[str, str]:
    """(reference, address where the person pays). Asked again for the same order, the gateway gives the same answer."""
    status, answer = _ask(
        "POST", "/orders",
        {"order": order, "amount": amount, "description": description, "return_url": return_url, "callback_url": callback_url},
    )  # fmt: skip
    url = str(answer.get("pay_url") or "")
    if status not in (200, 201) or not of_gateway(url):
        raise _unavailable()
    return str(answer.get("reference") or "")[:80], url[:500]


def state_of_order(order: str) -> dict[str, Any] | None:
    """What the gateway knows of an order; None when it does not know it."""
    status, answer = _ask("GET", f"/orders/{order}")
    if status == 404:
        return None
    if status != 200:
        raise _unavailable()
    return answer


def refund(*, order: str, reference: str, amount: int) -> bool:
    """Ask for the money to be given back; safe to repeat. True when the gateway says that it was."""
    status, answer = _ask("POST", "/refunds", {"order": order, "reference": reference, "amount": amount})
    return status in (200, 201) and answer.get("state") == "refunded"
