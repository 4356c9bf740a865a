"""What programs and browsers may send: told in words, never an incident."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from lienthong.config.options import ROOT
from lienthong.office.documents.domain.contents import LETTER as LETTER_KIND

STRANGE = [
    "\x00",
    "²",
    "9" * 40,
    "١٢",
    "o²",
    "u" + "9" * 30,
    {"a": 1},
    ["\x00"],
    1e308,
    -1,
    None,
    "2026-02-30",
    "99999999999/1/1",
]


@pytest.fixture
def clerk(office):
    client = Client(raise_request_exception=False)
    client.force_login(office.clerk.account)
    return client


def send(client, path, body):
    return client.post(path, json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("value", STRANGE)
def test_strange_values_for_registration_are_refused_in_words(clerk, journey, value):
    from io import BytesIO

    file_id = clerk.post("/api/v1/files", {"file": BytesIO(b"Mot cong van thu nghiem")}).json().get("id")
    for name in (
        "subject",
        "recipients",
        "issued_on",
        "due_on",
        "urgency",
        "pages",
        "secrecy",
        "organisation",
        "kind_name",
    ):
        answer = send(clerk, "/api/v1/documents/incoming", {"file_id": file_id, name: value})
        assert answer.status_code < 500, (name, value)


@pytest.mark.parametrize("value", STRANGE)
def test_strange_values_for_acts_are_refused_in_words(journey, value):
    journey.directed()
    client = Client(raise_request_exception=False)
    client.force_login(journey.office.officer.account)
    (item,) = client.get("/api/v1/inbox").json()["items"]
    for action in ("forward", "ask", "return", "reply"):
        for name in (
            "main",
            "coordinating",
            "to",
            "reason",
            "question",
            "due_on",
            "instruction",
            "subject",
            "body",
            "signer",
            "kind",
            "urgency",
        ):
            answer = send(
                client,
                f"/api/v1/work-items/{item['id']}/actions/{action}",
                {"data": {"main": f"u{journey.office.other_unit.pk}", name: value}},
            )
            assert answer.status_code < 500, (action, name, value)


@pytest.mark.parametrize(
    "query", ["?tu=99999999999/1/1", "?trang=abc", "?q=%00", "?loai=%00", "?trang-thai=x", "?den=²/2/2"]
)
def test_strange_filters_show_the_list(clerk, query):
    assert clerk.get(f"/van-ban/den/{query}").status_code == 200
    assert clerk.get(f"/van-ban/den/xuat/{query}").status_code == 200


def test_draft_pressed_twice_is_kept_once(journey):
    from lienthong.office.documents.models import Document

    client = Client()
    client.force_login(journey.office.officer.account)
    form = journey.content() | {
        "body": "Một",
        "addressees": "Sở A",
        "recipients": "",
        "bases": "",
        "request_key": "k-1",
    }

    places = {client.post("/van-ban/soan/", form)["Location"] for _ in range(2)}

    assert len(places) == Document.objects.count() == 1


def test_the_letters_kind_is_one_of_the_national_pack():
    assert f'code: "{LETTER_KIND}"' in (ROOT / "packs/vn/document_kinds.yaml").read_text()
