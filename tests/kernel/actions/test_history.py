"""History only grows."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, connections, transaction

from lienthong.kernel.actions.models import Action
from lienthong.kernel.actions.public import SYSTEM, Ref, history, record

THING = Ref("test.thing", "1")


def test_recorded_actions_come_back_oldest_first_with_their_reasons(db):
    record("test.open", THING, actor=SYSTEM)
    record("test.close", THING, actor=SYSTEM, reason="xong việc")

    assert [(action.verb, action.reason) for action in history(THING)] == [
        ("test.open", ""),
        ("test.close", "xong việc"),
    ]


def test_record_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError):
        record("test.open", THING, actor=SYSTEM)


@pytest.mark.parametrize(
    "statement",
    ["update actions_action set verb = 'x'", "delete from actions_action", "truncate actions_action"],
)
def test_runtime_role_cannot_change_history(db, statement):
    record("test.open", THING, actor=SYSTEM)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Action.objects.filter(object_type="test.thing").count() == 1


@pytest.mark.django_db(databases=["default", "owner"], transaction=False)
def test_owner_role_cannot_change_history_either():
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into actions_action (id, at, verb, object_type, object_id, actor_kind) values (gen_random_uuid(), now(), 'x', 't', '1', 'system')"
        )
        with pytest.raises(DatabaseError), transaction.atomic("owner"):
            cursor.execute("update actions_action set verb = 'y'")


def test_runtime_role_cannot_reach_a_partition_directly(db):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select * from actions_action_2026")
