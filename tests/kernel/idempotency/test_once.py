"""One effect and one answer per key."""

from __future__ import annotations

import threading

import pytest
from django.db import connections, transaction

from lienthong.kernel.actions.public import SYSTEM, Action, Ref, record
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.idempotency.public import once


def send(key: str, body: dict) -> tuple[bool, object]:
    with transaction.atomic(), once(key, actor=SYSTEM, endpoint="POST /things", body=body) as slot:
        if slot.replayed:
            return True, slot.answer
        record("test.made", Ref("test.thing", "1"), actor=SYSTEM)
        slot.store(201, {"code": "A1"})
        return False, slot.answer


def test_second_request_with_the_same_key_gets_the_first_answer(db):
    assert send("k", {"a": 1}) == (False, {"code": "A1"})
    assert send("k", {"a": 1}) == (True, {"code": "A1"})
    assert Action.objects.filter(verb="test.made").count() == 1


def test_same_key_with_another_body_is_refused(db):
    send("k", {"a": 1})

    with pytest.raises(Refused) as refusal:
        send("k", {"a": 2})

    assert refusal.value.code == "idempotency_key_reused"


def test_failed_work_leaves_the_key_free(db):
    with (
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
        once("k", actor=SYSTEM, endpoint="POST /things", body={"a": 1}),
    ):
        raise ZeroDivisionError

    assert send("k", {"a": 1}) == (False, {"code": "A1"})


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_key_out_of_bounds_is_refused(db, key):
    with pytest.raises(Invalid):
        send(key, {})


def test_ten_parallel_requests_have_one_effect(transactional_db):
    answers: list[tuple[bool, object]] = []

    def run() -> None:
        try:
            answers.append(send("parallel", {"a": 1}))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(replayed for replayed, _ in answers) == [False] + [True] * 9
    assert {str(answer) for _, answer in answers} == {str({"code": "A1"})}
