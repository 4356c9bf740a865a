"""Made-up people who sign in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from lienthong.kernel import clock
from lienthong.kernel.accounts import totp
from lienthong.kernel.accounts.models import Account, Totp
from lienthong.kernel.accounts.vault import encrypt

PASSWORD = "mat-khau-rat-dai-1"  # what tests/factories.py gives every account


class People:
    """Signs people in the way a browser does."""

    def __init__(self, make: Any) -> None:
        self.make = make

    def with_factor(self, account: Account) -> str:
        """Gives the account a second factor and returns its secret."""
        secret = totp.new_secret()
        Totp.objects.create(account=account, secret=encrypt(secret), confirmed_at=clock.now())
        return secret

    def password(self, client: Client, username: str, password: str = PASSWORD, **extra: Any) -> Any:
        return client.post("/dang-nhap/", {"username": username, "password": password}, **extra)

    def code(self, client: Client, code: str) -> Any:
        return client.post("/dang-nhap/ma-xac-thuc/", {"code": code})

    def enter(self, client: Client, account: Account, secret: str = "") -> None:
        """The whole way in; the code is the present one."""
        self.password(client, account.username)
        if secret:
            self.code(client, present_code(secret))


def present_code(secret: str) -> str:
    return totp.code_at(secret, totp.present_step())


def signed_in(client: Client) -> bool:
    return bool(client.get("/tai-khoan/bao-mat/").status_code == 200)


@pytest.fixture
def people(make: Any) -> People:
    return People(make)


@pytest.fixture
def factor_required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def noon() -> Any:
    """A still clock that can be moved: ``noon(minutes=31)``."""
    start = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
    contexts: list[Any] = []

    def move(**delta: float) -> None:
        context = clock.frozen(start + dt.timedelta(**delta))
        context.__enter__()
        contexts.append(context)

    move()
    yield move
    for context in reversed(contexts):
        context.__exit__(None, None, None)
