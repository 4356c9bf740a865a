from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client

from lienthong.kernel.ui.views import PAGES
from tests.kernel.ui.server import NEEDS_DATABASE


@pytest.fixture(autouse=True)
def _without_database(settings: object) -> None:
    """These pages need no rows; a query would fail the test."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith(NEEDS_DATABASE)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/ui/", "/ui/?shell=office", *(f"/ui/{name}/" for name in PAGES)])
def test_sample_page_answers(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_components_page_exists_in_demonstration_mode_only(client: Client, settings: object) -> None:
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]

    assert client.get("/ui/").status_code == 404
    assert client.get("/ui/inbox/").status_code == 404


def test_htmx_gets_only_the_pane(client: Client) -> None:
    html = client.get("/ui/inbox/", headers={"HX-Request": "true"}).content.decode()

    assert html.strip().startswith('<div class="acts">')
    assert "<html" not in html


def test_language_choice_is_kept(client: Client) -> None:
    client.post("/ngon-ngu/", {"language": "en", "next": "/ui/"})

    assert '<html lang="en"' in client.get("/ui/").content.decode()


def test_language_switch_never_leads_to_another_site(client: Client) -> None:
    answer = client.post("/ngon-ngu/", {"language": "en", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_theme_of_the_cookie_is_drawn_by_the_server(client: Client) -> None:
    client.cookies["lienthong_theme"] = "dark"

    assert 'data-theme="dark"' in client.get("/ui/").content.decode()


def test_theme_cookie_with_other_content_is_ignored(client: Client) -> None:
    client.cookies["lienthong_theme"] = "x onload"

    assert "data-theme=" not in client.get("/ui/").content.decode()


def test_demonstration_banner_names_what_is_off(client: Client, settings: object) -> None:
    settings.VIRUS_SCAN_REQUIRED = False  # type: ignore[attr-defined]
    settings.SECOND_FACTOR_REQUIRED = True  # type: ignore[attr-defined]

    html = client.get("/ui/").content.decode()

    assert "Chế độ trình diễn: quét vi-rút tắt</span>" in html


def test_error_page_comes_without_session_actor_or_database() -> None:
    html = render_to_string(
        "ui/error.html",
        {"status": 500, "title": "Hỏng", "advice": "Thử lại", "incident": "3F9A"},
        request=HttpRequest(),
    )

    assert "3F9A" in html


def test_session_state_tells_only_whether_one_is_signed_in(client: Client) -> None:
    answer = client.get("/phien-lam-viec/trang-thai/")

    assert answer.json() == {"signed_in": False}
    assert "no-store" in answer["Cache-Control"]
