"""Sealing, proofs, and the six kinds of tampering that the outside verifier must name (S45)."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, connections, transaction

from lienthong.kernel.actions import merkle
from lienthong.kernel.actions.audit import verify_history
from lienthong.kernel.actions.models import Action, Head, Leaf
from lienthong.kernel.actions.public import SYSTEM, Ref, proof_of, record
from lienthong.kernel.actions.sealing import head_dict, seal_everything, stored_node
from tests.kernel.actions.history import sealed, tamper, wipe

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture(autouse=True)
def _empty_history(settings, tmp_path):
    """Append-only tables outlive a test, so each test starts from truncated ones, done as the superuser."""
    settings.KEYS_DIR = tmp_path / "keys"
    wipe()
    yield
    wipe()


def write(count: int, name: str = "x") -> list[Action]:
    made = []
    for number in range(count):
        with transaction.atomic():
            made.append(
                record("test.write", Ref("test.thing", f"{name}{number}"), actor=SYSTEM, data={"n": number})
            )
    return made


def test_sealed_action_has_a_proof_against_a_signed_head():
    actions = write(5)
    assert proof_of(actions[2]) is None

    sealed(5)

    assert all(proof_of(action).holds() for action in actions)


def test_action_of_a_running_transaction_is_sealed_only_after_its_commit():
    started, finish = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            record("test.slow", Ref("test.thing", "slow"), actor=SYSTEM)
            started.set()
            finish.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    started.wait(10)
    later = write(1)[0]
    seal_everything()
    waiting = Leaf.objects.count()
    finish.set()
    thread.join()
    sealed(2)

    assert waiting == 0
    assert Leaf.objects.count() == 2
    assert proof_of(later).holds()


@pytest.fixture
def busy_neighbour():
    """Short transactions in another database of the cluster without a pause: they share the transaction numbers."""
    from lienthong.config import options
    from lienthong.config.cluster.server import Cluster

    stop = threading.Event()

    def churn():
        with Cluster.at(options.var_dir()).superuser("postgres") as raw:
            while not stop.is_set():
                raw.execute(
                    "do $$ begin for n in 1..5000 loop perform pg_current_xact_id(); commit; end loop; end $$"
                )

    threads = [threading.Thread(target=churn) for _ in range(3)]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()


def test_neighbour_database_does_not_hold_the_sealing_back(busy_neighbour):
    """Once one round in ten took nothing, for a transaction that ended while the sealer looked counted as ours."""
    taken = 0
    for number in range(100):
        write(1, f"n{number}-")
        taken += seal_everything() is not None

    assert taken >= 95  # one of PostgreSQL's own transactions may still hold a round back


def test_each_head_is_consistent_with_every_earlier_one():
    for round_number, size in enumerate((1, 3, 6, 10)):
        write(round_number + 1, f"r{round_number}-")
        sealed(size)
    heads = list(Head.objects.order_by("size"))

    assert [head.size for head in heads] == [1, 3, 6, 10]
    for first, second in [(a, b) for a in heads for b in heads if a.size <= b.size]:
        proof = merkle.consistency_proof(stored_node, first.size, second.size)
        assert merkle.verify_consistency(
            first.size, second.size, bytes(first.root), bytes(second.root), proof
        )


def test_untouched_history_verifies_with_kept_heads():
    write(7)
    kept = [head_dict(sealed(7))]
    write(3)
    sealed(10)

    assert verify_history(kept).to_dict() == {"ok": True, "size": 10, "first_bad": None, "what": ""}


class TestTampering:
    """S45: someone with superuser rights edits the database; the verifier holds heads from before."""

    @pytest.fixture
    def kept(self):
        write(6)
        first = head_dict(sealed(6))
        write(4, "y")
        return [first, head_dict(sealed(10))]

    @staticmethod
    def action_at(index: int) -> str:
        return str(Leaf.objects.get(index=index).action_id)

    def test_changed_action_is_named(self, kept):
        tamper(f"update actions_action set verb = 'forged' where id = '{self.action_at(3)}'")

        assert verify_history(kept).first_bad == 3

    def test_deleted_action_is_named(self, kept):
        tamper(f"delete from actions_action where id = '{self.action_at(4)}'")

        assert verify_history(kept).first_bad == 4

    def test_inserted_action_is_named(self, kept):
        source = self.action_at(2)
        tamper(
            "insert into actions_action (id, at, verb, object_type, object_id, actor_kind, data, xid) "
            f"select gen_random_uuid(), at, verb, object_type, object_id, actor_kind, data, xid from actions_action where id = '{source}'"
        )

        verdict = verify_history(kept)

        assert (verdict.ok, "inserted" in verdict.what) == (False, True)

    def test_reordered_actions_are_named(self, kept):
        one, two = self.action_at(1), self.action_at(2)
        tamper(
            "delete from actions_leaf where index in (1, 2)",
            *(
                f"insert into actions_leaf (index, action_id, hash) values ({index}, '{action}', '\\x{bytes(Leaf.objects.get(action_id=action).hash).hex()}')"
                for index, action in ((1, two), (2, one))
            ),
        )

        assert verify_history(kept).first_bad == 0  # the first signed head covers entries 0…5, and it fails

    def test_cut_off_tail_is_named(self, kept):
        ids = ", ".join(f"'{self.action_at(index)}'" for index in range(6, 10))
        tamper(
            f"delete from actions_action where id in ({ids})",
            "delete from actions_leaf where index >= 6",
            "delete from actions_head where size > 6",
        )

        assert verify_history(kept).first_bad == 6

    def test_return_to_an_older_state_is_named_even_when_history_goes_on(self, kept):
        ids = ", ".join(f"'{self.action_at(index)}'" for index in range(6, 10))
        tamper(
            f"delete from actions_action where id in ({ids})",
            "delete from actions_leaf where index >= 6",
            "delete from actions_head where size > 6",
            "delete from actions_node where level = 0 and index >= 6 or level = 1 and index >= 3 or level = 2 and index >= 1 or level >= 3",
        )
        write(9, "z")
        sealed(15)

        verdict = verify_history(kept)

        assert (verdict.ok, verdict.first_bad) == (False, 6)


def test_head_signed_by_a_stranger_is_not_trusted(settings, tmp_path):
    write(2)
    kept = head_dict(sealed(2))
    settings.KEYS_DIR = tmp_path / "other"

    assert not verify_history([kept]).ok


def test_reason_can_be_erased_without_breaking_the_proof():
    with transaction.atomic():
        action = record(
            "test.refuse", Ref("test.thing", "1"), actor=SYSTEM, reason="Bà Trịnh Thị Mẫu thiếu giấy tờ"
        )
    sealed(1)

    with connection.cursor() as cursor:
        cursor.execute("delete from actions_note where action_id = %s", [action.pk])

    assert proof_of(Action.objects.get(pk=action.pk)).holds()
    assert verify_history().ok


def test_times_are_hashed_in_utc_whatever_zone_the_session_has():
    from lienthong.kernel.actions.sealing import entry_bytes

    action = write(1)[0]
    elsewhere = Action.objects.get(pk=action.pk)
    elsewhere.at = elsewhere.at.astimezone(dt.timezone(dt.timedelta(hours=7)))

    assert entry_bytes(action) == entry_bytes(elsewhere)
