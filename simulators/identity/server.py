"""The provider over HTTP, on the loopback address only.

``/authorize`` shows the persons to choose from; ``?simulate=refuse|delay|repeat`` makes one request misbehave.
``POST /switches`` (``refuse=1&delay=2&repeat=1``) changes how all later ones are answered, ``GET /switches`` shows it.
"""

from __future__ import annotations

import base64
import html
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from simulators.identity.people import PEOPLE
from simulators.identity.provider import ProtocolError, Provider, Switches

LARGEST_FORM = 64 * 1024
STYLE = (
    "body{font:17px/1.55 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;background:#f7f6f2;color:#18222e}"
    "button{display:block;width:100%;margin:.5rem 0;padding:.9rem;font:inherit;text-align:left;border:1px solid #e2e0d8;"
    "border-radius:8px;background:#fff;cursor:pointer}.note{background:#fff4d9;padding:.8rem;border-radius:8px}"
)


def page(title: str, body: str) -> bytes:
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style><h1>{html.escape(title)}</h1>"
        '<p class="note"><strong>Mô phỏng.</strong> Đây không phải hệ thống định danh thật; mọi người dưới đây đều không '
        f"có thật.</p>{body}</html>"
    ).encode()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *args: Any) -> None:  # requests carry codes and states
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
        self._send(status, json.dumps(value, ensure_ascii=False).encode(), "application/json")

    def _form(self) -> dict[str, str]:
        length = min(int(self.headers.get("Content-Length") or 0), LARGEST_FORM)
        return dict(parse_qsl(self.rfile.read(length).decode(errors="replace")))

    def _go(self, target: str, **values: str) -> None:
        self._send(302, b"", "text/plain", Location=f"{target}?{urlencode(values)}")

    def do_GET(self) -> None:
        provider, parts = self.server.provider, urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        time.sleep(provider.switches.delay)
        try:
            if parts.path == "/.well-known/openid-configuration":
                self._json(provider.metadata())
            elif parts.path == "/jwks":
                self._json(provider.keys())
            elif parts.path == "/authorize":
                self._authorize(query)
            elif parts.path == "/userinfo":
                self._json(provider.person(self.headers.get("Authorization", "").removeprefix("Bearer ")))
            elif parts.path == "/switches":
                self._json(vars(provider.switches))
            elif parts.path == "/healthz":
                self._json({"ok": True})
            else:
                self._json({"error": "not_found"}, 404)
        except ProtocolError as error:
            self._json({"error": error.code, "error_description": error.description}, error.status)

    def do_POST(self) -> None:
        provider, path = self.server.provider, urlsplit(self.path).path
        form = self._form()
        time.sleep(provider.switches.delay)
        try:
            if path == "/token":
                self._json(provider.redeem(form, *self._client()))
            elif path == "/authorize":
                self._agree(form)
            elif path == "/switches":
                provider.switches = Switches(
                    form.get("refuse") == "1",
                    min(float(form.get("delay") or 0), 60),
                    form.get("repeat") == "1",
                )
                self._json(vars(provider.switches))
            else:
                self._json({"error": "not_found"}, 404)
        except ProtocolError as error:
            self._json({"error": error.code, "error_description": error.description}, error.status)
        except ValueError:
            self._json({"error": "invalid_request"}, 400)

    def _client(self) -> tuple[str, str]:
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return "", ""
        name, _, secret = base64.b64decode(value).decode().partition(":")
        return unquote(name), unquote(secret)

    def _authorize(self, query: dict[str, str]) -> None:
        self.server.provider.check_request(query)
        hidden = "".join(
            f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
            for name, value in query.items()
        )
        buttons = "".join(
            f'<button name="person" value="{subject}"><strong>{html.escape(person["name"])}</strong><br>'
            f"{person['personal_id']} · mức bảo đảm {person['acr']}</button>"
            for subject, person in PEOPLE.items()
        )
        refuse = '<button name="person" value="">Từ chối</button>'
        body = f'<p>Chọn người đăng nhập:</p><form method="post" action="/authorize">{hidden}{buttons}{refuse}</form>'
        self._send(200, page("Định danh điện tử (mô phỏng)", body), "text/html; charset=utf-8")

    def _agree(self, form: dict[str, str]) -> None:
        provider = self.server.provider
        provider.check_request(form)
        simulate, target = form.get("simulate", ""), form["redirect_uri"]
        back = {"state": form["state"], "iss": provider.issuer}
        if simulate == "delay":
            time.sleep(5)
        if not form.get("person") or provider.switches.refuse or simulate == "refuse":
            self._go(target, error="access_denied", **back)
        elif simulate == "repeat" and provider.last_used_code:
            self._go(target, code=provider.last_used_code, **back)
        else:
            self._go(target, code=provider.grant(form, form["person"]), **back)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(
        self, port: int, *, client_id: str, client_secret: str, redirect_uris: tuple[str, ...]
    ) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        issuer = f"http://127.0.0.1:{self.server_address[1]}"
        self.provider = Provider(issuer, client_id, client_secret, redirect_uris)
