"""The gateway over HTTP, on the loopback address only. See README.md for the protocol."""

from __future__ import annotations

import html
import json
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from simulators.payment.gateway import BEHAVIOURS, Gateway, Message, Order, Refusal

LARGEST = 64 * 1024
STYLE = (
    "body{font:17px/1.55 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;background:#f7f6f2;color:#18222e}"
    "button,select{width:100%;margin:.4rem 0;padding:.8rem;font:inherit;border:1px solid #8a94a0;border-radius:8px;background:#fff}"
    "button[value=paid]{background:#134e6f;color:#fff}.note{background:#fff4d9;padding:.8rem;border-radius:8px}"
    ".amount{font-size:2rem;font-weight:700}"
)


def page(order: Order) -> bytes:
    amount = f"{order.amount:,}".replace(",", ".")
    options = "".join(
        f'<option value="{key}">{html.escape(text)}</option>' for key, text in BEHAVIOURS.items()
    )
    return (
        '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Cổng thanh toán mô phỏng</title><style>{STYLE}</style><h1>Cổng thanh toán mô phỏng</h1>"
        '<p class="note"><strong>Mô phỏng.</strong> Không có đồng tiền thật nào được chuyển ở đây.</p>'
        f'<p>{html.escape(order.description)}</p><p class="amount">{amount} đ</p>'
        f'<form method="post" action="/pay/{order.reference}"><button name="outcome" value="paid">Trả tiền</button>'
        '<button name="outcome" value="failed">Không trả</button><label for="b">Cổng sẽ cư xử thế nào</label>'
        f'<select id="b" name="behaviour">{options}</select></form></html>'
    ).encode()


def deliver(message: Message) -> int:
    """Send one callback; the status that came back, 0 when nothing answered."""
    time.sleep(message.wait)
    request = urllib.request.Request(message.url, data=message.body, method="POST")  # noqa: S310 - the address of the order
    request.add_header("Content-Type", "application/json")
    request.add_header("X-Signature", message.signature)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *args: Any) -> None:
        return

    def _send(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _json(self, value: Any, status: int = 200) -> None:
        body = json.dumps(value, sort_keys=True).encode()
        self._send(status, body, "application/json", X_Signature=self.server.gateway.sign(body))

    def _body(self) -> bytes:
        return self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))

    def do_GET(self) -> None:
        gateway, path = self.server.gateway, urlsplit(self.path).path
        try:
            if path == "/healthz":
                self._json({"ok": True})
            elif path.startswith("/orders/"):
                gateway.require_signature(f"GET {path}".encode(), self.headers.get("X-Signature", ""))
                self._json(gateway.order(path.removeprefix("/orders/")).word())
            elif path.startswith("/pay/"):
                self._send(
                    200, page(gateway.by_reference(path.removeprefix("/pay/"))), "text/html; charset=utf-8"
                )
            else:
                raise Refusal(404, "not_found")
        except Refusal as refusal:
            self._json({"code": refusal.code}, refusal.status)

    def do_POST(self) -> None:
        gateway, path, body = self.server.gateway, urlsplit(self.path).path, self._body()
        try:
            if path.startswith("/pay/"):
                self._decide(
                    gateway.by_reference(path.removeprefix("/pay/")),
                    dict(parse_qsl(body.decode(errors="replace"))),
                )
                return
            gateway.require_signature(body, self.headers.get("X-Signature", ""))
            try:
                values = json.loads(body)
            except ValueError as error:
                raise Refusal(422, "malformed") from error
            if path == "/orders":
                order = gateway.create(values)
                self._json(
                    {"reference": order.reference, "pay_url": f"{self.server.url}/pay/{order.reference}"}, 201
                )
            elif path == "/refunds":
                self._json(gateway.refund(values))
            else:
                raise Refusal(404, "not_found")
        except Refusal as refusal:
            self._json({"code": refusal.code}, refusal.status)

    def _decide(self, order: Order, form: dict[str, str]) -> None:
        behaviour = form.get("behaviour", "once")
        messages, back = self.server.gateway.decide(
            order, form.get("outcome", ""), behaviour if behaviour in BEHAVIOURS else "once"
        )
        threading.Thread(target=lambda: [deliver(message) for message in messages], daemon=True).start()
        self._send(302, b"", "text/plain", Location=back)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, gateway: Gateway, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.gateway = gateway
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


def make_server(gateway: Gateway, port: int) -> Server:
    """A server on the loopback address; port 0 takes a free one."""
    return Server(gateway, port)
