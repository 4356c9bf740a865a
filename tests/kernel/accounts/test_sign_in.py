from __future__ import annotations

import statistics
import time
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from lienthong.kernel.accounts.models import Account, Session
from tests.kernel.accounts.conftest import PASSWORD, People, signed_in


def test_s01_unknown_user_and_wrong_password_get_the_same_answer(client: Client, people: People) -> None:
    account = people.make.citizen()
    disabled = people.make.citizen(is_active=False)

    answers = [
        people.password(client, "khong-co-ai-nhu-the"),
        people.password(client, account.username, "mat-khau-sai-roi-nhe"),
        people.password(client, disabled.username),
    ]

    assert {answer.status_code for answer in answers} == {422}
    shown = []
    for answer, name in zip(
        answers, ("khong-co-ai-nhu-the", account.username, disabled.username), strict=True
    ):
        text = answer.content.decode().replace(name, "")
        for cookie in client.cookies.values():
            text = text.replace(cookie.value, "")
        shown.append([line for line in text.splitlines() if "csrf" not in line])
    assert shown[0] == shown[1] == shown[2]
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in answers[0].content.decode()


@pytest.mark.parametrize("hasher", ["argon2", "demonstration"])
def test_s01_unknown_user_costs_as_many_hashes_as_a_wrong_password(
    client: Client, people: People, settings: Any, monkeypatch: pytest.MonkeyPatch, hasher: str
) -> None:
    """Counts Argon2 computations instead of seconds: equal work is equal time, and a count does not flicker."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "lienthong.kernel.accounts.hashers.DemonstrationHasher",
    ]
    account = people.make.citizen()
    Account.objects.filter(pk=account.pk).update(password=make_password("câu-mật-khẩu-khác", hasher=hasher))
    work: list[str] = []
    for name in ("encode", "verify"):
        _count_calls(monkeypatch, name, work)

    people.password(client, "khong-co-ai-nhu-the")
    for_unknown = len(work)
    people.password(client, account.username, "mat-khau-sai-roi-nhe")

    assert for_unknown == 1
    assert len(work) - for_unknown == 1


def _count_calls(monkeypatch: pytest.MonkeyPatch, name: str, work: list[str]) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    real = getattr(Argon2PasswordHasher, name)

    def counted(self: Any, *args: Any) -> Any:
        work.append(name)
        return real(self, *args)

    monkeypatch.setattr(Argon2PasswordHasher, name, counted)


def test_the_right_password_opens_a_session(client: Client, people: People) -> None:
    account = people.make.citizen()

    answer = people.password(client, account.username.upper())

    assert answer.status_code == 302
    assert signed_in(client)


def test_sign_in_leads_only_to_addresses_of_this_site(people: People) -> None:
    account = people.make.citizen()
    told = {}
    for target in ("/ho-so/?a=1", "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\t//evil.example"):  # fmt: skip
        answer = Client().post(
            "/dang-nhap/", {"username": account.username, "password": PASSWORD, "next": target}
        )
        told[target] = answer["Location"]

    assert told.pop("/ho-so/?a=1") == "/ho-so/?a=1"
    assert all(
        address.startswith("/") and "evil" not in address and "javascript" not in address
        for address in told.values()
    )


def test_s05_session_id_changes_at_sign_in_and_the_old_one_is_refused(client: Client, people: People) -> None:
    account = people.make.citizen()
    session = client.session
    session["planted"] = 1
    session.save()
    before = session.session_key
    client.cookies["lienthong_session"] = before

    people.password(client, account.username)

    assert client.cookies["lienthong_session"].value != before
    thief = Client()
    thief.cookies["lienthong_session"] = before
    assert not signed_in(thief)


def test_the_cookie_itself_is_not_in_the_database(client: Client, people: People) -> None:
    people.password(client, people.make.citizen().username)

    row = Session.objects.get(account__isnull=False)
    assert client.cookies["lienthong_session"].value not in (row.key, row.data)


def test_s05_an_officers_session_ends_after_thirty_idle_minutes(
    client: Client, people: People, noon: Any
) -> None:
    people.password(client, people.make.officer().account.username)
    noon(minutes=29)
    assert signed_in(client)
    noon(minutes=58)
    assert signed_in(client)

    noon(minutes=89)

    assert not signed_in(client)
    assert "lâu không dùng" in client.get("/dang-nhap/").content.decode()
    noon(minutes=59)
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("path", "headers"), [("/phien-lam-viec/trang-thai/", {}), ("/tai-khoan/", {"X-Background": "1"})]
)
def test_s05_what_a_page_asks_by_itself_does_not_keep_the_session_alive(
    client: Client, people: People, noon: Any, path: str, headers: dict[str, str]
) -> None:
    people.password(client, people.make.officer().account.username)
    for minute in range(5, 31, 5):
        noon(minutes=minute)
        client.get(path, headers=headers)

    noon(minutes=31)

    assert not signed_in(client)


def test_s05_a_session_ends_after_twelve_hours_even_in_use(client: Client, people: People, noon: Any) -> None:
    people.password(client, people.make.officer().account.username)
    for minute in range(25, 12 * 60, 25):
        noon(minutes=minute)
        assert signed_in(client), minute

    noon(hours=12, minutes=1)

    assert not signed_in(client)


def test_sign_out_needs_a_post_and_ends_the_session_on_the_server(client: Client, people: People) -> None:
    people.password(client, people.make.citizen().username)
    copied = client.cookies["lienthong_session"].value
    assert client.get("/dang-xuat/").status_code == 405

    client.post("/dang-xuat/")

    thief = Client()
    thief.cookies["lienthong_session"] = copied
    assert not signed_in(client)
    assert not signed_in(thief)


def test_s08_answers_to_signed_in_people_are_not_stored(client: Client, people: People) -> None:
    assert "no-store" in client.get("/dang-nhap/")["Cache-Control"]
    people.password(client, people.make.citizen().username)

    assert "no-store" in client.get("/tai-khoan/bao-mat/")["Cache-Control"]


def test_s08_the_session_cookie_is_closed_to_scripts_and_other_sites(client: Client, people: People) -> None:
    people.password(client, people.make.citizen().username)

    cookie = client.cookies["lienthong_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_an_authenticated_request_costs_one_statement_to_know_who_asks(
    client: Client, people: People, django_assert_max_num_queries: Any
) -> None:
    people.password(client, people.make.officer("chuyen_vien").account.username)
    client.get("/phien-lam-viec/trang-thai/")

    # Besides: the row security context, set and (under a test that sees all rows) set back.
    with django_assert_max_num_queries(3) as captured:
        client.get("/phien-lam-viec/trang-thai/")

    about_people = [query["sql"] for query in captured.captured_queries if "accounts_" in query["sql"]]
    assert len(about_people) == 1


@pytest.mark.slow
def test_s01_unknown_user_takes_as_long_as_a_wrong_password(
    client: Client, people: People, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    account = people.make.citizen()
    account.set_password("câu-mật-khẩu-khác")
    account.save()
    took: dict[str, list[float]] = {account.username: [], "khong-co-ai-nhu-the": []}
    for turn in range(200):
        for name in took:
            start = time.perf_counter()
            people.password(client, name, "mat-khau-sai-roi-nhe", REMOTE_ADDR=f"203.0.113.{turn}")
            took[name].append(time.perf_counter() - start)

    known, unknown = (statistics.median(values) for values in took.values())
    assert abs(known - unknown) / known < 0.10
