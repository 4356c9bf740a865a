"""Asks one route as one person, in a savepoint, and says in one word what the answer was."""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from tests.security.routes import Route
from tests.security.world import World, undone

# An address whose parameter means something else than in most others.
MEANT: dict[str, dict[str, str]] = {
    "files:link": {"token": "link"},
    "accounts:reset": {"token": "none"},
    "accounts:confirm_email": {"token": "none"},
    "sites:verify_token": {"token": "paper"},
    "GET /public/verify/{token}": {"token": "paper"},
    "GET /work-items/{id}": {"id": "item_id"},
    "POST /work-items/{id}/hand-over": {"id": "item_id"},
    "POST /dossiers/{id}/fee": {"id": "waiting"},
    "POST /work-items/{id}/actions/{action}": {"id": "item_id"},
    "POST /dossiers/{id}/withdraw": {"id": "waiting"},
    "POST /dossiers/{id}/supplement": {"id": "waiting"},
    "GET /documents/{id}": {"id": "document"},
    "POST /documents/{id}/issue": {"id": "document"},
    "citizen:withdraw": {"code": "waiting_code"},
    "dossiers:collect": {"dossier_id": "waiting"},
    "payments:decide": {"act": "refund_act"},
    "dossiers:stop": {"dossier_id": "waiting"},
    "quarantine:show": {"file_id": "upload"},
    "quarantine:rescan": {"file_id": "upload"},
    "quarantine:decide": {"file_id": "upload", "act": "held_act"},
    "ui:component_page": {"page": "ui"},
}  # fmt: skip


# What an operation needs to get past its schema, so that the right is what decides.
BODIES: dict[str, str] = {
    "POST /work-items/{id}/hand-over": '{"officer": 999999999, "reason": "Nghỉ ốm"}',
    "POST /dossiers/{id}/fee-receipts/void": '{"reason": "Nhầm"}',
    "POST /documents/{id}/issue": '{"to": ["xa-ben-kia"]}',
}


def address_of(route: Route, world: World) -> str:
    """The address with the world's things in it."""
    places = world.places()
    meant = MEANT.get(route.name, {})
    return route.address.format(**{name: places[meant.get(name, name)] for name in route.parameters})


def send(client: Client, route: Route, method: str, address: str, **extra: Any) -> Any:
    """An empty request: what is refused for lack of data is still told apart from what is refused for lack of right."""
    if method == "GET":
        return client.get(address, **extra)
    if route.is_api and not route.name.startswith("POST /files"):
        return client.generic(method, address, BODIES.get(route.name, "{}"), "application/json", **extra)
    return client.generic(method, address, urlencode({}), "application/x-www-form-urlencoded", **extra)


def word(answer: Any) -> str:
    """``login`` for the way to sign-in, ``code →`` for other redirects, else the status."""
    if answer.status_code in (301, 302, 303):
        return "login" if answer["Location"].startswith("/dang-nhap/") else "redirect"
    return str(answer.status_code)


def ask(world: World, client: Client, route: Route, method: str, **extra: Any) -> tuple[str, bytes]:
    """(word, body) of one request; nothing of it stays."""
    cookies = copy.deepcopy(client.cookies)
    with undone():
        answer = send(client, route, method, address_of(route, world), **extra)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    client.cookies = cookies  # signed out or not: the next question comes from the same browser
    return word(answer), body
