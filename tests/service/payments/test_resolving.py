"""Money that came in an unexpected way waits for a person of the desk that takes the fee."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.config.bench.counting import counting
from lienthong.kernel.actions.public import history
from lienthong.kernel.errors import Invalid, NotFound, Refused, Unavailable
from lienthong.service.dossiers.models import Dossier, FeeReceipt
from lienthong.service.dossiers.public import collect_cash, withdraw
from lienthong.service.payments.domain.start import start_payment
from lienthong.service.payments.models import Payment
from lienthong.service.payments.public import (
    accept_payment,
    mark_for_refund,
    reconcile,
    record_refund,
    refund_now,
)
from lienthong.service.payments.queries import Filters, payments
from tests.service.payments.test_paying import fresh, send

LIST = "/mot-cua/doi-soat-phi/"


@pytest.fixture
def payment(gateway, dossier, province) -> Payment:
    return start_payment(dossier, actor=province.actor("citizen"))


@pytest.fixture
def wrong(client, gateway, payment) -> Payment:
    """The gateway says that 1,000 đ more than the fee came."""
    send(client, gateway, payment, "wrong_amount")
    fresh(payment)
    return payment


@pytest.fixture
def twice(client, gateway, payment, dossier, province) -> Payment:
    """Paid at the counter, and then online as well."""
    collect_cash(dossier, actor=province.actor("desk"))
    send(client, gateway, payment)
    fresh(payment)
    return payment


@pytest.fixture
def desk(province):
    return province.actor("desk")


class TestWrongAmount:
    def test_accepted_it_pays_the_fee_and_the_receipt_names_what_came(self, wrong, dossier, desk):
        accept_payment(wrong, actor=desk, reason="Người nộp đồng ý phần dư")

        fresh(wrong, dossier)
        assert (wrong.state, wrong.resolution, dossier.fee_state, dossier.state) == (
            "paid", "accepted", "paid", "submitted",
        )  # fmt: skip
        assert FeeReceipt.objects.get().amount == 151000
        assert history(wrong)[-1].verb == "payments.accept"

    def test_sent_back_it_is_refunded_through_the_gateway(self, gateway, wrong, dossier, desk):
        mark_for_refund(wrong, actor=desk, reason="Nộp nhầm số tiền")
        refund_now(wrong, actor=desk)

        fresh(wrong, dossier)
        assert (wrong.state, dossier.fee_state) == ("refunded", "due")
        assert gateway.order(str(wrong.pk)).state == "refunded"

    def test_sent_back_the_job_refunds_it_too(self, wrong, desk):
        mark_for_refund(wrong, actor=desk, reason="Nộp nhầm số tiền")

        assert reconcile()["refunded"] == 1

    def test_not_accepted_where_the_fee_was_paid_otherwise(self, wrong, dossier, desk):
        collect_cash(dossier, actor=desk)

        with pytest.raises(Refused, match="hoàn trả"):
            accept_payment(wrong, actor=desk, reason="x")

    def test_decided_once(self, wrong, desk):
        accept_payment(wrong, actor=desk, reason="Đồng ý")

        for decide in (accept_payment, mark_for_refund):
            with pytest.raises(Refused, match="không chờ quyết định"):
                decide(wrong, actor=desk, reason="x")

    def test_gateway_that_corrects_itself_needs_nobody(self, client, gateway, wrong, desk):
        send(client, gateway, wrong)

        assert list(payments(desk, Filters())) == []

    def test_accepting_keeps_the_budget(self, wrong, desk):
        with counting() as statements:
            accept_payment(wrong, actor=desk, reason="Đồng ý")

        # Two acts in one: the payment is decided and the dossier goes on with its receipt.
        assert len(statements) <= 20, statements.work


class TestMoneyDueBack:
    def test_paid_twice_and_paid_after_withdrawal_wait_until_they_are_back(
        self, client, gateway, payment, dossier, province, desk
    ):
        withdraw(dossier, actor=province.actor("citizen"))
        send(client, gateway, payment)

        assert [row.flag for row in payments(desk, Filters())] == ["late"]
        refund_now(payment, actor=desk)
        assert list(payments(desk, Filters())) == []
        assert [row.flag for row in payments(desk, Filters("da-hoan-tra"))] == ["late"]

    def test_gateway_that_is_silent_changes_nothing(self, twice, desk, settings):
        settings.PAYMENT_URL = "http://127.0.0.1:9"

        with pytest.raises(Unavailable):
            refund_now(twice, actor=desk)

        fresh(twice)
        assert twice.state == "refunding"

    def test_gateway_that_refuses_leads_to_giving_back_by_hand(self, gateway, twice, desk):
        gateway.order(str(twice.pk)).state = "failed"

        with pytest.raises(Refused, match="ngoài cổng"):
            refund_now(twice, actor=desk)
        record_refund(twice, actor=desk, reason="Cổng không nhận hoàn", reference="PC-07")

        fresh(twice)
        assert (twice.state, twice.refund_reference) == ("refunded", "PC-07")
        assert history(twice)[-1].data["how"] == "hand"

    @pytest.mark.parametrize(
        ("reason", "reference", "field"), [("", "PC-1", "reason"), ("x", " ", "reference")]
    )
    def test_giving_back_by_hand_needs_reason_and_voucher(self, twice, desk, reason, reference, field):
        with pytest.raises(Invalid) as refusal:
            record_refund(twice, actor=desk, reason=reason, reference=reference)

        assert list(refusal.value.errors) == [field]

    def test_money_goes_back_once(self, twice, desk):
        refund_now(twice, actor=desk)

        with pytest.raises(Refused, match="đã được hoàn trả"):
            refund_now(twice, actor=desk)
        with pytest.raises(Refused, match="đã được hoàn trả"):
            record_refund(twice, actor=desk, reason="x", reference="PC-1")


@pytest.mark.parametrize("stranger", ["centre_desk", "registrar", "citizen", "chairman"])
def test_other_desks_and_other_roles_find_nothing(wrong, province, stranger):
    actor = province.actor(stranger)

    assert list(payments(actor, Filters("tat-ca"))) == []
    with pytest.raises(NotFound):
        accept_payment(wrong, actor=actor, reason="x")


class TestScreens:
    @pytest.fixture
    def browser(self, client, province):
        client.force_login(province.officers["desk"].account)
        return client

    def test_list_filters_by_why_and_by_code(self, browser, wrong, dossier):
        assert dossier.code in browser.get(LIST).content.decode()
        assert dossier.code in browser.get(LIST, {"q": dossier.code}).content.decode()
        assert dossier.code not in browser.get(LIST, {"loai": "late"}).content.decode()

    def test_clerk_accepts_with_a_reason(self, browser, wrong, dossier):
        empty = browser.post(f"{LIST}{wrong.pk}/chap-nhan/", {"reason": ""})
        browser.post(f"{LIST}{wrong.pk}/chap-nhan/", {"reason": "Người nộp đồng ý"})

        fresh(wrong)
        assert (empty.status_code, wrong.state) == (422, "paid")
        assert "Hãy ghi lý do" in empty.content.decode()
        assert "Người nộp đồng ý" in browser.get(f"{LIST}{wrong.pk}/").content.decode()

    def test_clerk_gives_back_by_hand(self, browser, twice):
        browser.post(f"{LIST}{twice.pk}/da-tra/", {"reason": "Trả tiền mặt", "reference": "PC-07"})

        fresh(twice)
        assert twice.state == "refunded"

    def test_unknown_act_is_not_found(self, browser, wrong):
        assert browser.post(f"{LIST}{wrong.pk}/gi-do/").status_code == 404

    def test_list_takes_as_many_statements_for_fifty_rows_as_for_one(self, browser, wrong, dossier):
        def statements() -> int:
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(LIST).status_code == 200
            return len(caught)

        browser.get(LIST)
        one = statements()
        Payment.objects.bulk_create(
            Payment(
                dossier=Dossier.objects.get(),
                amount=150000,
                state="refunding",
                flag="late",
                created_at=wrong.created_at,
            )
            for _number in range(49)
        )

        assert statements() == one
