"""What a person chose to read in, on whatever machine, is what notices to that person are written in."""

from __future__ import annotations

import pytest
from django.test import Client

from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.public import language_of, remember_language
from tests.kernel.accounts.conftest import People


@pytest.mark.parametrize(("chosen", "kept"), [("en", "en"), ("vi", "vi"), ("fr", "vi"), ("", "vi")])
def test_language_chosen_on_a_screen_is_kept_with_the_account(make, chosen: str, kept: str) -> None:
    account = make.citizen()
    client = Client()
    client.force_login(account)

    client.post("/ngon-ngu/", {"language": chosen, "next": "/"})

    assert Account.objects.get(pk=account.pk).language == kept


def test_strangers_choice_changes_no_account(make) -> None:
    account = make.citizen()

    answer = Client().post("/ngon-ngu/", {"language": "en", "next": "/"})

    assert answer.cookies["lienthong_language"].value == "en"
    assert Account.objects.get(pk=account.pk).language == "vi"


def test_language_chosen_before_sign_in_is_kept_with_the_account(
    make, client: Client, people: People
) -> None:
    account = make.citizen()
    client.post("/ngon-ngu/", {"language": "en", "next": "/"})

    people.enter(client, account)

    assert language_of(account.pk) == "en"


def test_same_language_again_writes_nothing(make, django_assert_num_queries) -> None:
    account = make.citizen()

    with django_assert_num_queries(0):
        remember_language(account, "vi")


def test_language_of_an_account_that_is_gone_is_vietnamese(db) -> None:
    assert language_of("01a20fce-48a2-7cf9-ab9e-07fa1ea92199") == "vi"
