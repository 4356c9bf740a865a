from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from procrastinate import testing
from procrastinate.contrib.django import app

from lienthong.kernel import clock
from lienthong.kernel.accounts.jobs import send_reset_link
from lienthong.kernel.accounts.passwords import check_new_password, must_change, set_password
from lienthong.kernel.accounts.reset import set_mailer
from lienthong.kernel.errors import Invalid
from tests.kernel.accounts.conftest import People, signed_in


@pytest.mark.parametrize(
    "good", ["đường về nhà có hoa", "correct horse battery", "xanhxanhhutmat!", "a" * 6 + "bcdefg"]
)
def test_a_long_password_needs_no_kinds_of_characters(db: None, good: str) -> None:
    assert check_new_password(good) == good


@pytest.mark.parametrize(
    "bad",
    [
        "ngan qua ne",
        "x" * 129,
        "password1234",
        "matkhau123456",
        "Mật khẩu 123456",
        "anhyeuem2026!",
        "aaaaaaaaaaaa",
        "123456789012",
    ],
)
def test_short_and_common_passwords_are_refused(db: None, bad: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_new_password(bad)

    assert "password" in refusal.value.errors


@pytest.mark.parametrize("bad", ["nguyenhoangphuongthao", "nguyenhoangphuongthao@99", "0912345678@abc"])
def test_a_password_made_of_ones_own_data_is_refused(people: People, bad: str) -> None:
    account = people.make.citizen("Nguyễn Hoàng Phương Thảo", phone="0912345678")

    with pytest.raises(Invalid):
        check_new_password(bad, account)


def test_a_sentence_that_shares_letters_with_a_name_is_good(people: People) -> None:
    assert check_new_password("đường về nhà có hoa", people.make.citizen("Hoàng Công Dân"))


def test_the_same_letters_typed_in_two_ways_are_one_password(client: Client, people: People) -> None:
    import unicodedata

    account = people.make.citizen()
    set_password(account, unicodedata.normalize("NFD", "đường về nhà có hoa"))

    people.password(client, account.username, "đường về nhà có hoa")

    assert signed_in(client)


class TestTheTcvnProfile:
    @pytest.fixture(autouse=True)
    def _profile(self, settings: Any) -> None:
        settings.PASSWORD_PROFILE = "tcvn"

    def test_asks_for_four_kinds_of_characters(self, db: None) -> None:
        assert check_new_password("Đường về nhà 7 hoa!")
        with pytest.raises(Invalid):
            check_new_password("đường về nhà có hoa")

    def test_asks_for_a_change_after_ninety_days(self, people: People, noon: Any) -> None:
        account = people.make.citizen()
        account = set_password(account, "Đường về nhà 7 hoa!")
        noon(days=90)
        assert not must_change(account)

        noon(days=90, minutes=1)

        assert must_change(account)


def test_no_rotation_by_default(people: People, noon: Any) -> None:
    account = set_password(people.make.citizen(), "đường về nhà có hoa")

    noon(days=2000)

    assert not must_change(account)


@pytest.fixture
def letters() -> Any:
    """What would have been sent: (to, subject, body)."""
    from lienthong.kernel.accounts import reset

    sent: list[tuple[str, str, str]] = []
    before = reset._mailer
    set_mailer(lambda to, subject, body: sent.append((to, subject, body)))
    yield sent
    set_mailer(before)


@pytest.fixture
def queue() -> Any:
    """The jobs asked for, without a worker."""
    memory = testing.InMemoryConnector()
    with app.replace_connector(memory):
        yield memory


def run(queue: Any) -> None:
    for job in queue.jobs.values():
        if job["task_name"] == "accounts.send_reset_link":
            send_reset_link(**job["args"])


class TestAForgottenPassword:
    def test_is_answered_alike_for_known_and_unknown(
        self, client: Client, people: People, letters: Any, queue: Any
    ) -> None:
        account = people.make.citizen(email="dan@vidu.vn", email_confirmed_at=clock.now())

        texts = []
        for login in (account.username, "dan@vidu.vn", "khong-ai@vidu.vn"):
            answer = Client().post("/tai-khoan/quen-mat-khau/", {"login": login})
            texts.append((answer.status_code, "đã được gửi tới e-mail" in answer.content.decode()))
        run(queue)

        assert texts == [(200, True)] * 3
        assert len(queue.jobs) == 3
        assert [letter[0] for letter in letters] == ["dan@vidu.vn"] * 2

    def test_s33_no_name_or_address_stands_in_the_job(self, people: People, letters: Any, queue: Any) -> None:
        people.make.citizen(email="dan@vidu.vn", email_confirmed_at=clock.now())

        Client().post("/tai-khoan/quen-mat-khau/", {"login": "dan@vidu.vn"})
        Client().post("/tai-khoan/quen-mat-khau/", {"login": "khong-ai@vidu.vn"})

        assert "vidu" not in str(queue.jobs)

    def ask(self, queue: Any, letters: Any, login: str) -> str:
        Client().post("/tai-khoan/quen-mat-khau/", {"login": login})
        run(queue)
        found = re.search(r"https?://[^/]+(/\S+)", letters[-1][2])
        assert found
        return found[1]

    def test_is_replaced_by_the_link_once(self, people: People, letters: Any, queue: Any) -> None:
        account = people.make.citizen(email="dan@vidu.vn", email_confirmed_at=clock.now())
        link = self.ask(queue, letters, "dan@vidu.vn")
        new = {"password": "đường về nhà có hoa", "again": "đường về nhà có hoa"}

        assert Client().post(link, new)["Location"] == "/dang-nhap/"

        assert people.password(Client(), account.username, new["password"]).status_code == 302
        assert Client().post(link, new).status_code == 410

    def test_link_ends_after_an_hour(self, people: People, letters: Any, queue: Any, noon: Any) -> None:
        people.make.citizen(email="dan@vidu.vn", email_confirmed_at=clock.now())
        link = self.ask(queue, letters, "dan@vidu.vn")
        noon(minutes=59)
        assert Client().get(link).status_code == 200

        noon(minutes=61)

        assert Client().get(link).status_code == 410

    def test_s03_link_does_not_pass_the_second_factor(
        self, people: People, letters: Any, queue: Any, factor_required: None
    ) -> None:
        account = people.make.officer().account
        people.with_factor(account)
        account.email, account.email_confirmed_at = "can-bo@vidu.vn", clock.now()
        account.save()
        browser = Client()

        browser.post(
            self.ask(queue, letters, "can-bo@vidu.vn"),
            {"password": "đường về nhà có hoa", "again": "đường về nhà có hoa"},
        )

        assert not signed_in(browser)
        assert (
            people.password(browser, account.username, "đường về nhà có hoa")["Location"]
            == "/dang-nhap/ma-xac-thuc/"
        )

    def test_link_of_a_disabled_account_opens_nothing(self, people: People, letters: Any, queue: Any) -> None:
        account = people.make.citizen(email="dan@vidu.vn", email_confirmed_at=clock.now())
        link = self.ask(queue, letters, "dan@vidu.vn")
        account.is_active = False
        account.save()

        assert Client().get(link).status_code == 410

    def test_address_shared_by_a_family_leads_to_nobody(
        self, people: People, letters: Any, queue: Any
    ) -> None:
        people.make.citizen(email="nha@vidu.vn", email_confirmed_at=clock.now())
        people.make.citizen(email="nha@vidu.vn", email_confirmed_at=clock.now())

        Client().post("/tai-khoan/quen-mat-khau/", {"login": "nha@vidu.vn"})
        run(queue)

        assert letters == []
