"""A token opens what its scopes name, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from lienthong.kernel.accounts.public import all_scopes, create_token
from tests.security.test_schema import description
from tests.security.world import World, undone

NOWHERE = "01a21067-980b-7adb-bc60-e2b647cf4ef0"


def operations(world: World) -> list[tuple[str, str, set[str]]]:
    """Method, address and scopes of every operation that is not public."""
    found = []
    for path, methods in description(world)["paths"].items():
        address = path
        for name in ("id", "file_id", "action"):
            address = address.replace("{" + name + "}", NOWHERE)
        found += [
            (method, address, set(operation["x-scopes"]))
            for method, operation in methods.items()
            if "x-scopes" in operation
        ]
    return found


def ask(world: World, method: str, address: str, scope: str) -> str:
    """The code of the refusal; empty when the scope was enough to get to the operation itself."""
    account = world.province.officers["clerk"].account
    _token, plain = create_token(account, [scope], "thử")
    client = world.client("anonymous")
    with undone():
        answer = client.generic(
            method.upper(),
            address,
            b"{}",
            "application/json",
            HTTP_AUTHORIZATION=f"Bearer {plain}",
            HTTP_IDEMPOTENCY_KEY="k",
        )
    told: dict[str, Any] = answer.json() if "json" in answer.get("Content-Type", "") else {}
    return told.get("code", "") if answer.status_code == 403 else ""


def test_every_operation_has_a_scope_of_its_own_that_can_be_chosen(world: World) -> None:
    choices = {name for name, _label in all_scopes()}

    for method, address, scopes in operations(world):
        assert len(scopes) == 2, (method, address)
        assert scopes <= choices, (method, address)


@pytest.mark.parametrize("enough", [True, False])
def test_token_gets_as_far_as_its_scope(world: World, enough: bool) -> None:
    wrong = []
    for method, address, scopes in operations(world):
        others = {name for name, _label in all_scopes()} - scopes
        scope = min(scopes - {"read", "write"}) if enough else min(others - {"read", "write"})
        refused = ask(world, method, address, scope) == "insufficient_scope"
        if refused == enough:
            wrong.append((method, address, scope))

    assert wrong == []
