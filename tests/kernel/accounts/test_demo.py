from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from lienthong.kernel.accounts import totp
from lienthong.kernel.accounts.commands import demo as demo_group
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.public import demo_accounts, ensure_demo_accounts
from lienthong.kernel.errors import Refused
from tests.kernel.accounts.conftest import People, present_code, signed_in


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.Argon2PasswordHasher",
        "lienthong.kernel.accounts.hashers.DemonstrationHasher",
    ]


def opened_by_a_pack(people: People, **fields: Any) -> Account:
    account = people.make.officer("van_thu", **fields).account
    account.set_unusable_password()
    account.simulated = True
    account.save()
    return account


def test_every_listed_account_opens_with_the_listed_secrets(people: People, settings: Any) -> None:
    agency = people.make.organisation("Sở Mẫu")
    account = opened_by_a_pack(people, organisation=agency, name="Lê Mẫu")

    assert ensure_demo_accounts() == 4

    rows = {row["username"]: row for row in demo_accounts()}
    row = rows[account.username]
    assert (row["role"], row["organisation"], row["name"]) == ("Văn thư", "Sở Mẫu", "Lê Mẫu")
    assert sum(row["role"] == "Công dân" for row in rows.values()) == 3
    settings.SECOND_FACTOR_REQUIRED = True
    for row in rows.values():
        browser = Client()
        people.password(browser, row["username"], row["password"])
        if row["totp_secret"]:
            assert not signed_in(browser)
            people.code(browser, present_code(row["totp_secret"]))
        assert signed_in(browser), row["username"]


def test_the_first_sign_in_makes_an_argon2_hash(client: Client, people: People) -> None:
    account = opened_by_a_pack(people)
    ensure_demo_accounts()
    account.refresh_from_db()
    assert account.password.startswith("demonstration$")
    held = next(row for row in demo_accounts() if row["username"] == account.username)

    people.password(client, account.username, held["password"])

    account.refresh_from_db()
    assert account.password.startswith("argon2$")
    assert signed_in(client)


def test_again_changes_nothing(people: People) -> None:
    opened_by_a_pack(people)
    ensure_demo_accounts()
    before = demo_accounts()

    assert ensure_demo_accounts() == 0

    assert demo_accounts() == before


def test_secrets_are_random_and_for_their_owner_only(people: People, tmp_path: Path) -> None:
    for _each in range(3):
        opened_by_a_pack(people)
    ensure_demo_accounts()

    path = tmp_path / "demo-accounts.json"
    held = json.loads(path.read_text()).values()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({item["password"] for item in held}) == len({item["totp_secret"] for item in held}) == 6
    assert all(len(item["password"]) == 29 and totp.code_at(item["totp_secret"], 1) for item in held)


def test_a_lost_file_is_replaced_by_new_secrets(client: Client, people: People, tmp_path: Path) -> None:
    account = opened_by_a_pack(people)
    ensure_demo_accounts()
    before = {row["username"]: row["password"] for row in demo_accounts()}
    (tmp_path / "demo-accounts.json").unlink()

    ensure_demo_accounts()

    after = {row["username"]: row["password"] for row in demo_accounts()}
    assert after.keys() == before.keys()
    assert after[account.username] != before[account.username]
    people.password(client, account.username, after[account.username])
    assert signed_in(client)


def test_a_password_of_ones_own_is_not_shown_as_the_listed_one(people: People) -> None:
    from lienthong.kernel.accounts.passwords import set_password

    account = opened_by_a_pack(people)
    ensure_demo_accounts()

    set_password(account, "một câu của riêng tôi")

    ensure_demo_accounts()
    assert next(row for row in demo_accounts() if row["username"] == account.username)["password"] == ""


def test_real_accounts_are_left_alone(people: People) -> None:
    account = people.make.officer().account

    ensure_demo_accounts()

    assert account.username not in {row["username"] for row in demo_accounts()}


def test_nothing_of_it_outside_demonstration_mode(people: People, settings: Any) -> None:
    settings.DEMONSTRATION = False

    with pytest.raises(Refused):
        ensure_demo_accounts()
    with pytest.raises(Refused):
        demo_accounts()


def test_a_demonstration_hash_opens_nothing_in_production(
    client: Client, people: People, settings: Any
) -> None:
    account = opened_by_a_pack(people)
    ensure_demo_accounts()
    held = next(row for row in demo_accounts() if row["username"] == account.username)
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[:1]

    answer = people.password(client, account.username, held["password"])

    assert answer.status_code == 422
    assert not signed_in(client)


def test_the_command_prints_them_as_json(people: People) -> None:
    ensure_demo_accounts()

    result = CliRunner().invoke(demo_group, ["accounts", "--json"])

    rows = json.loads(result.output)
    assert {"username", "password", "role", "organisation"} <= set(rows[0])
