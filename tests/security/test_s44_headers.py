"""S44: every answer carries the headers: pages, errors, refusals, redirects, files, the interface, static files."""

from __future__ import annotations

from typing import Any

from tests.security.asking import address_of, send
from tests.security.routes import Route, all_routes
from tests.security.world import World, undone

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def lacking(answer: Any) -> list[str]:
    """What is missing or weak in the headers of an answer."""
    found = [name for name, value in WANTED.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
        found.append(f"policy {policy!r}")
    if (
        "sandbox" not in policy
        and "frame-ancestors 'none'" not in policy
        and "frame-ancestors 'self'" not in policy
    ):
        found.append("frame-ancestors")
    return found


def weak(world: World, routes: list[Route], role: str) -> dict[str, list[str]]:
    found = {}
    for route in routes:
        client = world.client(role)
        for method in route.methods:
            with undone():
                answer = send(client, route, method, address_of(route, world))
            missing = lacking(answer)
            if (
                role != "anonymous"
                and "no-store" not in answer.headers.get("Cache-Control", "")
                and route.name != "healthz"
            ):
                missing.append("no-store")
            if missing:
                found[f"{method} {route.address} {answer.status_code}"] = missing
    return found


def test_s44_every_answer_to_a_stranger(world: World) -> None:
    assert weak(world, all_routes(), "anonymous") == {}


def test_s44_every_answer_to_an_officer(world: World) -> None:
    assert weak(world, all_routes(), "clerk") == {}


def test_s44_static_files_and_what_is_missing(world: World) -> None:
    client = world.client("anonymous")
    places = ["/static/ui/css/tokens.css", "/static/khong-co.css", "/khong-co/", "/viec", "/dang-nhap"]

    assert {place: lacking(client.get(place)) for place in places} == {place: [] for place in places}


def test_s44_an_error_carries_them_too(world: World, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.security.planted"
    answer = world.client("anonymous").get("/planted/breaks/")

    assert (answer.status_code, lacking(answer)) == (500, [])


def test_s44_a_bare_answer_is_noticed() -> None:
    """Control."""
    from django.http import HttpResponse

    assert len(lacking(HttpResponse("x"))) == len(WANTED) + 2


def test_s44_nobody_is_sent_to_another_site(world: World) -> None:
    """Open redirects: places to come back to are only our own."""
    client = world.client("anonymous")
    found = {}
    for target in (
        "https://xau.example/",
        "//xau.example/",
        "/\\xau.example",
        "javascript:alert(1)",
        "\t//xau.example",
    ):
        with undone():
            given = [
                client.post(
                    "/dang-nhap/",
                    {
                        "username": world.accounts["owner"].username,
                        "password": "mat-khau-rat-dai-1",
                        "next": target,
                    },
                ),
                client.post("/ngon-ngu/", {"language": "en", "next": target}, headers={"referer": target}),
                client.get("/dang-nhap/", {"next": target}),
            ]
        for answer in given:
            if answer.status_code in (301, 302, 303) and (
                not answer["Location"].startswith("/") or answer["Location"].startswith(("//", "/\\"))
            ):
                found[target] = answer["Location"]

    assert found == {}
