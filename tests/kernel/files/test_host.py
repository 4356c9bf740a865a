"""S24: files of others come from a host of their own that knows no cookie and serves nothing else."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.accounts.public import create_token
from lienthong.kernel.files.models import State, StoredFile
from lienthong.kernel.files.public import receive
from tests.kernel.files import samples

pytestmark = pytest.mark.django_db
HOST = "tep.vidu.vn"
DATA = samples.pdf()


@pytest.fixture(autouse=True)
def files_host(settings: Any) -> None:
    settings.FILES_URL = f"https://{HOST}"
    settings.ALLOWED_HOSTS = ["testserver", HOST]


@pytest.fixture
def account(make: Any) -> Any:
    return make.citizen()


@pytest.fixture
def file(make: Any, account: Any) -> StoredFile:
    return receive(io.BytesIO(DATA), name="đơn.pdf", actor=make.actor(account))


@pytest.fixture
def browser(account: Any) -> Client:
    found = Client()
    found.force_login(account)
    return found


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def follow(answer: Any, client: Client | None = None, **headers: str) -> Any:
    address = urlsplit(answer["Location"])
    assert (address.scheme, address.netloc) == ("https", HOST)
    return (client or Client()).get(address.path, HTTP_HOST=HOST, **headers)


@pytest.mark.parametrize(("asked", "disposition"), [("", "attachment"), ("?inline=1", "inline")])
def test_s24_download_is_led_to_the_other_host_which_hands_out_the_bytes(
    file: StoredFile, browser: Client, asked: str, disposition: str
) -> None:
    answer = browser.get(f"/files/{file.pk}/{asked}")

    handed = follow(answer)

    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    assert body(handed) == DATA
    assert handed["Content-Disposition"].startswith(disposition)
    assert handed["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert handed["X-Content-Type-Options"] == "nosniff"


def test_s24_the_other_host_reads_and_sets_no_cookie(file: StoredFile, browser: Client) -> None:
    answer = browser.get(f"/files/{file.pk}/")

    handed = follow(answer, browser)  # even a browser that would send its session

    assert handed.status_code == 200
    assert handed.cookies == {}
    assert "Cookie" not in handed.get("Vary", "")
    assert not hasattr(handed.wsgi_request, "session")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/dang-nhap/",
        "/healthz",
        "/api/v1/public/procedures",
        "/static/ui/css/tokens.css",
        "/t/",
        "/t/x",
        "/t/x:y",
    ],
)
def test_s24_the_other_host_serves_nothing_else(path: str, browser: Client) -> None:
    answer = browser.get(path, HTTP_HOST=HOST)

    assert (answer.status_code, body(answer)) == (404, b"")
    assert answer.cookies == {}


@pytest.mark.parametrize("name", [HOST.upper(), f"{HOST}:443", f"{HOST}."])
def test_s24_another_spelling_of_the_other_host_is_not_the_platform(name: str, browser: Client) -> None:
    answer = browser.get("/", HTTP_HOST=name)

    assert (answer.status_code, body(answer)) == (404, b"")


def test_s24_even_a_file_by_its_address_with_a_session_is_not_served_there(
    file: StoredFile, browser: Client
) -> None:
    assert browser.get(f"/files/{file.pk}/", HTTP_HOST=HOST).status_code == 404


def test_s24_address_of_the_other_host_means_nothing_on_the_platforms(
    file: StoredFile, browser: Client
) -> None:
    address = urlsplit(browser.get(f"/files/{file.pk}/")["Location"])

    assert browser.get(address.path).status_code == 404


def test_s24_the_proof_holds_for_a_minute_and_for_one_file(file: StoredFile, browser: Client) -> None:
    answer = browser.get(f"/files/{file.pk}/")
    token = urlsplit(answer["Location"]).path

    with clock.shifted(dt.timedelta(seconds=55)):
        assert follow(answer).status_code == 200
    with clock.shifted(dt.timedelta(seconds=65)):
        assert follow(answer).status_code == 404
    assert Client().get(token[:-2] + "xx", HTTP_HOST=HOST).status_code == 404
    assert Client().post(token, HTTP_HOST=HOST).status_code == 404


def test_s14_a_stranger_is_led_nowhere(file: StoredFile, make: Any) -> None:
    stranger = Client()
    stranger.force_login(make.citizen())

    assert stranger.get(f"/files/{file.pk}/").status_code == 404


def test_s24_file_found_infected_after_the_address_was_given_is_not_handed_out(
    file: StoredFile, browser: Client
) -> None:
    answer = browser.get(f"/files/{file.pk}/")
    StoredFile.objects.filter(pk=file.pk).update(state=State.REFUSED)

    assert follow(answer).status_code == 409


def test_ranges_are_honoured_there_for_viewers(file: StoredFile, browser: Client) -> None:
    part = follow(browser.get(f"/files/{file.pk}/?inline=1"), HTTP_RANGE="bytes=0-3")

    assert (part.status_code, body(part)) == (206, b"%PDF")


def test_s24_browser_at_the_interface_is_led_there_and_a_program_is_served(
    file: StoredFile, account: Any, browser: Client
) -> None:
    _token, plain = create_token(account, ["read"], "thử")
    address = f"/api/v1/files/{file.pk}/content"

    assert follow(browser.get(address)).status_code == 200
    assert body(Client().get(address, HTTP_AUTHORIZATION=f"Bearer {plain}")) == DATA


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("https://mot.vidu.vn:8443", "khác tên máy"),
        ("https://tep.vidu.vn/tep", "không có đường dẫn"),
        ("http://tep.vidu.vn", "phải là https"),
        ("ftp://tep.vidu.vn", "không có đường dẫn"),
        ("https://tep.vidu.vn", ""),
    ],
)
def test_s24_settings_refuse_a_host_that_would_share_cookies_or_secrecy(
    tmp_path: Path, url: str, word: str
) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIENTHONG_")} | {
        "LIENTHONG_VAR": str(tmp_path), "LIENTHONG_PUBLIC_URL": "https://mot.vidu.vn", "LIENTHONG_FILES_URL": url,
        "DATABASE_URL": "postgresql://x/x",
    }  # fmt: skip

    done = subprocess.run(
        [sys.executable, "-c", "import lienthong.config.settings as s; print(s.ALLOWED_HOSTS)"],
        env=environment, capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[3],
    )  # fmt: skip

    assert (done.returncode == 0) is (word == "")
    assert word in done.stderr
    if not word:
        assert HOST in done.stdout
