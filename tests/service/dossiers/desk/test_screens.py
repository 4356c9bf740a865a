"""Every office screen opens for the one whose work it is, and for nobody else."""

from __future__ import annotations

import pytest

from lienthong.kernel.work.public import items, perform

OFFICE = [
    "/mot-cua/",
    "/mot-cua/ho-so/",
    "/mot-cua/ho-so/in/",
    "/mot-cua/so-theo-doi/",
    "/mot-cua/tiep-nhan/",
    "/mot-cua/thu-tuc/",
]


@pytest.mark.parametrize("address", OFFICE)
def test_screen_of_the_desk_opens_for_the_clerk(signed_in, hand_in, address):
    hand_in()

    assert signed_in("desk").get(address).status_code == 200


@pytest.mark.parametrize("address", OFFICE)
def test_screen_of_the_desk_is_not_there_for_a_citizen(signed_in, hand_in, address):
    assert signed_in("citizen").get(address).status_code == 404


@pytest.mark.parametrize("address", ["/mot-cua/", "/mot-cua/tiep-nhan/", "/mot-cua/so-theo-doi/"])
def test_screen_of_the_desk_is_not_there_for_an_officer_without_the_role(signed_in, hand_in, address):
    assert signed_in("registrar").get(address).status_code == 404


def test_page_of_a_dossier_opens_for_its_agencies_and_is_unknown_to_others(signed_in, hand_in):
    address = f"/mot-cua/ho-so/{hand_in().pk}/"

    assert [
        signed_in(name).get(address).status_code for name in ("desk", "registrar", "policeman", "citizen")
    ] == [200, 200, 404, 404]


def test_pane_shows_the_step_the_answers_and_the_deadline(signed_in, hand_in, province):
    hand_in()
    waiting = items(province.actor("desk")).get()

    page = signed_in("desk").get(f"/viec/{waiting.pk}/").content.decode()

    for words in (
        "Hoàng Bé Con",
        "Dự kiến trả kết quả",
        "vì sao?",
        "Dòng thời gian",
        "Thành phần hồ sơ",
        "Tiếp nhận",
    ):
        assert words in page


def test_service_page_shows_the_steps_from_left_to_right(signed_in, province):
    province.service("household_business_registration")

    page = signed_in("desk").get("/mot-cua/thu-tuc/household_business_registration/").content.decode()

    steps = [
        "Nộp lệ phí",
        "Kiểm tra, tiếp nhận",
        "Kiểm tra tên, ngành nghề",
        "Soạn giấy chứng nhận",
        "Ký giấy chứng nhận",
        "Trả kết quả",
    ]
    places = [page.index(f"<strong>{step}</strong>") for step in steps]
    assert places == sorted(places)


def test_pane_of_the_asked_agency_shows_the_question(signed_in, province, upload, friday_morning):
    from lienthong.service.dossiers.public import submit
    from tests.service.dossiers.test_journeys import COMPONENTS_OF_PERMIT
    from tests.service.province import PERMIT

    citizen, service = province.actor("citizen"), province.service("foreign_work_permit")
    files = {key: [upload(citizen)] for key in COMPONENTS_OF_PERMIT}
    submit(
        service,
        deciding=province.home_affairs,
        receiving=province.centre,
        values=PERMIT,
        files=files,
        actor=citizen,
    )
    from lienthong.service.dossiers.models import Dossier
    from lienthong.service.dossiers.public import record_payment

    dossier = Dossier.objects.get()
    if dossier.state == "waiting_payment":
        record_payment(dossier, method="gateway", reference="GD-1")
    perform(items(province.actor("centre_desk")).first(), province.actor("centre_desk"), "accept", {})
    perform(items(province.actor("labour_officer")).first(), province.actor("labour_officer"), "ok", {})
    asked = items(province.actor("policeman")).get()

    page = signed_in("policeman").get(f"/viec/{asked.pk}/").content.decode()

    assert dossier.consultations.get().question in page
    assert "JOHN SAMPLE" in page
