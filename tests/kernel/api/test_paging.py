"""A walk through pages meets every row that stays exactly once, whatever comes or goes meanwhile."""

from __future__ import annotations

import base64
import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Ref
from lienthong.kernel.api.public import Column, page
from lienthong.kernel.errors import Invalid
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.queries import order_of

ORDER = order_of("can-lam")


def put(number: int, day: int | None, urgency: int) -> WorkItem:
    due = clock.at(dt.date(2026, 11, 25)) + dt.timedelta(days=day) if day is not None else None
    return WorkItem.objects.create(
        kind="test",
        object_type=Ref("test.thing", "1").type,
        object_id="1",
        title=str(number),
        organisation_id=1,
        due_at=due,
        urgency=urgency,
        opened_at=clock.now(),
        visible_orgs=[1],
    )


ROWS = st.lists(
    st.tuples(st.none() | st.integers(0, 3), st.integers(0, 2), st.booleans()), min_size=1, max_size=25
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(rows=ROWS, limit=st.integers(1, 7))
def test_each_row_is_met_once_while_others_come_and_go(db, rows, limit):
    WorkItem.objects.all().delete()
    items = [put(number, day, urgency) for number, (day, urgency, _goes) in enumerate(rows)]
    goes = [item.pk for item, (_day, _urgency, goes) in zip(items, rows, strict=True) if goes]
    met: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        found, cursor = page(WorkItem.objects.all(), ORDER, after=cursor, limit=limit)
        met += [str(item.pk) for item in found]
        WorkItem.objects.filter(pk__in=goes[:1]).delete()
        goes = goes[1:]
    stayed = {str(pk) for pk in WorkItem.objects.values_list("pk", flat=True)}

    assert len(met) == len(set(met))
    assert stayed <= set(met)


@pytest.mark.parametrize(
    "cursor",
    [
        "50",
        "%%%",
        "Hà Nội",
        base64.urlsafe_b64encode(json.dumps([1, 2, 3]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps(["x", "0", "1"]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps([None, "99999999999999999999", None]).encode()).decode(),
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
    ],
)
def test_cursor_of_somebody_elses_making_is_refused(db, cursor):
    with pytest.raises(Invalid) as refusal:
        page(WorkItem.objects.all(), ORDER, after=cursor, limit=10)

    assert "after" in refusal.value.errors


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_limit_outside_one_to_two_hundred_is_refused(db, limit):
    with pytest.raises(Invalid) as refusal:
        page(WorkItem.objects.all(), (Column("id"),), after="", limit=limit)

    assert "limit" in refusal.value.errors
