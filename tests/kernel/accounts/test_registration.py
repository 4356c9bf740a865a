from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from lienthong.kernel.accounts.models import Account, Identity
from lienthong.kernel.accounts.profile import change_profile
from lienthong.kernel.accounts.public import TooMany, profile_of, register_citizen
from lienthong.kernel.accounts.registration import PER_ADDRESS, normal_phone
from lienthong.kernel.errors import Invalid
from tests.kernel.accounts.conftest import People, signed_in

GOOD = {"full_name": "Nguyễn Thị Nơi Xa", "contact": "0912 345 678", "password": "đường về nhà có hoa"}


def test_a_citizen_registers_and_is_signed_in(client: Client, db: None) -> None:
    answer = client.post("/dang-ky/", GOOD)

    account = Account.objects.get(username="0912345678")
    assert answer.status_code == 302
    assert signed_in(client)
    assert (account.kind, account.display_name, account.phone) == (
        "citizen",
        "Nguyễn Thị Nơi Xa",
        "0912345678",
    )


@pytest.mark.parametrize("forged", [{"kind": "officer"}, {"is_active": "0", "role": "quan_tri_nen_tang"}])
def test_s13_registration_never_makes_an_officer(client: Client, db: None, forged: dict[str, str]) -> None:
    client.post("/dang-ky/", GOOD | forged)

    account = Account.objects.get(username="0912345678")
    assert account.kind == "citizen"
    assert account.is_active
    assert not account.person.officers.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact": "không phải số"}, "contact"),
        ({"contact": "091234"}, "contact"),
        ({"full_name": "1234"}, "full_name"),
        ({"full_name": "<b>A</b>"}, "full_name"),
        ({"password": "ngắn"}, "password"),
    ],
)
def test_bad_input_is_explained_at_its_field(db: None, change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        register_citizen(**(GOOD | change))

    assert list(refusal.value.errors) == [field]
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    "text", ["0912345678", "+84912345678", "84 912 345 678", "0912.345.678", "(091) 234-5678"]
)
def test_a_telephone_number_has_one_form(text: str) -> None:
    assert normal_phone(text) == "0912345678"


def test_one_account_for_one_number(db: None) -> None:
    register_citizen(**GOOD)

    with pytest.raises(Invalid) as refusal:
        register_citizen(**(GOOD | {"contact": "+84 912 345 678"}))

    assert list(refusal.value.errors) == ["contact"]
    assert Account.objects.count() == 1


def test_registrations_from_one_address_are_limited(db: None, noon: Any) -> None:
    for turn in range(PER_ADDRESS):
        register_citizen(**(GOOD | {"contact": f"09000000{turn:02}"}), address="203.0.113.1")

    with pytest.raises(TooMany):
        register_citizen(**GOOD, address="203.0.113.1")
    register_citizen(**GOOD, address="203.0.113.2")


def test_the_profile_fills_forms(client: Client, people: People) -> None:
    account = people.make.citizen("Hoàng Công Dân")
    people.password(client, account.username)

    client.post(
        "/tai-khoan/",
        {
            "full_name": "Hoàng  Công Dân",
            "personal_id": "099190000777",
            "born_on": "05/09/1988",
            "address": "Thôn 1",
            "phone": "+84912345678",
            "email": "Dan@Vidu.vn",
        },
    )

    account.refresh_from_db()
    assert profile_of(account) == {
        "full_name": "Hoàng Công Dân",
        "personal_id": "099190000777",
        "born_on": dt.date(1988, 9, 5),
        "sex": "",
        "address": "Thôn 1",
        "area_code": "",
        "phone": "0912345678",
        "email": "dan@vidu.vn",
        "verified": False,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("personal_id", "12"),
        ("born_on", dt.date(2030, 1, 1)),
        ("phone", "12"),
        ("email", "x@"),
        ("full_name", " "),
    ],
)
def test_a_wrong_profile_value_is_refused_and_nothing_saved(people: People, field: str, value: Any) -> None:
    account = people.make.citizen()
    before = profile_of(account)

    with pytest.raises(Invalid) as refusal:
        change_profile(account, {field: value, "address": "nơi khác"})

    account.refresh_from_db()
    assert list(refusal.value.errors) == [field]
    assert profile_of(account) == before


@pytest.mark.parametrize("kind", ["officer", "verified"])
def test_s13_vouched_fields_are_not_changed_by_a_form(
    client: Client, people: People, kind: str, noon: Any
) -> None:
    account = (
        people.make.officer(name="Lê Thử Việc").account
        if kind == "officer"
        else people.make.citizen("Lê Thử Việc")
    )
    if kind == "verified":
        stamp = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        Identity.objects.create(
            account=account, issuer="i", subject="s", personal_id="1", linked_at=stamp, used_at=stamp
        )
    people.password(client, account.username)

    client.post(
        "/tai-khoan/", {"full_name": "Người Khác", "personal_id": "099190000777", "address": "nơi mới"}
    )

    account.person.refresh_from_db()
    assert (account.person.full_name, account.person.personal_id) == ("Lê Thử Việc", "")
    assert account.person.address == "nơi mới"
