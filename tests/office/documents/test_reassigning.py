"""Re-assigning in the inbox: the row behind the item moves with it."""

from __future__ import annotations

import pytest

from lienthong.kernel.actions.public import history
from lienthong.kernel.errors import DomainError, Forbidden, Refused
from lienthong.kernel.work.public import WorkItem, reassign
from lienthong.office.documents.models import Assignment, Document, Initial
from lienthong.office.documents.public import (
    Order,
    ask_initials,
    finish,
    forward,
    give_initial,
    mark_opened,
    sign,
    take_back,
)


def item_of(row, kind="assignment"):
    where = {"part": str(row.pk)} if not isinstance(row, Document) else {"object_id": str(row.pk)}
    return WorkItem.objects.get(kind=f"documents.{kind}", state="open", **where)


def hand(office, item, to):
    return reassign(item, actor=office.actor("leader"), officer_id=getattr(office, to).pk, reason="Nghỉ phép")


def test_branch_moves_with_its_item_in_one_action(journey):
    office = journey.office
    (lead,) = journey.directed()
    mark_opened(lead, actor=office.actor("officer"))
    before = len(history(lead.document))

    item = hand(office, item_of(lead), "outsider")

    lead.refresh_from_db()
    assert (lead.receiver_officer_id, lead.receiver_unit_id) == (item.officer_id, item.unit_id)
    assert (lead.receiver_officer_id, lead.receiver_unit_id) == (office.outsider.pk, office.other_unit.pk)
    assert lead.receiver_name == "Hà Thị Ngoài, Chuyên viên"
    assert [action.verb for action in history(lead.document)[before:]] == ["work.reassign"]


def test_new_holder_finishes_and_the_former_cannot(journey):
    office = journey.office
    (lead,) = journey.directed()
    hand(office, item_of(lead), "colleague")

    with pytest.raises(Forbidden):
        finish(lead, actor=office.actor("officer"))
    finish(lead, actor=office.actor("colleague"))

    assert Document.objects.get(pk=lead.document_id).state == "done"


def test_branch_that_the_new_holder_has_not_opened_can_be_taken_back(journey):
    office = journey.office
    (lead,) = journey.directed()
    mark_opened(lead, actor=office.actor("officer"))
    hand(office, item_of(lead), "colleague")

    take_back(lead, actor=office.actor("leader"))

    assert WorkItem.objects.get(part=str(lead.pk)).state == "withdrawn"


def test_branch_of_a_unit_becomes_that_of_one_officer(journey):
    office = journey.office
    (lead,) = journey.directed(Order("main", unit_id=office.unit.pk))

    hand(office, item_of(lead), "officer")

    finish(lead, actor=office.actor("officer"))
    lead.refresh_from_db()
    assert (lead.receiver_officer_id, lead.state) == (office.officer.pk, "done")


@pytest.mark.parametrize(
    ("to", "code"), [("outsider", "receiver_twice"), ("clerkless", "holder_may_not")]
)  # fmt: skip
def test_branch_stays_where_it_is_when_the_holder_does_not_fit(journey, make, to, code):
    office = journey.office
    office.clerkless = make.officer(organisation=office.organisation, name="Vũ Không Vai")
    lead, _helper = journey.directed(
        Order("main", officer_id=office.officer.pk), Order("coordinating", officer_id=office.outsider.pk)
    )

    with pytest.raises(Refused) as refusal:
        hand(office, item_of(lead), to)

    lead.refresh_from_db()
    assert refusal.value.code == code
    assert lead.receiver_officer_id == item_of(lead).officer_id == office.officer.pk


def test_branch_does_not_go_to_the_one_who_passed_it_on(journey):
    office = journey.office
    (lead,) = journey.directed()
    (below,) = forward(
        lead, actor=office.actor("officer"), orders=[Order("main", officer_id=office.colleague.pk)]
    )

    with pytest.raises(Refused) as refusal:
        hand(office, item_of(below), "officer")

    assert refusal.value.code == "to_the_one_who_gave"


def test_draft_gets_another_drafter(journey):
    draft = journey.draft()

    hand(journey.office, item_of(draft, "draft"), "colleague")

    assert Document.objects.get(pk=draft.pk).drafter_id == journey.office.colleague.pk


def test_initials_are_given_by_whom_they_were_handed_to_and_never_by_the_drafter(journey):
    office = journey.office
    draft = journey.draft()
    (initial,) = ask_initials(draft, actor=office.actor("officer"), officer_ids=[office.head.pk])

    with pytest.raises(Refused):
        hand(office, item_of(initial, "draft_review"), "officer")
    hand(office, item_of(initial, "draft_review"), "colleague")
    give_initial(initial, actor=office.actor("colleague"))

    assert Initial.objects.get(pk=initial.pk).officer_name == "Mai Văn Bạn, Chuyên viên"


def test_signature_goes_to_a_leader_only_and_is_his(journey):
    office = journey.office
    letter = journey.submitted()

    with pytest.raises(DomainError):
        hand(office, item_of(letter, "sign"), "colleague")
    hand(office, item_of(letter, "sign"), "deputy")
    sign(letter, actor=office.actor("deputy"))

    assert Document.objects.get(pk=letter.pk).signer_name == "Đỗ Thị Phó"


def test_registered_document_waits_for_a_leader_only(journey):
    document = journey.registered()

    with pytest.raises(Refused):
        hand(journey.office, item_of(document, "direct"), "officer")
    item = hand(journey.office, item_of(document, "direct"), "deputy")

    assert item.officer_id == journey.office.deputy.pk
    assert Assignment.objects.filter(document=document).count() == 0
