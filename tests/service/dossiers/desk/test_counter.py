"""Paper dossiers at the counter: entered, looked at, decided, once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lienthong.kernel.work.models import WorkItem
from lienthong.service.dossiers.models import Dossier, Slip
from tests.service.dossiers.desk.conftest import counter_post

EXTRACT_FORM = "/mot-cua/tiep-nhan/civil_status_extract_copy/"
HOUSEHOLD_FORM = "/mot-cua/tiep-nhan/household_business_registration/"


def household_post(**changes):
    return counter_post(
        **{
            "tk-household.name": "Tạp hóa Hoa Sen",
            "tk-household.address": "5 phố Chợ",
            "tk-household.capital": "50.000.000",
            "tk-household.by": "person",
            "tk-activities.__rows": "1",
            "tk-activities.0.name": "Bán lẻ tạp hóa",
            **changes,
        }
    )


@pytest.fixture
def extract(province, friday_morning):
    return province.service("civil_status_extract_copy")


@pytest.fixture
def household(province, friday_morning):
    return province.service("household_business_registration")


def test_complete_papers_are_accepted_and_the_code_is_shown(signed_in, extract):
    answer = signed_in("desk").post(EXTRACT_FORM, counter_post(), follow=True)

    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.source, dossier.due_promised) == ("processing", "counter", True)
    assert answer.redirect_chain == [(f"/mot-cua/tiep-nhan/xong/{dossier.pk}/", 302)]
    assert dossier.code in answer.content.decode()
    assert list(dossier.slips.values_list("kind", flat=True)) == ["receipt"]


def test_same_request_twice_makes_one_dossier(signed_in, extract):
    browser = signed_in("desk")

    first, second = (browser.post(EXTRACT_FORM, counter_post()) for _time in range(2))

    assert first["Location"] == second["Location"]
    assert Dossier.objects.count() == 1


def test_same_key_with_other_answers_is_refused_and_keeps_what_was_typed(signed_in, extract):
    browser = signed_in("desk")
    browser.post(EXTRACT_FORM, counter_post())

    answer = browser.post(EXTRACT_FORM, counter_post(**{"tk-applicant.full_name": "Người Khác"}))

    assert answer.status_code == 409
    assert "Người Khác" in answer.content.decode()
    assert Dossier.objects.count() == 1


def test_desk_of_another_agency_receives_for_the_ward(signed_in, extract):
    signed_in("centre_desk").post(EXTRACT_FORM, counter_post(receiving="TH-TTPVHCC"))

    dossier = Dossier.objects.get()
    assert (dossier.receiving.key, dossier.deciding.key) == ("TH-TTPVHCC", "ward")


def test_clerk_cannot_receive_in_the_name_of_a_desk_that_is_not_his(signed_in, extract):
    signed_in("desk").post(EXTRACT_FORM, counter_post(receiving="TH-TTPVHCC"))

    assert Dossier.objects.get().receiving.key == "ward"


def test_officer_who_does_not_receive_finds_no_form(signed_in, extract):
    assert signed_in("registrar").post(EXTRACT_FORM, counter_post()).status_code == 404
    assert not Dossier.objects.exists()


def test_all_mistakes_are_shown_at_once_beside_their_fields(signed_in, household):
    answer = signed_in("desk").post(
        HOUSEHOLD_FORM, household_post(**{"tk-household.name": "", "deciding": ""})
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    for anchor in ("#tk-household-name", "#deciding", "#giay-giay_to_chu_ho"):
        assert anchor.replace("#tk-", "#f-tk-") in page
    assert not Dossier.objects.exists()


def test_missing_paper_becomes_a_line_of_the_supplement_slip(signed_in, household):
    signed_in("desk").post(
        HOUSEHOLD_FORM, household_post(outcome="supplement", reason="Chưa có giấy tờ của chủ hộ")
    )

    dossier = Dossier.objects.get()
    assert dossier.state == "waiting_supplement"
    assert dossier.supplements.get().items == [{"component": "giay_to_chu_ho", "text": "còn thiếu"}]
    assert Slip.objects.get().kind == "supplement"


def test_wrong_paper_is_not_accepted(signed_in, household):
    answer = signed_in("desk").post(
        HOUSEHOLD_FORM,
        household_post(**{"giay.giay_to_chu_ho.mark": "copy", "giay.giay_to_chu_ho.state": "wrong"}),
    )

    assert answer.status_code == 422
    assert not Dossier.objects.exists()


def test_wrong_paper_is_asked_for_with_the_clerks_note(signed_in, household):
    post = household_post(
        **{
            "giay.giay_to_chu_ho.mark": "copy",
            "giay.giay_to_chu_ho.state": "wrong",
            "giay.giay_to_chu_ho.note": "ảnh mờ",
            "outcome": "supplement",
            "reason": "Giấy tờ không rõ",
            "further": "Ghi lại vốn kinh doanh",
        }
    )

    signed_in("desk").post(HOUSEHOLD_FORM, post)

    dossier = Dossier.objects.get()
    assert dossier.supplements.get().items == [
        {"component": "giay_to_chu_ho", "text": "ảnh mờ"},
        {"text": "Ghi lại vốn kinh doanh"},
    ]
    assert dossier.components.get(key="giay_to_chu_ho").state == "wrong"


def test_refusal_needs_a_reason_and_prints_its_slip(signed_in, household):
    browser = signed_in("desk")

    without = browser.post(HOUSEHOLD_FORM, household_post(outcome="refused"))
    browser.post(HOUSEHOLD_FORM, household_post(outcome="refused", reason="Không thuộc thẩm quyền"))

    assert without.status_code == 422
    assert (Dossier.objects.get().state, Slip.objects.get().kind) == ("refused", "refusal")


def test_scan_is_kept_when_the_form_comes_back_with_a_mistake(signed_in, household, scan):
    browser = signed_in("desk")
    first = browser.post(
        HOUSEHOLD_FORM, household_post(**{"tk-household.name": "", "giay.giay_to_chu_ho.file": scan()})
    )
    kept = first.context["papers"][2]["kept"][0]["id"]

    browser.post(
        HOUSEHOLD_FORM,
        household_post(
            request_key="lan-2",
            **{"giay.giay_to_chu_ho.mark": "scan", "giay.giay_to_chu_ho.file.kept": str(kept)},
        ),
    )

    row = Dossier.objects.get().components.get(key="giay_to_chu_ho")
    assert (row.file_id, row.mark) == (kept, "scan")


def test_scan_of_somebody_else_cannot_be_put_into_a_dossier(signed_in, province, household, upload):
    foreign = upload(province.actor("centre_desk"))

    signed_in("desk").post(
        HOUSEHOLD_FORM,
        household_post(
            **{"giay.giay_to_chu_ho.mark": "copy", "giay.giay_to_chu_ho.file.kept": str(foreign.pk)}
        ),
    )

    assert Dossier.objects.get().components.get(key="giay_to_chu_ho").file is None


def test_page_in_disguise_is_refused_beside_its_paper(signed_in, household):
    disguise = SimpleUploadedFile(
        "giay.pdf", b"<html><script>1</script></html>", content_type="application/pdf"
    )

    answer = signed_in("desk").post(HOUSEHOLD_FORM, household_post(**{"giay.giay_to_chu_ho.file": disguise}))

    assert answer.status_code == 422
    assert answer.context["papers"][2]["errors"]


def test_row_is_added_without_receiving_anything(signed_in, household):
    answer = signed_in("desk").post(HOUSEHOLD_FORM, household_post(**{"tk-__add": "tk-activities"}))

    assert answer.status_code == 200
    assert 'name="tk-activities.1.name"' in answer.content.decode()
    assert not Dossier.objects.exists()


def test_fee_is_taken_at_the_counter_after_acceptance(signed_in, household):
    browser = signed_in("desk")
    browser.post(HOUSEHOLD_FORM, household_post(**{"giay.giay_to_chu_ho.mark": "copy"}))
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.fee_state) == ("processing", "due")

    browser.post(f"/mot-cua/tiep-nhan/xong/{dossier.pk}/thu-phi/", {"method": "cash"})

    dossier.refresh_from_db()
    assert dossier.fee_state == "paid"


def test_reception_counts_as_the_clerks_own_work(signed_in, extract, province):
    signed_in("desk").post(EXTRACT_FORM, counter_post())

    done = WorkItem.objects.get(holder_role="mot_cua")
    assert (done.state, done.outcome, done.done_by) == ("done", "accepted", province.officers["desk"].pk)


def test_procedure_is_found_without_accents(signed_in, extract, household):
    answer = signed_in("desk").get("/mot-cua/tiep-nhan/", {"q": "ho kinh doanh"})

    assert answer["Location"] == HOUSEHOLD_FORM
