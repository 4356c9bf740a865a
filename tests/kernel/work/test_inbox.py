"""Who sees which work item, and in what order."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from lienthong.kernel import clock
from lienthong.kernel.access import scope
from lienthong.kernel.actions.public import Ref
from lienthong.kernel.errors import NotFound, Refused
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.public import (
    Outcome,
    counts,
    finish_item,
    item,
    items,
    open_item,
    perform,
    register_kind,
)
from lienthong.kernel.work.queries import grouped

THING = Ref("test.thing", "1")


class Echo:
    label = "Thử"
    chip = "task"

    def actions(self, item, actor):
        from lienthong.kernel.work.public import ItemAction

        return [ItemAction("finish", "Kết thúc")]

    def perform(self, item, actor, action, data, files):
        finish_item(item, actor=actor)
        return Outcome("Đã xong")

    def pane(self, item, actor):
        raise NotImplementedError


@pytest.fixture(autouse=True)
def echo():
    from lienthong.kernel.work import kinds

    register_kind("test", Echo())
    yield
    kinds._handlers.pop("test")


def give(officer=None, organisation=None, **facts):
    organisation = organisation or officer.organisation
    return open_item(
        kind="test",
        obj=THING,
        title="Việc thử",
        organisation_id=organisation.pk,
        officer_id=officer.pk if officer else None,
        **facts,
    )


def test_item_is_seen_by_its_holder_only(make):
    holder, neighbour = make.officer("chuyen_vien"), make.officer("chuyen_vien")
    given = give(holder)

    assert list(items(make.actor(holder))) == [given]
    assert list(items(make.actor(neighbour))) == []
    with pytest.raises(NotFound):
        item(make.actor(neighbour), given.pk)


def test_queue_of_a_role_is_seen_by_those_who_hold_it_in_that_agency(make):
    clerk, other_agency_clerk = make.officer("mot_cua"), make.officer("mot_cua")
    waiting = give(organisation=clerk.organisation, holder_role="mot_cua")

    assert list(items(make.actor(clerk))) == [waiting]
    assert list(items(make.actor(other_agency_clerk))) == []


def test_queue_item_belongs_to_the_one_who_finished_it(make):
    clerk = make.officer("mot_cua")
    waiting = give(organisation=clerk.organisation, holder_role="mot_cua")

    perform(waiting, make.actor(clerk), "finish", {})

    waiting.refresh_from_db()
    assert (waiting.state, waiting.officer_id) == ("done", clerk.pk)


def test_second_act_on_a_closed_item_is_refused(make):
    holder = make.officer("chuyen_vien")
    given = give(holder)
    perform(given, make.actor(holder), "finish", {})

    with pytest.raises(Refused) as refusal:
        perform(given, make.actor(holder), "finish", {})

    assert refusal.value.code == "item_closed"


def test_act_that_is_not_offered_is_refused(make):
    holder = make.officer("chuyen_vien")

    with pytest.raises(Refused):
        perform(give(holder), make.actor(holder), "publish", {})


def test_items_are_grouped_by_deadline_with_urgent_ones_first(make):
    holder = make.officer("chuyen_vien")
    monday = dt.date(2026, 11, 23)
    with clock.frozen(clock.at(monday, dt.time(9))):
        late = give(holder, due_at=clock.at(monday, dt.time(8)))
        soon = give(holder, due_at=clock.at(monday, dt.time(15)))
        urgent = give(holder, due_at=clock.at(monday, dt.time(16)), urgency=3)
        week = give(holder, due_at=clock.at(monday + dt.timedelta(days=3)))
        later = give(holder, due_at=clock.at(monday + dt.timedelta(days=20)))
        undated = give(holder)

        found = {group.key: group.items for group in grouped(list(items(make.actor(holder))))}

    assert found == {
        "overdue": [late],
        "today": [urgent, soon],
        "week": [week],
        "later": [later],
        "none": [undated],
    }


def test_counts_take_one_statement(make, django_assert_num_queries):
    holder = make.officer("chuyen_vien")
    for role in ("main", "opinion", "coordinating", "information"):
        give(holder, role=role)
    actor = make.actor(holder)

    with django_assert_num_queries(1):
        assert counts(actor) == {"can-lam": 2, "phoi-hop": 1, "de-biet": 1}


def test_row_security_hides_items_of_other_agencies_from_raw_sql(make):
    """S12: even a query without any filter shows nothing outside the agency's scope."""
    holder, stranger = make.officer("chuyen_vien"), make.officer("chuyen_vien")
    give(holder)

    def seen(context):
        scope.enter(context)
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from work_workitem")
            return cursor.fetchone()[0]

    assert [
        seen(scope.context_of(make.actor(holder))),
        seen(scope.context_of(make.actor(stranger))),
        seen(scope.NOTHING),
    ] == [1, 0, 0]
    scope.enter(scope.EVERYTHING)
    assert WorkItem.objects.count() == 1
