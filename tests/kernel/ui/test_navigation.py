from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from lienthong.kernel.ui import navigation


@pytest.fixture(autouse=True)
def _empty_navigation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_office", {})
    monkeypatch.setattr(navigation, "_public", {})
    yield


def actor(*permissions: str) -> SimpleNamespace:
    return SimpleNamespace(kind="officer", grants=(SimpleNamespace(permissions=frozenset(permissions)),))


def labels(who: object, path: str = "/") -> list[str]:
    sections, _bottom = navigation.office_sections(who, path)
    return [link.label for section in sections for link in section.links]


def test_entries_stand_in_their_order() -> None:
    navigation.register_entry("work", "sau", "ui:components", "inbox", order=20)
    navigation.register_entry("work", "trước", "healthz", "inbox", order=10)

    assert labels(None) == ["trước", "sau"]


def test_entry_with_a_permission_is_only_for_its_holders() -> None:
    navigation.register_entry("admin", "quản trị", "ui:components", "settings", "admin:roles:edit")

    assert labels(None) == []
    assert labels(actor("dossiers:dossier:receive")) == []
    assert labels(actor("admin:roles:edit")) == ["quản trị"]


def test_entry_of_an_app_that_is_not_installed_is_left_out() -> None:
    navigation.register_entry("work", "lạ", "nothing:here", "inbox")

    assert labels(actor()) == []


def test_unknown_section_is_an_error_at_once() -> None:
    with pytest.raises(ImproperlyConfigured, match="nowhere"):
        navigation.register_entry("nowhere", "x", "ui:components", "inbox")


def test_failing_badge_does_not_take_the_page_with_it() -> None:
    def broken(_actor: object) -> int:
        raise RuntimeError

    navigation.register_entry("work", "việc", "ui:components", "inbox", badge=broken)

    sections, _bottom = navigation.office_sections(actor(), "/")

    assert sections[0].links[0].count is None


def test_the_longest_address_is_the_current_one() -> None:
    navigation.register_entry("work", "a", "ui:components", "inbox")
    navigation.register_entry("work", "b", "ui:set_language", "inbox")

    sections, _bottom = navigation.office_sections(None, "/ui/inbox/")

    assert [(link.label, link.current) for link in sections[0].links] == [("a", True), ("b", False)]


def test_pages_beside_an_entrys_own_address_mark_it_too() -> None:
    navigation.register_entry("work", "mẫu", "ui:components", "inbox", covers="/khac/")
    navigation.register_entry("work", "sức khỏe", "healthz", "inbox")

    def current(path: str) -> list[str]:
        sections, _bottom = navigation.office_sections(None, path)
        return [link.label for section in sections for link in section.links if link.current]

    assert [current("/khac/mot/"), current("/ui/"), current("/healthz"), current("/la/")] == [
        ["mẫu"], ["mẫu"], ["sức khỏe"], [],
    ]  # fmt: skip


def test_bottom_bar_has_the_short_words_and_counts() -> None:
    navigation.register_entry(
        "work", "Việc của tôi", "ui:components", "inbox", badge=lambda _actor: 12, bottom_label="Việc"
    )
    navigation.register_entry("work", "Văn bản", "healthz", "file-text")

    _sections, bottom = navigation.office_sections(actor(), "/")

    assert [(link.label, link.count) for link in bottom] == [("Việc", 12)]
