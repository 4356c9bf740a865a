"""S31: script in every stored field, and Chromium walks the pages: no dialog opens, the policy has nothing to complain of.

The pages come from the test's own client, put in place of the network, so the browser sees the rows of this transaction.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders

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

SITE = "http://127.0.0.1:9"
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


@contextmanager
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


def rendered(world: World, role: str, routes: list[Route], query: str = "") -> dict[str, Any]:
    """Address → answer, for the pages that this person is shown."""
    client = world.client(role)
    found = {}
    for route in routes:
        address = address_of(route, world) + query
        answer = client.get(address)
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            found[address] = answer
    return found


def complaints(answers: dict[str, Any]) -> list[str]:
    """What ran, and what the policy stopped, while the browser opened each of the pages."""
    found: list[str] = []
    place = [""]

    def answer(route: Any) -> None:
        address = unquote(route.request.url.removeprefix(SITE))
        given = answers.get(address) or answers.get(route.request.url.removeprefix(SITE))
        file = (
            finders.find(address.split("?")[0].removeprefix("/static/"))
            if address.startswith("/static/")
            else None
        )
        if given is not None:
            route.fulfill(
                status=200,
                headers={name: str(value) for name, value in given.headers.items()},
                body=given.content,
            )
        elif file:
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, body="")

    with chromium() as running:
        context = running.new_context(base_url=SITE, service_workers="block")
        tab = context.new_page()
        tab.route("**/*", answer)
        tab.on("dialog", lambda dialog: (found.append(f"dialog at {place[0]}"), dialog.dismiss()))
        tab.on(
            "console",
            lambda line: (
                found.append(f"{place[0]}: {line.text[:160]}")
                if "Content Security Policy" in line.text
                else None
            ),
        )
        for address in answers:
            place[0] = address
            tab.goto(address, wait_until="load")
        context.close()
    return found


@pytest.mark.parametrize("role", ["owner", "desk", "clerk"])
def test_s31_no_stored_field_runs_script(world: World, role: str) -> None:
    routes = [
        route
        for route in all_routes()
        if "GET" in route.methods and not route.is_api and not route.address.startswith(("/ui/", "/thu-thu/"))
    ]
    with undone():
        fill()
        answers = rendered(world, role, routes)

    assert sum(b"onerror" in answer.content for answer in answers.values()) > 2
    assert complaints(answers) == []


def test_s31_a_page_that_repeats_what_it_is_given_is_noticed(world: World, settings: Any) -> None:
    """Control: the policy stops the script, and says so."""
    settings.ROOT_URLCONF = "tests.security.planted"
    with undone():
        answers = rendered(
            world,
            "desk",
            [one for one in pages() if one.name == "planted:echoes"],
            "?q=<script>alert(1)</script>",
        )

    assert complaints(answers)
