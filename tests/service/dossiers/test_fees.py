"""Fees are computed by the service's data, charged when the pack says, and hold up what the pack says."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.config.bench.counting import counting
from lienthong.kernel import clock
from lienthong.kernel.actions.public import differences, history, registered
from lienthong.kernel.errors import Forbidden, Invalid, Refused
from lienthong.kernel.files.public import read_bytes
from lienthong.kernel.papers.models import Paper
from lienthong.kernel.work.public import items, perform
from lienthong.service.dossiers.domain.fees import assess_fee
from lienthong.service.dossiers.following import results_of
from lienthong.service.dossiers.handlers import may_read
from lienthong.service.dossiers.jobs import draw_slip
from lienthong.service.dossiers.models import Dossier, FeeReceipt, Result, Slip
from lienthong.service.dossiers.money_words import money_words, number_words
from lienthong.service.dossiers.public import (
    accept,
    collect_fee,
    record_payment,
    request_supplement,
    submit,
    supplement,
    void_receipt,
)
from lienthong.service.procedures.public import publish_service
from tests.service.province import EXTRACT, HOUSEHOLD, _service

RESULT = {
    "kind": "Khai sinh",
    "subject_name": "Hoàng Bé Con",
    "subject_born_on": "2020-05-01",
    "registered_at": "UBND phường",
    "registered_number": "12/2020",
}


@pytest.fixture
def service(province, friday_morning):
    return province.service("civil_status_extract_copy")


def hand_in(province, service, values=EXTRACT, files=None, source="online") -> Dossier:
    return submit(
        service,
        deciding=province.ward,
        values=values,
        files=files or {},
        actor=province.actor("citizen"),
        source=source,
    )


@pytest.fixture
def extract(province, service) -> Dossier:
    return hand_in(province, service)


def act(province, name: str, action: str, data: dict | None = None) -> str:
    actor = province.actor(name)
    return str(perform(items(actor).first(), actor, action, data or {}).message)


def to_the_seal(province) -> None:
    act(province, "desk", "accept")
    act(province, "registrar", "ok")
    act(province, "registrar", "draft", RESULT)
    act(province, "chairman", "sign")


def fresh(dossier: Dossier) -> Dossier:
    dossier.refresh_from_db()
    return dossier


class TestHowMuch:
    @pytest.mark.parametrize(
        ("values", "amount"), [({}, 8000), ({"copies": 1}, 8000), ({"copies": 5}, 40000)]
    )
    def test_extract_costs_by_the_copy(self, service, values, amount):
        assert assess_fee(service, values).amount == amount

    def test_exempt_person_pays_nothing_and_the_reason_is_kept(self, province, service, upload):
        papers = {"giay_to_mien_phi": [upload(province.actor("citizen"))]}

        dossier = hand_in(province, service, {**EXTRACT, "exemption": "ho_ngheo", "copies": 3}, papers)

        assert (dossier.fee_amount, dossier.fee_state) == (0, "waived")
        assert dossier.fee_reason == "Người thuộc hộ nghèo"

    def test_exemption_without_its_proof_is_not_accepted(self, province, service):
        with pytest.raises(Invalid) as refusal:
            hand_in(province, service, {**EXTRACT, "exemption": "ho_ngheo"})

        assert list(refusal.value.errors) == ["components.giay_to_mien_phi"]

    def test_supplement_that_changes_the_answers_changes_the_fee(self, province, extract):
        desk, citizen = province.actor("desk"), province.actor("citizen")
        request_supplement(extract, actor=desk, items=[{"text": "Ghi số bản"}], reason="Chưa rõ số bản")

        supplement(fresh(extract), actor=citizen, files={}, values={"copies": 4})

        assert (fresh(extract).fee_amount, extract.fee_state) == (32000, "due")

    def test_exemption_claimed_in_a_supplement_needs_its_proof(self, province, extract, upload):
        """Whoever had to pay claimed in the supplement to be poor, and owed nothing on his bare word."""
        desk, citizen = province.actor("desk"), province.actor("citizen")
        request_supplement(extract, actor=desk, items=[{"text": "Ghi số bản"}], reason="Chưa rõ số bản")

        with pytest.raises(Invalid) as refusal:
            supplement(fresh(extract), actor=citizen, files={}, values={"exemption": "ho_ngheo"})

        assert list(refusal.value.errors) == ["components.giay_to_mien_phi"]
        assert (fresh(extract).fee_amount, extract.fee_state) == (8000, "due")
        proof = {"giay_to_mien_phi": [upload(citizen)]}
        supplement(fresh(extract), actor=citizen, files=proof, values={"exemption": "ho_ngheo"})
        assert (fresh(extract).fee_amount, extract.fee_state) == (0, "waived")


class TestFeeThatChangesAfterPaying:
    """What is paid stays paid. A higher fee leaves the difference due; a lower one gives nothing back from here."""

    @pytest.fixture
    def change(self, province, extract):
        def supplemented(**values) -> Dossier:
            desk, citizen = province.actor("desk"), province.actor("citizen")
            request_supplement(fresh(extract), actor=desk, items=[{"text": "Ghi số bản"}], reason="Chưa rõ")
            supplement(fresh(extract), actor=citizen, files={}, values=values)
            return fresh(extract)

        return supplemented

    @pytest.fixture
    def paid(self, province, extract):
        collect_fee(extract, actor=province.actor("desk"))
        return extract

    def test_more_copies_leave_the_difference_to_pay(self, province, paid, change):
        dossier = change(copies=4)
        assert (dossier.fee_amount, dossier.fee_state, dossier.fee_owed) == (32000, "due", 24000)

        collect_fee(dossier, actor=province.actor("desk"))

        assert (fresh(dossier).fee_state, dossier.fee_owed) == ("paid", 0)
        assert [row.amount for row in FeeReceipt.objects.order_by("number")] == [8000, 24000]
        with pytest.raises(Refused):
            collect_fee(dossier, actor=province.actor("desk"))

    def test_clerk_whose_page_shows_an_older_amount_takes_nothing(self, province, paid, change):
        dossier = change(copies=4)

        with pytest.raises(Refused, match=r"24\.000") as refusal:
            collect_fee(dossier, actor=province.actor("desk"), seen=8000)

        assert refusal.value.code == "fee_changed"
        assert FeeReceipt.objects.count() == 1
        collect_fee(fresh(dossier), actor=province.actor("desk"), seen=24000)
        assert fresh(dossier).fee_owed == 0

    def test_returning_waits_for_the_difference(self, province, paid, change):
        change(copies=4)
        to_the_seal(province)
        act(province, "clerk", "seal")

        with pytest.raises(Refused, match=r"24\.000"):
            act(province, "desk", "return")

    def test_fewer_copies_change_nothing(self, province, extract, change):
        change(copies=4)
        collect_fee(fresh(extract), actor=province.actor("desk"))

        dossier = change(copies=1)

        assert (dossier.fee_amount, dossier.fee_state, dossier.fee_owed) == (32000, "paid", 0)

    def test_exemption_claimed_after_paying_gives_nothing_back(self, paid, province, upload):
        desk, citizen = province.actor("desk"), province.actor("citizen")
        request_supplement(fresh(paid), actor=desk, items=[{"text": "Ghi rõ"}], reason="Chưa rõ")
        proof = {"giay_to_mien_phi": [upload(citizen)]}

        supplement(fresh(paid), actor=citizen, files=proof, values={"exemption": "ho_ngheo"})

        assert (fresh(paid).fee_amount, paid.fee_state) == (8000, "paid")

    def test_more_then_fewer_copies_owe_nothing_any_more(self, paid, change):
        change(copies=4)

        dossier = change(copies=1)

        assert (dossier.fee_amount, dossier.fee_state, dossier.fee_due_at) == (8000, "paid", None)

    def test_voided_receipt_is_owed_again_and_the_other_stays_paid(self, province, paid, change):
        desk = province.actor("desk")
        collect_fee(change(copies=4), actor=desk)

        void_receipt(FeeReceipt.objects.get(amount=8000), actor=desk, reason="Ghi nhầm hồ sơ")

        assert (fresh(paid).fee_state, paid.fee_owed) == ("due", 8000)

    def test_applicant_and_desk_see_the_difference(self, client, province, paid, change):
        dossier = change(copies=4)

        client.force_login(province.officers["desk"].account)
        asked = client.get(f"/mot-cua/ho-so/{dossier.pk}/thu-phi/").content.decode()
        assert "24.000" in asked and "8.000" in asked


class TestUnpaid:
    def test_sealing_waits_for_the_fee_where_the_pack_says_so(self, province, service):
        declared = copy.deepcopy(_service("civil_status_extract_copy"))
        declared["fee"]["required_before"] = ["seal", "return"]
        extract = hand_in(province, publish_service(declared))
        to_the_seal(province)

        with pytest.raises(Refused, match=r"chưa nộp 8\.000") as refusal:
            act(province, "clerk", "seal")

        assert refusal.value.code == "fee_unpaid"
        assert "Thu phí" in str(refusal.value.hint)
        collect_fee(fresh(extract), actor=province.actor("desk"))
        act(province, "clerk", "seal")
        assert fresh(extract).state == "ready"

    def test_applicant_gets_the_sealed_result_when_the_fee_is_paid(self, province, extract):
        to_the_seal(province)
        act(province, "clerk", "seal")
        file = Result.objects.get(dossier=extract).issued_file
        citizen = province.actor("citizen")

        before = (results_of(fresh(extract)), may_read(file, citizen))
        with pytest.raises(Refused, match="chưa trả kết quả được"):
            act(province, "desk", "return")
        collect_fee(fresh(extract), actor=province.actor("desk"))

        assert before == ([], False)
        assert len(results_of(fresh(extract))) == 1
        assert may_read(file, citizen)

    def test_returning_waits_for_a_fee_whose_receipt_was_voided(self, province, extract):
        desk = province.actor("desk")
        collect_fee(extract, actor=desk)
        to_the_seal(province)
        act(province, "clerk", "seal")
        void_receipt(FeeReceipt.objects.get(), actor=desk, reason="Đưa nhầm tiền")

        with pytest.raises(Refused, match="chưa trả kết quả được"):
            act(province, "desk", "return")

    def test_returning_looks_again_where_only_the_seal_waited_for_the_fee(self, province, service):
        """Paid, sealed, the receipt voided: the result went out unpaid, at the counter and online."""
        declared = copy.deepcopy(_service("civil_status_extract_copy"))
        declared["fee"]["required_before"] = ["seal"]
        extract = hand_in(province, publish_service(declared))
        desk, citizen = province.actor("desk"), province.actor("citizen")
        collect_fee(extract, actor=desk)
        to_the_seal(province)
        act(province, "clerk", "seal")
        file = Result.objects.get(dossier=extract).issued_file
        void_receipt(FeeReceipt.objects.get(), actor=desk, reason="Đưa nhầm tiền")

        with pytest.raises(Refused, match="chưa trả kết quả được") as refusal:
            act(province, "desk", "return")

        assert refusal.value.code == "fee_unpaid"
        assert (results_of(fresh(extract)), may_read(file, citizen)) == ([], False)
        collect_fee(fresh(extract), actor=desk)
        act(province, "desk", "return")
        assert fresh(extract).state == "done"

    def test_exempt_dossier_is_sealed_without_money(self, province, service, upload):
        papers = {"giay_to_mien_phi": [upload(province.actor("citizen"))]}
        dossier = hand_in(province, service, {**EXTRACT, "exemption": "nguoi_co_cong"}, papers)
        to_the_seal(province)

        act(province, "clerk", "seal")

        assert fresh(dossier).state == "ready"

    def test_service_that_holds_nothing_up_is_sealed_unpaid(self, province, service):
        declared = copy.deepcopy(_service("civil_status_extract_copy"))
        del declared["fee"]["required_before"]
        dossier = hand_in(province, publish_service(declared))
        to_the_seal(province)

        act(province, "clerk", "seal")

        assert fresh(dossier).fee_state == "due"


class TestAfterAcceptance:
    """A service that charges only what it has accepted: nothing is asked for before."""

    @pytest.fixture
    def later(self, province, service):
        declared = copy.deepcopy(_service("civil_status_extract_copy"))
        declared["fee"]["when"] = "after_acceptance"
        return hand_in(province, publish_service(declared))

    def test_nothing_is_charged_before(self, province, later):
        assert later.fee_state == "later"
        with pytest.raises(Refused, match="sau khi tiếp nhận"):
            collect_fee(later, actor=province.actor("desk"))

    def test_acceptance_charges_and_tells_the_applicant(self, province, later):
        from lienthong.kernel.notify.models import Notice

        accept(later, actor=province.actor("desk"))

        assert (fresh(later).fee_state, later.fee_due_at) == ("due", clock.now())
        assert Notice.objects.filter(
            template="dossiers.payment", account_id=later.applicant_account_id
        ).exists()

    @pytest.mark.parametrize(("pauses", "due"), [(True, dt.time(10, 12)), (False, dt.time(9, 12))])
    def test_step_that_waits_for_the_money_pauses_the_clock_where_the_service_says_so(
        self, province, service, upload, pauses, due
    ):
        declared = copy.deepcopy(_service("household_business_registration"))
        declared["fee"] |= {"when": "after_acceptance", "pauses": pauses}
        declared["bpmn"] = _paying_after_acceptance(declared["bpmn"])
        province.service("household_business_registration")
        citizen = province.actor("citizen")
        papers = {"giay_to_chu_ho": [upload(citizen)]}
        dossier = hand_in(province, publish_service(declared), HOUSEHOLD, papers)
        accept(dossier, actor=province.actor("desk"))
        assert fresh(dossier).state == "waiting_payment"

        with clock.frozen(clock.now() + dt.timedelta(hours=1)):
            record_payment(dossier, method="online", reference="GD-1")

        assert fresh(dossier).state == "processing"
        assert clock.local(dossier.due_at).time() == due


def _paying_after_acceptance(bpmn: str) -> str:
    """The household's diagram with its paying step moved behind the desk."""
    return (
        bpmn.replace('sourceRef="nop" targetRef="co_phi"', 'sourceRef="nop" targetRef="tiep_nhan"')
        .replace('sourceRef="co_phi" targetRef="tiep_nhan"', 'sourceRef="co_phi" targetRef="tham_tra"')
        .replace('sourceRef="nop_phi" targetRef="tiep_nhan"', 'sourceRef="nop_phi" targetRef="tham_tra"')
        .replace('sourceRef="du_ho_so" targetRef="tham_tra"', 'sourceRef="du_ho_so" targetRef="co_phi"')
    )


class TestAtTheCounter:
    def test_receipt_takes_the_next_number_of_the_agency(self, province, service, extract):
        second = hand_in(province, service)
        desk = province.actor("desk")
        collect_fee(extract, actor=desk)
        collect_fee(second, actor=desk, method="transfer", reference="FT26324")

        assert list(
            FeeReceipt.objects.order_by("taken_at", "number").values_list("number", "method", "amount")
        ) == [
            ("0000001/2026", "cash", 8000),
            ("0000002/2026", "transfer", 8000),
        ]

    def test_receipt_is_printed_signed_and_findable(self, province, extract):
        collect_fee(extract, actor=province.actor("desk"))
        slip = Slip.objects.get(kind="fee")

        draw_slip(str(slip.pk))

        slip.refresh_from_db()
        assert read_bytes(slip.file).startswith(b"%PDF")
        assert Paper.objects.get(pk=slip.paper_id).state == "valid"

    def test_transfer_without_its_reference_is_asked_for(self, province, extract):
        with pytest.raises(Invalid) as refusal:
            collect_fee(extract, actor=province.actor("desk"), method="transfer")

        assert list(refusal.value.errors) == ["reference"]

    def test_second_collection_is_refused(self, province, extract):
        desk = province.actor("desk")
        collect_fee(extract, actor=desk)

        with pytest.raises(Refused, match="không thu lần nữa"):
            collect_fee(extract, actor=desk)

        assert FeeReceipt.objects.count() == 1

    def test_only_the_receiving_desk_takes_money(self, province, extract):
        for stranger in ("centre_desk", "registrar", "citizen"):
            with pytest.raises(Forbidden):
                collect_fee(extract, actor=province.actor(stranger))

    def test_collecting_keeps_the_budget(self, province, service, extract):
        desk = province.actor("desk")
        collect_fee(hand_in(province, service), actor=desk)

        with counting() as statements:
            collect_fee(extract, actor=desk)

        assert len(statements) <= 15, statements.work


class TestVoiding:
    @pytest.fixture
    def receipt(self, province, extract) -> FeeReceipt:
        collect_fee(extract, actor=province.actor("desk"))
        return FeeReceipt.objects.get()

    def test_fee_is_due_again_and_the_number_stays_used(self, province, extract, receipt):
        desk = province.actor("desk")
        receipt = void_receipt(receipt, actor=desk, reason="Ghi nhầm người")

        collect_fee(fresh(extract), actor=desk)

        assert (fresh(extract).fee_state, receipt.void_reason) == ("paid", "Ghi nhầm người")
        assert sorted(FeeReceipt.objects.values_list("number", flat=True)) == ["0000001/2026", "0000002/2026"]
        assert [action.verb for action in history(extract)][-3:] == [
            "dossiers.pay",
            "dossiers.void_fee",
            "dossiers.pay",
        ]
        [projection] = [one for one in registered() if one.model is Dossier]
        assert list(differences(projection)) == []

    def test_voided_paper_says_so_whether_drawn_before_or_after(self, province, service, extract, receipt):
        desk = province.actor("desk")
        other = hand_in(province, service)
        collect_fee(other, actor=desk)
        drawn, undrawn = receipt, FeeReceipt.objects.exclude(pk=receipt.pk).get()
        draw_slip(str(drawn.slip_id))
        for one in (drawn, undrawn):
            void_receipt(one, actor=desk, reason="Nhầm")

        draw_slip(str(undrawn.slip_id))

        papers = Paper.objects.filter(pk__in=Slip.objects.filter(kind="fee").values("paper"))
        assert [paper.state for paper in papers] == ["withdrawn", "withdrawn"]

    def test_next_day_it_is_too_late(self, province, receipt):
        with (
            clock.frozen(clock.now() + dt.timedelta(days=1)),
            pytest.raises(Refused, match="trong ngày thu"),
        ):
            void_receipt(receipt, actor=province.actor("desk"), reason="Nhầm")

    def test_day_is_the_vietnamese_one(self, province, receipt):
        """23:30 in Vietnam is still the day, although UTC counts otherwise around midnight."""
        with clock.frozen(clock.at(clock.today(), dt.time(23, 30))):
            void_receipt(receipt, actor=province.actor("desk"), reason="Nhầm")

        assert FeeReceipt.objects.get().voided_at is not None

    def test_reason_is_needed(self, province, receipt):
        with pytest.raises(Invalid) as refusal:
            void_receipt(receipt, actor=province.actor("desk"), reason="  ")

        assert list(refusal.value.errors) == ["reason"]

    def test_money_that_came_online_is_refunded_not_voided(self, province, extract):
        record_payment(extract, method="online", reference="GD-1")

        with pytest.raises(Refused, match="Đối soát phí"):
            void_receipt(FeeReceipt.objects.get(), actor=province.actor("desk"), reason="Nhầm")

    def test_other_desks_void_nothing(self, province, receipt):
        with pytest.raises(Forbidden):
            void_receipt(receipt, actor=province.actor("centre_desk"), reason="Nhầm")


class TestScreens:
    @pytest.fixture
    def browser(self, client, province):
        client.force_login(province.officers["desk"].account)
        return client

    def test_clerk_takes_the_fee_on_the_dossiers_page_and_voids_it(self, browser, extract):
        page = f"/mot-cua/ho-so/{extract.pk}/"
        assert f"{page}thu-phi/" in browser.get(page).content.decode()
        assert browser.post(f"{page}thu-phi/", {"method": "transfer"}).status_code == 422
        browser.post(f"{page}thu-phi/", {"method": "transfer", "reference": "FT-1"})
        receipt = FeeReceipt.objects.get()
        shown = browser.get(page).content.decode()

        answer = browser.post(f"{page}bien-lai/{receipt.pk}/huy/", {"reason": "Nhầm hồ sơ"})

        assert "0000001/2026" in shown
        assert answer.status_code == 302
        assert "đã hủy" in browser.get(page).content.decode()

    def test_applicant_is_told_to_pay_while_the_agency_works(self, client, province, extract):
        client.force_login(province.citizen)

        shown = client.get(f"/ho-so/{extract.code}/").content.decode()

        assert f"/nop-phi/{extract.code}/" in shown
        assert "Bạn cần nộp 8.000" in shown

    def test_waiting_for_money_is_a_queue_of_the_desk(self, browser, province, service, extract):
        paid = hand_in(province, service)
        collect_fee(paid, actor=province.actor("desk"))

        rows = browser.get("/mot-cua/ho-so/", {"hang": "cho-nop-phi"}).context["page"].object_list

        assert [row.code for row in rows] == [extract.code]


class TestWords:
    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            (8000, "Tám nghìn đồng"),
            (150000, "Một trăm năm mươi nghìn đồng"),
            (600000, "Sáu trăm nghìn đồng"),
            (1005021, "Một triệu không trăm linh năm nghìn không trăm hai mươi mốt đồng"),
            (15115, "Mười lăm nghìn một trăm mười lăm đồng"),
            (2000000001, "Hai tỷ không trăm linh một đồng"),
        ],
    )
    def test_amount_is_spelled_as_on_receipts(self, amount, words):
        assert money_words(amount) == words

    @given(st.integers(0, 10**12), st.integers(0, 10**12))
    def test_different_amounts_are_never_spelled_alike(self, one, other):
        assert (number_words(one) == number_words(other)) == (one == other)
