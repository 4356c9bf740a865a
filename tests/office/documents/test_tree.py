"""The assignment tree keeps its rules whatever people do (S17 for documents)."""

from __future__ import annotations

import contextlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lienthong.kernel.actions.public import differences, registered
from lienthong.kernel.errors import DomainError, Forbidden, Invalid, Refused
from lienthong.kernel.work.public import WorkItem, reassign
from lienthong.office.documents.models import Assignment, Document
from lienthong.office.documents.public import (
    Order,
    ask_opinion,
    direct,
    finish,
    forward,
    give_opinion,
    mark_opened,
    recall_assignment,
    reopen,
    return_assignment,
    take_back,
)

PEOPLE = ["head", "officer", "colleague", "outsider", "deputy", "clerk"]


def only(document, **lookup):
    return Assignment.objects.get(document=document, **lookup)


def test_second_main_among_siblings_is_refused(journey):
    office = journey.office
    with pytest.raises(Invalid, match="một nơi chủ trì"):
        journey.directed(
            Order("main", officer_id=office.officer.pk), Order("main", officer_id=office.head.pk)
        )


def test_coordinating_without_main_is_refused(journey):
    with pytest.raises(Invalid, match="phải có nơi chủ trì"):
        journey.directed(Order("coordinating", officer_id=journey.office.officer.pk))


def test_unread_branch_is_taken_back_but_a_read_one_is_not(journey):
    office = journey.office
    (first,) = journey.directed()
    take_back(first, actor=office.actor("leader"))
    assert WorkItem.objects.get(part=str(first.pk)).state == "withdrawn"

    (second,) = journey.directed(document=first.document)
    mark_opened(second, actor=office.actor("officer"))
    with pytest.raises(Refused, match="đã mở"):
        take_back(second, actor=office.actor("leader"))


def test_returning_the_lead_ends_its_helpers_and_asks_for_new_direction(journey):
    office = journey.office
    lead, helper = journey.directed(
        Order("main", officer_id=office.officer.pk), Order("coordinating", officer_id=office.outsider.pk)
    )

    return_assignment(lead, actor=office.actor("officer"), reason="Không thuộc phạm vi")

    helper.refresh_from_db()
    document = Document.objects.get(pk=lead.document_id)
    assert (helper.state, document.state) == ("recalled", "registered")
    assert WorkItem.objects.filter(kind="documents.direct", state="open").count() == 1


def test_finishing_closes_the_own_branch_only(journey):
    office = journey.office
    lead, helper = journey.directed(
        Order("main", officer_id=office.officer.pk), Order("coordinating", officer_id=office.outsider.pk)
    )

    finish(helper, actor=office.actor("outsider"))

    lead.refresh_from_db()
    assert lead.state == "open"
    assert Document.objects.get(pk=lead.document_id).state == "processing"


def test_opinion_is_asked_without_giving_the_work_away(journey):
    office = journey.office
    (lead,) = journey.directed()

    (asked,) = ask_opinion(
        lead,
        actor=office.actor("officer"),
        orders=[Order("opinion", officer_id=office.outsider.pk)],
        question="Thống nhất không?",
    )
    give_opinion(asked, actor=office.actor("outsider"), opinion="Thống nhất")

    lead.refresh_from_db()
    asked.refresh_from_db()
    assert (lead.state, asked.state, asked.outcome) == ("open", "done", "Thống nhất")


def test_branch_of_another_is_nobody_elses_to_finish(journey):
    (lead,) = journey.directed()
    with pytest.raises(Forbidden):
        finish(lead, actor=journey.office.actor("colleague"))


def test_reopened_branch_puts_the_document_back_to_work(journey):
    office = journey.office
    (lead,) = journey.directed()
    finish(lead, actor=office.actor("officer"))
    assert Document.objects.get(pk=lead.document_id).state == "done"

    reopen(lead, actor=office.actor("officer"), reason="Còn thiếu phụ lục")

    assert Document.objects.get(pk=lead.document_id).state == "processing"
    assert WorkItem.objects.filter(part=str(lead.pk), state="open").count() == 1


def test_document_for_information_only_is_done_at_once(journey):
    office = journey.office
    (row,) = journey.directed(Order("information", officer_id=office.officer.pk))

    assert Document.objects.get(pk=row.document_id).state == "done"
    finish(row, actor=office.actor("officer"))
    row.refresh_from_db()
    assert row.state == "done"


def test_forwarding_to_oneself_is_refused(journey):
    (lead,) = journey.directed()
    with pytest.raises(Invalid, match="chính mình"):
        forward(
            lead,
            actor=journey.office.actor("officer"),
            orders=[Order("main", officer_id=journey.office.officer.pk)],
        )


def test_random_acts_never_break_the_rules_of_the_tree(journey):
    """Anyone tries anything in any order; refusals are fine, a broken rule is not."""
    office = journey.office

    class Acts(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.savepoint = transaction.savepoint()
            self.document = journey.registered(confirm_duplicate=True)

        def teardown(self):
            transaction.savepoint_rollback(self.savepoint)

        @contextlib.contextmanager
        def attempt(self):
            try:
                with transaction.atomic():
                    yield
            except DomainError:
                pass

        def branches(self):
            return list(
                Assignment.objects.filter(document=self.document)
                .select_related("document", "parent")
                .order_by("sent_at", "id")
            )

        orders = st.lists(
            st.tuples(st.sampled_from(["main", "coordinating", "information"]), st.sampled_from(PEOPLE)),
            min_size=1,
            max_size=3,
        )

        def made(self, picked):
            return [Order(role, officer_id=getattr(office, who).pk) for role, who in picked]

        @rule(picked=orders, who=st.sampled_from(["leader", "deputy", "officer"]))
        def directing(self, picked, who):
            with self.attempt():
                direct(self.document, actor=office.actor(who), orders=self.made(picked))

        @precondition(lambda self: self.branches())
        @rule(at=st.integers(0, 30), picked=orders, who=st.sampled_from(PEOPLE))
        def forwarding(self, at, picked, who):
            with self.attempt():
                forward(self.branch(at, who), actor=self.holder(at, who), orders=self.made(picked))

        @precondition(lambda self: self.branches())
        @rule(at=st.integers(0, 30), asked=st.sampled_from(PEOPLE))
        def asking(self, at, asked):
            with self.attempt():
                ask_opinion(
                    self.branch(at),
                    actor=self.holder(at),
                    orders=[Order("opinion", officer_id=getattr(office, asked).pk)],
                    question="?",
                )

        @precondition(lambda self: self.branches())
        @rule(at=st.integers(0, 30), act=st.sampled_from(["finish", "opinion", "return", "open", "reopen"]))
        def receiver_acts(self, at, act):
            branch, actor = self.branch(at), self.holder(at)
            with self.attempt():
                if act == "finish":
                    finish(branch, actor=actor)
                elif act == "opinion":
                    give_opinion(branch, actor=actor, opinion="Có")
                elif act == "return":
                    return_assignment(branch, actor=actor, reason="Lý do")
                elif act == "open":
                    mark_opened(branch, actor=actor)
                else:
                    reopen(branch, actor=actor, reason="Lý do")

        @precondition(lambda self: self.branches())
        @rule(
            at=st.integers(0, 30),
            act=st.sampled_from(["take_back", "recall"]),
            who=st.sampled_from(["leader", *PEOPLE]),
        )
        def sender_acts(self, at, act, who):
            with self.attempt():
                if act == "take_back":
                    take_back(self.branch(at), actor=office.actor(who))
                else:
                    recall_assignment(self.branch(at), actor=office.actor(who), reason="Lý do")

        @precondition(lambda self: self.branches())
        @rule(at=st.integers(0, 30), to=st.sampled_from(PEOPLE))
        def handing_over(self, at, to):
            item = WorkItem.objects.filter(part=str(self.branch(at).pk), state="open").first()
            if item is not None:
                with self.attempt():
                    reassign(item, actor=office.actor("leader"), officer_id=getattr(office, to).pk)

        def branch(self, at, _who=""):
            found = self.branches()
            return found[at % len(found)]

        def holder(self, at, fallback="officer"):
            officer = self.branch(at).receiver_officer_id
            return next(
                office.actor(name) for name in [*PEOPLE, fallback] if getattr(office, name).pk == officer
            )

        @invariant()
        def rules_hold(self):
            rows = self.branches()
            by_parent = {}
            for row in rows:
                by_parent.setdefault(row.parent_id, []).append(row)
            for siblings in by_parent.values():
                mains = [row for row in siblings if row.role == "main" and row.state in Assignment.COUNTING]
                assert len(mains) <= 1
                if any(row.role == "coordinating" and row.active for row in siblings):
                    assert mains
            for row in rows:
                items = WorkItem.objects.filter(part=str(row.pk), state="open")
                holders = [(item.officer_id, item.unit_id) for item in items]
                held = [(row.receiver_officer_id, row.receiver_unit_id)] if row.state == "open" else []
                assert holders == held, "inbox and tree name the same holder"
                if row.parent is not None and row.active:
                    assert row.parent.active, "nobody works under a branch that ended"
            document = Document.objects.get(pk=self.document.pk)
            working = [
                row for row in rows if row.active and row.parent_id is None and row.role != "information"
            ]
            assert not (document.state == "done" and working)
            if rows and document.state == "processing":
                assert working, "a document in work has somebody who works on it"
            for projection in registered():
                if projection.model in (Document, Assignment):
                    assert list(differences(projection, Document.objects.filter(pk=self.document.pk))) == []

    run_state_machine_as_test(
        Acts,
        settings=settings(
            max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
