"""Receipt numbers taken by several clerks at the same moment: real threads, each with a connection of its own."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.actions.public import history
from lienthong.kernel.errors import Refused
from lienthong.service.dossiers.models import Dossier, FeeReceipt
from lienthong.service.dossiers.public import collect_fee, submit, void_receipt
from tests.service.leftovers import clear_everything
from tests.service.province import EXTRACT

AT = clock.at(dt.date(2026, 11, 20), dt.time(9, 12))


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(transactional_db: None) -> Iterator[None]:
    clear_everything()
    yield
    clear_everything()


@pytest.fixture
def dossiers(_nothing_is_left_behind: None, province: Any, friday_morning: None) -> list[Dossier]:
    service = province.service("civil_status_extract_copy")
    return [
        submit(service, deciding=province.ward, values=EXTRACT, files={}, actor=province.actor("citizen"))
        for _number in range(9)
    ]


def at_once(acts: list[Callable[[], object]]) -> list[BaseException]:
    """Every act in a thread of its own, let go together; what was raised but for LookupError and Refused."""
    raised: list[BaseException] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            with system_scope(), clock.frozen(AT):
                act()
        except (LookupError, Refused):
            pass
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return raised


def numbers() -> list[str]:
    with system_scope():
        return sorted(FeeReceipt.objects.values_list("number", flat=True))


def test_receipts_of_many_clerks_at_once_share_no_number_and_leave_no_hole(province, dossiers):
    """Every third fails after it took its number: a full disk, a broken line."""
    desk = province.actor("desk")

    def collect(dossier: Dossier, fails: bool) -> Callable[[], object]:
        def act() -> None:
            with transaction.atomic():
                collect_fee(dossier, actor=desk)
                if fails:
                    raise LookupError

        return act

    raised = at_once([collect(dossier, turn % 3 == 2) for turn, dossier in enumerate(dossiers)])

    assert raised == []
    assert numbers() == [f"{number:07}/2026" for number in range(1, 7)]


def test_fee_of_one_dossier_taken_by_many_clerks_at_once_is_taken_once(province, dossiers):
    desk, dossier = province.actor("desk"), dossiers[0]

    raised = at_once([lambda: collect_fee(dossier, actor=desk) for _clerk in range(6)])

    assert raised == []
    assert numbers() == ["0000001/2026"]
    with system_scope():
        dossier.refresh_from_db()
    assert (dossier.fee_state, dossier.fee_settled) == ("paid", 8000)


def test_receipt_voided_by_two_clerks_at_once_is_voided_once(province, dossiers):
    desk, dossier = province.actor("desk"), dossiers[0]
    with system_scope():
        collect_fee(dossier, actor=desk)
        receipt = FeeReceipt.objects.get()

    raised = at_once([lambda: void_receipt(receipt, actor=desk, reason="Nhầm") for _clerk in range(4)])

    assert raised == []
    with system_scope():
        dossier.refresh_from_db()
        told = [action.verb for action in history(dossier)]
    assert (dossier.fee_state, dossier.fee_owed) == ("due", 8000)
    assert told.count("dossiers.void_fee") == 1
