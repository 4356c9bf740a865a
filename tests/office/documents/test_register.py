"""Registration: numbers, duplicates, rights."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from lienthong.kernel import clock
from lienthong.kernel.access.public import system_scope
from lienthong.kernel.errors import Forbidden, Invalid, Refused
from lienthong.office.documents.domain.fields import proposed
from lienthong.office.documents.models import Document
from lienthong.office.documents.public import Duplicate, bring, correct_fields, register_intake
from tests.office.documents.conftest import LETTER, build_office


def test_reader_proposes_the_fields_and_the_clerk_confirms_them(journey):
    document = journey.registered()

    assert document.issuer_name == "Sở Thử nghiệm"
    assert (document.number, document.notation, document.issued_on.isoformat()) == (
        "1605",
        "STN-VP",
        "2026-11-20",
    )
    assert document.kind_name == "Công văn"


def test_same_number_and_issuer_asks_for_confirmation(journey):
    first = journey.registered()

    with pytest.raises(Duplicate) as refusal:
        journey.registered(LETTER + "\n")
    assert refusal.value.earlier == first
    assert journey.registered(LETTER + "\n", confirm_duplicate=True).arrival_number == 2


def test_same_file_under_another_number_asks_for_confirmation(journey):
    journey.registered()
    with pytest.raises(Duplicate):
        journey.registered(code="9/KHAC")


def test_refused_duplicate_leaves_no_hole_in_the_numbers(journey):
    journey.registered()
    with pytest.raises(Duplicate):
        journey.registered()
    assert journey.registered(LETTER.replace("1605", "1606")).arrival_number == 2


def test_arrival_numbers_begin_anew_each_vietnamese_year(journey):
    import datetime as dt

    with clock.frozen(dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC)):
        assert (
            journey.registered().arrival_number,
            journey.registered(confirm_duplicate=True).arrival_number,
        ) == (1, 2)
    with clock.frozen(dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)):
        document = journey.registered(confirm_duplicate=True)
    assert (document.arrival_number, document.book_year) == (1, 2027)


def test_one_file_is_registered_once(journey):
    office = journey.office
    clerk = office.actor("clerk")
    intake = bring(LETTER.encode(), actor=clerk, organisation_id=office.organisation.pk, name="a.txt")
    values = proposed(intake.reading)
    register_intake(intake, actor=clerk, values=values)

    with pytest.raises(Refused, match="đã được vào sổ"):
        register_intake(intake, actor=clerk, values=values, confirm_duplicate=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("subject", ""),
        ("issuer_name", " "),
        ("issued_on", "31/02/2026"),
        ("subject", "x" * 501),
        ("pages", "0"),
        ("urgency", "9"),
        ("issued_on", "2999-01-01"),
    ],
)
def test_wrong_field_is_told_by_name(journey, field, value):
    with pytest.raises(Invalid) as refusal:
        journey.registered(**{field: value})
    assert list(refusal.value.errors) == [field]
    assert Document.objects.count() == 0


def test_officer_without_the_right_does_not_register(journey):
    office = journey.office
    with pytest.raises(Forbidden):
        bring(
            LETTER.encode(),
            actor=office.actor("officer"),
            organisation_id=office.organisation.pk,
            name="a.txt",
        )


def test_clerk_of_another_agency_does_not_register_here(journey, neighbour):
    with pytest.raises(Forbidden):
        bring(
            LETTER.encode(),
            actor=neighbour.actor("clerk"),
            organisation_id=journey.office.organisation.pk,
            name="a.txt",
        )


def test_correction_keeps_number_and_says_what_changed(journey):
    from lienthong.kernel.actions.public import history

    document = journey.registered()
    values = {
        **proposed(document.reading or {}),
        "code": document.code,
        "subject": "Trích yếu đúng",
        "issuer_name": document.issuer_name,
    }

    corrected = correct_fields(document, actor=journey.office.actor("clerk"), values=values, reason="Gõ nhầm")

    assert (corrected.arrival_number, corrected.subject) == (1, "Trích yếu đúng")
    assert "subject" in history(corrected)[-1].data["fields"]


@pytest.mark.django_db(transaction=True)
def test_arrival_numbers_of_many_clerks_at_once_are_continuous(transactional_db):
    from tests.factories import Make

    office = build_office(Make())
    clerk = office.actor("clerk")
    intakes = [
        bring(
            LETTER.replace("1605", str(2000 + n)).encode(),
            actor=clerk,
            organisation_id=office.organisation.pk,
            name="a.txt",
        )
        for n in range(8)
    ]
    failures: list[BaseException] = []

    def register(intake):
        try:
            with system_scope():
                register_intake(intake, actor=clerk, values=proposed(intake.reading))
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=register, args=(intake,)) for intake in intakes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    connection.ensure_connection()
    with system_scope():
        assert sorted(
            Document.objects.filter(organisation=office.organisation).values_list("arrival_number", flat=True)
        ) == list(range(1, 9))
