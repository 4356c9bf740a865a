"""Telling the holder of an account what somebody did with it. Notices stand above accounts, so they register here."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from lienthong.kernel.accounts.models import Account

Teller = Callable[[Account, str, dict[str, Any]], None]


def _nobody(account: Account, event: str, facts: dict[str, Any]) -> None:
    """Until notices are there nobody is told."""


_teller: Teller = _nobody


def set_teller(teller: Teller) -> None:
    """The notice package hands over its way of telling: ``teller(account, event, facts)``."""
    global _teller
    _teller = teller


def tell_holder(account: Account, event: str, **facts: Any) -> None:
    """Inside the transaction of the act. Events: see ``notify/security.py``."""
    _teller(account, event, facts)


def tell_holders(person_id: uuid.UUID | None, event: str, **facts: Any) -> None:
    """The officer's accounts of a person."""
    if person_id is None:
        return
    for account in Account.objects.filter(person_id=person_id, kind="officer"):
        _teller(account, event, facts)
