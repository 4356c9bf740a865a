"""S43: nothing is changed by a request that another site could have made the browser send."""

from __future__ import annotations

from typing import Any

import pytest

from tests.security.asking import address_of, send
from tests.security.routes import Route, operations, pages
from tests.security.world import World, undone

# Called by servers, not by browsers, and authenticated by a signature over the body.
SIGNED_CALLS = {"payments:callback"}
SIGNS_OF_REFUSAL = (403, 405, 401)


def accepted_without_token(world: World, routes: list[Route], **headers: str) -> list[str]:
    client = world.client("desk", enforce_csrf_checks=True)
    found = []
    for route in routes:
        if (
            "POST" not in route.methods
            or route.name in SIGNED_CALLS
            or (route.is_api and route.access == "public")
        ):
            continue
        with undone():
            answer = send(client, route, "POST", address_of(route, world), **headers)
        if answer.status_code not in SIGNS_OF_REFUSAL or (
            answer.status_code == 403 and b"csrf" not in answer.content.lower() and not _is_refusal(answer)
        ):
            found.append(f"{answer.status_code} {route.address}")
    return found


def _is_refusal(answer: Any) -> bool:
    """Our page of a refused token, or the interface's own words."""
    return "Phiên làm việc đã đổi" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}], ids=["form", "htmx"])
def test_s43_pages_refuse_unsafe_methods_without_token(world: World, headers: dict[str, str]) -> None:
    assert accepted_without_token(world, pages(), **headers) == []


def test_s43_operations_refuse_a_session_without_token(world: World) -> None:
    assert accepted_without_token(world, operations()) == []


def test_s43_uploads_by_session_need_the_token(world: World) -> None:
    client = world.client("owner", enforce_csrf_checks=True)
    with undone():
        answer = client.post("/api/v1/files", {"file": ""})

    assert answer.status_code == 403


def test_s43_a_program_with_its_own_token_needs_no_cookie_token(world: World) -> None:
    """Control: it is the cookie that is not enough, not the operation that is closed."""
    with undone():
        client = world.client("anonymous", enforce_csrf_checks=True)
        answer = client.post("/api/v1/dossiers", "{}", "application/json", **world.bearer("owner"))

    assert answer.status_code == 422


def test_s43_a_form_with_the_token_is_taken(world: World) -> None:
    """Control."""
    client = world.client("desk", enforce_csrf_checks=True)
    client.get("/tai-khoan/")
    token = client.cookies["lienthong_csrf"].value
    with undone():
        answer = client.post("/ngon-ngu/", {"language": "en"}, headers={"X-CSRFToken": token})

    assert answer.status_code == 302


def test_s43_an_exempt_page_is_named(world: World, settings: Any) -> None:
    """Control: a page that somebody took out of the protection."""
    settings.ROOT_URLCONF = "tests.security.planted"

    found = accepted_without_token(world, [route for route in pages() if route.name == "planted:unprotected"])

    assert found == ["200 /planted/unprotected/"]


def test_s43_a_token_holds_to_its_scope(world: World) -> None:
    with undone():
        reading = world.bearer("owner", ("read",))
        client = world.client("anonymous")
        refused = client.post(
            f"/api/v1/dossiers/{world.waiting.pk}/withdraw", "{}", "application/json", **reading
        )
        read = client.get("/api/v1/dossiers", **reading)

    assert (refused.status_code, read.status_code) == (403, 200)


def test_s43_scripts_of_the_page_speak_only_to_this_site() -> None:
    """htmx sends the cookie's token by header, to this site only, and runs no text as code."""
    import re
    from pathlib import Path

    from django.conf import settings

    templates = Path(settings.ROOT) / "lienthong/kernel/ui/templates/ui"
    config = next(
        found[1]
        for path in templates.glob("*.html")
        if (found := re.search(r'name="htmx-config" content=\'([^\']+)\'', path.read_text(encoding="utf-8")))
    )

    assert '"selfRequestsOnly":true' in config.replace(" ", "")
    assert '"allowEval":false' in config.replace(" ", "")
