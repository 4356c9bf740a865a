"""Handing out: the parent's right at every request, another account gets 404 (S14), nothing runs in a browser (S24)."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import DomainError
from lienthong.kernel.files import owners
from lienthong.kernel.files.models import State, StoredFile
from lienthong.kernel.files.public import link, may_read, receive, register_owner
from tests.kernel.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _handlers_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owners, "_handlers", {})


@pytest.fixture
def account(make: Any) -> Any:
    return make.citizen()


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    def client(account: Any) -> Client:
        browser = Client()
        browser.force_login(account)
        return browser

    return client


@pytest.fixture
def store(make: Any, account: Any) -> Callable[..., StoredFile]:
    def stored(data: bytes, name: str, **fields: Any) -> StoredFile:
        return receive(io.BytesIO(data), name=name, actor=make.actor(account), **fields)

    return stored


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_own_upload_comes_back_as_attachment_that_no_browser_runs(
    store: Callable[..., StoredFile], account: Any, signed_in: Callable[[Any], Client]
) -> None:
    file = store("Ghi chú".encode(), "Ghi chú.txt")

    response = signed_in(account).get(f"/files/{file.pk}/?inline=1")

    assert body(response) == "Ghi chú".encode()
    assert response["Content-Disposition"] == 'attachment; filename="Ghi-chu.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("make_data", "name", "disposition"),
    [
        (samples.pdf, "a.pdf", "inline"),
        (samples.picture, "a.png", "inline"),
        (samples.word, "a.docx", "attachment"),
    ],
)
def test_only_pdf_and_pictures_are_shown_inline_and_only_when_asked(
    make_data: Any,
    name: str,
    disposition: str,
    store: Callable[..., StoredFile],
    account: Any,
    signed_in: Callable[[Any], Client],
) -> None:
    file = store(make_data(), name)
    browser = signed_in(account)

    assert browser.get(f"/files/{file.pk}/")["Content-Disposition"].startswith("attachment")
    assert browser.get(f"/files/{file.pk}/?inline=1")["Content-Disposition"].startswith(disposition)


def test_another_account_gets_404_and_no_byte(
    store: Callable[..., StoredFile], account: Any, make: Any, signed_in: Callable[[Any], Client]
) -> None:
    file = store(samples.pdf(), "a.pdf")
    path = link(file, make.actor(account))
    other = signed_in(make.citizen())

    for address in (f"/files/{file.pk}/", path, f"/files/{file.pk}/1-240.png"):
        response = other.get(address)
        assert response.status_code == 404
        assert b"%PDF" not in body(response)
        assert signed_in(account).get(address).status_code == 200


def test_visitor_without_account_is_asked_to_sign_in(store: Callable[..., StoredFile]) -> None:
    file = store(samples.pdf(), "a.pdf")

    assert Client().get(f"/files/{file.pk}/").status_code == 302


def test_link_ends_after_its_time(
    store: Callable[..., StoredFile], account: Any, make: Any, signed_in: Callable[[Any], Client]
) -> None:
    path = link(store(samples.pdf(), "a.pdf"), make.actor(account), seconds=60)
    browser = signed_in(account)

    assert browser.get(path).status_code == 200
    with clock.shifted(dt.timedelta(seconds=62)):
        assert browser.get(path).status_code == 404


def test_changed_link_leads_nowhere(
    store: Callable[..., StoredFile], account: Any, make: Any, signed_in: Callable[[Any], Client]
) -> None:
    path = link(store(samples.pdf(), "a.pdf"), make.actor(account))

    changed = path[:-6] + ("A" if path[-6] != "A" else "B") + path[-5:]

    assert signed_in(account).get(changed).status_code == 404


class TestParentDecides:
    """The dossier's rule, not the uploader, says who may read what hangs on the dossier."""

    @pytest.fixture(autouse=True)
    def _parent(self) -> Iterator[set[Any]]:
        self.readers: set[Any] = set()
        register_owner("thu.don", lambda file, actor: actor.account_id in self.readers)
        return None  # type: ignore[return-value]

    def test_reader_of_the_parent_may_download(
        self, store: Callable[..., StoredFile], make: Any, signed_in: Callable[[Any], Client]
    ) -> None:
        file, reader = store(samples.pdf(), "a.pdf", owner_type="thu.don", owner_id="7"), make.citizen()
        StoredFile.objects.filter(pk=file.pk).update(
            account_id=reader.pk
        )  # the row may be seen; the content is asked for

        assert signed_in(reader).get(f"/files/{file.pk}/").status_code == 404
        self.readers.add(reader.pk)
        assert signed_in(reader).get(f"/files/{file.pk}/").status_code == 200

    def test_uploader_who_lost_the_right_to_the_parent_loses_the_file(
        self, store: Callable[..., StoredFile], account: Any, make: Any, signed_in: Callable[[Any], Client]
    ) -> None:
        file = store(samples.pdf(), "a.pdf", owner_type="thu.don", owner_id="7")
        self.readers.add(account.pk)
        path = link(file, make.actor(account))

        assert signed_in(account).get(path).status_code == 200
        self.readers.clear()
        assert signed_in(account).get(path).status_code == 404

    def test_file_of_a_parent_nobody_speaks_for_is_read_by_nobody(
        self, store: Callable[..., StoredFile], account: Any, make: Any
    ) -> None:
        file = store(samples.pdf(), "a.pdf", owner_type="la.la", owner_id="7")

        assert may_read(file, make.actor(account)) is False

    def test_second_speaker_for_one_parent_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="already"):
            register_owner("thu.don", lambda file, actor: True)


@pytest.mark.parametrize(
    ("header", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=5-", 206, 5, None),
        ("bytes=-4", 206, -4, None),
        ("bytes=0-99999999", 200, 0, None),
        ("bytes=3-1", 200, 0, None),
        ("bytes=0-1,4-5", 200, 0, None),
        ("lines=1-2", 200, 0, None),
        ("bytes=99999999-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
    ],
)
def test_range_is_honoured(
    header: str,
    status: int,
    start: int,
    end: int | None,
    store: Callable[..., StoredFile],
    account: Any,
    signed_in: Callable[[Any], Client],
) -> None:
    data = samples.pdf()
    file = store(data, "a.pdf")

    response = signed_in(account).get(f"/files/{file.pk}/", headers={"Range": header})

    assert response.status_code == status
    assert body(response) == data[start:end]


def test_quarantined_file_is_explained_and_not_handed_out(
    store: Callable[..., StoredFile], account: Any, signed_in: Callable[[Any], Client], settings: Any
) -> None:
    settings.VIRUS_SCAN_REQUIRED = True
    file = store(samples.pdf(), "a.pdf")
    browser = signed_in(account)

    for address in (f"/files/{file.pk}/", f"/files/{file.pk}/?inline=1", f"/files/{file.pk}/1-240.png"):
        response = browser.get(address)
        assert response.status_code == 409
        assert "quét mã độc" in response.content.decode()
        assert b"%PDF" not in response.content


def test_pictures_of_files_carry_no_metadata(
    store: Callable[..., StoredFile], account: Any, signed_in: Callable[[Any], Client]
) -> None:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "nha rieng", 6
    file = store(samples.picture("JPEG", (400, 200), exif=exif), "a.jpg")

    response = signed_in(account).get(f"/files/{file.pk}/1-240.png")

    picture = Image.open(io.BytesIO(response.content))
    assert picture.size == (120, 240)  # turned upright as the camera said
    assert not picture.getexif()
    assert b"nha rieng" not in response.content


def test_picture_of_a_page_that_is_not_there_is_not_found(
    store: Callable[..., StoredFile], account: Any, signed_in: Callable[[Any], Client]
) -> None:
    file = store(samples.pdf(pages=2), "a.pdf")
    browser = signed_in(account)

    assert [browser.get(f"/files/{file.pk}/{page}-240.png").status_code for page in (0, 1, 2, 3)] == [
        404,
        200,
        200,
        404,
    ]
    assert browser.get(f"/files/{file.pk}/1-9999.png").status_code == 404


def test_file_whose_bytes_are_lost_says_so(
    store: Callable[..., StoredFile], account: Any, signed_in: Callable[[Any], Client]
) -> None:
    file = store(samples.pdf(), "a.pdf")
    StoredFile.objects.filter(pk=file.pk).update(sha256="0" * 64, state=State.CLEAN)

    assert signed_in(account).get(f"/files/{file.pk}/").status_code == 503


def test_system_reads_every_file(store: Callable[..., StoredFile]) -> None:
    file = store(samples.pdf(), "a.pdf", owner_type="la.la", owner_id="7")

    assert may_read(file, Actor(kind="system")) is True
    assert may_read(file, Actor(kind="anonymous")) is False


def test_domain_errors_have_a_way_out_in_vietnamese(store: Callable[..., StoredFile]) -> None:
    with pytest.raises(DomainError) as refusal:
        store(samples.pdf(), "a.png")

    assert "tải lên lại" in str(refusal.value)
