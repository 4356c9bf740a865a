"""A citizen applies without a script: pages of questions, papers, check, submit."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lienthong.service.dossiers.models import Dossier, Draft
from tests.service.province import APPLICANT

KEY = "household_business_registration"
PAGES = {
    "chu_ho": {f"applicant.{name}": value for name, value in APPLICANT.items()},
    "ho": {"household.name": "Tạp hóa Hoa Sen", "household.address": "5 phố Chợ", "household.capital": "50.000.000", "household.by": "person"},
    "nganh_nghe": {"activities.__rows": "1", "activities.0.name": "Bán lẻ tạp hóa"},
    "nhan_ket_qua": {"delivery": "online"},
}  # fmt: skip


def pdf(name: str = "can-cuoc.pdf") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue(), "application/pdf")


@pytest.fixture
def citizen(client: Client, province: Any) -> Client:
    province.service(KEY)
    client.force_login(province.citizen)
    return client


def begin(client: Client, key: str = KEY) -> str:
    """The address of a new draft, after the start page."""
    answer = client.post(f"/nop-ho-so/{key}/", {"co-quan": "ward"})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].partition("/phan/")[0]


def fill(client: Client, draft: str) -> None:
    for group, answers in PAGES.items():
        answer = client.post(f"{draft}/phan/{group}/", answers)
        assert answer.status_code == 302, answer.content.decode()
    assert client.post(f"{draft}/giay-to/", {"tep.giay_to_chu_ho": pdf()}).status_code == 302


def test_application_without_script_reaches_the_receipt(citizen: Client, friday_morning):
    draft = begin(citizen)
    fill(citizen, draft)

    review = citizen.get(f"{draft}/xem-lai/").content.decode()
    sent = citizen.post(f"{draft}/xem-lai/", {"cam-doan": "1"})
    page = citizen.get(sent["Location"]).content.decode()

    assert "Tạp hóa Hoa Sen" in review
    assert "50.000.000 đ" in review
    assert "can-cuoc.pdf" in review
    assert "150.000" in review
    dossier = Dossier.objects.get()
    assert sent["Location"] == f"/ho-so/{dossier.code}/"
    assert dossier.applicant_account_id is not None
    assert "Bạn cần nộp 150.000" in page
    assert not Draft.objects.exists()


def test_second_submission_of_one_draft_leads_to_the_same_dossier(citizen: Client, friday_morning):
    draft = begin(citizen)
    fill(citizen, draft)

    first = citizen.post(f"{draft}/xem-lai/", {"cam-doan": "1"})
    second = citizen.post(f"{draft}/xem-lai/", {"cam-doan": "1"})
    back = citizen.get(f"{draft}/phan/ho/")

    assert first["Location"] == second["Location"] == back["Location"]
    assert Dossier.objects.count() == 1


def test_page_with_a_wrong_answer_says_so_and_still_keeps_it(citizen: Client):
    draft = begin(citizen)

    answer = citizen.post(f"{draft}/phan/chu_ho/", {**PAGES["chu_ho"], "applicant.personal_id": "123"})

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert Draft.objects.get().values["applicant"]["personal_id"] == "123"


def test_submission_without_a_required_paper_is_refused_and_leads_to_it(citizen: Client, friday_morning):
    draft = begin(citizen)
    for group, answers in PAGES.items():
        citizen.post(f"{draft}/phan/{group}/", answers)

    answer = citizen.post(f"{draft}/xem-lai/", {"cam-doan": "1"})

    assert answer.status_code == 422
    assert f"{draft}/giay-to/#slot-giay_to_chu_ho" in answer.content.decode()
    assert not Dossier.objects.exists()
    assert Draft.objects.count() == 1


def test_submission_without_the_declaration_is_refused(citizen: Client, friday_morning):
    draft = begin(citizen)
    fill(citizen, draft)

    assert citizen.post(f"{draft}/xem-lai/", {}).status_code == 422
    assert not Dossier.objects.exists()


def test_paper_is_asked_only_when_the_answers_call_for_it(citizen: Client):
    draft = begin(citizen)
    fill(citizen, draft)

    alone = citizen.get(f"{draft}/giay-to/").content.decode()
    citizen.post(f"{draft}/phan/ho/", {**PAGES["ho"], "household.by": "members"})
    family = citizen.get(f"{draft}/giay-to/").content.decode()

    assert "slot-uy_quyen_thanh_vien" not in alone
    assert "slot-uy_quyen_thanh_vien" in family
    assert 'capture="environment"' in family


def test_uploaded_paper_can_be_taken_out_again(citizen: Client):
    draft = begin(citizen)
    fill(citizen, draft)
    stored = Draft.objects.get().files["giay_to_chu_ho"][0]

    citizen.post(f"{draft}/giay-to/", {"bo": f"giay_to_chu_ho|{stored}"})

    assert Draft.objects.get().files == {}


def test_known_facts_are_filled_in_and_say_where_from(citizen: Client, province):
    person = province.citizen.person
    person.address = "12 phố Thử"
    person.save()
    draft = begin(citizen)

    page = citizen.get(f"{draft}/phan/chu_ho/").content.decode()

    assert 'value="Hoàng Thị Công Dân"' in page
    assert "Lấy từ hồ sơ cá nhân của bạn" in page


def test_answers_sent_after_the_session_ended_come_back_after_sign_in(citizen: Client, province):
    draft = begin(citizen)
    citizen.logout()

    answer = citizen.post(f"{draft}/phan/ho/", PAGES["ho"])
    citizen.post(
        "/dang-nhap/",
        {
            "username": province.citizen.username,
            "password": "mat-khau-rat-dai-1",
            "next": f"{draft}/phan/ho/",
        },
    )
    page = citizen.get(f"{draft}/phan/ho/").content.decode()

    assert answer["Location"].startswith("/dang-nhap/?next=")
    assert "Tạp hóa Hoa Sen" in page
    assert Draft.objects.get().values["household"]["name"] == "Tạp hóa Hoa Sen"


def test_answers_of_an_ended_session_never_reach_another_person(citizen: Client, province, make):
    draft = begin(citizen)
    citizen.logout()
    citizen.post(f"{draft}/phan/ho/", PAGES["ho"])
    stranger = make.citizen("Người Khác")
    citizen.post("/dang-nhap/", {"username": stranger.username, "password": "mat-khau-rat-dai-1"})

    assert citizen.get(f"{draft}/phan/ho/").status_code == 404
    assert "household" not in Draft.objects.get().values


def test_autosave_keeps_unfinished_answers_and_clears_what_was_cleared(citizen: Client):
    draft = begin(citizen)
    citizen.post(f"{draft}/phan/ho/luu/", {"household.name": "Quán", "household.address": "5 phố Chợ"})

    answer = citizen.post(f"{draft}/phan/ho/luu/", {"household.name": "Quán ph"})

    assert answer.json() == {"kept": True}
    assert Draft.objects.get().values["household"] == {"name": "Quán ph"}


def test_draft_of_another_person_is_not_found(citizen: Client, make):
    draft = begin(citizen)
    citizen.force_login(make.citizen("Người Khác"))

    for page in ("/", "/phan/ho/", "/giay-to/", "/xem-lai/", "/bo/"):
        assert citizen.get(f"{draft}{page}").status_code == 404
    assert citizen.post(f"{draft}/bo/").status_code == 404
    assert citizen.post(f"{draft}/xem-lai/", {"cam-doan": "1"}).status_code == 404


def test_guest_chooses_the_ward_and_finds_it_chosen_after_sign_in(client: Client, province):
    province.service(KEY)
    province.make.organisation("UBND xã Thứ Hai", key="second", tier="commune", kind="committee")

    answer = client.post(f"/nop-ho-so/{KEY}/", {"co-quan": "ward"})

    assert answer["Location"].startswith("/dang-nhap/?next=%2Fnop-ho-so%2F")
    assert "co-quan%3Dward" in answer["Location"]


def test_officer_is_told_to_use_a_citizens_account(client: Client, province):
    province.service(KEY)
    client.force_login(province.officers["desk"].account)

    answer = client.post(f"/nop-ho-so/{KEY}/", {"co-quan": "ward"})

    assert answer.status_code == 422
    assert "tài khoản công dân" in answer.content.decode()
    assert not Draft.objects.exists()


def test_draft_is_discarded_only_after_the_question(citizen: Client):
    draft = begin(citizen)

    citizen.get(f"{draft}/bo/")
    kept = Draft.objects.count()
    citizen.post(f"{draft}/bo/")

    assert (kept, Draft.objects.count()) == (1, 0)
