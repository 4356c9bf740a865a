from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lienthong.kernel.accounts import second_factor, totp
from lienthong.kernel.accounts.models import Account, RecoveryCode, Totp
from tests.kernel.accounts.conftest import People, present_code, signed_in

SECRET_OF_RFC_6238 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238 appendix B, the last six digits."""
    assert totp.code_at(SECRET_OF_RFC_6238, seconds // totp.STEP) == code


@pytest.mark.usefixtures("factor_required")
class TestAnOfficerWithASecondFactor:
    def test_s03_password_alone_opens_nothing(self, client: Client, people: People) -> None:
        account = people.make.officer().account
        people.with_factor(account)

        answer = people.password(client, account.username)

        assert answer["Location"] == "/dang-nhap/ma-xac-thuc/"
        assert not signed_in(client)

    def test_s03_password_and_code_open_the_session(self, client: Client, people: People) -> None:
        account = people.make.officer().account
        secret = people.with_factor(account)

        people.enter(client, account, secret)

        assert signed_in(client)

    def test_s04_a_code_works_once(self, people: People, noon: Any) -> None:
        account = people.make.officer().account
        secret = people.with_factor(account)
        first, second = Client(), Client()

        people.enter(first, account, secret)
        people.enter(second, account, secret)

        assert signed_in(first)
        assert not signed_in(second)

    def test_an_old_code_is_refused_and_a_slow_clock_forgiven(
        self, client: Client, people: People, noon: Any
    ) -> None:
        account = people.make.officer().account
        secret = people.with_factor(account)
        codes = {shift: totp.code_at(secret, totp.present_step() + shift) for shift in (-2, -1, 2)}

        assert not second_factor.check_code(account, codes[-2])
        assert not second_factor.check_code(account, codes[2])
        assert second_factor.check_code(account, codes[-1])

    def test_guessing_codes_is_locked_after_ten_tries(
        self, client: Client, people: People, noon: Any
    ) -> None:
        account = people.make.officer().account
        secret = people.with_factor(account)
        people.password(client, account.username)
        right = present_code(secret)
        wrong = "000000" if right != "000000" else "111111"
        for _try in range(10):
            people.code(client, wrong)

        people.code(client, right)

        assert not signed_in(client)

    def test_the_way_in_is_forgotten_after_a_quarter_of_an_hour(
        self, client: Client, people: People, noon: Any
    ) -> None:
        account = people.make.officer().account
        secret = people.with_factor(account)
        people.password(client, account.username)

        noon(minutes=16)

        assert people.code(client, present_code(secret))["Location"] == "/dang-nhap/"

    def test_the_secret_is_not_readable_in_the_table(self, people: People) -> None:
        account = people.make.officer().account

        secret = people.with_factor(account)

        assert secret not in Totp.objects.get(account=account).secret


@pytest.mark.usefixtures("factor_required")
class TestAnOfficerWithoutASecondFactor:
    def test_s03_sets_it_up_before_anything_else(self, client: Client, people: People) -> None:
        account = people.make.officer().account
        assert people.password(client, account.username)["Location"] == "/dang-nhap/thiet-lap/"
        page = client.get("/dang-nhap/thiet-lap/").content.decode()
        secret = client.session["new_secret"]

        shown = client.post("/dang-nhap/thiet-lap/", {"code": present_code(secret)}).content.decode()
        client.post("/dang-nhap/tiep/")

        assert "data:image/svg+xml" in page
        assert len(re.findall(r"<code>[a-z2-9]{5}-[a-z2-9]{5}</code>", shown)) == second_factor.RECOVERY_CODES
        assert signed_in(client)

    def test_s03_cannot_walk_past_the_setup(self, client: Client, people: People) -> None:
        people.password(client, people.make.officer().account.username)

        client.post("/dang-nhap/tiep/")

        assert not signed_in(client)

    def test_s03_a_session_opened_by_another_way_is_not_let_in(self, client: Client, people: People) -> None:
        officer, citizen = people.make.officer().account, people.make.citizen()

        client.force_login(officer)
        assert not signed_in(client)

        client.force_login(citizen)
        assert signed_in(client)

    def test_a_wrong_code_sets_nothing_up(self, client: Client, people: People) -> None:
        account = people.make.officer().account
        people.password(client, account.username)
        client.get("/dang-nhap/thiet-lap/")

        answer = client.post("/dang-nhap/thiet-lap/", {"code": "000000"})

        assert answer.status_code == 422
        assert not Totp.objects.filter(account=account).exists()


def test_s03_every_sign_in_page_is_useless_without_the_password(
    client: Client, factor_required: None, db: None
) -> None:
    for path in ("ma-xac-thuc", "thiet-lap", "doi-mat-khau"):
        assert client.get(f"/dang-nhap/{path}/")["Location"] == "/dang-nhap/"


def test_a_citizen_may_switch_the_second_factor_on(
    client: Client, people: People, factor_required: None
) -> None:
    account = people.make.citizen()
    people.password(client, account.username)
    client.get("/tai-khoan/hai-lop/")

    client.post("/tai-khoan/hai-lop/", {"code": present_code(client.session["new_secret"])})

    assert people.password(Client(), account.username)["Location"] == "/dang-nhap/ma-xac-thuc/"


def test_without_the_requirement_the_screen_says_so(client: Client, people: People) -> None:
    account = people.make.officer().account
    assert "xác thực hai lớp đang tắt" in client.get("/dang-nhap/").content.decode()

    people.password(client, account.username)

    assert signed_in(client)


@pytest.mark.usefixtures("factor_required")
def test_s04_a_recovery_code_works_once_and_is_stored_hashed(people: People) -> None:
    account = people.make.officer().account
    people.with_factor(account)
    code, other, *_rest = second_factor.new_recovery_codes(account)
    first, second, third = Client(), Client(), Client()
    for browser in (first, second, third):
        people.password(browser, account.username)

    people.code(first, code.upper())
    people.code(second, code)
    people.code(third, other)

    assert [signed_in(browser) for browser in (first, second, third)] == [True, False, True]
    stored = set(RecoveryCode.objects.filter(account=account).values_list("hash", flat=True))
    assert code.replace("-", "") not in stored
    assert second_factor.codes_left(account) == second_factor.RECOVERY_CODES - 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_s04_of_parallel_requests_with_one_code_only_one_is_let_in(kind: str) -> None:
    """Twelve threads stand at a barrier with the same good code."""
    account = Account.objects.create_user(f"dua-{kind}", None, kind="officer")
    secret = totp.new_secret()
    codes = second_factor.enrol(account, secret, totp.code_at(secret, totp.present_step() - 1))
    assert codes is not None
    code = present_code(secret) if kind == "app" else codes[0]
    barrier = threading.Barrier(12)
    answers: list[bool] = []

    def use() -> None:
        connection.ensure_connection()
        barrier.wait()
        try:
            answers.append(second_factor.check_code(account, code))
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 11 + [True]
