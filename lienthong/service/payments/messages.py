"""What travels between us and the gateway: JSON bodies and query strings, signed with HMAC-SHA256."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid

LARGEST = 16 * 1024
RETURN_FIELDS = ("amount", "order", "outcome", "reference")
PAID, FAILED, PENDING = "paid", "failed", "pending"


def sign(data: bytes) -> str:
    """Hex of HMAC-SHA256 under the shared secret (RFC 2104)."""
    return hmac.new(settings.PAYMENT_SECRET.encode(), data, hashlib.sha256).hexdigest()


def signature_holds(data: bytes, signature: str) -> bool:
    return hmac.compare_digest(sign(data).encode(), signature.encode("utf-8", "replace"))


def canonical_return(query: Mapping[str, str]) -> bytes:
    """The signed form of the browser's return: the four fields in alphabetical order, URL-encoded."""
    return urlencode([(name, query.get(name, "")) for name in RETURN_FIELDS]).encode()


@dataclass(frozen=True)
class Word:
    """What the gateway says of an order."""

    order: UUID
    amount: int
    outcome: str
    reference: str


def read_word(values: Mapping[str, Any]) -> Word:
    """Raises Invalid for what does not keep to the protocol."""
    try:
        order = UUID(str(values["order"]))
        amount = values["amount"]
        amount = (
            int(amount)
            if isinstance(amount, int) or (isinstance(amount, str) and amount.isascii() and amount.isdigit())
            else None
        )
        outcome, reference = str(values["outcome"]), str(values.get("reference") or "")
    except (KeyError, ValueError, TypeError) as error:
        raise Invalid(_("Thông điệp thanh toán không đúng giao thức"), code="malformed") from error
    if (
        amount is None
        or not 0 <= amount < 1 << 53
        or outcome not in (PAID, FAILED, PENDING)
        or len(reference) > 80
        or "\x00" in reference
    ):
        raise Invalid(_("Thông điệp thanh toán không đúng giao thức"), code="malformed")
    return Word(order, amount, outcome, reference)


def read_json(body: bytes) -> Mapping[str, Any]:
    try:
        values = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("Thông điệp thanh toán không phải JSON"), code="malformed") from error
    if not isinstance(values, dict):
        raise Invalid(_("Thông điệp thanh toán không phải một đối tượng"), code="malformed")
    return values
