"""How many statements an act and a page cost: budgets, so that growth is noticed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lienthong.office.documents.domain.fields import proposed
from lienthong.office.documents.public import Order, bring, direct, finish, forward, register_intake
from tests.office.documents.conftest import LETTER


def count(act):
    with CaptureQueriesContext(connection) as seen:
        result = act()
    work = [row["sql"] for row in seen if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    print(len(work), *work, sep="\n  ")
    return len(work), result


def test_acts_stay_within_their_budget(journey):
    office = journey.office
    clerk = office.actor("clerk")
    journey.registered()
    intake = bring(
        LETTER.replace("1605", "1700").encode(),
        actor=clerk,
        organisation_id=office.organisation.pk,
        name="a.txt",
    )
    registering, document = count(
        lambda: register_intake(intake, actor=clerk, values=proposed(intake.reading))
    )
    leader, head, officer = office.actor("leader"), office.actor("head"), office.actor("officer")
    directing, rows = count(
        lambda: direct(
            document, actor=leader, orders=[Order("main", unit_id=office.unit.pk)], instruction="Xử lý"
        )
    )
    forwarding, below = count(
        lambda: forward(rows[0], actor=head, orders=[Order("main", officer_id=office.officer.pk)])
    )
    finishing, _ = count(lambda: finish(below[0], actor=officer, outcome="Xong"))

    assert (registering, directing, forwarding, finishing) <= (20, 15, 15, 15)
    assert max(directing, forwarding, finishing) <= 15


@pytest.mark.parametrize(("path", "budget"), [("/van-ban/den/", 9), ("/van-ban/di/", 9)])
def test_lists_stay_within_their_budget(journey, path, budget):
    journey.registered()
    client = Client()
    client.force_login(journey.office.clerk.account)
    client.get(path)

    spent, answer = count(lambda: client.get(path))

    assert answer.status_code == 200
    assert spent <= budget
