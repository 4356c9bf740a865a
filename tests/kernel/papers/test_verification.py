"""What a stranger learns about a paper."""

from __future__ import annotations

import uuid

import pytest

from lienthong.kernel.actions.public import SYSTEM, Ref, record
from lienthong.kernel.clock import today
from lienthong.kernel.errors import Refused
from lienthong.kernel.papers.public import (
    publish_paper,
    replace_paper,
    reserve_paper,
    verify_bytes,
    verify_token,
    withdraw_paper,
)

DATA = b"not a pdf, but the bytes that were given out"


@pytest.fixture
def paper(make):
    organisation = make.organisation("Sở Giấy Tờ")
    reserved = reserve_paper("Giấy xác nhận", organisation_id=organisation.pk, obj=Ref("test.thing", "1"))
    action = record("test.issue", Ref("test.thing", "1"), actor=SYSTEM)
    return publish_paper(
        reserved, DATA, file_id=uuid.uuid4(), action=action, number="05/GXN", issued_on=today()
    )


def test_token_of_a_paper_shows_kind_number_date_and_agency_only(paper):
    found = verify_token(paper.token)

    assert found.verdict == "valid"
    assert found.paper == {
        "kind": "Giấy xác nhận", "number": "05/GXN", "issued_on": today().isoformat(), "organisation": "Sở Giấy Tờ", "state": "valid",
    }  # fmt: skip


def test_token_that_was_never_given_out_is_unknown(db):
    assert verify_token("khong-co") is None


def test_reserved_paper_does_not_verify_yet(make):
    reserved = reserve_paper("Giấy xác nhận", organisation_id=make.organisation().pk)

    assert verify_token(reserved.token) is None


def test_same_bytes_verify_and_one_changed_byte_does_not(paper):
    assert verify_bytes(DATA).verdict == "valid"
    assert verify_bytes(DATA[:-1] + b"!").verdict == "unknown"


def test_withdrawn_paper_says_so_by_token_and_by_bytes(paper):
    withdraw_paper(paper, action=record("test.withdraw", Ref("test.thing", "1"), actor=SYSTEM))

    assert (verify_token(paper.token).verdict, verify_bytes(DATA).verdict) == ("withdrawn", "withdrawn")


def test_replaced_paper_says_so(paper, make):
    newer = reserve_paper("Giấy xác nhận", organisation_id=paper.organisation_id)
    replace_paper(paper, newer, action=record("test.replace", Ref("test.thing", "1"), actor=SYSTEM))

    assert verify_token(paper.token).verdict == "replaced"


def test_paper_cannot_be_published_twice(paper):
    with pytest.raises(Refused):
        publish_paper(paper, b"other bytes", file_id=uuid.uuid4(), action=None)
