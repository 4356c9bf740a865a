"""S10, S11: what an officer or a citizen saw is asked for again by strangers; nothing of it comes out.

Unlike the matrix, which asks each address once, this follows the links of the pages and searches for the very words.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from typing import Any
from urllib.parse import quote

from tests.security.asking import address_of
from tests.security.routes import all_routes, pages
from tests.security.world import CANARY, World, leaks, undone

LINK = re.compile(r'(?:href|src|hx-get|action)="(/[^"#]*)"')
STRANGERS = ("outsider", "citizen", "anonymous")
# What strangers type: each place that searches, filters, counts or exports.
QUESTIONS = ("q", "tim", "ma", "words", "loai")
MOST = 70  # addresses followed for one person


def unpacked(answer: Any) -> bytes:
    """The body, with the parts of a workbook laid open and the text of a PDF."""
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    if body[:4] == b"%PDF":
        import pypdfium2

        pdf = pypdfium2.PdfDocument(body)
        return "\n".join(page.get_textpage().get_text_range() for page in pdf).encode()
    return body


def get(world: World, role: str, address: str) -> tuple[int, bytes, Any]:
    client = world.browsers.setdefault(role, world.client(role))
    cookies = copy.deepcopy(client.cookies)
    with undone():
        answer = client.get(address)
        body = unpacked(answer)
    client.cookies = cookies
    return answer.status_code, body, answer


def recorded(world: World, role: str) -> set[str]:
    """Addresses that this person opens with something of the owner in the answer: the routes, and the links on them."""
    seen: set[str] = set()
    told: set[str] = set()
    waiting = [address_of(route, world) for route in all_routes() if "GET" in route.methods]
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen or address.startswith(("/static/", "/ui/")):
            continue
        seen.add(address)
        status, body, answer = get(world, role, address)
        if status == 200 and leaks(body):
            told.add(address)
            if "html" in answer.headers.get("Content-Type", ""):
                waiting += [
                    found.replace("&amp;", "&") for found in LINK.findall(body.decode("utf-8", "replace"))
                ]
    return told


def leaked(
    world: World, addresses: set[str], strangers: tuple[str, ...] = ("outsider", "citizen")
) -> list[str]:
    found = []
    for stranger in strangers:
        for address in sorted(addresses):
            status, body, answer = get(world, stranger, address)
            words = leaks(body) + leaks(str(answer.headers).encode())
            if words or status == 500:
                found.append(f"{stranger} {address}: {status} {words}")
    return found


def test_s10_what_officers_of_the_ward_see_is_closed_to_others(world: World) -> None:
    told = recorded(world, "desk") | recorded(world, "clerk")

    assert len(told) > 8, told
    assert leaked(world, told) == []


def test_s10_what_the_applicant_sees_is_closed_to_others(world: World) -> None:
    told = recorded(world, "owner")

    assert len(told) > 5, told
    assert leaked(world, told) == []


def test_s11_lists_searches_and_exports_hold_nothing_of_another_agency(world: World) -> None:
    found = []
    asked = [
        route
        for route in all_routes()
        if "GET" in route.methods and not set(route.parameters) - {"direction", "key"}
    ]
    for role in STRANGERS:
        client = world.client(role)
        for route in asked:
            for word in (CANARY["name"],):
                address = address_of(route, world)
                query = "&".join(f"{name}={quote(word)}" for name in QUESTIONS)
                with undone():
                    answer = client.get(f"{address}?{query}")
                    body = unpacked(answer)
                # What was typed comes back in the search box; only more than that is a find.
                left = body.decode("utf-8", "replace").replace(word, "").replace(quote(word), "")
                if leaks(left.encode()) or answer.status_code == 500:
                    found.append(f"{role} {address} {answer.status_code} {leaks(left.encode())}")

    assert found == []


def test_s11_the_ward_itself_finds_it(world: World) -> None:
    """Control: the words above do find something, for those who may."""
    status, body, _answer = get(world, "desk", f"/mot-cua/ho-so/?q={quote(world.dossier.code)}")

    assert status == 200
    assert leaks(body)


def test_s10_an_open_page_is_noticed(world: World, settings: Any) -> None:
    """Control."""
    settings.ROOT_URLCONF = "tests.security.planted"
    address = {address_of(route, world) for route in pages() if route.name == "planted:dossier"}

    assert len(leaked(world, address, ("outsider",))) == 1


def test_s11_unknown_and_foreign_objects_are_answered_alike(world: World) -> None:
    """Not even that a thing exists is told."""
    nothing = "00000000-0000-7000-8000-000000000000"
    pairs = [
        (f"/mot-cua/ho-so/{world.dossier.pk}/", f"/mot-cua/ho-so/{nothing}/"),
        (f"/viec/{world.item.pk}/", f"/viec/{nothing}/"),
        (f"/api/v1/dossiers/{world.dossier.pk}", f"/api/v1/dossiers/{nothing}"),
        (f"/files/{world.result.issued_file_id}/", f"/files/{nothing}/"),
        (f"/api/v1/files/{world.upload.pk}", f"/api/v1/files/{nothing}"),
    ]
    differing = []
    for theirs, none in pairs:
        one, two = get(world, "outsider", theirs), get(world, "outsider", none)
        if (one[0], _plain(one[1])) != (two[0], _plain(two[1])):
            differing.append(theirs)

    assert differing == []


def _plain(body: bytes) -> bytes:
    """Without what differs between any two answers: tokens, and the address itself."""
    return re.sub(rb'value="[^"]*"|content="[^"]*"|/[\w/-]*[0-9a-f-]{36}/?|%2F[^"]*', b"", body)
