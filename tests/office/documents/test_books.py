"""The books of an agency: which takes what, what is written in them, who keeps them."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from lienthong.kernel import clock
from lienthong.kernel.actions.public import history
from lienthong.kernel.errors import Forbidden, Invalid, Refused
from lienthong.office.documents.models import Document, Register
from lienthong.office.documents.public import close_book, open_book, rename_book
from tests.office.documents.conftest import LETTER


@pytest.fixture
def browser(office, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(who):
        client = Client()
        client.force_login(getattr(office, who).account)
        return client

    return sign_in


def opened(office, **more):
    facts = {
        "direction": "outgoing",
        "year": clock.today().year,
        "name": "Sổ quyết định",
        "kinds": ["quyet-dinh"],
    }
    return open_book(office.organisation.pk, actor=office.actor("clerk"), **facts | more)


def test_kind_with_a_book_of_its_own_goes_there_and_others_into_the_ordinary_one(journey):
    book = opened(journey.office)

    decision = journey.sealed(kind="quyet-dinh")
    letter = journey.sealed()

    assert decision.register == book
    assert letter.register.code == "VBDI"
    assert (decision.number, letter.number) == ("01", "02"), "one series over all books"


def test_book_that_counts_each_kind_gives_numbers_of_their_own(journey):
    opened(journey.office, per_kind=True)

    letter = journey.sealed()
    decision = journey.sealed(kind="quyet-dinh")

    assert (letter.number, decision.number) == ("01", "01")


def test_numbers_of_their_own_do_not_begin_in_the_middle_of_a_year(journey):
    journey.sealed(kind="quyet-dinh")

    with pytest.raises(Invalid) as refusal:
        opened(journey.office, per_kind=True)

    assert list(refusal.value.errors) == ["per_kind"]
    assert not Register.objects.filter(kinds__contains=["quyet-dinh"]).exists()


def test_incoming_book_of_a_kind_keeps_arrival_numbers_continuous(journey):
    book = opened(journey.office, direction="incoming", name="Sổ báo cáo đến", kinds=["bao-cao"])

    first = journey.registered()
    second = journey.registered(LETTER.replace("1605/STN-VP", "7/BC-STN"), kind_name="Báo cáo")

    assert (first.register.code, second.register) == ("VBDEN", book)
    assert (first.arrival_number, second.arrival_number) == (1, 2)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 121}, "name"), ({"kinds": []}, "kinds"), ({"kinds": ["khong-co"]}, "kinds"), ({"year": 1999}, "year"),
        ({"direction": "sideways"}, "direction"), ({"direction": "incoming", "per_kind": True}, "per_kind"),
    ],
)  # fmt: skip
def test_book_that_makes_no_sense_is_refused_by_field(office, more, field):
    with pytest.raises(Invalid) as refusal:
        opened(office, **more)

    assert list(refusal.value.errors) == [field]


def test_kind_belongs_to_one_open_book_of_the_year(office):
    opened(office)

    with pytest.raises(Invalid, match="Quyết định"):
        opened(office, name="Sổ khác")
    assert opened(office, name="Sổ khác", year=clock.today().year + 1).pk


def test_acts_on_a_book_are_in_the_history_without_words(office):
    book = opened(office)
    rename_book(book, actor=office.actor("clerk"), name="Sổ quyết định cá biệt")
    close_book(book, actor=office.actor("clerk"))

    assert [(action.verb, action.data.get("kinds")) for action in history(book)] == [
        ("documents.open_book", ["quyet-dinh"]), ("documents.rename_book", None), ("documents.close_book", None),
    ]  # fmt: skip
    assert Register.objects.get(pk=book.pk).name == "Sổ quyết định cá biệt"


def test_closed_book_gives_its_kinds_back_and_is_not_renamed(journey):
    office = journey.office
    book = opened(office)
    close_book(book, actor=office.actor("clerk"))

    assert journey.sealed(kind="quyet-dinh").register.code == "VBDI"
    with pytest.raises(Refused, match="đã đóng"):
        rename_book(book, actor=office.actor("clerk"), name="Khác")


def test_book_whose_numbers_are_in_use_stays_open_until_the_year_is_over(journey):
    office = journey.office
    clerk = office.actor("clerk")
    own = opened(office, per_kind=True)
    journey.sealed(kind="quyet-dinh")
    ordinary = journey.registered().register

    for book in (own, ordinary):
        with pytest.raises(Refused, match="hết năm"):
            close_book(book, actor=clerk)
    with clock.frozen(clock.now() + dt.timedelta(days=370)):
        assert close_book(own, actor=clerk).closed_at and close_book(ordinary, actor=clerk).closed_at


@pytest.mark.parametrize("who", ["leader", "officer"])
def test_books_are_kept_by_clerk_and_administrator_only(office, who):
    with pytest.raises(Forbidden):
        open_book(office.organisation.pk, actor=office.actor(who), direction="outgoing", year=clock.today().year, name="Sổ", kinds=["quyet-dinh"])  # fmt: skip


def test_administrator_keeps_books_but_does_not_read_in_them(journey, make, browser):
    office = journey.office
    office.administrator = make.officer("quan_tri_co_quan", organisation=office.organisation)
    book = journey.registered().register
    client = browser("administrator")

    assert client.get("/van-ban/so/").status_code == 200
    assert client.get(f"/van-ban/so/{book.pk}/sua/").status_code == 200
    assert client.get(f"/van-ban/so/{book.pk}/").status_code == 404


def test_screen_of_the_year_tells_how_many_numbers_each_book_gave(journey, browser):
    journey.registered()
    journey.registered(LETTER.replace("1605", "1606"))

    page = browser("clerk").get("/van-ban/so/").content.decode()

    assert f"Sổ văn bản đến {clock.today().year}" in page
    assert "số đến 1–2" in page


def test_lines_of_the_incoming_book_have_the_columns_of_the_decree(journey, browser):
    (lead,) = journey.directed()
    book = lead.document.register
    page = browser("clerk").get(f"/van-ban/so/{book.pk}/xuat/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(page.content)).get_sheet_by_index(0).to_python()

    today = f"{clock.today():%d/%m/%Y}"
    assert rows[0] == [
        "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển",
        "Ký nhận", "Ghi chú",
    ]  # fmt: skip
    assert rows[1] == [
        today, 1.0, "Sở Thử nghiệm", "1605/STN-VP", "20/11/2026", "Công văn: hướng dẫn xây dựng kế hoạch năm 2027", "Lê Thu Viên, Chuyên viên", today,
        "", "",
    ]  # fmt: skip


def test_lines_of_the_outgoing_book_have_the_columns_of_the_decree(journey, browser):
    letter = journey.sealed()

    page = browser("clerk").get(f"/van-ban/so/{letter.register_id}/in/").content.decode()

    for words in (
        "Số, ký hiệu văn bản",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ngày chuyển",
        "Ký nhận",
    ):
        assert words in page
    assert letter.code in page


def test_filter_narrows_the_book(journey, browser):
    book = journey.registered().register
    client = browser("leader")

    assert "1605/STN-VP" in client.get(f"/van-ban/so/{book.pk}/?q=huong+dan").content.decode()
    assert "1605/STN-VP" not in client.get(f"/van-ban/so/{book.pk}/?q=khac+han").content.decode()
    assert client.get(f"/van-ban/so/{book.pk}/?tu=32/13/2026").status_code == 200


def test_book_of_another_agency_is_not_found(journey, neighbour, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    book = journey.registered().register
    stranger = Client()
    stranger.force_login(neighbour.clerk.account)

    for address in ("", "in/", "xuat/", "sua/"):
        assert stranger.get(f"/van-ban/so/{book.pk}/{address}").status_code == 404


def test_opening_by_the_screen_keeps_what_was_typed_when_a_field_is_wrong(office, browser):
    client = browser("clerk")

    wrong = client.post("/van-ban/so/mo/", {"name": "Sổ báo cáo", "year": "2026", "direction": "outgoing"})
    right = client.post("/van-ban/so/mo/", {"name": "Sổ báo cáo", "year": str(clock.today().year), "direction": "outgoing", "kinds": ["bao-cao"]})  # fmt: skip

    assert wrong.status_code == 422
    assert 'value="Sổ báo cáo"' in wrong.content.decode()
    assert "Hãy chọn tên loại" in wrong.content.decode()
    assert right.status_code == 302
    assert Register.objects.get(name="Sổ báo cáo").kinds == ["bao-cao"]


def test_closing_by_the_screen_says_why_it_cannot_be(journey, browser):
    book = journey.registered().register

    answer = browser("clerk").post(f"/van-ban/so/{book.pk}/sua/", {"act": "close"})

    assert answer.status_code == 409
    assert "chỉ đóng khi hết năm" in answer.content.decode()


@pytest.mark.parametrize("place", ["", "so", "in"])
def test_screens_run_the_same_statements_for_many_lines(journey, browser, place):
    client = browser("clerk")
    book = journey.registered().register
    address = "/van-ban/so/" if place == "so" else f"/van-ban/so/{book.pk}/{place and place + '/'}"
    journey.directed(document=Document.objects.get())
    client.get(address)

    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for n in range(5):
        journey.directed(document=journey.registered(LETTER.replace("1605", f"17{n}")))
        opened(journey.office, direction="incoming", name=f"Sổ {n}", year=clock.today().year, kinds=["bao-cao"]) if n == 0 else None  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(one)
