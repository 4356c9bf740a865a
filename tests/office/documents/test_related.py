"""Other apps show their part on a document's page without documents knowing them."""

from __future__ import annotations

import pytest
from django.test import Client

from lienthong.office.documents import related
from lienthong.office.documents.models import Document
from lienthong.office.documents.public import Act, Section, register_acts, register_section


@pytest.fixture
def _registries_of_their_own(monkeypatch):
    monkeypatch.setattr(related, "_sections", {})
    monkeypatch.setattr(related, "_acts", {})


def page_of(office, document: Document) -> str:
    client = Client()
    client.force_login(office.clerk.account)
    return client.get(f"/van-ban/{document.pk}/").content.decode()


def test_section_and_act_of_another_app_stand_on_the_page(office, journey, _registries_of_their_own):
    register_section(
        "files",
        lambda document, actor: Section("Hồ sơ công việc", "ui/components/skeleton.html"),
    )
    register_acts("files", lambda document, actor: [Act("/ho-so/chon/", "Đưa vào hồ sơ", "folder")])

    page = page_of(office, journey.registered())

    assert "Hồ sơ công việc" in page
    assert '<a href="/ho-so/chon/">' in page


def test_section_with_nothing_to_show_is_not_drawn(office, journey, _registries_of_their_own):
    register_section("files", lambda document, actor: None)

    assert related.sections_of(journey.registered(), office.actor("clerk")) == []
