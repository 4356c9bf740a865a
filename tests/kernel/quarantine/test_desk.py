"""The desk of held files on the screen, and what the uploader is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.files.models import Release, State, StoredFile
from lienthong.kernel.files.public import receive
from lienthong.kernel.notify.models import Delivery, Notice
from tests.kernel.files.test_quarantine import with_macros

pytestmark = pytest.mark.django_db
DESK = "/quan-tri/cach-ly/"
REASON = "Biểu mẫu của Sở, đã hỏi người gửi"


@pytest.fixture
def uploader(make: Any) -> Any:
    return make.citizen("Đỗ Thị Người Gửi", email="nguoigui@example.vn")


@pytest.fixture
def bring(make: Any, uploader: Any) -> Callable[..., StoredFile]:
    def brought(name: str = "to-khai.docx", verdict: str = "clean", **fields: Any) -> StoredFile:
        who = fields.pop("account", uploader)
        content = with_macros() + fields.pop("salt", b"")
        file = receive(io.BytesIO(content), name=name, actor=make.actor(who))
        file.verdict = verdict
        if verdict == "infected":
            file.state, file.reason, file.finding = State.REFUSED, "Thu.Nham", "Thu.Nham"
        file.scanned_with = "ClamAV 1.4.6/27123"
        for key, value in fields.items():
            setattr(file, key, value)
        file.save()
        return file

    return brought


@pytest.fixture
def admin(make: Any) -> Any:
    return make.officer("quan_tri_nen_tang", name="Nguyễn Thị Quản Trị")


def browser(officer: Any) -> Client:
    client = Client()
    client.force_login(officer.account)
    return client


def test_desk_shows_who_brought_what_and_the_finding_but_no_way_to_the_content(
    bring: Callable[..., StoredFile], admin: Any
) -> None:
    file = bring()

    for address in (DESK, f"{DESK}{file.pk}/"):
        page = browser(admin).get(address).content.decode()

        for words in (
            "to-khai.docx",
            "Đỗ Thị Người Gửi",
            "Tệp có macro",
            "ClamAV 1.4.6, bản chữ ký 27123",
        ):
            assert words in page
        assert f"/files/{file.pk}" not in page


def test_tabs_part_the_files_and_the_filter_finds_by_name_and_hash(
    bring: Callable[..., StoredFile], admin: Any
) -> None:
    bring("macro.docx")
    infected = bring("doc-hai.docx", verdict="infected", sha256="ab" * 32)

    held = browser(admin).get(DESK).content.decode()
    refused = browser(admin).get(f"{DESK}?muc=ma-doc&q={'ab' * 32}").content.decode()
    none = browser(admin).get(f"{DESK}?muc=ma-doc&q=khong-co").content.decode()

    assert ("macro.docx" in held, "doc-hai.docx" in held) == (True, False)
    assert (infected.name in refused, "macro.docx" in refused) == (True, False)
    assert "Không có tệp nào khớp" in none


def test_release_asks_for_a_reason_and_tells_the_uploader(
    bring: Callable[..., StoredFile], admin: Any, uploader: Any
) -> None:
    file = bring()
    client = browser(admin)

    refused = client.post(f"{DESK}{file.pk}/giai-toa/", {"reason": ""})
    done = client.post(f"{DESK}{file.pk}/giai-toa/", {"reason": REASON})

    file.refresh_from_db()
    assert (refused.status_code, done.status_code, file.state) == (422, 302, State.RELEASED)
    assert "Hãy ghi lý do" in refused.content.decode()
    notice = Notice.objects.get(account_id=uploader.pk)
    assert notice.title == "Một tệp bạn gửi đã ra khỏi cách ly"
    assert REASON in notice.body
    assert Delivery.objects.get().address == "nguoigui@example.vn"
    assert "to-khai" not in Delivery.objects.get().subject


def test_false_positive_needs_two_administrators_on_the_screen(
    bring: Callable[..., StoredFile], admin: Any, make: Any
) -> None:
    file = bring(verdict="infected")
    second = make.officer("quan_tri_nen_tang", name="Phạm Văn Xem Lại")

    browser(admin).post(f"{DESK}{file.pk}/giai-toa/", {"reason": REASON})
    alone = browser(admin).post(f"{DESK}{file.pk}/xac-nhan/", {"reason": REASON})
    shown = browser(second).get(f"{DESK}?muc=cho-xac-nhan").content.decode()
    done = browser(second).post(f"{DESK}{file.pk}/xac-nhan/", {"reason": "Mã băm khớp bản gốc"})

    file.refresh_from_db()
    assert (alone.status_code, done.status_code, file.state) == (409, 302, State.RELEASED)
    assert "không tự xác nhận được" in alone.content.decode()
    assert file.name in shown
    assert Release.objects.get().decided_by == second.account.pk


def test_act_that_does_not_fit_comes_back_with_what_was_typed(
    bring: Callable[..., StoredFile], admin: Any
) -> None:
    file = bring(verdict="")

    answer = browser(admin).post(f"{DESK}{file.pk}/giai-toa/", {"reason": REASON})

    assert answer.status_code == 409
    assert "Hãy quét lại trước" in answer.content.decode()
    assert REASON in answer.content.decode()


def test_administrator_sees_files_of_all_agencies_others_no_desk_at_all(
    bring: Callable[..., StoredFile], admin: Any, make: Any
) -> None:
    elsewhere = make.officer("van_thu", name="Trịnh Bên Kia")
    file = bring("cua-so-khac.docx", account=elsewhere.account, organisation_ids=[elsewhere.organisation_id])

    assert "cua-so-khac.docx" in browser(admin).get(DESK).content.decode()
    for officer in (elsewhere, make.officer("quan_tri_co_quan", "lanh_dao")):
        assert browser(officer).get(DESK).status_code == 404
        assert browser(officer).get(f"{DESK}{file.pk}/").status_code == 404
        assert browser(officer).post(f"{DESK}{file.pk}/huy/", {"reason": REASON}).status_code == 404


def test_file_that_was_never_held_is_not_on_the_desk(admin: Any, make: Any, uploader: Any) -> None:
    file = receive(io.BytesIO("thường".encode()), name="a.txt", actor=make.actor(uploader))

    assert browser(admin).get(f"{DESK}{file.pk}/").status_code == 404


def test_list_runs_the_same_statements_for_one_and_fifty_files(
    bring: Callable[..., StoredFile], admin: Any, make: Any
) -> None:
    def statements() -> int:
        client = browser(admin)
        client.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            client.get(DESK)
        return len(captured)

    first = bring(owner_type="dossiers.dossier", owner_id="0192aaaa-0000-7000-8000-000000000001")
    one = statements()
    people = [make.citizen(f"Người Gửi {number}") for number in range(5)]
    for number in range(49):
        copy = StoredFile(**{
            **{f.attname: getattr(first, f.attname) for f in StoredFile._meta.fields if f.attname != "id"},
            "name": f"tep-{number}.docx", "uploaded_by": people[number % 5].pk, "sha256": f"{number:064x}",
            "owner_id": first.owner_id if number % 2 else f"0192aaaa-0000-7000-8000-{number:012}",
        })  # fmt: skip
        copy.save()

    assert statements() == one
