"""The description of the interface is true enough to make requests from, and none of them breaks the server.

schemathesis draws requests from ``/api/v1/openapi.json``; an officer's token, a citizen and a stranger send them.
``LIENTHONG_SCHEMA_EXAMPLES`` makes the walk longer than in the ordinary run.
"""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.security.world import World, undone

EXAMPLES = int(os.environ.get("LIENTHONG_SCHEMA_EXAMPLES", "6"))


def description(world: World) -> dict[str, Any]:
    answer = world.client("anonymous").get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def server_errors(
    world: World, raw: dict[str, Any], role: str, headers: dict[str, str], examples: int
) -> list[str]:
    """Requests that were answered with a server error, shortest first."""
    found: list[str] = []
    client = world.client(role)
    for result in schemathesis.openapi.from_dict(raw).get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        @given(case=operation.as_strategy())
        def one(case: Any) -> None:
            sent = case.as_transport_kwargs(base_url="http://127.0.0.1")
            body = json.dumps(sent["json"]) if "json" in sent else sent.get("data") or b""
            kind = (
                "application/json"
                if "json" in sent or not isinstance(body, bytes | str)
                else "application/octet-stream"
            )
            given_headers = {
                f"HTTP_{name.upper().replace('-', '_')}": str(value).replace("\n", " ")
                for name, value in (sent.get("headers") or {}).items()
            }
            if isinstance(body, dict) or not isinstance(body, str | bytes):
                body, kind = json.dumps(body, default=str), "application/json"
            with undone():
                answer = client.generic(
                    sent["method"],
                    sent["url"].removeprefix("http://127.0.0.1"),
                    body,
                    kind,
                    query_params=sent.get("params") or None,
                    **{**given_headers, **headers},
                )
            if answer.status_code >= 500:
                found.append(
                    f"{answer.status_code} {sent['method']} {sent['url']} {sent.get('params')} {str(body)[:200]}"
                )

        one()
    return sorted(found, key=len)


@pytest.mark.parametrize("role", ["clerk", "owner", "anonymous"])
def test_no_request_of_the_description_breaks_the_server(world: World, role: str) -> None:
    with undone():
        headers = world.bearer("clerk") if role == "clerk" else {}
        found = server_errors(
            world, description(world), "anonymous" if role == "clerk" else role, headers, EXAMPLES
        )

    assert found == []


def test_the_description_is_openapi_31(world: World) -> None:
    assert description(world)["openapi"].startswith("3.1")


def test_every_operation_tells_the_form_of_its_answer(world: World) -> None:
    unsaid = []
    for path, methods in description(world)["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                told = answer.get("content", {}).values()
                if path.endswith("/content") or any(item.get("schema") for item in told):
                    continue
                unsaid.append(f"{method} {path} {status}")

    assert unsaid == []


def test_every_write_names_the_idempotency_key(world: World) -> None:
    paths = description(world)["paths"]

    writes = {
        path: [parameter["name"] for parameter in methods["post"]["parameters"]]
        for path, methods in paths.items()
        if "post" in methods
    }

    assert writes and all("Idempotency-Key" in names for names in writes.values()), writes


def test_description_speaks_the_readers_language_and_keeps_nothing_of_it(world: World) -> None:
    client = world.client("anonymous")

    english = client.get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json()
    vietnamese = client.get("/api/v1/openapi.json").json()

    inbox = ("paths", "/api/v1/inbox", "get", "summary")
    assert (_at(english, inbox), _at(vietnamese, inbox)) == ("Work that waits", "Việc đang chờ")


def _at(node: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        node = node[key]
    return node
