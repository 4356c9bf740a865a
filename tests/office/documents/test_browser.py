"""Screens in a real browser, wide and narrow: no error in the console, no sideways scrolling, axe-core content."""

from __future__ import annotations

import io
import os
import shutil
import socketserver
import threading
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from PIL import Image

from lienthong.kernel.access.public import system_scope
from lienthong.kernel.files.extraction import ocr
from lienthong.kernel.files.extraction.pages import page_of_lines
from lienthong.office.documents.domain.reading_scans import read_intake
from lienthong.office.documents.public import Order, direct, issue
from tests.office.documents.conftest import LETTER, Journey, build_office

ROOT = Path(__file__).resolve().parents[3]
AXE = "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 120)))"


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def address(transactional_db, settings):
    settings.DEMONSTRATION, settings.SECOND_FACTOR_REQUIRED = True, False
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    server = Server(("127.0.0.1", 0), Quiet)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def session(officer, settings):
    client = Client()
    client.force_login(officer.account)
    return client, client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.django_db(transaction=True)
def test_screens_are_clean_at_both_widths(address, settings, monkeypatch):
    sync_api = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    from tests.factories import Make

    make = Make()
    office = build_office(make)
    journey = Journey(office)
    document = journey.registered(urgency=1)
    direct(
        document,
        actor=office.actor("leader"),
        orders=[Order("main", officer_id=office.officer.pk)],
        instruction="Soạn trả lời",
    )
    sealed = journey.sealed(reply_to=document)
    issued = journey.sealed(kind="quyet-dinh", addressees=[], decides="QUYẾT ĐỊNH:")
    issue(
        issued,
        actor=office.actor("clerk"),
        organisation_ids=[make.organisation(tier="commune").pk, make.organisation().pk],
    )
    draft = journey.draft()
    clerk, clerk_cookie = session(office.clerk, settings)
    officer, officer_cookie = session(office.officer, settings)
    plan = (ROOT / "tests/data/plans/thanh_hoa_2011_2015.txt").read_bytes()
    register = clerk.post(
        "/van-ban/vao-so/", {"file": SimpleUploadedFile("ke-hoach.txt", plan, content_type="text/plain")}
    )["Location"]
    (item, *_rest) = officer.get("/api/v1/inbox").json()["items"]
    pages = [
        (clerk_cookie, "/van-ban/bao-cao/"), (clerk_cookie, "/van-ban/den/"), (clerk_cookie, "/van-ban/bao-cao/theo-doi/"), (clerk_cookie, "/van-ban/bao-cao/so-di/"),
        (clerk_cookie, "/van-ban/vao-so/"), (clerk_cookie, register), (clerk_cookie, f"/van-ban/{issued.pk}/"),
        (clerk_cookie, "/van-ban/so/"), (clerk_cookie, "/van-ban/so/mo/"), (clerk_cookie, f"/van-ban/so/{document.register_id}/"),
        (clerk_cookie, f"/van-ban/so/{document.register_id}/sua/"), (clerk_cookie, f"/van-ban/{sealed.pk}/phat-hanh/"), (officer_cookie, f"/van-ban/{draft.pk}/soan/"), (officer_cookie, f"/viec/{item['id']}/"),
    ]  # fmt: skip
    axe = (ROOT / "tests/vendor/axe.min.js").read_text()

    complaints: list[object] = []

    def watch(tab, path):
        tab.on(
            "console",
            lambda message: complaints.append((path, message.text)) if message.type == "error" else None,
        )
        tab.on("pageerror", lambda error: complaints.append((path, str(error))))

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for width in (1440, 390):
            for cookie, path in pages if width > 600 else pages[::2]:
                context = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN")
                context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
                tab = context.new_page()
                watch(tab, path)
                answer = tab.goto(address + path)
                tab.wait_for_load_state("networkidle")
                if answer.status != 200:
                    complaints.append((path, answer.status))
                if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    complaints.append((path, width, "scrolls sideways"))
                complaints += [(path, width, found) for found in tab.evaluate(f"{axe};{AXE}")]
                context.close()
        browser.close()

    assert complaints == []


@pytest.mark.django_db(transaction=True)
def test_scan_that_is_read_meanwhile_fills_only_what_the_clerk_left_empty(address, settings, monkeypatch):
    sync_api = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    lines = [(line, None) for line in LETTER.replace("V/v", "KHẨN\nV/v").split("\n")]
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", lambda image, number, limits, started: page_of_lines(number, lines))
    from tests.factories import Make

    office = build_office(Make())
    picture = io.BytesIO()
    Image.new("L", (400, 560), 255).save(picture, "PNG")
    clerk, cookie = session(office.clerk, settings)
    place = clerk.post("/van-ban/vao-so/", {"file": SimpleUploadedFile("scan.png", picture.getvalue())})["Location"]  # fmt: skip

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context(locale="vi-VN")
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        tab = context.new_page()
        tab.goto(address + place)
        tab.fill("#subject", "Trích yếu tự gõ")
        tab.fill("#place", "Nơi tự gõ")
        with system_scope():
            read_intake(place.strip("/").rpartition("/")[2])
        tab.wait_for_selector("text=Những ô còn trống được điền")
        seen = {name: tab.input_value(f"#{name}") for name in ("subject", "place", "code", "urgency")}
        browser.close()

    assert seen == {
        "subject": "Trích yếu tự gõ", "place": "Nơi tự gõ", "code": "1605/STN-VP", "urgency": "1",
    }  # fmt: skip
