from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.accounts.commands import account as account_group
from lienthong.kernel.accounts.commands import token as token_group
from lienthong.kernel.accounts.models import AccessToken
from lienthong.kernel.accounts.public import (
    authenticate_token,
    create_token,
    define_scope,
    require_scope,
    revoke_token,
)
from lienthong.kernel.accounts.tokens import tokens_of
from lienthong.kernel.errors import Forbidden, Invalid, NotFound
from tests.kernel.accounts.conftest import People


def test_a_token_brings_its_owner_by_the_interface_with_its_scopes(people: People) -> None:
    officer = people.make.officer("van_thu")

    _token, plain = create_token(officer.account, ["read"], "máy trạm")

    actor = authenticate_token(plain)
    assert actor is not None
    assert (actor.account_id, actor.officer_id, actor.channel) == (officer.account.pk, officer.pk, "api")
    assert actor.scopes == frozenset({"read"})
    assert [grant.role for grant in actor.grants] == ["van_thu"]


def test_the_plain_token_is_kept_nowhere(people: People) -> None:
    token, plain = create_token(people.make.citizen(), ["read"], "thử")

    row = AccessToken.objects.filter(pk=token.pk).values().get()
    assert plain.startswith(token.prefix)
    assert not any(plain[len(token.prefix) + 1 :] in str(value) for value in row.values())


def test_a_token_costs_one_statement_after_the_first_use_of_the_day(
    people: People, django_assert_num_queries: Any
) -> None:
    _token, plain = create_token(people.make.officer().account, ["read"], "thử")
    authenticate_token(plain)

    with django_assert_num_queries(1):
        actor = authenticate_token(plain)

    assert actor is not None
    assert AccessToken.objects.get().last_used_on == clock.today()


@pytest.mark.parametrize("spoil", ["expired", "revoked", "changed", "cut", "empty", "session", "long"])
def test_a_token_that_is_not_good_brings_nobody(people: People, noon: Any, spoil: str) -> None:
    account = people.make.citizen()
    token, plain = create_token(account, ["read"], "thử", dt.timedelta(days=1))
    assert authenticate_token(plain) is not None

    if spoil == "expired":
        noon(days=1, seconds=1)
    if spoil == "revoked":
        revoke_token(account, token.pk)
    tried = {"changed": plain[:-1] + ("A" if plain[-1] != "A" else "B"), "cut": plain[:-1], "empty": "", "session": "x" * 32, "long": plain * 5}  # fmt: skip

    assert authenticate_token(tried.get(spoil, plain)) is None


def test_scopes_are_a_closed_list(people: People) -> None:
    account = people.make.citizen()
    define_scope("test:act", "thử")
    _token, plain = create_token(account, ["test:act"], "thử")
    actor = authenticate_token(plain)
    assert actor is not None

    require_scope(actor, "test:act")
    require_scope(people.make.actor(account), "write")  # a session is not limited by scopes
    with pytest.raises(Forbidden):
        require_scope(actor, "write")
    with pytest.raises(LookupError):
        require_scope(actor, "no:such")
    with pytest.raises(Invalid):
        create_token(account, ["no:such"], "thử")
    with pytest.raises(Invalid):
        create_token(account, [], "thử")


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lasts_a_year_at_most(people: People, days: int) -> None:
    with pytest.raises(Invalid):
        create_token(people.make.citizen(), ["read"], "thử", dt.timedelta(days=days))


def test_nobody_revokes_the_token_of_another(people: People) -> None:
    token, plain = create_token(people.make.citizen(), ["read"], "thử")

    with pytest.raises(NotFound):
        revoke_token(people.make.citizen(), token.pk)

    assert authenticate_token(plain) is not None


def test_the_screen_makes_shows_once_and_revokes(client: Client, people: People) -> None:
    account = people.make.citizen()
    people.password(client, account.username)

    made = client.post("/tai-khoan/ma-truy-cap/", {"name": "Sổ của tôi", "days": "30", "scopes": ["read"]})

    plain = made.content.decode().split('<code class="number">')[1].split("<")[0]
    assert authenticate_token(plain) is not None
    again = client.get("/tai-khoan/ma-truy-cap/").content.decode()
    assert plain not in again
    assert "Sổ của tôi" in again
    client.post(f"/tai-khoan/ma-truy-cap/{tokens_of(account)[0].pk}/thu-hoi/")
    assert authenticate_token(plain) is None


def test_the_command_prints_a_token_that_works(people: People) -> None:
    account = people.make.officer().account

    result = CliRunner().invoke(token_group, ["create", "--account", account.username, "--json"])

    made = json.loads(result.output)
    actor = authenticate_token(made["token"])
    assert actor is not None
    assert actor.account_id == account.pk
    assert {"read", "write"} <= set(made["scopes"])


def test_the_command_fails_for_an_unknown_account(db: None) -> None:
    result = CliRunner().invoke(token_group, ["create", "--account", "khong-ai", "--json"])

    assert result.exit_code == 1
    assert json.loads(result.output)["code"] == "not_found"


def test_the_operator_hands_out_the_first_password(client: Client, people: People) -> None:
    """In production a pack opens accounts without a password; this is how the first administrator gets in."""
    account = people.make.officer("quan_tri_nen_tang").account

    result = CliRunner().invoke(account_group, ["password", account.username, "--json"])

    temporary = json.loads(result.output)["password"]
    assert people.password(client, account.username, temporary)["Location"] == "/dang-nhap/doi-mat-khau/"


def test_the_operator_locks_and_unlocks(client: Client, people: People) -> None:
    account = people.make.officer().account

    CliRunner().invoke(account_group, ["disable", account.username, "--reason", "nghỉ việc"])
    assert people.password(client, account.username).status_code == 422

    CliRunner().invoke(account_group, ["enable", account.username])
    assert people.password(client, account.username).status_code == 302
    assert CliRunner().invoke(account_group, ["disable", "khong-ai"]).exit_code == 1
