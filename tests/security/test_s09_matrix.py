"""S09: for every route, method and person, what is answered. The table is ``matrix.yaml``.

A route without a row fails. After a new route lands, ``LIENTHONG_WRITE_MATRIX=1 pytest tests/security/test_s09_matrix.py``
writes what it answers now; the change to the table is then read by a person before it is committed, and the rules at the
end of this module hold for the table itself, so that a hole cannot be written down as expected.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.security.asking import ask
from tests.security.routes import Route, all_routes, pages
from tests.security.world import ROLES, World, leaks, undone

TABLE = Path(__file__).with_name("matrix.yaml")
WRITE = os.environ.get("LIENTHONG_WRITE_MATRIX") == "1"
WAYS_OUT = {"login", "401", "403", "404", "405"}
# Parameters that name a thing of the ward or of the owner, as opposed to a public one.
OF_THE_WARD = {
    "dossier_id",
    "item_id",
    "result_id",
    "document_id",
    "intake_id",
    "receipt_id",
    "payment_id",
    "officer_id",
    "assignment_id",
    "register_id",
    "delegation_id",
}
OF_THE_OWNER = {"draft_id", "token_id", "notice_id"}
OBJECTS = ("GET /work-items", "POST /work-items", "GET /documents/{", "POST /documents/{")
# 503 is the truth here: no job process runs beside the tests.
HEALTH = "healthz"
# Answers everybody alike, by the list of one's own tokens; that nothing is revoked is proved in a test of its own.
SAME_FOR_ALL = {"accounts:revoke_token"}


def table() -> dict[str, dict[str, list[str]]]:
    rows = YAML(typ="safe").load(TABLE.read_text(encoding="utf-8"))["rows"] if TABLE.exists() else {}
    return {
        name: {method: [str(cell) for cell in cells] for method, cells in row.items()}
        for name, row in rows.items()
    }


def cells() -> list[tuple[Route, str]]:
    return [(route, method) for route in all_routes() for method in route.methods]


def test_s09_every_route_has_a_row_and_every_row_a_route() -> None:
    known = {(name, method) for name, row in table().items() for method in row}

    assert {(route.name, method) for route, method in cells()} == known


@pytest.mark.parametrize("role", ROLES)
def test_s09_matrix(world: World, role: str) -> None:
    expected = table()
    client = world.client(role)
    wrong, seen = [], {}
    for route, method in cells():
        got, body = ask(world, client, route, method)
        seen[route.name, method] = got
        wanted = expected.get(route.name, {}).get(method, ["no row"] * len(ROLES))[ROLES.index(role)]
        if got != wanted:
            wrong.append(f"{method} {route.name}: {got}, expected {wanted}")
        if role in ("anonymous", "citizen", "outsider") and (found := leaks(body)):
            wrong.append(f"{method} {route.name}: shows {found} to {role}")
    if WRITE:
        write(role, seen)
    else:
        assert wrong == []


def test_s09_an_object_of_another_agency_that_is_shown_is_noticed(world: World, settings: Any) -> None:
    """Control: a page that gets a dossier without asking for the right to it."""
    settings.ROOT_URLCONF = "tests.security.planted"
    planted = next(route for route in pages() if route.name == "planted:dossier")

    got, body = ask(world, world.client("outsider"), planted, "GET")

    assert got == "200"
    assert leaks(body) == ["Bạch Yến"]


def test_s09_a_strangers_token_is_not_revoked(world: World) -> None:
    with undone():
        world.client("citizen").post(f"/tai-khoan/ma-truy-cap/{world.token.pk}/thu-hoi/")
        world.token.refresh_from_db()

        assert world.token.revoked_at is None


class TestRulesOfTheTable:
    """What no row may say, whoever wrote it."""

    def rows(self) -> list[tuple[Route, str, dict[str, str]]]:
        known = table()
        return [
            (route, method, dict(zip(ROLES, known[route.name][method], strict=True)))
            for route, method in cells()
            if method in known.get(route.name, {})
        ]

    def test_s09_no_cell_is_a_server_error(self) -> None:
        assert [
            (route.name, method)
            for route, method, row in self.rows()
            if route.name != HEALTH and any(cell.startswith("5") for cell in row.values())
        ] == []

    def test_s09_strangers_get_nothing_that_is_not_public(self) -> None:
        assert [
            (route.name, method)
            for route, method, row in self.rows()
            if route.access != "public" and row["anonymous"] not in WAYS_OUT
        ] == []

    def test_s09_citizens_get_nothing_of_officers(self) -> None:
        officers = [(r, m, row) for r, m, row in self.rows() if r.access not in ("public", "signed in")]

        assert officers
        assert [(r.name, m) for r, m, row in officers if {row["owner"], row["citizen"]} - WAYS_OUT] == []

    def test_s09_another_agency_gets_nothing_of_the_ward_whatever_its_role(self) -> None:
        of_the_ward = [
            (r, m, row)
            for r, m, row in self.rows()
            if OF_THE_WARD & set(r.parameters) or r.name.startswith(OBJECTS)
        ]

        assert of_the_ward
        assert [(r.name, m) for r, m, row in of_the_ward if row["outsider"] not in WAYS_OUT] == []

    def test_s09_another_citizen_gets_nothing_of_the_owner(self) -> None:
        of_the_owner = [
            (r, m, row)
            for r, m, row in self.rows()
            if OF_THE_OWNER & set(r.parameters) or r.name.startswith(("GET /dossiers/", "POST /dossiers/"))
        ]

        assert of_the_owner
        assert [
            (r.name, m, row["citizen"])
            for r, m, row in of_the_owner
            if row["citizen"] not in WAYS_OUT and r.name not in SAME_FOR_ALL
        ] == []


def write(role: str, seen: dict[tuple[str, str], str]) -> None:
    """Put one column into the file, keeping the rest; rows whose route is gone go."""
    known = table()
    rows: dict[str, dict[str, list[str]]] = {}
    for (name, method), got in seen.items():
        cells_now = list(known.get(name, {}).get(method, ["?"] * len(ROLES)))
        cells_now[ROLES.index(role)] = got
        rows.setdefault(name, {})[method] = cells_now
    lines = [f"# {', '.join(ROLES)}", "rows:"]
    for name, row in rows.items():
        lines.append(f'  "{name}":')
        lines += [f"    {method}: [{', '.join(cells_of)}]" for method, cells_of in row.items()]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
