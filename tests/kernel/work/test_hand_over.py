"""A head of unit gives the work of an absent officer to a colleague."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.config.bench.counting import counting
from lienthong.kernel import clock
from lienthong.kernel.access.public import delegate
from lienthong.kernel.actions.public import Ref, history
from lienthong.kernel.errors import Invalid, NotFound, Refused
from lienthong.kernel.notify.models import Notice
from lienthong.kernel.work import kinds
from lienthong.kernel.work.handover import NOBODY, TeamFilters
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.public import (
    Outcome,
    colleagues,
    finish_item,
    hand_over,
    hand_over_many,
    items,
    open_item,
    register_kind,
    team_items,
)

THING = Ref("test.thing", "1")
LIST = "/viec/don-vi/"


class Echo:
    label, chip = "Thử", "task"

    def __init__(self) -> None:
        self.told: list[int] = []

    def actions(self, item, actor):
        return []

    def perform(self, item, actor, action, data, files):
        return Outcome("")

    def pane(self, item, actor):
        return kinds.Pane("ui/components/messages.html", "", {})

    def reassigned(self, item, holder, *, actor):
        self.told.append(holder.pk)


@pytest.fixture(autouse=True)
def echo():
    handler = Echo()
    register_kind("test", handler)
    yield handler
    kinds._handlers.pop("test")


class Office:
    """Two rooms of one agency: a head, two officers and a third next door; the agency's leader; a stranger."""

    def __init__(self, make) -> None:
        self.make = make
        self.organisation = make.organisation()
        self.room = make.unit(self.organisation, "Phòng Một")
        self.next_room = make.unit(self.organisation, "Phòng Hai")
        here = {"organisation": self.organisation, "unit": self.room}
        self.head = make.officer("lanh_dao_phong", name="Trần Trưởng Phòng", **here)
        self.absent = make.officer("chuyen_vien", name="Lê Vắng Mặt", **here)
        self.present = make.officer("chuyen_vien", name="Mai Có Mặt", **here)
        self.neighbour = make.officer(
            "chuyen_vien", name="Đỗ Phòng Bên", organisation=self.organisation, unit=self.next_room
        )
        self.leader = make.officer("lanh_dao", name="Phạm Giám Đốc", organisation=self.organisation)
        self.stranger = make.officer("lanh_dao", name="Vũ Cơ Quan Khác")

    def actor(self, who):
        return self.make.actor(who)

    def give(self, officer=None, **facts) -> WorkItem:
        facts.setdefault("organisation_id", self.organisation.pk)
        if officer is not None:
            facts |= {"officer_id": officer.pk, "unit_id": officer.unit_id}
        return open_item(kind="test", obj=THING, title=facts.pop("title", "Việc thử"), number="01", **facts)


@pytest.fixture
def office(make) -> Office:
    return Office(make)


def test_item_moves_to_the_colleague_and_the_owner_of_its_object_follows(office, echo):
    item = office.give(office.absent)

    hand_over(item, actor=office.actor(office.head), officer_id=office.present.pk, reason="Nghỉ ốm")

    assert [row.pk for row in items(office.actor(office.present))] == [item.pk]
    assert list(items(office.actor(office.absent))) == []
    assert echo.told == [office.present.pk]
    [action] = history(THING)
    assert (action.verb, action.reason) == ("work.reassign", "Nghỉ ốm")


def test_both_officers_are_told_and_the_head_is_not(office):
    item = office.give(office.absent)

    hand_over(item, actor=office.actor(office.head), officer_id=office.present.pk, reason="Nghỉ ốm")

    told = {notice.account_id: notice.template for notice in Notice.objects.all()}
    assert told == {
        office.absent.account.pk: "work.taken_from_you",
        office.present.account.pk: "work.handed_to_you",
    }


def test_work_that_waits_for_a_role_goes_only_to_who_holds_it(office):
    item = office.give(holder_role="chuyen_vien", unit_id=office.room.pk)
    head = office.actor(office.head)

    with pytest.raises(Refused, match="không giữ vai trò"):
        hand_over(item, actor=head, officer_id=office.head.pk, reason="Gấp")
    hand_over(item, actor=head, officer_id=office.present.pk, reason="Gấp")

    item.refresh_from_db()
    assert item.officer_id == office.present.pk


def test_leader_does_not_send_a_rooms_step_to_another_room(office):
    """The domain would refuse the neighbour every act, so the work would be stuck in his inbox."""
    item = office.give(holder_role="chuyen_vien", unit_id=office.room.pk)

    with pytest.raises(Refused, match="không giữ vai trò"):
        hand_over(item, actor=office.actor(office.leader), officer_id=office.neighbour.pk, reason="Gấp")


def test_head_reaches_his_room_and_the_leader_the_agency(office):
    own, next_door = office.give(office.absent), office.give(office.neighbour)

    assert {row.pk for row in team_items(office.actor(office.head))} == {own.pk}
    assert {row.pk for row in team_items(office.actor(office.leader))} == {own.pk, next_door.pk}
    assert list(team_items(office.actor(office.stranger))) == []
    assert list(team_items(office.actor(office.present))) == []


@pytest.mark.parametrize("who", ["present", "stranger"])
def test_whoever_does_not_head_the_unit_finds_nothing_to_hand_over(office, who):
    item = office.give(office.absent)

    with pytest.raises(NotFound):
        hand_over(item, actor=office.actor(getattr(office, who)), officer_id=office.present.pk, reason="x")


def test_officer_outside_the_reach_is_not_taken(office):
    item = office.give(office.absent)

    for outside in (office.neighbour, office.stranger):
        with pytest.raises(Invalid) as refusal:
            hand_over(item, actor=office.actor(office.head), officer_id=outside.pk, reason="x")
        assert list(refusal.value.errors) == ["officer"]


def test_reason_is_needed(office):
    with pytest.raises(Invalid) as refusal:
        hand_over(
            office.give(office.absent),
            actor=office.actor(office.head),
            officer_id=office.present.pk,
            reason=" ",
        )

    assert list(refusal.value.errors) == ["reason"]


def test_closed_item_and_the_same_holder_are_refused(office):
    head = office.actor(office.head)
    item = office.give(office.absent)
    with pytest.raises(Refused, match="chính người đó"):
        hand_over(item, actor=head, officer_id=office.absent.pk, reason="x")
    finish_item(item, actor=office.actor(office.absent))

    with pytest.raises(Refused, match="đã xong"):
        hand_over(item, actor=head, officer_id=office.present.pk, reason="x")


def test_several_are_handed_over_each_with_its_own_outcome(office):
    good = office.give(office.absent)
    stuck = office.give(holder_role="lanh_dao_phong", unit_id=office.room.pk, title="Của trưởng phòng")

    results = hand_over_many(
        [good.pk, stuck.pk, good.pk],
        actor=office.actor(office.head),
        officer_id=office.present.pk,
        reason="Nghỉ phép",
    )

    assert [(row["title"], row["ok"]) for row in results] == [("Việc thử", True), ("Của trưởng phòng", False)]


def test_handing_over_keeps_the_budget(office):
    head, item = office.actor(office.head), office.give(office.absent)

    with counting() as statements:
        hand_over(item, actor=head, officer_id=office.present.pk, reason="Nghỉ ốm")

    assert len(statements) <= 15, statements.work


def test_filters_narrow_by_officer_nobody_and_lateness(office):
    now = clock.now()
    late = office.give(office.absent, due_at=now - dt.timedelta(hours=1))
    office.give(office.absent, due_at=now + dt.timedelta(days=1))
    waiting = office.give(holder_role="chuyen_vien", unit_id=office.room.pk)
    head = office.actor(office.head)

    def found(**filters) -> list:
        return [row.pk for row in team_items(head, TeamFilters(**filters))]

    assert found(officer=str(office.absent.pk), late=True) == [late.pk]
    assert found(officer=NOBODY) == [waiting.pk]
    assert len(found()) == 3


class TestScreens:
    @pytest.fixture
    def browser(self, office, client):
        client.force_login(office.head.account)
        return client

    def test_batch_hands_over_what_was_chosen(self, office, browser):
        chosen, kept = office.give(office.absent), office.give(office.absent, title="Giữ nguyên")

        answer = browser.post(
            LIST, {"item": [str(chosen.pk)], "officer": office.present.pk, "reason": "Nghỉ phép"}
        )

        chosen.refresh_from_db()
        kept.refresh_from_db()
        assert answer.status_code == 302
        assert (chosen.officer_id, kept.officer_id) == (office.present.pk, office.absent.pk)

    @pytest.mark.parametrize("left_out", ["item", "officer", "reason"])
    def test_what_is_left_out_is_named_and_the_choice_stays(self, office, browser, left_out):
        item = office.give(office.absent)
        values = {"item": [str(item.pk)], "officer": office.present.pk, "reason": "Nghỉ phép"}
        values.pop(left_out)

        answer = browser.post(LIST, values)

        shown = answer.content.decode()
        assert answer.status_code in (200, 422)
        item.refresh_from_db()
        assert item.officer_id == office.absent.pk
        assert {
            "item": "Hãy chọn ít nhất một việc",
            "officer": "Hãy chọn một cán bộ",
            "reason": "Hãy ghi lý do",
        }[left_out] in shown

    def test_one_item_is_handed_over_from_its_own_page(self, office, browser):
        item = office.give(office.absent)
        address = f"{LIST}{item.pk}/"
        assert "Lê Vắng Mặt" in browser.get(address).content.decode()

        answer = browser.post(address, {"officer": office.present.pk, "reason": "Nghỉ ốm"})

        item.refresh_from_db()
        assert (answer.status_code, item.officer_id) == (302, office.present.pk)

    def test_list_takes_as_many_statements_for_fifty_rows_as_for_one(self, office, browser):
        def statements() -> int:
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(LIST).status_code == 200
            return len(caught)

        office.give(office.absent)
        browser.get(LIST)
        one = statements()
        for _number in range(49):
            office.give(office.absent)

        assert statements() == one


def test_colleagues_are_those_in_office_in_the_room(office):
    with_head = {officer.pk for officer in colleagues(office.actor(office.head))}

    assert with_head == {office.head.pk, office.absent.pk, office.present.pk}


def test_rest_interface_hands_over(office, client):
    from lienthong.kernel.accounts.public import create_token

    item = office.give(office.absent)
    _token, plain = create_token(office.head.account, ["read", "write"], "thử")

    answer = client.post(
        f"/api/v1/work-items/{item.pk}/hand-over",
        {"officer": office.present.pk, "reason": "Nghỉ ốm"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {plain}"},
    )

    assert (answer.status_code, answer.json()["officer"]) == (200, office.present.pk)


class TestDeputy:
    """The head is away and has delegated: whoever gives the work out for him is named beside him."""

    @pytest.fixture
    def deputy(self, office):
        today = clock.today()
        delegate(
            office.head,
            office.neighbour,
            actor=office.actor(office.head),
            valid_from=today,
            valid_to=today,
            reason="Đi công tác",
        )
        Notice.objects.all().delete()
        office.neighbour.account.refresh_from_db()
        return office.neighbour

    def test_action_names_both(self, office, deputy):
        item = office.give(office.absent)

        hand_over(item, actor=office.actor(deputy), officer_id=office.present.pk, reason="Nghỉ ốm")

        [action] = history(THING)
        assert (action.officer_id, action.on_behalf_of) == (deputy.pk, office.head.pk)

    def test_notices_name_both(self, office, deputy):
        hand_over(
            office.give(office.absent),
            actor=office.actor(deputy),
            officer_id=office.present.pk,
            reason="Nghỉ ốm",
        )

        told = Notice.objects.get(template="work.handed_to_you")
        assert "Đỗ Phòng Bên thay Trần Trưởng Phòng" in str(told.body)

    def test_absent_head_is_told_that_his_own_work_was_given_away(self, office, deputy):
        item = office.give(office.head)

        hand_over(item, actor=office.actor(deputy), officer_id=office.present.pk, reason="Đi công tác")

        assert Notice.objects.filter(
            template="work.taken_from_you", account_id=office.head.account.pk
        ).exists()

    def test_who_has_the_right_himself_acts_for_nobody(self, office):
        today = clock.today()
        delegate(
            office.head,
            office.leader,
            actor=office.actor(office.head),
            valid_from=today,
            valid_to=today,
            reason="Đi công tác",
        )
        office.leader.account.refresh_from_db()

        hand_over(
            office.give(office.absent),
            actor=office.actor(office.leader),
            officer_id=office.present.pk,
            reason="Nghỉ ốm",
        )

        [action] = history(THING)
        assert action.on_behalf_of is None

    def test_screen_says_for_whom_before_and_after(self, client, office, deputy):
        item = office.give(office.absent)
        client.force_login(deputy.account)
        place = f"{LIST}{item.pk}/"

        team = client.get(LIST).content.decode()
        asked = client.get(place).content.decode()
        done = client.post(place, {"officer": office.present.pk, "reason": "Nghỉ ốm"}, follow=True)

        assert "giao việc thay Trần Trưởng Phòng" in team
        assert "<dt>Giao thay</dt><dd>Trần Trưởng Phòng</dd>" in asked
        assert "Đã giao việc cho Mai Có Mặt, thay Trần Trưởng Phòng" in done.content.decode()

    def test_handing_over_keeps_the_statement_budget(self, office, deputy):
        item, actor = office.give(office.absent), office.actor(deputy)

        with counting() as statements:
            hand_over(item, actor=actor, officer_id=office.present.pk, reason="Nghỉ ốm")

        assert len(statements) <= 15, statements.work
