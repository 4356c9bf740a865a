"""From the button to the money, against the simulated gateway and all its bad habits."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.actions.public import history
from lienthong.kernel.errors import Refused, Unavailable
from lienthong.service.dossiers.models import Dossier, FeeReceipt
from lienthong.service.dossiers.public import collect_cash, withdraw
from lienthong.service.payments.domain.reconcile import reconcile
from lienthong.service.payments.domain.start import start_payment
from lienthong.service.payments.gateway import of_gateway
from lienthong.service.payments.models import CallbackLog, Payment
from lienthong.service.payments.public import accept_payment, mark_for_refund, refund_now
from lienthong.service.payments.queries import Filters, payments

CALLBACK = "/nop-phi/bao-co/"


@pytest.fixture
def payment(gateway: Any, dossier: Dossier, province: Any) -> Payment:
    return start_payment(dossier, actor=province.actor("citizen"))


def send(
    client: Client, gateway: Any, payment: Payment, behaviour: str = "once", outcome: str = "paid"
) -> list[int]:
    """What the gateway would post after the person's decision; the statuses that came back."""
    messages, _back = gateway.decide(gateway.order(str(payment.pk)), outcome, behaviour)
    return [
        client.post(
            CALLBACK,
            message.body,
            content_type="application/json",
            headers={"X-Signature": message.signature},
        ).status_code
        for message in messages
    ]


def fresh(*rows: Any) -> None:
    for row in rows:
        row.refresh_from_db()


def outcomes() -> list[str]:
    return list(CallbackLog.objects.order_by("pk").values_list("outcome", flat=True))


def test_paid_fee_sends_the_dossier_to_the_desk(client: Client, gateway, payment, dossier):
    assert send(client, gateway, payment) == [200]

    fresh(payment, dossier)
    assert (payment.state, dossier.fee_state, dossier.state) == ("paid", "paid", "submitted")
    assert payment.reference.startswith("SIM")


def test_same_callback_twice_changes_nothing_more(client: Client, gateway, payment, dossier):
    assert send(client, gateway, payment, "twice") == [200, 200]

    assert outcomes() == ["applied", "repeated"]
    assert [action.verb for action in history(dossier)].count("dossiers.pay") == 1


def test_wrong_amount_is_refused_and_flagged(client: Client, gateway, payment, dossier):
    assert send(client, gateway, payment, "wrong_amount") == [409]

    fresh(payment, dossier)
    assert (payment.state, payment.flag, dossier.fee_state) == ("created", "amount_mismatch", "due")
    assert outcomes() == ["amount_mismatch"]


def test_wrong_signature_is_forbidden(client: Client, gateway, payment, dossier):
    assert send(client, gateway, payment, "bad_signature") == [403]

    fresh(payment)
    assert payment.state == "created"
    assert outcomes() == ["bad_signature"]


def test_unknown_order_is_not_found(client: Client, gateway, payment):
    assert send(client, gateway, payment, "unknown_order") == [404]
    assert outcomes() == ["unknown_order"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"order":1}',
        b"\xff\x00",
        b"[" * 5000,
        b'{"order":"x","amount":true,"outcome":"paid"}',
        b'{"amount":NaN}',
    ],
)
def test_nonsense_with_a_right_signature_is_refused_without_an_error(client: Client, gateway, payment, body):
    answer = client.post(
        CALLBACK, body, content_type="application/json", headers={"X-Signature": gateway.sign(body)}
    )

    assert answer.status_code == 422


def test_refusal_lets_the_person_try_again(client: Client, gateway, payment, dossier, province):
    send(client, gateway, payment, outcome="failed")

    second = start_payment(dossier, actor=province.actor("citizen"))
    send(client, gateway, second)

    fresh(payment, second, dossier)
    assert (payment.state, second.state, dossier.fee_state) == ("failed", "paid", "paid")


def test_money_after_a_withdrawal_is_to_be_given_back(client: Client, gateway, payment, dossier, province):
    withdraw(dossier, actor=province.actor("citizen"))

    assert send(client, gateway, payment) == [200]
    done = reconcile()

    fresh(payment, dossier)
    assert (payment.state, payment.flag, dossier.state) == ("refunded", "late", "withdrawn")
    assert done["refunded"] == 1
    assert gateway.order(str(payment.pk)).state == "refunded"


def test_money_after_cash_at_the_counter_is_to_be_given_back(
    client: Client, gateway, payment, dossier, province
):
    collect_cash(dossier, actor=province.actor("desk"), receipt="BL-01")

    send(client, gateway, payment)

    fresh(payment)
    assert (payment.state, payment.flag) == ("refunding", "second_payment")


def test_paid_fee_of_a_withdrawn_dossier_is_given_back(client: Client, gateway, payment, dossier, province):
    send(client, gateway, payment)
    fresh(dossier)
    withdraw(dossier, actor=province.actor("citizen"))

    assert reconcile()["refunded"] == 1
    assert reconcile()["refunded"] == 0


def test_two_starts_share_one_order(gateway, payment, dossier, province):
    again = start_payment(dossier, actor=province.actor("citizen"))

    assert again.pk == payment.pk
    assert Payment.objects.count() == 1


def test_nothing_to_pay_is_refused(client: Client, gateway, payment, dossier, province):
    send(client, gateway, payment)
    fresh(dossier)

    with pytest.raises(Refused, match="đã được nộp"):
        start_payment(dossier, actor=province.actor("citizen"))


def test_order_of_which_no_word_came_is_settled_by_asking(gateway, payment, dossier):
    gateway.order(str(payment.pk)).state = "paid"

    too_early = reconcile()
    with clock.frozen(clock.now() + dt.timedelta(minutes=11)):
        done = reconcile()

    fresh(payment, dossier)
    assert "settled" not in too_early
    assert done["settled"] == 1
    assert (payment.state, dossier.fee_state) == ("paid", "paid")


def test_order_nobody_paid_ends_after_a_day_and_money_still_counts_later(
    client: Client, gateway, payment, dossier
):
    with clock.frozen(clock.now() + dt.timedelta(days=1, minutes=1)):
        assert reconcile()["expired"] == 1
    fresh(payment)
    ended = payment.state

    send(client, gateway, payment)

    fresh(payment, dossier)
    assert (ended, payment.state, dossier.fee_state) == ("failed", "paid", "paid")


def test_gateway_that_does_not_answer_is_told_in_words(client: Client, settings, dossier, province):
    settings.PAYMENT_URL = "http://127.0.0.1:9"
    client.force_login(province.citizen)

    with pytest.raises(Unavailable):
        start_payment(dossier, actor=province.actor("citizen"))
    answer = client.post(f"/nop-phi/{dossier.code}/")

    assert answer.status_code == 503
    assert "nộp tiền mặt" in answer.content.decode()


def test_button_leads_to_the_gateway_and_back_to_the_dossier(client: Client, gateway, dossier, province):
    client.force_login(province.citizen)

    away = client.post(f"/nop-phi/{dossier.code}/")["Location"]
    payment = Payment.objects.get()
    _messages, back = gateway.decide(gateway.order(str(payment.pk)), "paid", "silent")
    page = client.get("/nop-phi/ve/?" + back.partition("?")[2]).content.decode()

    assert of_gateway(away)
    assert "Đã nhận tiền" in page
    fresh(dossier)
    assert dossier.fee_state == "paid"


def test_return_with_a_forged_outcome_changes_nothing(client: Client, gateway, payment, dossier):
    back = gateway.return_address(gateway.order(str(payment.pk))).replace("pending", "paid")

    answer = client.get("/nop-phi/ve/?" + back.partition("?")[2])

    fresh(payment)
    assert answer.status_code == 403
    assert payment.state == "created"


def test_stranger_cannot_start_but_the_holder_of_the_slip_can(client: Client, gateway, dossier):
    stranger = client.get(f"/nop-phi/{dossier.code}/").status_code
    client.get(f"/ho-so/{dossier.code}/?the={dossier.slip_token}")

    assert stranger == 404
    assert client.post(f"/nop-phi/{dossier.code}/").status_code == 302


def test_addresses_outside_the_gateway_are_not_followed(gateway, simulator):
    assert of_gateway(f"{simulator.url}/pay/1")
    for other in (
        "http://evil.example/pay/1",
        f"{simulator.url}.evil.example/",
        f"https{simulator.url[4:]}/",
        "//127.0.0.1/",
        "",
    ):
        assert not of_gateway(other)


def test_order_of_an_earlier_fee_does_not_pay_a_higher_one(client: Client, gateway, payment, dossier):
    """Whoever kept the address of an order, raised the fee by a supplement and then paid the order got a receipt for the
    whole fee at the price of before."""
    Dossier.objects.filter(pk=dossier.pk).update(fee_amount=dossier.fee_amount * 4)

    assert send(client, gateway, payment) == [200]

    fresh(payment, dossier)
    assert (payment.state, payment.flag, dossier.fee_state) == ("created", "fee_changed", "due")
    assert (outcomes(), FeeReceipt.objects.count()) == (["fee_changed"], 0)


@pytest.mark.parametrize("decide", ["accept", "refund"])
def test_desk_decides_about_money_for_an_earlier_fee(
    client: Client, gateway, payment, dossier, province, decide
):
    Dossier.objects.filter(pk=dossier.pk).update(fee_amount=dossier.fee_amount * 4)
    send(client, gateway, payment)
    fresh(payment)
    desk = province.actor("desk")
    assert [row.pk for row in payments(desk, Filters())] == [payment.pk]

    if decide == "accept":
        accept_payment(payment, actor=desk, reason="Người nộp được tính theo phí cũ")
        assert FeeReceipt.objects.get().amount == payment.amount
    else:
        mark_for_refund(payment, actor=desk, reason="Nộp lại theo phí mới")
        refund_now(payment, actor=desk)
        fresh(dossier)
        assert (dossier.fee_state, dossier.fee_owed) == ("due", payment.amount * 4)
