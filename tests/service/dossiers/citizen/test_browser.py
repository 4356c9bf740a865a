"""Journeys in Chromium: without a script on a small telephone, with one and an impatient finger, and axe on every page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lienthong.service.dossiers.models import Dossier
from tests.service.dossiers.citizen.test_applying import KEY, pdf
from tests.service.leftovers import clear_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

AXE = (Path(__file__).parents[3] / "vendor/axe.min.js").read_text(encoding="utf-8")
PASSWORD = "mat-khau-rat-dai-1"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    # The driver keeps an event loop in this thread; the tests themselves use the database only between its calls.
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
    patch.undo()


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(transactional_db: None) -> Iterator[None]:
    clear_everything()
    yield
    clear_everything()


@pytest.fixture
def site(_nothing_is_left_behind: None, live_server: Any, province: Any) -> Any:
    province.service(KEY)
    return province


def tab_of(chromium: Any, live_server: Any, *, script: bool = True, width: int = 360) -> Any:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, base_url=live_server.url, locale="vi-VN", java_script_enabled=script, reduced_motion="reduce"
    )  # fmt: skip
    return context.new_page()


def button(tab: Any, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()
    tab.wait_for_load_state()


def go_on(tab: Any, then: str) -> None:
    """Press on and wait for the page whose address holds ``then``."""
    tab.get_by_role("button", name="Tiếp tục", exact=True).click()
    tab.wait_for_url(re.compile(then))


def apply_until_review(tab: Any, province: Any, scratch: Path) -> None:
    """From the page of the procedure to the summary, the way a person goes."""
    tab.goto(f"/thu-tuc/{KEY}/")
    tab.get_by_role("link", name="Nộp hồ sơ trực tuyến").click()
    button(tab, "Đăng nhập và bắt đầu")
    tab.fill("[name=username]", province.citizen.username)
    tab.fill("[name=password]", PASSWORD)
    tab.press("[name=password]", "Enter")
    tab.wait_for_url(re.compile("/nop-ho-so/"))
    button(tab, "Bắt đầu")
    tab.wait_for_url(re.compile("/phan/chu_ho/"))
    for name, value in (("personal_id", "038190012345"), ("address", "12 phố Thử"), ("phone", "0912345678")):
        tab.fill(f"[name='applicant.{name}']", value)
    go_on(tab, "/phan/ho/")
    tab.fill("[name='household.name']", "Tạp hóa Hoa Sen")
    tab.fill("[name='household.address']", "5 phố Chợ")
    tab.fill("[name='household.capital']", "50.000.000")
    tab.get_by_label("Cá nhân", exact=True).check()
    go_on(tab, "/phan/nganh_nghe/")
    tab.locator("[name='activities.0.name']").or_(tab.locator(".lt-add")).first.wait_for()
    if not tab.locator("[name='activities.0.name']").count():
        tab.locator(".lt-add").click()
    tab.fill("[name='activities.0.name']", "Bán lẻ tạp hóa")
    go_on(tab, "/phan/nhan_ket_qua/")
    go_on(tab, "/giay-to/")
    paper = scratch / "can-cuoc.pdf"
    paper.write_bytes(pdf().read())
    tab.set_input_files("[name='tep.giay_to_chu_ho']", str(paper))
    go_on(tab, "/xem-lai/")


def complaints(tab: Any) -> list[str]:
    tab.evaluate(AXE)
    found = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    wide = tab.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]] + (
        ["scrolls sideways"] if wide else []
    )


def test_application_on_a_small_telephone_without_script_reaches_the_code(
    chromium, live_server, site, scratch
):
    tab = tab_of(chromium, live_server, script=False)

    apply_until_review(tab, site, scratch)
    tab.get_by_role("checkbox").check()
    button(tab, "Nộp hồ sơ")

    dossier = Dossier.objects.get()
    assert tab.url.endswith(f"/ho-so/{dossier.code}/")
    assert "Bạn cần nộp 150.000" in tab.inner_text("main")
    tab.context.close()


def test_impatient_finger_and_second_tab_make_one_dossier(chromium, live_server, site, scratch):
    tab = tab_of(chromium, live_server, width=1280)
    apply_until_review(tab, site, scratch)
    second = tab.context.new_page()
    second.goto(tab.url)
    for one in (tab, second):
        one.get_by_role("checkbox").check()

    tab.get_by_role("button", name="Nộp hồ sơ").dblclick()
    tab.wait_for_url(re.compile("/ho-so/"))
    button(second, "Nộp hồ sơ")
    second.wait_for_url(re.compile("/ho-so/"))
    tab.go_back()
    tab.wait_for_load_state()

    assert Dossier.objects.count() == 1
    assert second.url.endswith(f"/ho-so/{Dossier.objects.get().code}/")
    tab.context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_public_have_no_accessibility_violation(chromium, live_server, site, scratch, width):
    tab = tab_of(chromium, live_server, width=width)
    apply_until_review(tab, site, scratch)
    draft = tab.url.removesuffix("xem-lai/")
    found = {}

    def look(*paths: str) -> None:
        for path in paths:
            tab.goto(path)
            if bad := complaints(tab):
                found[path] = bad

    look(
        "/",
        "/thu-tuc/",
        "/thu-tuc/?q=khong%20co%20gi",
        f"/thu-tuc/{KEY}/",
        f"/nop-ho-so/{KEY}/",
        f"{draft}phan/ho/",
        f"{draft}phan/nganh_nghe/",
        f"{draft}giay-to/",
        f"{draft}xem-lai/",
        f"{draft}bo/",
        "/ho-so-cua-toi/",
        "/tra-cuu/",
        "/xac-thuc/",
        "/niem-phong/",
        "/so-lieu/dung-hen/",
    )
    tab.goto(f"{draft}xem-lai/")
    tab.get_by_role("checkbox").check()
    tab.get_by_role("button", name="Nộp hồ sơ").click()
    tab.wait_for_url(re.compile("/ho-so/"))
    place = tab.url
    code = place.rstrip("/").rpartition("/")[2]
    look(place, f"/nop-phi/{code}/", f"{place}rut/", "/ho-so-cua-toi/")
    tab.context.clear_cookies()
    look(place)

    assert found == {}
    tab.context.close()


def test_answers_typed_while_the_session_ends_are_there_after_sign_in(chromium, live_server, site):
    tab = tab_of(chromium, live_server, script=False)
    tab.goto(f"/nop-ho-so/{KEY}/")
    button(tab, "Đăng nhập và bắt đầu")
    tab.fill("[name=username]", site.citizen.username)
    tab.fill("[name=password]", PASSWORD)
    tab.press("[name=password]", "Enter")
    tab.wait_for_url(re.compile("/nop-ho-so/"))
    button(tab, "Bắt đầu")
    tab.wait_for_url(re.compile("/phan/chu_ho/"))
    tab.fill("[name='applicant.address']", "Ngõ gõ dở dang")

    tab.context.clear_cookies(name="lienthong_session")
    tab.get_by_role("button", name="Tiếp tục").click()
    tab.wait_for_url(re.compile("/dang-nhap/"))
    tab.fill("[name=username]", site.citizen.username)
    tab.fill("[name=password]", PASSWORD)
    tab.press("[name=password]", "Enter")
    tab.wait_for_url(re.compile("/phan/chu_ho/"))

    assert tab.input_value("[name='applicant.address']") == "Ngõ gõ dở dang"
    tab.context.close()
