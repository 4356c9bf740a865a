"""The screens of administrators, heads and clerks in Chromium, with real rows in them, wide and on a telephone."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.access.public import delegate
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import Ref
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import receive
from lienthong.kernel.legal import aspects as legal
from lienthong.kernel.work.public import open_item
from lienthong.office.documents.public import open_book
from lienthong.service.dossiers.public import submit
from lienthong.service.payments.models import Payment
from tests.kernel.files.test_quarantine import with_macros
from tests.service.conftest import keys_dir, province, upload  # noqa: F401
from tests.service.leftovers import clear_everything
from tests.service.province import HOUSEHOLD, _yaml

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text(encoding="utf-8")


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
def site(_nothing_is_left_behind: None, settings: Any, live_server: Any, province: Any, upload: Any) -> Any:  # noqa: F811
    """The ward with one row on each list: a held file, a delegation, an absent officer's work, a book, a wrong payment."""
    settings.DEMONSTRATION, settings.SECOND_FACTOR_REQUIRED = True, False
    today = clock.today()
    province.officers["admin"] = province.make.officer(
        "quan_tri_nen_tang", organisation=province.ward, title="Viên chức", name="Đặng Thị Quản Trị"
    )
    citizen, head, economist = (
        province.actor("citizen"),
        province.actor("head"),
        province.officers["economist"],
    )
    receive(io.BytesIO(with_macros()), name="to-khai-co-macro-ten-rat-dai-cua-nguoi-nop.docx", actor=citizen)
    delegate(
        province.officers["head"],
        economist,
        actor=head,
        valid_from=today,
        valid_to=today + dt.timedelta(days=4),
        reason="Đi công tác dài ngày tại trung ương",
    )
    open_item(
        kind="documents.assignment", obj=Ref("test.thing", "1"), title="Báo cáo tình hình hộ kinh doanh trên địa bàn quý IV", number="01",
        organisation_id=province.ward.pk, unit_id=province.economy.pk, officer_id=economist.pk,
    )  # fmt: skip
    legal.apply_kinds(legal.load_kinds(_yaml("vn/document_kinds.yaml")))
    open_book(
        province.ward.pk, actor=province.actor("clerk"), direction="outgoing", year=today.year, name="Sổ riêng", kinds=["quyet-dinh"]
    )  # fmt: skip
    dossier = submit(
        province.service("household_business_registration"),
        deciding=province.ward,
        values=HOUSEHOLD,
        files={"giay_to_chu_ho": [upload(citizen)]},
        actor=citizen,
    )
    Payment.objects.create(
        dossier=dossier, amount=150000, reported_amount=151000, state="created", flag="amount_mismatch", reference="SIM-000123",
        created_at=clock.now(),
    )  # fmt: skip
    return province


def screens(site: Any) -> list[tuple[str, str, str]]:
    """(whose, address, words that only the row of this list has)."""
    payment = Payment.objects.get()
    held = StoredFile.objects.get(name__startswith="to-khai-co-macro")
    economist = site.officers["economist"]
    return [
        ("admin", "/quan-tri/lich/", "Tháng 12"),
        ("admin", "/quan-tri/lich/gio/", "Thứ Hai"),
        ("admin", "/quan-tri/lich/ngay/", "Lý do"),
        ("admin", f"/quan-tri/tai-khoan/?co-quan={site.ward.pk}", "Trịnh Văn Economist"),
        ("admin", f"/quan-tri/tai-khoan/{economist.pk}/", economist.account.username),
        ("admin", "/quan-tri/cach-ly/", held.name),
        ("admin", f"/quan-tri/cach-ly/{held.pk}/", held.name),
        ("head", "/uy-quyen/", "Đi công tác dài ngày"),
        ("head", "/uy-quyen/them/", "Phạm vi"),
        ("head", "/viec/don-vi/", "hộ kinh doanh trên địa bàn"),
        ("clerk", "/van-ban/so/", "Sổ riêng"),
        ("clerk", "/van-ban/so/mo/", "Chiều văn bản"),
        ("desk", "/mot-cua/doi-soat-phi/", payment.reference),
        ("desk", f"/mot-cua/doi-soat-phi/{payment.pk}/", payment.reference),
        ("desk", "/mot-cua/ho-so/", payment.dossier.code),
    ]


def complaints(tab: Any) -> list[str]:
    # The program is put in by the test's own door; the page's policy would block it, as it should.
    tab.evaluate(AXE)
    found = tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_screens_of_the_desks_have_no_accessibility_violation(
    chromium, live_server, site, settings, theme, width
):
    found: dict[str, Any] = {}
    tabs: dict[str, Any] = {}
    for who, path, words in screens(site):
        if who not in tabs:
            client = Client()
            client.force_login(Account.objects.get(pk=site.officers[who].account.pk))
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, base_url=live_server.url, locale="vi-VN", color_scheme=theme, reduced_motion="reduce"
            )  # fmt: skip
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
            tabs[who] = context.new_page()
        tab = tabs[who]
        answer = tab.goto(path)
        wrong = complaints(tab)
        if answer.status != 200 or words not in tab.inner_text("main"):
            wrong.append(f"{answer.status}, without {words!r}")
        for narrower in (width, 320) if width < 600 else (width,):
            tab.set_viewport_size({"width": narrower, "height": 900})
            if tab.evaluate("document.documentElement.scrollWidth") > narrower:
                wrong.append(f"scrolls sideways at {narrower}")
        tab.set_viewport_size({"width": width, "height": 900})
        if wrong:
            found[path] = wrong
    for tab in tabs.values():
        tab.context.close()

    assert found == {}


def test_telephone_shows_results_first_and_opens_the_filter_without_a_script(chromium, live_server, site):
    first: dict[int, bool] = {}
    for width in (390, 1440):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, base_url=live_server.url, locale="vi-VN", java_script_enabled=False
        )  # fmt: skip
        tab = context.new_page()
        tab.goto("/thu-tuc/?cap=2")
        first[width] = tab.is_visible("#cap")
        if width == 390:
            tab.goto("/thu-tuc/")
            assert tab.locator(".hit").first.bounding_box()["y"] < 500
            tab.click(".finder-more summary")
            tab.check("[name=truc-tuyen]")
            tab.get_by_role("button", name="Áp dụng").click()
            tab.wait_for_url("**truc-tuyen=1**")
        context.close()

    assert first == {390: False, 1440: True}
