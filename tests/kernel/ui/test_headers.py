from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from lienthong.kernel.ui.headers import SecurityHeaders, content_security_policy

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ui/", 200),
        ("/khong-co-trang-nay/", 404),
        ("/ui/error-500/", 500),
        ("/static/ui/css/tokens.css", 200),
    ],
)
def test_every_answer_carries_the_headers(db: None, client: Client, path: str, status: int) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert {name: answer[name] for name in EVERYWHERE} == EVERYWHERE
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "camera" not in answer["Permissions-Policy"]


def test_policy_allows_nothing_inline_and_no_foreign_place() -> None:
    policy = dict(part.split(" ", 1) for part in content_security_policy().split("; "))

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "frame-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_forms_may_lead_to_the_places_of_the_settings_and_only_to_their_origins() -> None:
    policy = content_security_policy(
        ["https://pay.example/checkout?x=1", "http://127.0.0.1:8010", "", "javascript:alert(1)"]
    )

    assert "form-action 'self' https://pay.example http://127.0.0.1:8010;" in policy


def answer_to(actor: object, **response_headers: str) -> HttpResponse:
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    return SecurityHeaders(lambda _request: HttpResponse(headers=response_headers))(request)


def test_answers_to_a_signed_in_person_are_never_stored() -> None:
    answer = answer_to(SimpleNamespace(kind="officer"), **{"Cache-Control": "max-age=600"})

    assert answer["Cache-Control"] == "no-store"


def test_answers_to_anonymous_visitors_stay_cacheable() -> None:
    answer = answer_to(SimpleNamespace(kind="anonymous"), **{"Cache-Control": "max-age=600"})

    assert answer["Cache-Control"] == "max-age=600"


def test_strict_transport_only_when_the_public_address_is_https(settings: object) -> None:
    settings.HTTPS = False  # type: ignore[attr-defined]
    assert "Strict-Transport-Security" not in answer_to(None)

    settings.HTTPS = True  # type: ignore[attr-defined]
    assert answer_to(None)["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_view_may_set_a_policy_of_its_own() -> None:
    assert answer_to(None, **{"Content-Security-Policy": "sandbox"})["Content-Security-Policy"] == "sandbox"
