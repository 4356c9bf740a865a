"""The front page, the finder and the page of a procedure."""

from __future__ import annotations

import pytest
from django.test import Client

from lienthong.service.procedures.public import publish_procedure
from tests.service.province import _yaml

KEYS = (
    "birth_registration",
    "household_business_registration",
    "construction_permit_small",
    "foreign_work_permit",
)


@pytest.fixture
def catalogue(db):
    return [publish_procedure(_yaml(f"vn/procedures/{key}.yaml")) for key in KEYS]


def test_front_page_asks_and_says_honestly_that_nothing_was_due(client: Client, catalogue):
    page = client.get("/").content.decode()

    assert "Bạn cần làm việc gì với chính quyền?" in page
    assert "Chưa có hồ sơ nào tới ngày trả kết quả trong tháng này." in page
    assert "figure-number" not in page
    assert "/viec/" not in page


def test_front_page_shows_officers_the_way_to_their_work(client: Client, make, catalogue):
    client.force_login(make.officer("van_thu").account)

    assert 'href="/viec/"' in client.get("/").content.decode()


@pytest.mark.parametrize("words", ["khai sinh", "khai sính", "KHAI  SINH", "dang ky khai sinh"])
def test_finder_forgives_accents_and_case(client: Client, catalogue, words):
    page = client.get("/thu-tuc/", {"q": words}).content.decode()

    assert "/thu-tuc/birth_registration/" in page
    assert "/thu-tuc/foreign_work_permit/" not in page


def test_finder_by_life_event_lists_what_belongs_to_it(client: Client, catalogue):
    page = client.get("/thu-tuc/", {"viec": "mo-cua-hang"}).content.decode()

    assert "/thu-tuc/household_business_registration/" in page
    assert "/thu-tuc/birth_registration/" not in page


def test_finder_by_agency_lists_only_what_it_decides(client: Client, catalogue):
    agency = catalogue[1].data["deciding_agency"]

    page = client.get("/thu-tuc/", {"co-quan": agency}).content.decode()

    assert "/thu-tuc/household_business_registration/" in page
    assert "/thu-tuc/foreign_work_permit/" not in page


def test_finder_without_a_hit_offers_to_drop_the_narrowing(client: Client, catalogue):
    page = client.get("/thu-tuc/", {"q": "khai sinh", "cap": "tinh"}).content.decode()

    assert "Không có thủ tục nào khớp" in page
    assert "Có 1 thủ tục khi bỏ các điều kiện lọc" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 5000,
        "trang=abc",
        "trang=999999999999999999999",
        "linh-vuc=%00x",
        "viec=';--",
        "cap[]=x",
    ],
)
def test_finder_takes_any_query_without_an_error(client: Client, catalogue, query):
    assert client.get(f"/thu-tuc/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "words"), [("", "Lọc"), ("?q=khai+sinh", "Lọc"), ("?cap=1&viec=sinh-con&truc-tuyen=1", "Lọc · 3 điều kiện")]
)  # fmt: skip
def test_finder_says_how_many_conditions_narrow_the_list(client: Client, catalogue, query, words):
    page = client.get(f"/thu-tuc/{query}").content.decode()

    assert f"<span>{words}</span></summary>" in page


def test_procedure_page_answers_the_five_questions_and_shows_doubts(client: Client, catalogue):
    page = client.get("/thu-tuc/household_business_registration/").content.decode()

    for words in (
        "3 ngày làm việc",
        "150.000",
        "Giấy đề nghị đăng ký hộ kinh doanh",
        "168/2025/NĐ-CP",
        "Chưa đối chiếu được với nguồn chính thức",
    ):
        assert words in page
    assert "Nộp hồ sơ trực tuyến" not in page


def test_procedure_page_leads_to_the_application_when_live(client: Client, province):
    province.service("household_business_registration")

    page = client.get("/thu-tuc/household_business_registration/").content.decode()

    assert 'href="/nop-ho-so/household_business_registration/"' in page


def test_unknown_procedure_is_not_found(client: Client, db):
    assert client.get("/thu-tuc/khong-co/").status_code == 404


def test_finder_asks_the_database_as_often_for_one_as_for_many(
    client: Client, catalogue, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/thu-tuc/", {"q": "khai sinh"})

    with django_assert_num_queries(len(one)):
        client.get("/thu-tuc/")
