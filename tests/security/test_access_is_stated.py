"""Every route says who may call it, and reading changes nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI, Router

from lienthong.kernel.access.public import public_page
from lienthong.kernel.actions.models import Action
from tests.security.asking import address_of, send
from tests.security.routes import Route, all_routes, operations, pages
from tests.security.world import World, undone


def silent(routes: list[Route]) -> list[str]:
    return [f"{route.name} ({route.where})" for route in routes if not route.access]


def test_every_route_states_its_access() -> None:
    assert silent(all_routes()) == []


def test_a_route_that_states_nothing_is_named() -> None:
    """Control: a page and an operation that somebody forgot."""

    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    router = Router()
    router.get("/secrets")(forgotten)
    api = NinjaAPI(urls_namespace="control")
    api.add_router("", router)
    planted = SimpleNamespace(
        url_patterns=[
            path("bi-quen/", forgotten, name="forgotten"),
            path("cong-khai/", public_page(lambda request: None), name="open"),
        ]
    )

    assert [name.split()[0] for name in silent(pages(planted))] == ["forgotten"]
    assert len(silent(operations(api))) == 1


def test_names_of_routes_are_unique() -> None:
    """The matrix is keyed by them."""
    names = [route.name for route in all_routes()]

    assert sorted(names) == sorted(set(names))


def changes_by_reading(world: World, routes: list[Route], roles: tuple[str, ...]) -> list[str]:
    found = []
    for role in roles:
        for route in routes:
            client = world.client(role)
            if "GET" not in route.methods:
                continue
            with undone():
                before = Action.objects.count()
                send(client, route, "GET", address_of(route, world))
                if Action.objects.count() != before:
                    found.append(f"{role} {route.address}")
    return found


def test_s43_get_changes_no_state(world: World) -> None:
    assert changes_by_reading(world, all_routes(), ("desk", "owner")) == []


def test_s43_a_get_that_acts_is_noticed(world: World, settings: Any) -> None:
    """Control: a page that records an act when it is looked at."""
    settings.ROOT_URLCONF = "tests.security.planted"
    planted = [route for route in pages() if route.name.startswith("planted:")]

    assert changes_by_reading(world, planted, ("desk",)) == ["desk /planted/acts/"]
