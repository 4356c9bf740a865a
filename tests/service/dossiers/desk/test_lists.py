"""Queues, filters, the workbook and the register book."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel import clock
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.public import accept

LIST = "/mot-cua/ho-so/"


def codes(answer) -> list[str]:
    return [row.code for row in answer.context["page"].object_list]


@pytest.mark.parametrize(
    "address", [LIST, "/mot-cua/", "/mot-cua/so-theo-doi/", "/viec/", "/viec/hang-loat/"]
)
def test_list_takes_as_many_statements_for_fifty_rows_as_for_one(signed_in, hand_in, address):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get(address).status_code == 200
        return len(caught)

    browser = signed_in("desk")
    hand_in()
    browser.get(address)
    one = statements()
    hand_in(49)

    assert statements() == one


def test_list_holds_nothing_of_other_agencies(signed_in, hand_in):
    dossier = hand_in()

    assert codes(signed_in("registrar").get(LIST)) == [dossier.code]
    assert codes(signed_in("policeman").get(LIST)) == []


def test_queue_shows_only_its_own(signed_in, hand_in, province):
    accepted, waiting = hand_in(), hand_in()
    accept(accepted, actor=province.actor("desk"))
    browser = signed_in("desk")

    assert codes(browser.get(LIST, {"hang": "cho-tiep-nhan"})) == [waiting.code]
    assert codes(browser.get(LIST, {"hang": "dang-giai-quyet"})) == [accepted.code]


def test_late_is_what_was_promised_and_is_past(signed_in, hand_in, province):
    accepted = hand_in()
    hand_in()  # never accepted: nothing was promised
    accept(accepted, actor=province.actor("desk"))
    browser = signed_in("desk")

    assert codes(browser.get(LIST, {"hang": "tre-han"})) == []
    with clock.frozen(accepted.submitted_at + dt.timedelta(days=9)):
        assert codes(signed_in("desk").get(LIST, {"hang": "tre-han"})) == [accepted.code]


def test_applicant_is_found_by_name_and_code(signed_in, hand_in):
    hand_in()
    wanted = hand_in(full_name="Vũ Thị Ngọc Hà")
    browser = signed_in("desk")

    assert codes(browser.get(LIST, {"q": "ngọc hà"})) == [wanted.code]
    assert codes(browser.get(LIST, {"q": wanted.code})) == [wanted.code]


def test_period_counts_vietnamese_days(signed_in, hand_in):
    dossier = hand_in()
    browser = signed_in("desk")

    assert codes(browser.get(LIST, {"tu": "20/11/2026", "den": "20/11/2026"})) == [dossier.code]
    assert codes(browser.get(LIST, {"tu": "21/11/2026"})) == []


def test_mine_is_what_i_worked_on(signed_in, hand_in, province):
    from lienthong.kernel.work.public import items, perform

    hand_in()
    desk = province.actor("desk")
    item = items(desk).get()
    perform(item, desk, "accept", {})
    hand_in()

    assert codes(signed_in("desk").get(LIST, {"cua-toi": "1"})) == [item.number]


@pytest.mark.parametrize(
    "query",
    [
        {"hang": "x' or 1=1"}, {"tu": "hôm kia"}, {"trang": "999999"}, {"trang": "a"}, {"thu-tuc": "\x00"}, {"q": "%_\\\x00" * 80},
        {"trang-thai": "bịa"},
    ],
)  # fmt: skip
def test_list_forgives_what_it_cannot_read(signed_in, hand_in, query):
    assert signed_in("desk").get(LIST, query).status_code == 200


def test_s29_cells_that_look_like_formulas_are_written_as_text(signed_in, hand_in):
    """A name that begins like a formula reaches the workbook as the same text, in a text cell."""
    from zipfile import ZipFile

    import python_calamine

    names = [
        "=1+1",
        "+84 gọi lại",
        "-2",
        "@SUM(A1)",
        "\tTab",
        "\rVề đầu dòng",
        "＝HYPERLINK(0)",
        "＋1",
        "http://example.vn",
    ]
    hand_in(len(names))
    for dossier, name in zip(Dossier.objects.order_by("code"), names, strict=True):
        Dossier.objects.filter(pk=dossier.pk).update(applicant_name=name)

    data = signed_in("desk").get("/mot-cua/ho-so/xuat.xlsx").content

    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert sorted(str(row[2]).strip() for row in rows[1:]) == sorted(name.strip() for name in names)
    sheet = ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_export_holds_what_the_list_holds(signed_in, hand_in):
    import python_calamine

    hand_in(2)
    data = signed_in("policeman").get("/mot-cua/ho-so/xuat.xlsx").content

    assert (
        len(
            python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        )
        == 1
    )


def test_register_book_is_a_pdf_of_what_my_desk_received(signed_in, hand_in):
    import pypdfium2

    dossier = hand_in()

    answer = signed_in("desk").get("/mot-cua/so-theo-doi/so.pdf", {"tu": "01/11/2026", "den": "30/11/2026"})

    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert "SỔ THEO DÕI HỒ SƠ" in text
    assert dossier.code in text.replace("\r\n", "").replace("\n", "").replace("￾", "-")


def test_code_typed_at_the_desk_opens_the_dossier(signed_in, hand_in):
    dossier = hand_in()

    assert (
        signed_in("desk").get("/mot-cua/", {"q": dossier.code.lower()})["Location"]
        == f"/mot-cua/ho-so/{dossier.pk}/"
    )
