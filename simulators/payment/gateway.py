"""The gateway without its wires: orders, their outcome, and the messages that follow, well-behaved or not."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

# How the gateway tells the outcome of one order. Everything but "once" is what real gateways do on bad days.
BEHAVIOURS = {
    "once": "báo một lần, ngay",
    "twice": "báo hai lần",
    "late": "báo trễ 5 giây",
    "silent": "không báo, chỉ trình duyệt quay về",
    "only_callback": "chỉ báo máy chủ, trình duyệt quay về không có chữ ký đúng",
    "wrong_amount": "báo sai số tiền",
    "bad_signature": "báo với chữ ký sai",
    "unknown_order": "báo cho một đơn không có",
}
LATE_SECONDS = 5


class Refusal(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass
class Order:
    order: str
    amount: int
    description: str
    return_url: str
    callback_url: str
    reference: str = field(default_factory=lambda: "SIM" + secrets.token_hex(6).upper())
    state: str = "pending"  # pending | paid | failed | refunded

    def word(self) -> dict[str, Any]:
        outcome = "paid" if self.state == "refunded" else self.state
        return {"order": self.order, "amount": self.amount, "outcome": outcome, "reference": self.reference}


@dataclass(frozen=True)
class Message:
    """One callback to send: body, signature, seconds to wait before."""

    url: str
    body: bytes
    signature: str
    wait: float = 0


class Gateway:
    def __init__(self, secret: str) -> None:
        self.secret = secret.encode()
        self.orders: dict[str, Order] = {}
        self._lock = threading.Lock()

    def sign(self, data: bytes) -> str:
        return hmac.new(self.secret, data, hashlib.sha256).hexdigest()

    def require_signature(self, data: bytes, signature: str) -> None:
        if not hmac.compare_digest(self.sign(data), signature):
            raise Refusal(403, "bad_signature")

    def create(self, values: dict[str, Any]) -> Order:
        """Make an order; the same order again is the same, with another amount it is a conflict."""
        try:
            wanted = Order(
                str(values["order"]),
                int(values["amount"]),
                str(values.get("description", "")),
                str(values["return_url"]),
                str(values["callback_url"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Refusal(422, "malformed") from error
        if wanted.amount <= 0 or not wanted.callback_url.startswith(("http://", "https://")):
            raise Refusal(422, "malformed")
        with self._lock:
            present = self.orders.setdefault(wanted.order, wanted)
        if present.amount != wanted.amount:
            raise Refusal(409, "order_exists")
        return present

    def order(self, key: str) -> Order:
        if key not in self.orders:
            raise Refusal(404, "unknown_order")
        return self.orders[key]

    def by_reference(self, reference: str) -> Order:
        for order in self.orders.values():
            if order.reference == reference:
                return order
        raise Refusal(404, "unknown_order")

    def decide(self, order: Order, outcome: str, behaviour: str = "once") -> tuple[list[Message], str]:
        """The person pays or refuses: (callbacks to send, address to send the browser back to)."""
        with self._lock:
            if order.state == "pending":
                order.state = "paid" if outcome == "paid" else "failed"
        return self.callbacks(order, behaviour), self.return_address(
            order, signed=behaviour != "only_callback"
        )

    def return_address(self, order: Order, *, signed: bool = True) -> str:
        word = order.word()
        query = urlencode([(name, str(word[name])) for name in ("amount", "order", "outcome", "reference")])
        signature = self.sign(query.encode()) if signed else "0" * 64
        return f"{order.return_url}?{query}&signature={signature}"

    def callbacks(self, order: Order, behaviour: str) -> list[Message]:
        word = order.word()
        if behaviour == "wrong_amount":
            word["amount"] += 1000
        if behaviour == "unknown_order":
            word["order"] = "01900000-0000-7000-8000-000000000000"
        body = json.dumps(word, sort_keys=True).encode()
        signature = self.sign(body) if behaviour != "bad_signature" else self.sign(b"x" + body)
        one = Message(order.callback_url, body, signature, LATE_SECONDS if behaviour == "late" else 0)
        return [] if behaviour == "silent" else [one, one] if behaviour == "twice" else [one]

    def refund(self, values: dict[str, Any]) -> dict[str, Any]:
        order = self.order(str(values.get("order")))
        if order.state == "refunded":
            return {"order": order.order, "state": "refunded"}
        if (
            order.state != "paid"
            or values.get("amount") != order.amount
            or values.get("reference") != order.reference
        ):
            raise Refusal(409, "not_refundable")
        order.state = "refunded"
        return {"order": order.order, "state": "refunded"}
