"""`lienthong rebuild --check` for documents: what the history does not explain is found and named."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Difference, differences, registered
from lienthong.kernel.work.public import WorkItem, reassign
from lienthong.office.documents.models import Assignment, Delivery, Document
from lienthong.office.documents.public import (
    Order,
    direct,
    finish,
    forward,
    issue,
    receive_delivery,
    refuse_delivery,
    withdraw,
)


def found(model, owners=None):
    (projection,) = [each for each in registered() if each.model is model]
    return list(differences(projection, owners))


@pytest.fixture
def worked_on(journey):
    """A document that was directed, passed on, handed over and answered in part; a letter that three agencies have."""
    office = journey.office
    lead, helper = journey.directed(
        Order("main", unit_id=office.unit.pk, due_at=clock.now() + dt.timedelta(days=3)),
        Order("coordinating", officer_id=office.outsider.pk),
    )
    (below,) = forward(lead, actor=office.actor("head"), orders=[Order("main", officer_id=office.officer.pk)])
    reassign(
        WorkItem.objects.get(part=str(below.pk)), actor=office.actor("head"), officer_id=office.colleague.pk
    )
    finish(helper, actor=office.actor("outsider"))
    return Document.objects.get(pk=lead.document_id)


@pytest.fixture
def sent(journey, make):
    """A letter issued to four agencies: registered, in work, refused, untouched."""
    from tests.office.documents.conftest import build_office

    offices = [build_office(make, f"Sở Nơi nhận {n}") for n in range(4)]
    letter = journey.sealed()
    issue(
        letter, actor=journey.office.actor("clerk"), organisation_ids=[each.organisation.pk for each in offices]
    )  # fmt: skip
    copies = [Document.objects.get(origin=letter, organisation=each.organisation) for each in offices]
    for office, copy in zip(offices[:2], copies, strict=False):
        receive_delivery(copy, actor=office.actor("clerk"))
    direct(
        copies[1], actor=offices[1].actor("leader"), orders=[Order("main", officer_id=offices[1].officer.pk)]
    )
    refuse_delivery(copies[2], actor=offices[2].actor("clerk"), reason="Sai nơi nhận")
    return letter


def states_of(letter):
    return list(Delivery.objects.filter(document=letter).order_by("organisation_id").values_list("state", flat=True))  # fmt: skip


def test_tree_that_was_worked_on_equals_its_history(worked_on):
    assert Assignment.objects.filter(document=worked_on).count() == 3
    assert found(Document) == found(Assignment) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"state": "done"}, "state"), ({"due_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "due_at"), ({"receiver_officer_id": 1}, "receiver_officer_id"),
        ({"role": "information"}, "role"),
    ],
)  # fmt: skip
def test_branch_changed_behind_the_history_is_named(worked_on, change, field):
    branch = Assignment.objects.get(document=worked_on, role="main", parent__isnull=False)
    before = getattr(branch, field)

    Assignment.objects.filter(pk=branch.pk).update(**change)

    assert found(Assignment) == [
        Difference(f"documents.assignment:{branch.pk}", field, change[field], before)
    ]


def test_branch_that_was_removed_is_named(worked_on):
    branch = Assignment.objects.get(document=worked_on, role="coordinating")
    Assignment.objects.filter(pk=branch.pk).delete()

    assert found(Assignment) == [Difference(f"documents.assignment:{branch.pk}", "row", None, "present")]


def test_branch_that_nobody_gave_is_named(worked_on):
    copy = Assignment.objects.get(document=worked_on, role="coordinating")
    copy.pk, copy._state.adding = None, True
    from lienthong.kernel.ids import new_id

    copy.pk = new_id()
    copy.save(force_insert=True)

    assert {each.object for each in found(Assignment)} == {f"documents.assignment:{copy.pk}"}


def test_deliveries_equal_what_the_receivers_did(sent):
    assert states_of(sent) == ["registered", "in_process", "refused", "arrived"]
    assert found(Delivery) == []


def test_deliveries_of_a_withdrawn_letter_equal_the_history(sent, journey):
    withdraw(sent, actor=journey.office.actor("leader"), reason="Sai nội dung")

    assert states_of(sent) == ["withdrawn", "withdrawn", "refused", "withdrawn"]
    assert found(Delivery) == found(Document) == []


@pytest.mark.parametrize("change", [{"state": "done"}, {"arrival_number": 99}])
def test_delivery_changed_behind_the_history_is_named(sent, change):
    delivery = Delivery.objects.filter(document=sent, state="registered").get()
    ((field, value),) = change.items()
    before = getattr(delivery, field)

    Delivery.objects.filter(pk=delivery.pk).update(**change)

    assert found(Delivery) == [Difference(f"documents.delivery:{delivery.pk}", field, value, before)]


def test_removed_delivery_is_named_by_its_copy(sent):
    delivery = Delivery.objects.filter(document=sent, state="arrived").get()
    Delivery.objects.filter(pk=delivery.pk).delete()

    assert found(Delivery) == [
        Difference(f"documents.delivery:{delivery.arrived_document_id}", "row", None, "present")
    ]


def test_arrival_number_changed_behind_the_history_is_named(journey):
    document = journey.registered()
    Document.objects.filter(pk=document.pk).update(arrival_number=77)

    assert found(Document) == [Difference(f"documents.document:{document.pk}", "arrival_number", 77, 1)]


def test_issued_number_changed_behind_the_history_is_named(journey):
    letter = journey.sealed()
    Document.objects.filter(pk=letter.pk).update(code="99/SKHTN-CN")

    assert found(Document) == [
        Difference(f"documents.document:{letter.pk}", "issued_code", "99/SKHTN-CN", letter.code)
    ]


def test_command_names_what_differs_and_fails(worked_on):
    from lienthong.config.commands.rebuild import rebuild

    branch = Assignment.objects.get(document=worked_on, role="coordinating")
    Assignment.objects.filter(pk=branch.pk).update(state="open")

    answer = CliRunner().invoke(rebuild, ["--check", "--json"])
    plain = CliRunner().invoke(rebuild, ["--check"])

    report = {line["model"]: line["differences"] for line in json.loads(answer.output)["projections"]}
    assert answer.exit_code == plain.exit_code == 1
    assert report["documents.assignment"] == [
        {"object": f"documents.assignment:{branch.pk}", "field": "state", "stored": "open", "derived": "done"}
    ]
    assert f"documents.assignment:{branch.pk}  state: lưu open, lịch sử done" in plain.output


def test_check_runs_the_same_statements_for_many_documents(journey):
    journey.directed()
    with CaptureQueriesContext(connection) as one:
        found(Assignment)
    for n in range(5):
        journey.directed(document=journey.registered(code=f"{n}/ABC", confirm_duplicate=True))

    with CaptureQueriesContext(connection) as many:
        assert found(Assignment) == []

    assert len(many) == len(one)
