from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from lienthong.kernel.accounts.address import client_address, device_of
from lienthong.kernel.accounts.limits import TooMany, rate_limit, within_limit
from lienthong.kernel.accounts.lockout import TRIES, forget_tries, take_try
from lienthong.kernel.accounts.models import Attempt, RateWindow
from tests.kernel.accounts.conftest import People, signed_in

OFFICE = "198.51.100.7"
HOME = "203.0.113.9"


def lock(client: Client, people: People, username: str, address: str = OFFICE) -> None:
    for _try in range(TRIES):
        people.password(client, username, "sai-mat-khau-roi", REMOTE_ADDR=address)


class TestTenWrongPasswordsFromOneAddress:
    def test_s02_lock_this_name_at_this_address(self, client: Client, people: People, noon: Any) -> None:
        account = people.make.citizen()
        lock(client, people, account.username)

        answer = people.password(client, account.username, REMOTE_ADDR=OFFICE)

        assert answer.status_code == 429
        assert "12:15 ngày 24/11/2026" in answer.content.decode()

    def test_s02_do_not_lock_a_colleague_behind_the_same_router(
        self, client: Client, people: People, noon: Any
    ) -> None:
        lock(client, people, people.make.citizen().username)

        assert people.password(client, people.make.citizen().username, REMOTE_ADDR=OFFICE).status_code == 302

    def test_s02_do_not_lock_the_owner_at_another_address(
        self, client: Client, people: People, noon: Any
    ) -> None:
        account = people.make.citizen()
        lock(client, people, account.username)

        assert people.password(client, account.username, REMOTE_ADDR=HOME).status_code == 302

    def test_s02_count_for_names_that_do_not_exist_too(
        self, client: Client, people: People, noon: Any
    ) -> None:
        lock(client, people, "khong-co-ai-nhu-the")

        assert people.password(client, "khong-co-ai-nhu-the", REMOTE_ADDR=OFFICE).status_code == 429

    def test_s02_are_kept_in_the_database_for_all_nodes_and_restarts(
        self, client: Client, people: People
    ) -> None:
        """Nothing in the process remembers: without the row the lock is gone, with it another client is locked."""
        account = people.make.citizen()
        lock(client, people, account.username)
        assert people.password(Client(), account.username, REMOTE_ADDR=OFFICE).status_code == 429

        Attempt.objects.all().delete()

        assert people.password(Client(), account.username, REMOTE_ADDR=OFFICE).status_code == 302

    def test_a_stranger_cannot_choose_his_address_by_a_header(
        self, client: Client, people: People, noon: Any
    ) -> None:
        account = people.make.citizen()
        for turn in range(TRIES):
            people.password(
                client,
                account.username,
                "sai-mat-khau-roi",
                REMOTE_ADDR=OFFICE,
                HTTP_X_FORWARDED_FOR=f"192.0.2.{turn}",
            )

        answer = people.password(
            client, account.username, REMOTE_ADDR=OFFICE, HTTP_X_FORWARDED_FOR="192.0.2.77"
        )

        assert answer.status_code == 429


def exhaust() -> None:
    for _try in range(TRIES):
        assert take_try("test", "ai", OFFICE) is None


def test_s02_the_window_doubles_on_repeat_up_to_a_day(db: None, noon: Any) -> None:
    minute = 0.0
    windows = []
    for _round in range(9):
        noon(minutes=minute)
        exhaust()
        until = take_try("test", "ai", OFFICE)
        assert until is not None
        started = Attempt.objects.get().last_at
        windows.append((until - started).total_seconds() / 60)
        minute += windows[-1] + 1

    assert windows == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_s02_a_right_password_forgets_the_wrong_ones(db: None, noon: Any) -> None:
    for _try in range(TRIES - 1):
        take_try("test", "ai", OFFICE)

    forget_tries("test", "ai", OFFICE)

    exhaust()


def test_s02_old_tries_are_forgotten_after_two_days(db: None, noon: Any) -> None:
    exhaust()
    noon(hours=49)
    exhaust()

    until = take_try("test", "ai", OFFICE)

    assert until is not None
    assert (until - Attempt.objects.get().last_at).total_seconds() == 15 * 60


def test_names_and_addresses_are_not_readable_in_the_tables(client: Client, people: People) -> None:
    lock(client, people, "nguoi-nao-do")

    keys = [*Attempt.objects.values_list("key", flat=True), *RateWindow.objects.values_list("key", flat=True)]
    assert keys
    assert not any("nguoi" in key or OFFICE in key for key in keys)


class TestARateLimit:
    def test_s20_lets_so_many_through_and_says_when_to_come_back(self, db: None, noon: Any) -> None:
        assert [within_limit("tra-cuu:1", 3, 60) for _call in range(5)] == [True, True, True, False, False]

        with pytest.raises(TooMany) as refusal:
            rate_limit("tra-cuu:1", 3, 60)

        assert refusal.value.status == 429
        assert refusal.value.retry_after == 60

    def test_s20_begins_anew_when_the_window_is_over(self, db: None, noon: Any) -> None:
        assert [within_limit("a", 1, 60) for _call in range(2)] == [True, False]

        noon(seconds=61)

        assert within_limit("a", 1, 60)

    def test_s20_counts_each_key_apart(self, db: None, noon: Any) -> None:
        within_limit("a", 1, 60)

        assert within_limit("b", 1, 60)

    def test_costs_one_statement(self, db: None, django_assert_num_queries: Any) -> None:
        connection.ensure_connection()
        with django_assert_num_queries(1):
            within_limit("a", 5, 60)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("198.51.100.7", "203.0.113.1", "198.51.100.7"),
        ("10.0.0.5", "203.0.113.1", "203.0.113.1"),
        ("10.0.0.5", "6.6.6.6, 203.0.113.1", "203.0.113.1"),
        ("10.0.0.5", "203.0.113.1, 10.0.0.9", "203.0.113.1"),
        ("10.0.0.5", "nonsense", "10.0.0.5"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("2001:db8::1", "203.0.113.1", "2001:db8::1"),
        ("", "203.0.113.1", ""),
    ],
)
def test_s20_forwarded_addresses_count_only_from_our_proxies(
    settings: Any, peer: str, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == expected


def test_the_device_is_named_for_people() -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"

    assert device_of(RequestFactory().get("/", HTTP_USER_AGENT=agent)) == "Chrome · Windows"


def test_guessing_ones_own_password_is_limited_too(client: Client, people: People, noon: Any) -> None:
    """Someone at an open screen must not find the password by trying the change form."""
    people.password(client, people.make.citizen().username)
    for _try in range(TRIES):
        client.post(
            "/tai-khoan/mat-khau/",
            {"current": "sai", "password": "câu mới thật dài", "again": "câu mới thật dài"},
        )

    answer = client.post(
        "/tai-khoan/mat-khau/",
        {"current": "mat-khau-rat-dai-1", "password": "câu mới thật dài", "again": "câu mới thật dài"},
    )

    assert answer.status_code == 422
    assert signed_in(client)
