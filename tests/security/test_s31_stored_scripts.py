"""S31: script in every stored field, and Chromium walks the pages: no dialog opens, the policy has nothing to complain of.

The pages come from the test's own client, put in place of the network, so the browser sees the rows of this transaction.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import StreamingHttpResponse

from lienthong.kernel.directory.models import Organisation, Person, Unit
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.notify.models import Notice
from lienthong.kernel.work.public import WorkItem
from lienthong.office.documents.models import Document
from lienthong.service.dossiers.models import Content, Dossier, Draft
from tests.security.asking import address_of
from tests.security.routes import Route, all_routes, pages
from tests.security.world import World, undone

pytestmark = pytest.mark.browser

PAYLOAD = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}"
FIELDS: list[tuple[Any, tuple[str, ...]]] = [
    (Person, ("full_name",)), (Organisation, ("name",)), (Unit, ("name",)), (StoredFile, ("name",)), (Notice, ("title", "body")),
    (WorkItem, ("title", "number", "source", "step")), (Dossier, ("applicant_name", "step_name")),
    (Document, ("subject", "issuer_name", "signer_name", "signer_position", "place", "kind_name")),
]  # fmt: skip


def poison(value: Any) -> Any:
    """Every text inside a JSON value becomes the payload; its shape stays."""
    if isinstance(value, dict):
        return {name: poison(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [poison(inner) for inner in value]
    return PAYLOAD if isinstance(value, str) else value


def fill() -> None:
    for model, names in FIELDS:
        limits = {name: model._meta.get_field(name).max_length or 400 for name in names}
        model.objects.update(**{name: PAYLOAD[:limit] for name, limit in limits.items()})
    for content in Content.objects.all():
        Content.objects.filter(pk=content.pk).update(
            applicant=poison(content.applicant), values=poison(content.values)
        )
    for draft in Draft.objects.all():
        Draft.objects.filter(pk=draft.pk).update(values=poison(draft.values))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # the browser's driver runs a loop in this thread; the database is asked from it
    )
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def complaints(
    world: World, browser: Any, role: str, routes: list[Route], query: str = ""
) -> tuple[list[str], int]:
    """(what ran or was blocked, pages that showed the payload)."""
    client = world.client(role)
    found: list[str] = []
    shown = 0

    def answer(route: Any) -> None:
        address = route.request.url.removeprefix("http://127.0.0.1:9")
        given = client.get(address)
        body = (
            b"".join(given.streaming_content) if isinstance(given, StreamingHttpResponse) else given.content
        )
        route.fulfill(
            status=given.status_code,
            headers={name: str(value) for name, value in given.headers.items()},
            body=body,
        )

    context = browser.new_context(base_url="http://127.0.0.1:9", service_workers="block")
    tab = context.new_page()
    tab.route("**/*", answer)
    place = [""]
    tab.on("dialog", lambda dialog: (found.append(f"dialog at {place[0]}"), dialog.dismiss()))
    tab.on(
        "console",
        lambda line: (
            found.append(f"{place[0]}: {line.text[:160]}") if "Content Security Policy" in line.text else None
        ),
    )
    for route in routes:
        place[0] = address_of(route, world) + query
        given = client.get(place[0])
        if given.status_code != 200 or "html" not in given.headers.get("Content-Type", ""):
            continue
        shown += b"onerror" in given.content
        tab.goto(place[0], wait_until="load")
    context.close()
    return found, shown


@pytest.mark.parametrize("role", ["owner", "desk", "clerk"])
def test_s31_no_stored_field_runs_script(world: World, browser: Any, role: str) -> None:
    routes = [
        route
        for route in all_routes()
        if "GET" in route.methods and not route.is_api and not route.address.startswith(("/ui/", "/thu-thu/"))
    ]
    with undone():
        fill()
        found, shown = complaints(world, browser, role, routes)

    assert found == []
    assert shown > 2


def test_s31_a_page_that_repeats_what_it_is_given_is_noticed(
    world: World, browser: Any, settings: Any
) -> None:
    """Control: the policy stops the script, and says so."""
    settings.ROOT_URLCONF = "tests.security.planted"
    with undone():
        found, _shown = complaints(
            world,
            browser,
            "desk",
            [one for one in pages() if one.name == "planted:echoes"],
            "?q=<script>alert(1)</script>",
        )

    assert found
