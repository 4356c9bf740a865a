"""S30: hostile strings in every field of every form and address; the answer is never a server error."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.security.asking import address_of
from tests.security.routes import STATELESS, Route, all_routes, pages
from tests.security.test_s09_matrix import WAYS_OUT, cells, table
from tests.security.world import ROLES, World, undone

HOSTILE = (
    "' OR 1=1 --", '"; DROP TABLE x; --', "$(id) `id` | id", "*)(uid=*))(|(uid=*", "{{7*7}}{% load x %}", "a\r\nSet-Cookie: x=1\r\n\r\n",
    "a\x00b", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace") + "\u202e\ufeff", "%00%n%s%d", "../../etc/passwd",
    "9" * 400, "-1", "1e999", "NaN", "2026-02-31", "[]", "{}", "Ậ" * 3000, "<script>alert(1)</script>", "=1+1",
)  # fmt: skip
TURNS = 3
FUZZERS = ("anonymous", "owner", "desk", "clerk", "chairman", "registrar")
NAMES = re.compile(r'name="([^"]{1,120})"')
# Names that addresses read without a form on the page.
QUERY = (
    "q",
    "trang",
    "tab",
    "loai",
    "tu",
    "den",
    "ma",
    "the",
    "next",
    "sap-xep",
    "trang-thai",
    "limit",
    "after",
    "before",
    "kind",
    "purpose",
    "inline",
    "page",
    "level",
    "field",
    "co-quan",
    "thang",
    "nam",
    "item",
    "sua",
    "ngay",
    "first",
    "second",
    "action",
    "state",
    "direction",
    "linh-vuc",
    "muc-do",
    "su-kien",
)


def fields_of(client: Any, address: str) -> set[str]:
    with undone():
        answer = client.get(address)
        if (
            answer.status_code != 200
            or answer.streaming
            or "html" not in answer.headers.get("Content-Type", "")
        ):
            return set()
        return set(NAMES.findall(answer.content.decode("utf-8", "replace"))) - {
            "csrfmiddlewaretoken",
            "viewport",
        }


def open_to(role: str) -> list[tuple[Route, str]]:
    """Routes that this person is the first of the table to get something from: each is fuzzed once."""
    known = table()
    found = []
    for route, method in cells():
        row = dict(zip(ROLES, known[route.name][method], strict=True))
        first = next((one for one in FUZZERS if row[one] not in WAYS_OUT), "anonymous")
        if first == role:
            found.append((route, method))
    return found


def broken(
    world: World, routes: list[tuple[Route, str]], role: str, strings: tuple[str, ...] = HOSTILE
) -> list[str]:
    client = world.client(role)
    found = []

    def ask(method: str, address: str, **data: Any) -> None:
        with undone():
            answer = client.generic(method, address, **data) if method == "POST" else client.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
        if answer.status_code >= 500 and not address.startswith("/healthz"):
            found.append(f"{method} {address[:90]} {str(data.get('data', ''))[:90]}")
        if "x=1" in str(answer.cookies) or "\n" in str(answer.headers.get("Location", "")):
            found.append(f"header injected: {address[:90]}")

    for route, method in routes:
        address = address_of(route, world)
        names = sorted(fields_of(client, address) | set(QUERY))
        for turn in range(TURNS):
            # Every field gets another string, and another one in the next turn.
            pairs = [
                f"{quote(name)}={quote(strings[(place + turn * 7) % len(strings)])}"
                for place, name in enumerate(names)
            ]
            if method == "GET":
                ask("GET", f"{address}?{'&'.join(pairs)}")
            elif not route.is_api:
                ask("POST", address, data="&".join(pairs), content_type="application/x-www-form-urlencoded")
        for place, name in enumerate(route.parameters):
            text = strings[(place + len(address)) % len(strings)]
            ask(
                method,
                route.address.format(
                    **{one: quote(text, safe="") if one == name else "x" for one in route.parameters}
                ),
            )
    return found


@pytest.mark.parametrize("role", FUZZERS)
def test_s30_no_field_breaks_the_server(world: World, role: str) -> None:
    assert broken(world, open_to(role), role) == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        '"x"',
        "{",
        '{"values": 1}',
        '{"procedure": null, "values": []}',
        '{"a":' * 2000,
        "1" * 100_000,
        "\xff",
    ],
)
def test_s30_strange_bodies_are_refused(world: World, body: str) -> None:
    found = []
    for route in all_routes():
        if route.is_api and "POST" in route.methods and route.name not in STATELESS:
            with undone():
                answer = world.client("clerk").generic(
                    "POST",
                    address_of(route, world),
                    body.encode("latin-1"),
                    "application/json",
                    headers={"Idempotency-Key": "k"},
                )
            if answer.status_code >= 500 or (
                answer.status_code < 300 and route.name != "POST /work-items/{id}/actions/{action}"
            ):
                found.append(f"{answer.status_code} {route.name}")

    assert found == []


def test_s30_a_page_that_breaks_is_noticed(world: World, settings: Any) -> None:
    """Control."""
    settings.ROOT_URLCONF = "tests.security.planted"

    assert broken(
        world, [(route, "GET") for route in pages() if route.name == "planted:breaks"], "anonymous", ("x",)
    )


class TestBadInput:
    """The issue's list: empty, too large, twice, two tabs."""

    def test_a_body_that_is_too_large_is_refused(self, world: World) -> None:
        with undone():
            answer = world.client("owner").post(
                "/api/v1/dossiers", '{"x": "' + "a" * 5_000_000 + '"}', "application/json"
            )

        assert answer.status_code in (400, 413, 422)

    def test_too_many_fields_are_refused(self, world: World) -> None:
        with undone():
            answer = world.client("anonymous").post(
                "/dang-nhap/", {f"f{number}": "1" for number in range(6000)}
            )

        assert answer.status_code == 400

    def test_the_same_key_twice_makes_one_dossier_and_the_same_answer(self, world: World) -> None:
        import json

        from lienthong.service.dossiers.models import Dossier
        from tests.security.world import EXTRACT

        body = json.dumps(
            {
                "procedure": "civil_status_extract_copy",
                "deciding": world.province.ward.key,
                "values": EXTRACT,
            },
            ensure_ascii=False,
        )
        with undone():
            before = Dossier.objects.count()
            client = world.client("owner")
            one, two = (
                client.post(
                    "/api/v1/dossiers", body, "application/json", headers={"Idempotency-Key": "hai-lan"}
                )
                for _ in range(2)
            )
            other = client.post(
                "/api/v1/dossiers",
                body.replace("Phụng", "Khác"),
                "application/json",
                headers={"Idempotency-Key": "hai-lan"},
            )

            assert (one.status_code, two.status_code, other.status_code) == (201, 201, 409)
            assert one.json() == two.json()
            assert Dossier.objects.count() == before + 1

    def test_two_tabs_act_once(self, world: World) -> None:
        """The second tab still shows the act; it is told that the thing was done."""
        from lienthong.kernel.actions.models import Action

        with undone():
            client = world.client("desk")
            address = f"/viec/{world.item.pk}/accept/"
            before = Action.objects.filter(verb="dossiers.accept").count()
            first, second = (
                client.post(address, {"request_key": "tab-1"}),
                client.post(address, {"request_key": "tab-2"}),
            )

            assert (first.status_code, second.status_code) in {(302, 302), (302, 409), (302, 404)}
            assert Action.objects.filter(verb="dossiers.accept").count() == before + 1

    def test_back_and_send_again_acts_once(self, world: World) -> None:
        from lienthong.kernel.actions.models import Action

        with undone():
            client = world.client("desk")
            before = Action.objects.filter(verb="dossiers.accept").count()
            for _ in range(2):
                client.post(f"/viec/{world.item.pk}/accept/", {"request_key": "mot-khoa"})

            assert Action.objects.filter(verb="dossiers.accept").count() == before + 1
