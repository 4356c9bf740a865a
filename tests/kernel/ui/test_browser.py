"""What only a browser shows: no accessibility complaint, no horizontal scroll, keys, drafts, double submission."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[2] / "vendor/axe.min.js").read_text(encoding="utf-8")
SCREENS = [
    "/ui/",
    "/ui/?shell=office",
    "/ui/?undo=1",
    "/ui/inbox/",
    "/ui/inbox/?item=mau-2",
    "/ui/inbox-empty/",
    "/ui/office-form/?errors=1",
    "/ui/front/",
    "/ui/tracking/",
    "/ui/question/",
    "/ui/question/?errors=1",
    "/ui/sign-in/",
    "/ui/print/",
    "/ui/error-403/",
]


def violations(tab: Any) -> list[str]:
    # The program is put in by the test's own door; the page's policy would block it, as it should.
    tab.evaluate(AXE)
    found = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_screens_have_no_accessibility_violation(
    chromium: Any, site_url: str, theme: str, width: int
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        base_url=site_url,
        locale="vi-VN",
        color_scheme=theme,
        reduced_motion="reduce",
    )
    tab = context.new_page()
    found = {}
    for path in SCREENS:
        tab.goto(path)
        complaints = violations(tab)
        if complaints:
            found[path] = complaints
    context.close()

    assert found == {}


def test_no_screen_scrolls_sideways(page: Any) -> None:
    """320 px is also a desktop window of 1280 px at 400 % zoom."""
    found = []
    for path in [path for path in SCREENS if "error" not in path]:
        page.goto(path)
        for width in (1440, 1099, 899, 599, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append((path, width, wide))

    assert found == []


def test_screens_work_without_script(chromium: Any, site_url: str) -> None:
    context = chromium.new_context(
        java_script_enabled=False, base_url=site_url, locale="vi-VN", viewport={"width": 390, "height": 800}
    )
    tab = context.new_page()
    tab.goto("/ui/inbox/")

    tab.click("#item-mau-5")

    assert tab.url.endswith("?item=mau-5")
    assert tab.is_visible(".thing-head")
    assert not tab.is_visible("[data-list]")
    context.close()


def test_j_and_enter_open_the_next_item_beside_the_list(page: Any) -> None:
    page.goto("/ui/inbox/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "item-mau-3"

    page.keyboard.press("Enter")
    page.wait_for_url("**/ui/inbox/?item=mau-3")

    assert page.locator("#item-mau-3").get_attribute("aria-current") == "true"
    assert page.locator('[data-item][aria-current="true"]').count() == 1
    assert page.is_visible("[data-list]")


def test_back_returns_to_the_item_before(page: Any) -> None:
    page.goto("/ui/inbox/?item=mau-2")
    page.click("#item-mau-3")
    page.wait_for_url("**?item=mau-3")

    page.go_back()

    page.wait_for_selector('#item-mau-2[aria-current="true"]')


def test_letter_presses_the_act_that_shows_it(page: Any) -> None:
    page.goto("/ui/inbox/")

    page.keyboard.press("f")

    page.wait_for_url("**/ui/office-form/")


def test_letters_typed_into_a_field_press_nothing(page: Any) -> None:
    page.goto("/ui/office-form/")
    page.click("#id_name")

    page.keyboard.type("jkefr?")

    assert page.input_value("#id_name").endswith("jkefr?")
    assert page.locator("dialog[open]").count() == 0


def test_letter_keys_can_be_switched_off(page: Any) -> None:
    page.goto("/ui/inbox/")
    page.keyboard.press("?")
    page.wait_for_selector("#keys-help[open]")
    page.uncheck("#keys-help input[type=checkbox]")
    page.keyboard.press("Escape")

    page.keyboard.press("f")
    page.wait_for_timeout(200)

    assert page.url.endswith("/ui/inbox/")


def test_help_lists_the_keys_of_the_page(page: Any) -> None:
    page.goto("/ui/inbox/")

    page.keyboard.press("?")

    text = page.inner_text("#keys-help")
    assert "Soạn trả lời" in text
    assert "Việc sau" in text
    assert violations(page) == []


def test_palette_finds_without_accents(page: Any) -> None:
    page.goto("/ui/inbox/")
    page.keyboard.press("Control+k")
    page.keyboard.type("ho so cong viec")
    assert page.inner_text('#palette [aria-selected="true"]').startswith("Hồ sơ công việc")
    assert violations(page) == []

    page.keyboard.press("Enter")

    page.wait_for_url("**/ui/office-form/")


def test_finished_item_leaves_and_the_next_one_opens(page: Any) -> None:
    page.goto("/ui/inbox/?item=mau-2")

    page.evaluate("document.dispatchEvent(new CustomEvent('lt:item-done', {detail: {id: 'item-mau-2'}}))")

    page.wait_for_url("**?item=mau-3")
    assert page.locator("#item-mau-2").count() == 0


def test_theme_choice_survives_the_next_page(page: Any) -> None:
    page.goto("/ui/front/")
    page.click(".site-foot [data-theme-toggle]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"

    page.goto("/ui/tracking/")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_draft_comes_back_after_the_page_was_lost(page: Any) -> None:
    page.goto("/ui/question/")
    page.fill("#id_note", "đang viết dở")
    page.check("#id_way_1")

    page.goto("/ui/front/")
    page.goto("/ui/question/")

    assert page.input_value("#id_note") == "đang viết dở"
    assert page.is_checked("#id_way_1")


def test_discarded_draft_is_gone(page: Any) -> None:
    page.goto("/ui/question/")
    page.fill("#id_note", "đang viết dở")
    page.reload()

    page.click("form[data-draft] .notice button")
    assert page.input_value("#id_note") == ""
    page.reload()

    assert page.input_value("#id_note") == ""


def test_token_and_passwords_are_never_in_a_draft(page: Any) -> None:
    page.goto("/ui/question/")
    page.fill("#id_note", "x")

    stored = page.evaluate("JSON.stringify(localStorage)")

    assert "id_note" not in stored
    assert '\\"note\\"' in stored
    assert "csrfmiddlewaretoken" not in stored


def test_second_press_sends_nothing(page: Any) -> None:
    page.goto("/ui/sign-in/")
    sent: list[str] = []
    page.route("**/ui/sign-in/", lambda route: sent.append(route.request.method))
    page.fill("#login", "a")
    page.fill("#password", "b")

    page.evaluate("const b = document.querySelector('.card .button'); b.click(); b.click();")
    page.wait_for_timeout(300)

    assert sent == ["POST"]


def test_undo_bar_goes_away_by_itself(page: Any) -> None:
    page.goto("/ui/front/")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('lt:toast', {detail: {text: 'Đã chuyển', undo: '/ui/', seconds: 1}}))"
    )
    assert page.is_visible("[data-toast] button")

    page.wait_for_selector("[data-toast]", state="detached")


def test_expired_session_is_said_and_nothing_typed_is_lost(page: Any) -> None:
    page.goto("/ui/question/")
    page.fill("#id_note", "quan trọng")

    page.evaluate("document.dispatchEvent(new CustomEvent('lt:session-expired'))")

    assert "Phiên làm việc đã hết" in page.inner_text("#session-notice")
    assert page.input_value("#id_note") == "quan trọng"


def test_notices_above_the_office_leave_its_columns_in_place(page: Any) -> None:
    page.goto("/ui/inbox/")

    page.evaluate("document.dispatchEvent(new CustomEvent('lt:session-expired'))")

    heights = page.evaluate(
        "[...document.querySelectorAll('.banners, .rail')].map((part) => part.getBoundingClientRect())"
        ".map((box) => [box.top, box.bottom])"
    )
    assert heights[0][0] == 0
    assert heights[0][1] == heights[1][0]
    assert heights[1][1] == 900


def test_summary_link_leads_into_the_field(page: Any) -> None:
    page.goto("/ui/question/?errors=1")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")

    page.click('.error-summary a[href="#id_name"]')

    assert page.evaluate("document.activeElement.id") == "id_name"


def test_narrow_office_shows_list_then_pane_then_list(chromium: Any, site_url: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 800}, base_url=site_url, locale="vi-VN")
    tab = context.new_page()
    tab.goto("/ui/inbox/")
    assert not tab.is_visible("[data-pane]")

    tab.click("#item-mau-3")
    tab.wait_for_selector("[data-pane]", state="visible")
    assert not tab.is_visible("[data-list]")

    tab.click("[data-back]")
    tab.wait_for_selector("[data-list]", state="visible")
    assert tab.is_visible(".bottom-bar")
    context.close()


def test_telephone_reaches_every_part_of_the_office_without_a_script(chromium: Any, site_url: str) -> None:
    """The rail is hidden there; its entries stand behind the last word of the bar."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 800}, base_url=site_url, locale="vi-VN", java_script_enabled=False
    )
    tab = context.new_page()
    tab.goto("/ui/inbox/")
    entries = tab.locator(".rail-nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert not tab.is_visible(".rail-nav a")

    tab.click(".bar-all summary")

    opened = tab.locator(".bar-all .menu-body a")
    assert opened.evaluate_all("links => links.map(link => link.getAttribute('href'))") == entries != []
    assert all(link.is_visible() for link in opened.all())
    context.close()


def test_print_leaves_only_the_document(page: Any) -> None:
    page.goto("/ui/inbox/?item=mau-2")

    page.emulate_media(media="print")

    assert page.is_visible(".sheet")
    assert [page.is_visible(part) for part in (".rail", ".acts", "[data-list]", ".banner")] == [False] * 4
