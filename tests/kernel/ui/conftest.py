from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.kernel.ui.server import site


@pytest.fixture(autouse=True)
def _addresses_of_this_app(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.kernel.ui.urls"  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def site_url() -> Iterator[str]:
    with site() as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: object, site_url: str) -> Iterator[object]:
    """A page at 1440 × 900 that fails its test when a script breaks or the policy blocks something."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=site_url, locale="vi-VN")  # type: ignore[attr-defined]
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield tab
    context.close()
    assert complaints == []
