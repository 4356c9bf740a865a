"""An address counts only after its holder, signed in, opened the link that was sent there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.accounts.email import ask_again, confirm_email, link_token, new_address
from lienthong.kernel.accounts.jobs import send_confirmation, send_reset_link
from lienthong.kernel.accounts.limits import TooMany
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.reset import _by_django, set_mailer
from lienthong.kernel.actions.public import history
from lienthong.kernel.errors import DomainError, Refused
from lienthong.kernel.notify.models import Delivery
from tests.kernel.accounts.conftest import People

ADDRESS = "dan@vidu.vn"


@pytest.fixture
def letters():
    from lienthong.kernel.notify.letters import send_letter

    sent = []
    set_mailer(lambda to, subject, body: sent.append((to, subject, body)))
    yield sent
    set_mailer(send_letter)
    assert _by_django


@pytest.fixture
def account(people: People) -> Account:
    return people.make.citizen(email=ADDRESS)


def signed_in_as(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def link_in(letters) -> str:
    found = re.search(r"https?://[^/]+(/tai-khoan/e-mail/\S+)", letters[-1][2])
    assert found
    return found[1]


def test_link_of_the_letter_confirms_once(account, letters):
    send_confirmation(str(account.pk))
    link = link_in(letters)
    client = signed_in_as(account)

    assert client.get(link).status_code == 200
    account.refresh_from_db()
    assert account.confirmed_email == ""  # looking is not confirming: mail programs open links by themselves
    client.post(link)

    account.refresh_from_db()
    assert account.confirmed_email == ADDRESS
    assert client.post(link).status_code == 410
    assert [action.verb for action in history(account)] == ["accounts.confirm_email"]


def test_stranger_at_a_mistyped_address_confirms_nothing(account, people, letters):
    send_confirmation(str(account.pk))
    stranger = people.make.citizen("Lý Người Lạ")

    assert Client().get(link_in(letters))["Location"].startswith("/dang-nhap/")
    assert signed_in_as(stranger).post(link_in(letters)).status_code == 410
    account.refresh_from_db()
    assert account.email_confirmed_at is None


def test_link_ends_after_48_hours(account):
    token = link_token(account)

    with clock.shifted(timedelta(hours=49)), pytest.raises(DomainError) as caught:
        confirm_email(account, token)

    assert caught.value.status == 410


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "WyIxIl0:1abc:xyz"])
def test_made_up_link_is_answered_like_a_dead_one(account, token):
    with pytest.raises(DomainError) as caught:
        confirm_email(account, token)

    assert caught.value.code == "dead_link"


def test_link_of_an_earlier_address_is_dead_even_when_the_address_comes_back(account):
    token = link_token(account)
    new_address(account, "khac@vidu.vn")
    new_address(account, ADDRESS)

    with pytest.raises(DomainError):
        confirm_email(account, token)


def test_changed_address_waits_and_the_former_one_is_told(account):
    account = confirm_email(account, link_token(account))
    client = signed_in_as(account)

    client.post("/tai-khoan/", {"full_name": account.person.full_name, "email": "moi@vidu.vn"})

    account.refresh_from_db()
    assert (account.email, account.confirmed_email) == ("moi@vidu.vn", "")
    assert [delivery.address for delivery in Delivery.objects.all()] == [ADDRESS]


def test_s05_forgotten_password_goes_to_no_unconfirmed_address(account, letters):
    send_reset_link(str(account.pk))

    answer = Client().post("/tai-khoan/quen-mat-khau/", {"login": ADDRESS})

    assert "đã được gửi tới e-mail" in answer.content.decode()  # as for everybody
    assert letters == []


def test_registration_with_an_address_asks_for_confirmation(people, letters, monkeypatch):
    ordered = []
    monkeypatch.setattr(send_confirmation, "defer", lambda **facts: ordered.append(facts))

    Client().post(
        "/dang-ky/", {"full_name": "Hoàng Thị Dân", "contact": ADDRESS, "password": "đường về nhà có hoa"}
    )

    account = Account.objects.get(username=ADDRESS)
    assert ordered == [{"account_id": str(account.pk)}]
    assert account.confirmed_email == ""


def test_letters_are_limited_to_five_an_hour(account, monkeypatch):
    monkeypatch.setattr(send_confirmation, "defer", lambda **facts: None)
    for _ in range(5):
        ask_again(account)

    with pytest.raises(TooMany):
        ask_again(account)


def test_nothing_is_sent_again_after_confirmation(account, letters):
    account = confirm_email(account, link_token(account))

    with pytest.raises(Refused):
        ask_again(account)
    send_confirmation(str(account.pk))
    assert letters == []


def test_banner_stands_until_the_address_is_confirmed(account):
    client = signed_in_as(account)
    assert "Gửi lại thư xác nhận" in client.get("/tai-khoan/").content.decode()

    confirm_email(account, link_token(account))

    assert "Gửi lại thư xác nhận" not in client.get("/tai-khoan/").content.decode()


def test_link_holds_no_address(account):
    assert "vidu" not in link_token(account)
