"""A supplement changes what was asked and nothing else, whichever door it comes through."""

from __future__ import annotations

import copy

import pytest

from lienthong.kernel.errors import Invalid
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.public import record_payment, request_supplement, submit, supplement
from lienthong.service.procedures.public import publish_service
from tests.service.dossiers.citizen.test_applying import pdf
from tests.service.dossiers.test_api import Api
from tests.service.province import APPLICANT, EXTRACT, HOUSEHOLD, _service

pytestmark = pytest.mark.usefixtures("friday_morning")
PAPER = "giay_to_chu_ho"


@pytest.fixture
def household(province, upload) -> Dossier:
    citizen = province.actor("citizen")
    service = province.service("household_business_registration")
    dossier = submit(
        service,
        deciding=province.ward,
        values=HOUSEHOLD,
        files={PAPER: [upload(citizen)]},
        actor=citizen,
    )
    return record_payment(dossier, method="gateway", reference="A")


def ask(province, dossier: Dossier, **item: str) -> Dossier:
    request_supplement(
        dossier, actor=province.actor("desk"), items=[{"text": "Ghi lại", **item}], reason="Chưa rõ"
    )
    dossier.refresh_from_db()
    return dossier


def test_answer_is_refused_by_name_where_only_a_paper_was_asked(province, household, upload):
    """The programs' door took any answer: whoever was asked for a clearer copy could exchange the capital."""
    citizen = province.actor("citizen")
    ask(province, household, component=PAPER)
    changed = {"household": {**HOUSEHOLD["household"], "capital": 9}}

    with pytest.raises(Invalid) as refusal:
        supplement(household, actor=citizen, files={PAPER: [upload(citizen)]}, values=changed)

    assert (refusal.value.code, list(refusal.value.errors)) == ("not_asked", ["/household/capital"])
    household.refresh_from_db()
    assert (household.content.values["household"]["capital"], household.state) == (
        50000000,
        "waiting_supplement",
    )


def test_answer_outside_the_group_that_was_asked_is_refused(province, household):
    ask(province, household, pointer="/household/address")
    values = {
        "household": {**HOUSEHOLD["household"], "address": "7 phố Chợ"},
        "applicant": {**APPLICANT, "phone": "0987654321"},
    }

    with pytest.raises(Invalid) as refusal:
        supplement(household, actor=province.actor("citizen"), files={}, values=values)

    assert list(refusal.value.errors) == ["/applicant/phone"]


def test_answer_of_the_group_that_was_asked_is_taken(province, household):
    ask(province, household, pointer="/household/address")
    values = {"household": {**HOUSEHOLD["household"], "address": "7 phố Chợ"}}

    supplement(household, actor=province.actor("citizen"), files={}, values=values)

    household.content.refresh_from_db()
    assert household.content.values["household"]["address"] == "7 phố Chợ"


def test_whole_form_sent_back_with_only_the_asked_answer_changed_is_taken(province, household):
    ask(province, household, pointer="/household")
    values = copy.deepcopy(household.content.values)
    values["household"]["name"] = "Tạp hóa Hoa Súng"

    supplement(household, actor=province.actor("citizen"), files={}, values=values)

    household.content.refresh_from_db()
    assert household.content.values["household"]["name"] == "Tạp hóa Hoa Súng"


def test_question_opened_by_the_asked_answer_may_be_answered(province):
    """Otherwise the answer would be demanded by the form and refused by the request."""
    declared = copy.deepcopy(_service("civil_status_extract_copy"))
    declared["form"]["properties"]["exemption"]["x-when"] = 'record.relation = "con"'
    province.service("civil_status_extract_copy")
    dossier = submit(
        publish_service(declared),
        deciding=province.ward,
        values=EXTRACT,
        files={},
        actor=province.actor("citizen"),
    )
    ask(province, dossier, pointer="/record/relation")
    values = {"record": {**EXTRACT["record"], "relation": "con"}, "exemption": "ho_ngheo", "copies": 3}

    with pytest.raises(Invalid) as refusal:
        supplement(dossier, actor=province.actor("citizen"), files={}, values=values)
    del values["copies"]
    with pytest.raises(Invalid) as proof_missing:
        supplement(dossier, actor=province.actor("citizen"), files={}, values=values)

    assert [name for name in refusal.value.errors if name.startswith("/")] == ["/copies"]
    assert list(proof_missing.value.errors) == ["components.giay_to_mien_phi"]


def test_screen_gives_a_place_to_the_question_that_the_asked_answer_opens(client, province):
    declared = copy.deepcopy(_service("civil_status_extract_copy"))
    declared["form"]["properties"]["exemption"]["x-when"] = 'record.relation = "con"'
    province.service("civil_status_extract_copy")
    dossier = submit(
        publish_service(declared),
        deciding=province.ward,
        values=EXTRACT,
        files={},
        actor=province.actor("citizen"),
    )
    ask(province, dossier, pointer="/record/relation")
    client.force_login(province.citizen)
    record = {
        "record.kind": "khai_sinh",
        "record.subject_name": "Hoàng Bé Con",
        "record.subject_born_on": "01/05/2020",
        "record.relation": "con",
    }
    place = f"/ho-so/{dossier.code}/bo-sung/"

    before = client.get(place).content.decode()
    after = client.post(place, {**record, "exemption": "ho_ngheo"}).content.decode()
    sent = client.post(place, {**record, "exemption": "ho_ngheo", "tep.giay_to_mien_phi": pdf()})

    assert 'name="exemption"' not in before
    assert 'name="exemption"' in after
    assert sent.status_code == 302


def test_program_is_told_which_field_was_not_asked(province, household):
    program = Api(province.citizen)
    ask(province, household, component=PAPER)
    body = {
        "files": {PAPER: [program.upload()]},
        "values": {"applicant": {**APPLICANT, "full_name": "Người Khác"}},
    }

    refused = program.post(f"/dossiers/{household.pk}/supplement", body, key="b1")
    taken = program.post(f"/dossiers/{household.pk}/supplement", {"files": body["files"]}, key="b2")

    assert (refused.status_code, refused.json()["code"]) == (422, "not_asked")
    assert list(refused.json()["errors"]) == ["/applicant/full_name"]
    assert (taken.status_code, taken.json()["state"]) == (200, "submitted")


def test_paper_that_the_procedure_does_not_have_cannot_be_asked_for(province, household):
    """Nobody could ever hand it in: the dossier would wait for ever."""
    with pytest.raises(Invalid, match="giay_khong_co"):
        ask(province, household, component="giay_khong_co")
