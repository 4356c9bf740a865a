"""Registers, reports and statistics: the columns of the decree, and numbers that are the lines they open."""

from __future__ import annotations

import datetime as dt
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as Word
from python_calamine import CalamineWorkbook

from lienthong.kernel import clock
from lienthong.office.documents.models import Document
from lienthong.office.documents.public import finish, reopen
from lienthong.office.documents.reports import counting, output
from lienthong.office.documents.reports.forms import FORMS
from lienthong.office.documents.reports.lines import outcome
from tests.office.documents.conftest import LETTER

FOLLOWED = [
    "Số đến", "Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản", "Đơn vị hoặc người nhận", "Thời hạn giải quyết",
    "Tiến độ giải quyết", "Số, ký hiệu văn bản trả lời", "Ghi chú",
]  # fmt: skip
# NĐ 30/2020/NĐ-CP, Phụ lục IV, mục I, VI, VIII
ANNEX = {
    "so-di": ["Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký", "Nơi nhận văn bản",
              "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú"],
    "so-den": ["Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản",
               "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú"],
    "theo-doi": FOLLOWED, "giai-quyet-den": FOLLOWED,
}  # fmt: skip


@pytest.fixture
def clerk(office):
    client = Client()
    client.force_login(office.clerk.account)
    return client


@pytest.fixture
def year(journey):
    """Nine arrivals: done in time, late and without a deadline; open in time, overdue and without; one sent away."""
    now, day = clock.now(), dt.timedelta(days=1)
    states = [
        ("done", now, now - day), ("done", now, now - day), ("done", now - day, now), ("done", None, now), ("processing", now + day, None),
        ("processing", now - day, None), ("registered", None, None), ("withdrawn", now, None), ("done", now, now),
    ]  # fmt: skip
    found = []
    for number, (state, due, finished) in enumerate(states):
        document = journey.registered(LETTER.replace("1605", str(2000 + number)), confirm_duplicate=True)
        issuer = "Sở Tư pháp & “Hộ tịch”" if number % 3 else "Bộ Nội vụ"
        Document.objects.filter(pk=document.pk).update(
            state=state,
            due_at=due,
            finished_at=finished,
            issuer_name=issuer,
            kind_code="" if number == 4 else "cong-van",
        )
        found.append(document)
    return found


@pytest.mark.parametrize("code", ANNEX)
def test_form_has_the_columns_of_the_annex(code):
    assert [str(title) for title in FORMS[code].titles] == ANNEX[code]


def test_outcome_in_sql_is_the_outcome_in_python(year):
    now = clock.now()
    rows = Document.objects.annotate(found=counting.outcomes(now))

    assert {row.pk: row.found for row in rows} == {row.pk: outcome(row, now) for row in rows}
    assert set(rows.values_list("found", flat=True)) == {*counting.OUTCOMES, ""}


def test_every_number_of_the_overview_opens_as_many_lines(year, clerk):
    page = clerk.get("/van-ban/bao-cao/").content.decode()
    links = re.findall(
        r'<a href="(/van-ban/bao-cao/[a-z-]+/\?[^"]+)">(?:<span class="figure-number[^"]*">)?([\d.]+)<', page
    )

    assert len(links) > 20
    for address, number in links:
        opened = clerk.get(unescape(address)).context["page"].paginator.count
        assert (address, opened) == (address, int(number.replace(".", "")))


def test_share_in_time_counts_what_had_a_deadline(year, office):
    today = clock.today()
    months, _kinds = counting.by_month_and_kind(office.organisation.pk, today, today)
    (tally,) = months.values()

    assert (tally.total, tally.done, tally.open) == (8, 5, 3)
    assert tally.in_time_percent == 60.0, (
        "three in time, one late, one overdue; undated and running ones do not count"
    )


def test_document_of_the_neighbour_is_in_nobody_elses_numbers(year, neighbour):
    client = Client()
    client.force_login(neighbour.clerk.account)

    assert client.get("/van-ban/bao-cao/").context["total"].total == 0
    assert client.get("/van-ban/bao-cao/theo-doi/").context["page"].paginator.count == 0


def test_unit_that_leads_is_counted_by_its_branch_and_by_its_officers_branch(journey, office, clerk):
    from lienthong.office.documents.public import Order

    journey.directed(Order("main", unit_id=office.unit.pk))
    other = journey.registered(LETTER.replace("1605", "1700"), confirm_duplicate=True)
    journey.directed(Order("main", officer_id=office.officer.pk), document=other)

    today = clock.today()
    units = counting.by_unit(office.organisation.pk, today, today)

    assert {key: tally.total for key, tally in units.items()} == {office.unit.pk: 2}
    assert counting.counted(office.organisation.pk, today, today, unit=office.unit.pk).count() == 2


def test_finished_document_says_since_when_and_a_reopened_one_no_longer(journey, office):
    (branch,) = journey.directed()
    finish(branch, actor=office.actor("officer"), outcome="Đã trả lời")
    done = Document.objects.get(pk=branch.document_id)
    assert done.finished_at is not None

    branch.refresh_from_db()
    reopen(branch, actor=office.actor("officer"), reason="Còn thiếu số liệu")

    assert Document.objects.get(pk=branch.document_id).finished_at is None


def test_follow_up_book_tells_progress_and_the_answers_number(journey, office, clerk):
    (branch,) = journey.directed()
    answer = journey.draft(reply_to=branch.document)
    Document.objects.filter(pk=answer.pk).update(code="05/SKHTN-CN")
    finish(branch, actor=office.actor("officer"), outcome="Đã trả lời")

    page = clerk.get("/van-ban/bao-cao/theo-doi/").content.decode()

    assert "05/SKHTN-CN" in page
    assert "Đã giải quyết, không có hạn" in page
    assert "Lê Thu Viên" in page


@pytest.mark.parametrize("code", FORMS)
def test_form_is_given_out_as_spreadsheet_document_and_pdf(journey, clerk, code):
    journey.registered()
    journey.sealed()
    titles = [str(title) for title in FORMS[code].titles]

    sheet = clerk.get(f"/van-ban/bao-cao/{code}/xuat/xlsx/").content
    assert CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()[0] == titles
    word = Word(io.BytesIO(clerk.get(f"/van-ban/bao-cao/{code}/xuat/docx/").content))
    assert [cell.text for cell in word.tables[0].rows[0].cells] == titles
    assert len(word.tables[0].rows) == 2
    assert clerk.get(f"/van-ban/bao-cao/{code}/xuat/pdf/").content.startswith(b"%PDF")


def test_text_that_no_document_can_hold_is_left_out_of_the_file_and_not_the_line(journey, clerk):
    Document.objects.filter(pk=journey.registered().pk).update(
        subject="Kế hoạch\x0b\x01 năm \ufffe2027 = {x} #y $z$"
    )

    word = Word(io.BytesIO(clerk.get("/van-ban/bao-cao/so-den/xuat/docx/").content))

    assert "Kế hoạch" in word.tables[0].rows[1].cells[5].text
    assert "2027 = {x} #y $z$" in word.tables[0].rows[1].cells[5].text
    assert clerk.get("/van-ban/bao-cao/so-den/xuat/pdf/").content.startswith(b"%PDF")
    assert clerk.get("/van-ban/bao-cao/so-den/xuat/xlsx/").status_code == 200


def test_book_is_given_out_in_the_same_forms(journey, clerk):
    book = journey.registered().register

    for ending, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        assert clerk.get(f"/van-ban/so/{book.pk}/xuat/{ending}/").content.startswith(start)
    assert clerk.get(f"/van-ban/so/{book.pk}/xuat/exe/").status_code == 404


def test_more_lines_than_a_file_holds_are_refused_with_the_way_out(year, clerk, monkeypatch):
    make, media_type, _most = output.OUTPUTS["docx"]
    monkeypatch.setitem(output.OUTPUTS, "docx", (make, media_type, 3))

    answer = clerk.get("/van-ban/bao-cao/theo-doi/xuat/docx/", follow=True)

    assert "tối đa 3 dòng" in answer.content.decode()


def test_strange_conditions_show_the_whole_span(year, clerk):
    for query in (
        "tu=x&den=31/02/2026",
        "ket-qua=hack&don-vi=99999999999999999999",
        "noi-gui=%00&loai=%00",
        "trang=-4",
    ):
        assert clerk.get(f"/van-ban/bao-cao/theo-doi/?{query}").status_code == 200
        assert clerk.get(f"/van-ban/bao-cao/?{query}").status_code == 200
    assert clerk.get("/van-ban/bao-cao/khong-co/").status_code == 404


def test_pages_run_the_same_statements_for_many_documents(journey, clerk):
    def statements(address: str) -> int:
        clerk.get(address)
        with CaptureQueriesContext(connection) as found:
            clerk.get(address)
        return len(
            [
                query
                for query in found
                if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config"))
            ]
        )

    addresses = ["/van-ban/bao-cao/", *(f"/van-ban/bao-cao/{code}/" for code in FORMS)]
    journey.directed()
    journey.sealed()
    few = [statements(address) for address in addresses]
    for number in range(6):
        journey.directed(
            document=journey.registered(LETTER.replace("1605", str(3000 + number)), confirm_duplicate=True)
        )
    journey.sealed()

    assert [statements(address) for address in addresses] == few
