"""An item that goes to somebody else: the app that owns its object hears of it, in the same transaction."""

from __future__ import annotations

import pytest

from lienthong.kernel.actions.public import Ref, history
from lienthong.kernel.errors import NotFound, Refused
from lienthong.kernel.work import kinds
from lienthong.kernel.work.public import colleagues, finish_item, open_item, reassign, register_kind

THING = Ref("test.thing", "1")


class Follows:
    label, chip = "Thử", "task"

    def __init__(self) -> None:
        self.told: list = []
        self.refuses = False

    def reassigned(self, item, holder, *, actor):
        if self.refuses:
            raise Refused("Người này không làm được việc ấy")
        self.told.append((item.part, item.officer_id, holder.pk, actor.officer_id))


class Silent:
    label, chip = "Thử", "task"


@pytest.fixture
def handler():
    found = Follows()
    register_kind("test.follows", found)
    register_kind("test.silent", Silent())
    yield found
    kinds._handlers.pop("test.follows")
    kinds._handlers.pop("test.silent")


@pytest.fixture
def people(make):
    organisation = make.organisation()
    unit = make.unit(organisation)
    return (
        make.officer("lanh_dao", organisation=organisation),
        make.officer("chuyen_vien", organisation=organisation),
        make.officer("chuyen_vien", organisation=organisation, unit=unit),
    )


def given_to(officer, kind="test.follows"):
    return open_item(
        kind=kind, obj=THING, part="b1", title="Việc thử", organisation_id=officer.organisation_id, officer_id=officer.pk
    )  # fmt: skip


def actor_of(officer):
    from lienthong.kernel.access.public import actor_for

    return actor_for(officer.account)


def test_owner_of_the_object_is_told_who_holds_the_item_now(people, handler):
    leader, before, after = people

    item = reassign(given_to(before), actor=actor_of(leader), officer_id=after.pk, reason="Nghỉ phép")

    assert handler.told == [("b1", after.pk, after.pk, leader.pk)]
    assert (item.officer_id, item.unit_id) == (after.pk, after.unit_id)


def test_one_action_tells_item_part_and_both_holders(people, handler):
    leader, before, after = people

    item = reassign(given_to(before), actor=actor_of(leader), officer_id=after.pk)

    (action,) = history(THING)
    assert action.verb == "work.reassign"
    assert action.data == {
        "item": str(item.pk), "kind": "test.follows", "part": "b1", "from": before.pk, "to": after.pk, "unit": after.unit_id,
    }  # fmt: skip


def test_refusal_of_the_owner_leaves_the_item_with_its_holder(people, handler):
    leader, before, after = people
    item = given_to(before)
    handler.refuses = True

    with pytest.raises(Refused):
        reassign(item, actor=actor_of(leader), officer_id=after.pk)

    item.refresh_from_db()
    assert item.officer_id == before.pk
    assert history(THING) == []


def test_kind_without_the_hook_is_handed_over_all_the_same(people, handler):
    leader, before, after = people

    item = reassign(given_to(before, "test.silent"), actor=actor_of(leader), officer_id=after.pk)

    assert item.officer_id == after.pk


def test_officer_of_another_agency_is_not_found(people, handler, make):
    leader, before, _after = people
    with pytest.raises(NotFound):
        reassign(given_to(before), actor=actor_of(leader), officer_id=make.officer("chuyen_vien").pk)


def test_finished_item_is_not_handed_over(people, handler):
    leader, before, after = people
    item = given_to(before)
    finish_item(item, actor=actor_of(before))
    with pytest.raises(Refused):
        reassign(item, actor=actor_of(leader), officer_id=after.pk)


@pytest.mark.parametrize("who", ["holder", "stranger"])
def test_item_moves_only_by_the_word_of_who_distributes_it(people, handler, make, who):
    """The right was asked by the callers; one that forgets it must not open the inboxes of a whole agency."""
    _leader, before, after = people
    actor = before if who == "holder" else make.officer("lanh_dao")
    item = given_to(before)

    with pytest.raises(NotFound):
        reassign(item, actor=actor_of(actor), officer_id=after.pk)

    item.refresh_from_db()
    assert item.officer_id == before.pk


@pytest.mark.parametrize("spoil", ["locked", "none"])
def test_officer_who_cannot_sign_in_gets_no_work(people, handler, spoil):
    leader, before, after = people
    if spoil == "locked":
        after.account.is_active = False
        after.account.save(update_fields=["is_active"])
    else:
        after.account.delete()

    with pytest.raises(Refused) as refusal:
        reassign(given_to(before), actor=actor_of(leader), officer_id=after.pk)

    assert refusal.value.code == "cannot_sign_in"
    able = {officer.pk: officer.can_sign_in for officer in colleagues(actor_of(leader))}
    assert (able[before.pk], able[after.pk]) == (True, False)
