"""What is refused, with the field named, and nothing half done."""

from __future__ import annotations

import datetime as dt

import pytest

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Action
from lienthong.kernel.errors import Forbidden, Invalid, NotFound, Refused
from lienthong.kernel.work.public import WorkItem, items, perform
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.models import Dossier, Slip
from lienthong.service.dossiers.public import (
    accept,
    by_code,
    extend,
    record_payment,
    refuse,
    request_supplement,
    sign_result,
    status_public,
    stop,
    submit,
    supplement,
    withdraw,
)
from tests.service.province import APPLICANT, EXTRACT, HOUSEHOLD

pytestmark = pytest.mark.usefixtures("friday_morning")


@pytest.fixture
def extract(province):
    return submit(
        province.service("civil_status_extract_copy"),
        deciding=province.ward,
        values=EXTRACT,
        files={},
        actor=province.actor("citizen"),
    )


@pytest.fixture
def household(province, upload):
    citizen = province.actor("citizen")
    service = province.service("household_business_registration")
    return submit(
        service,
        deciding=province.ward,
        values=HOUSEHOLD,
        files={"giay_to_chu_ho": [upload(citizen)]},
        actor=citizen,
    )


def test_missing_answers_and_papers_are_all_named_at_once(province):
    service = province.service("household_business_registration")

    with pytest.raises(Invalid) as refusal:
        submit(
            service,
            deciding=province.ward,
            values={"applicant": {"phone": "0912345678"}, "household": {"by": "members"}},
            files={},
            actor=province.actor("citizen"),
        )

    assert {
        "/applicant/full_name",
        "/household/name",
        "components.giay_to_chu_ho",
        "components.uy_quyen_thanh_vien",
    } <= set(refusal.value.errors)
    assert (
        Dossier.objects.count(),
        WorkItem.objects.count(),
        Action.objects.filter(verb="dossiers.submit").count(),
    ) == (0, 0, 0)


def test_paper_that_the_procedure_does_not_know_is_refused(province, upload):
    citizen = province.actor("citizen")

    with pytest.raises(Invalid) as refusal:
        submit(
            province.service("civil_status_extract_copy"),
            deciding=province.ward,
            values=EXTRACT,
            files={"hoa_don": [upload(citizen)]},
            actor=citizen,
        )

    assert list(refusal.value.errors) == ["components.hoa_don"]


def test_file_of_another_person_cannot_be_pulled_into_a_dossier(province, upload, make):
    theirs = upload(make.actor(make.citizen()))

    with pytest.raises(NotFound):
        submit(
            province.service("household_business_registration"),
            deciding=province.ward,
            values=HOUSEHOLD,
            files={"giay_to_chu_ho": [theirs.pk]},
            actor=province.actor("citizen"),
        )


def test_unknown_answers_are_refused_and_change_nothing(province):
    """S13"""
    values = {**EXTRACT, "state": "done", "applicant": {**APPLICANT, "is_admin": True}}

    with pytest.raises(Invalid):
        submit(
            province.service("civil_status_extract_copy"),
            deciding=province.ward,
            values=values,
            files={},
            actor=province.actor("citizen"),
        )


def test_officer_of_another_agency_sees_and_does_nothing(province, extract):
    """S10"""
    stranger = province.actor("centre_desk")

    assert list(items(stranger)) == []
    with pytest.raises(NotFound):
        queries.one(stranger, extract.pk)
    with pytest.raises(Forbidden):
        accept(extract, actor=stranger)


def test_two_clerks_at_once_the_second_is_told(province, extract):
    desk = province.actor("desk")
    waiting = items(desk).get()
    perform(waiting, desk, "accept", {})

    with pytest.raises(Refused) as refusal:
        perform(waiting, desk, "accept", {})

    assert refusal.value.code == "item_closed"
    assert Action.objects.filter(verb="dossiers.accept", object_id=str(extract.pk)).count() == 1


def test_steps_cannot_be_skipped_by_calling_a_later_act(province, extract):
    """S17"""
    with pytest.raises(Refused):
        sign_result(extract, actor=province.actor("chairman"))


def test_second_payment_report_changes_nothing(province, household):
    record_payment(household, method="gateway", reference="A")
    record_payment(household, method="gateway", reference="A")

    household.refresh_from_db()
    assert (household.fee_state, household.state) == ("paid", "submitted")
    assert Action.objects.filter(verb="dossiers.pay", object_id=str(household.pk)).count() == 1


def test_payment_after_withdrawal_is_refused_for_refund(province, household):
    withdraw(household, actor=province.actor("citizen"))

    with pytest.raises(Refused) as refusal:
        record_payment(household, method="gateway", reference="late")

    assert refusal.value.code == "dossier_closed"


def test_supplement_takes_only_what_was_asked(province, household, upload):
    citizen = province.actor("citizen")
    record_payment(household, method="gateway", reference="A")
    request_supplement(
        household,
        actor=province.actor("desk"),
        items=[{"component": "giay_to_chu_ho", "text": "mờ"}],
        reason="mờ",
    )

    with pytest.raises(Invalid):
        supplement(household, actor=citizen, files={"uy_quyen_nop": [upload(citizen)]})
    with pytest.raises(Invalid):
        supplement(household, actor=citizen, files={})


def test_supplement_after_examination_restarts_the_clock(province, household, upload):
    """The 2018 and 2025 rule: a supplement restarts the period, it does not add the waited time."""
    citizen = province.actor("citizen")
    record_payment(household, method="gateway", reference="A")
    accept(household, actor=province.actor("desk"))
    request_supplement(
        household,
        actor=province.actor("economist"),
        items=[{"component": "giay_to_chu_ho", "text": "mờ"}],
        reason="mờ",
    )
    with clock.frozen(clock.at(dt.date(2026, 12, 1), dt.time(10, 0))):
        supplement(household, actor=citizen, files={"giay_to_chu_ho": [upload(citizen)]})
        accept(household, actor=province.actor("desk"))

    household.refresh_from_db()

    assert clock.local(household.due_at) == dt.datetime(2026, 12, 4, 10, 0, tzinfo=clock.VN)


def test_refusal_needs_a_reason_and_prints_its_slip(province, extract):
    desk = province.actor("desk")
    with pytest.raises(Invalid):
        refuse(extract, actor=desk, reason="  ")

    refuse(extract, actor=desk, reason="Không thuộc thẩm quyền")

    extract.refresh_from_db()
    assert (extract.state, list(Slip.objects.filter(dossier=extract).values_list("kind", flat=True))) == (
        "refused",
        ["refusal"],
    )
    assert list(items(desk)) == []


def test_apology_moves_the_day_once_and_not_twice(province, household):
    """A new appointment is made at most once (one_stop.new_appointment_max)."""
    record_payment(household, method="gateway", reference="A")
    accept(household, actor=province.actor("desk"))
    household.refresh_from_db()
    promised = household.due_at

    extend(household, actor=province.actor("chairman"), days=2, reason="Thiết bị hỏng")

    household.refresh_from_db()
    assert household.due_at > promised
    with pytest.raises(Refused):
        extend(household, actor=province.actor("chairman"), days=2, reason="Vẫn hỏng")


def test_stopping_after_acceptance_issues_the_notice_and_empties_the_inboxes(province, extract):
    accept(extract, actor=province.actor("desk"))

    stop(extract, actor=province.actor("desk"), reason="Người nộp đề nghị")

    extract.refresh_from_db()
    assert extract.state == "stopped"
    assert not WorkItem.objects.filter(object_id=str(extract.pk), state="open").exists()
    assert Slip.objects.filter(dossier=extract, kind="stop").exists()


def test_only_the_applicant_withdraws(province, extract, make):
    with pytest.raises(Forbidden):
        withdraw(extract, actor=make.actor(make.citizen()))


class TestLookUp:
    """By code alone only the degree of completion shows (M32)."""

    def test_code_opens_the_degree_only(self, province, extract):
        assert status_public(extract.code) == {
            "code": extract.code,
            "degree": "Đã nộp, chờ tiếp nhận",
            "percent": 10,
        }

    def test_unknown_code_is_not_found(self, province):
        with pytest.raises(NotFound):
            status_public("H56.201-261120-9999")

    def test_path_names_agencies_and_times(self, province, extract):
        accept(extract, actor=province.actor("desk"))

        rows = queries.path(by_code(extract.code))

        assert [(str(row["what"]), row["state"]) for row in rows] == [
            ("Đã nộp", "done"), ("Đã tiếp nhận, đủ hồ sơ", "done"), ("Đang thẩm định", "now"), ("Ký số kết quả", "next"), ("Trả kết quả", "next"),
        ]  # fmt: skip

    def test_why_due_names_the_holiday_between(self, province, household):
        """Accepted on Friday 20/11 with three working days: 24/11 is a holiday, so Thursday 26/11."""
        record_payment(household, method="gateway", reference="A")
        accept(household, actor=province.actor("desk"))
        household.refresh_from_db()

        why = queries.why_due(household)

        assert clock.local(why["due"]) == dt.datetime(2026, 11, 26, 9, 12, tzinfo=clock.VN)
        assert any("Ngày Văn hóa Việt Nam" in str(step["text"]) for step in why["steps"])


def test_submission_takes_at_most_fifteen_statements(province, upload, django_assert_max_num_queries):
    """The budget of an act (DESIGN §8); two files, process, work item, action and job included."""
    from lienthong.service.dossiers.domain.submit import agency

    citizen = province.actor("citizen")
    service = province.service("household_business_registration")
    deciding = agency(province.ward)
    files = {"giay_to_chu_ho": [upload(citizen), upload(citizen, "mat-sau.pdf")]}
    submit(
        service,
        deciding=deciding,
        values=HOUSEHOLD,
        files={"giay_to_chu_ho": [upload(citizen)]},
        actor=citizen,
    )

    with django_assert_max_num_queries(15 + 2):  # a savepoint in the test stands for the transaction
        submit(service, deciding=deciding, values=HOUSEHOLD, files=files, actor=citizen)


def test_codes_of_a_day_are_consecutive(province):
    service = province.service("civil_status_extract_copy")

    codes = [
        submit(
            service, deciding=province.ward, values=EXTRACT, files={}, actor=province.actor("citizen")
        ).code
        for _ in range(3)
    ]

    assert codes == [f"H56.201-261120-000{number}" for number in (1, 2, 3)]


class TestLanes:
    """A step is done by the role of its lane, in the agency and the room it waits for; nobody else, by no way."""

    @pytest.fixture
    def in_processing(self, province, household):
        record_payment(household, method="gateway", reference="A")
        accept(household, actor=province.actor("desk"))
        return queries.related().get(pk=household.pk)

    def step(self, dossier):
        from lienthong.kernel.process.public import waiting_steps

        return waiting_steps(dossier.process)[0]

    @pytest.mark.parametrize("who", ["registrar", "desk", "chairman", "labour_officer", "citizen"])
    def test_others_cannot_finish_the_officers_step(self, province, in_processing, who):
        from lienthong.service.dossiers.public import finish_step

        with pytest.raises(Forbidden):
            finish_step(
                in_processing, actor=province.actor(who), step_id=self.step(in_processing).id, outcome="ok"
            )

    def test_officer_of_another_room_does_not_see_the_item(self, province, in_processing):
        assert list(items(province.actor("registrar"))) == []
        assert items(province.actor("economist")).count() == 1

    def test_who_drafted_does_not_sign(self, province, in_processing):
        """S07: approver and author are two persons."""
        from lienthong.kernel.access.models import RoleAssignment
        from lienthong.kernel.access.public import touch_access
        from lienthong.service.dossiers.public import draft_result, finish_step

        economist = province.officers["economist"]
        RoleAssignment.objects.create(officer=economist, role="lanh_dao", organisation=province.ward)
        touch_access(economist.person_id)
        finish_step(
            in_processing,
            actor=province.actor("economist"),
            step_id=self.step(in_processing).id,
            outcome="ok",
        )
        draft_result(
            in_processing,
            actor=province.actor("economist"),
            data={"business_code": "8801", "activities": "Tạp hóa"},
        )
        in_processing.process.refresh_from_db()
        finish_step(
            in_processing, actor=province.actor("head"), step_id=self.step(in_processing).id, outcome="ok"
        )

        with pytest.raises(Refused) as refusal:
            sign_result(in_processing, actor=province.actor("economist"))

        assert refusal.value.code == "own_draft"
