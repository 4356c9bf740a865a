"""S33: no address that the product makes names a person: not in a link, a form, a redirect or an answer of the interface.

Addresses stay in histories of browsers, logs of proxies and referrers. What a person types into a search box stands in the
address by that person's own act; the product's log strikes queries out (test_s33_tripwire), and no page links to one.
"""

from __future__ import annotations

import copy
import re
from typing import Any
from urllib.parse import unquote_plus

import pytest

from tests.security.asking import address_of
from tests.security.routes import all_routes
from tests.security.world import CANARY, World, leaks, undone

ADDRESS = re.compile(
    r"""(?:href|src|action|formaction|hx-(?:get|post|put|delete|push-url)|data-url|content)=["']((?:https?:|/|\?)[^"'#]*)["']"""
    r"""|"(?:url|next|location|href)":\s*"([^"]+)\""""
)
HEADERS = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "Link", "Content-Location")
ROLES = ("owner", "desk", "clerk", "citizen", "anonymous")


def addresses(answer: Any) -> list[str]:
    """Every address in an answer, readable."""
    kind = answer.headers.get("Content-Type", "")
    body = b"" if answer.streaming or not ("html" in kind or "json" in kind) else answer.content
    found = ["".join(pair) for pair in ADDRESS.findall(body.decode("utf-8", "replace"))]
    found += [answer.headers[name] for name in HEADERS if name in answer.headers]
    return [unquote_plus(one.replace("&amp;", "&")) for one in found]


@pytest.mark.parametrize("role", ROLES)
def test_s33_no_address_names_a_person(world: World, role: str) -> None:
    client = world.client(role)
    cookies = copy.deepcopy(client.cookies)
    seen, telling = 0, []
    for route in all_routes():
        if "GET" not in route.methods:
            continue
        asked = address_of(route, world)
        with undone():
            answer = client.get(asked)
        client.cookies = copy.deepcopy(cookies)
        found = addresses(answer)
        seen += len(found)
        telling += [f"{asked}: {one}" for one in {asked, *found} if leaks(one.encode())]

    assert seen > 100
    assert telling == []


@pytest.mark.parametrize("way", ["link", "redirect", "json"])
def test_s33_a_planted_address_is_seen(way: str) -> None:
    """Control, written as a browser would get it."""
    from urllib.parse import quote

    from django.http import HttpResponse, HttpResponseRedirect, JsonResponse

    address = f"/mot-cua/?q={quote(CANARY['name'])}"
    answer = {
        "link": HttpResponse(f'<a href="{address}">x</a>'),
        "redirect": HttpResponseRedirect(address),
        "json": JsonResponse({"url": address}),
    }[way]

    assert [one for one in addresses(answer) if leaks(one.encode())]
