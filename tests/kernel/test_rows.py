"""Many rows in one statement are the rows that one insert each would have written."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from lienthong.kernel import clock
from lienthong.kernel.rows import insert_rows
from lienthong.kernel.work.models import WorkItem
from lienthong.office.documents.models import Document


def document(organisation, number: int, **more) -> Document:
    return Document(
        direction="incoming", organisation=organisation, state="arrived", made_at=clock.now(), visible_orgs=[organisation.pk], number=str(number),
        subject='Về việc "a\\b" \t{1,2}\n€ Ðặng', bases=[{"text": "Căn cứ ‘x’", "n": [1, None, 2.5]}], recipients=["Như trên", "Lưu: VT"],
        reading={"subject": {"value": None}}, issued_on=dt.date(2026, 1, 5), due_at=clock.now(), urgency=2, **more,
    )  # fmt: skip


def plain(row) -> dict:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname != "id"
    }


def test_rows_come_back_as_one_insert_each_would_have_written_them(make):
    organisation = make.organisation()
    alone, together = document(organisation, 1), document(organisation, 1)
    together.made_at, together.due_at = alone.made_at, alone.due_at
    alone.save(force_insert=True)

    insert_rows([together])

    assert plain(Document.objects.get(pk=together.pk)) == plain(Document.objects.get(pk=alone.pk))


def test_three_hundred_rows_are_one_statement_with_one_parameter(make):
    organisation = make.organisation()

    with CaptureQueriesContext(connection) as statements:
        made = insert_rows(document(organisation, number) for number in range(300))

    assert len(statements) == 1
    assert Document.objects.filter(pk__in=[row.pk for row in made]).count() == 300
    assert not made[0]._state.adding


def test_text_that_is_still_to_be_translated_is_written_in_words(make):
    organisation = make.organisation()
    item = WorkItem(
        kind="x", object_type="x", object_id="1", organisation_id=organisation.pk, title=gettext_lazy("Văn bản đến"), visible_orgs=[organisation.pk],
        opened_at=clock.now(),
    )  # fmt: skip

    insert_rows([item])

    assert WorkItem.objects.get(pk=item.pk).title == "Văn bản đến"


def test_broken_rule_of_the_table_is_an_error_and_nothing_is_written(make):
    organisation = make.organisation()
    rows = [document(organisation, 1, arrival_number=7, book_year=2026) for _ in range(2)]

    with pytest.raises(IntegrityError):
        insert_rows(rows)


def test_no_rows_cost_no_statement(db):
    with CaptureQueriesContext(connection) as statements:
        assert insert_rows([]) == []

    assert len(statements) == 0


def test_object_without_a_key_is_an_error(db):
    from lienthong.kernel.directory.models import Organisation

    with pytest.raises(ValueError, match="without a key"):
        insert_rows([Organisation(name="Sở Thử nghiệm")])
