"""Batch sealing: committed actions become leaves of one Merkle tree whose heads are signed and published.

Writers are never slowed: they only insert. One sealer at a time (advisory lock) takes every action whose transaction
number lies before the oldest one still running in this database, so no action can appear later behind the mark.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from lienthong.kernel import clock
from lienthong.kernel.actions import merkle
from lienthong.kernel.actions.actor import SYSTEM, Actor
from lienthong.kernel.actions.keys import key_id, replaced_key, sealing_key, trusted_keys
from lienthong.kernel.actions.models import Action, Head, Leaf, Node
from lienthong.kernel.actions.record import Ref, record

BATCH = 20_000
LOCK = 0x4C54_5345  # "LTSE"
COLUMNS = (
    "id", "at", "verb", "object_type", "object_id", "actor_kind", "account_id", "officer_id", "organisation_id", "on_behalf_of",
    "acting_as", "channel", "reason_hash", "data",
)  # fmt: skip


def entry_bytes(action: Action | dict[str, Any]) -> bytes:
    """The canonical form that is hashed: JSON, sorted keys, no spaces, UTC microseconds, version 1."""
    facts = action if isinstance(action, dict) else {name: getattr(action, name) for name in COLUMNS}
    plain = {name: facts[name] for name in COLUMNS}
    plain["id"] = str(plain["id"])
    plain["at"] = plain["at"].astimezone(clock.dt.UTC).isoformat(timespec="microseconds")
    plain["account_id"] = str(plain["account_id"]) if plain["account_id"] else None
    return json.dumps({"v": 1, **plain}, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def head_bytes(size: int, root: bytes, at: Any, key: str) -> bytes:
    """What is signed of a tree head."""
    moment = at.astimezone(clock.dt.UTC).isoformat(timespec="microseconds")
    return f"lienthong-head/1\n{size}\n{base64.b64encode(root).decode()}\n{moment}\n{key}\n".encode()


def stored_node(level: int, index: int) -> bytes:
    return bytes(Node.objects.only("hash").get(level=level, index=index).hash)


def _append(start: int, hashes: list[bytes]) -> None:
    """Add leaves ``start…`` and every subtree that they complete."""
    level, first, row = 0, start, hashes
    nodes: list[tuple[int, int, bytes]] = []
    while row:
        nodes += [(level, first + offset, value) for offset, value in enumerate(row)]
        # Pair up; a left neighbour may be one that was stored before.
        if first & 1:
            row = [stored_node(level, first - 1), *row]
            first -= 1
        row = [merkle.node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        first >>= 1
        level += 1
    _copy("actions_node (level, index, hash)", nodes)


def _copy(into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Many rows in one COPY: a batch of 20,000 actions makes 60,000 rows, which as model instances took most of the time."""
    with connection.cursor() as cursor, cursor.copy(f"copy {into} from stdin") as stream:
        for row in rows:
            stream.write_row(row)


# The oldest transaction that may still write here. Transactions of other databases of the cluster share the numbers;
# one that provably belongs elsewhere is left out. ``stranger`` says that the owner of the oldest one is not seen: it
# has just ended, or has not yet taken the lock that names it.
HORIZON = """
with seen as (select pg_current_snapshot() as snapshot),
running as (select pg_snapshot_xip(snapshot) as xid from seen),
owners as (
  select l.transactionid::text::bigint as low, s.datname
  from pg_locks l join pg_stat_activity s on s.pid = l.pid
  where l.locktype = 'transactionid' and l.granted and l.mode = 'ExclusiveLock'
),
ours as (
  select r.xid::text::numeric as xid, o.low is null as stranger
  from running r left join owners o on o.low = (r.xid::text::numeric % 4294967296)
  where o.datname is null or o.datname = current_database()
)
select coalesce((select min(xid)::text from ours), (select pg_snapshot_xmax(snapshot)::text from seen)),
  coalesce((select stranger from ours order by xid limit 1), false)
"""
LOOKS = 5


def _horizon() -> str:
    """Look again while a stranger holds the mark: the next look finds it gone or named. One that stays is ours."""
    with connection.cursor() as cursor:
        for _look in range(LOOKS):
            cursor.execute("select pg_stat_clear_snapshot()")  # else the first look's list of owners stays
            cursor.execute(HORIZON.replace("%", "%%"), [])
            mark, stranger = cursor.fetchone()
            if not stranger:
                break
    return str(mark)


def _unsealed(last: Head | None, limit: int) -> list[dict[str, Any]]:
    names = ", ".join(f"a.{name}" for name in COLUMNS)
    xid, action_id = (
        (last.last_xid, str(last.last_action_id)) if last else ("0", "00000000-0000-0000-0000-000000000000")
    )
    horizon = _horizon()
    with connection.cursor() as cursor:
        # After a restore into a fresh cluster transaction numbers start low again; then the mark says nothing.
        cursor.execute("select pg_current_xact_id()::text::numeric < %s::numeric", [xid])
        if cursor.fetchone()[0]:
            xid, action_id = "0", "00000000-0000-0000-0000-000000000000"
        cursor.execute(
            f"select {names}, a.xid::text from actions_action a "  # noqa: S608 column names of ours
            "where (a.xid, a.id) > (%s::xid8, %s::uuid) and a.xid < %s::xid8 "
            "and not exists (select 1 from actions_leaf l where l.action_id = a.id) order by a.xid, a.id limit %s",
            [xid, action_id, horizon, limit],
        )
        rows = []
        for values in cursor.fetchall():
            row = dict(zip((*COLUMNS, "xid"), values, strict=True))
            if isinstance(row["data"], str):
                row["data"] = json.loads(row["data"])
            rows.append(row)
    return rows


def seal(limit: int = BATCH) -> Head | None:
    """Seal what is waiting, at most ``limit`` actions. Returns the new head, or None when nothing waited."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return None
        last = Head.objects.order_by("-size").first()
        rows = _unsealed(last, limit)
        if not rows:
            return None
        start = last.size if last else 0
        hashes = [merkle.leaf_hash(entry_bytes(row)) for row in rows]
        _copy(
            "actions_leaf (index, action_id, hash)",
            (
                (start + at, row["id"], value)
                for at, (row, value) in enumerate(zip(rows, hashes, strict=True))
            ),
        )
        _append(start, hashes)
        size = start + len(rows)
        root = merkle.range_root(stored_node, 0, size)
        at, key = clock.now(), sealing_key()
        name = key_id(key.public_key())
        return Head.objects.create(
            size=size, root=root, at=at, last_xid=rows[-1]["xid"], last_action_id=rows[-1]["id"], key_id=name,
            signature=key.sign(head_bytes(size, root, at, name)),
        )  # fmt: skip


def seal_everything() -> Head | None:
    """Seal batch after batch; returns the last head made, or None."""
    newest = None
    while head := seal():
        newest = head
    return newest


def change_sealing_key(actor: Actor = SYSTEM) -> dict[str, str]:
    """Sign with a new key from now on; ``{"old", "new"}``. Heads signed before stay verifiable (S47).

    No head is made meanwhile. The change is an action, and so stands itself in the tree that the new key signs.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        with replaced_key() as (old, new):
            facts = {"old": old, "new": new}
            record("actions.change_sealing_key", Ref("actions.key", new), actor=actor, data=facts)
    return facts


@dataclass(frozen=True)
class Proof:
    """That an action stands in the tree of a signed head."""

    action_id: str
    index: int
    size: int
    leaf: bytes
    path: list[bytes]
    root: bytes
    head: Head

    def holds(self) -> bool:
        return merkle.verify_inclusion(self.leaf, self.index, self.size, self.path, self.root) and head_holds(
            self.head
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "action": self.action_id,
            "index": self.index,
            "leaf": self.leaf.hex(),
            "path": [item.hex() for item in self.path],
            "head": head_dict(self.head),
            "holds": self.holds(),
        }


def head_dict(head: Head) -> dict[str, Any]:
    return {
        "size": head.size,
        "root": bytes(head.root).hex(),
        "at": head.at.astimezone(clock.dt.UTC).isoformat(timespec="microseconds"),
        "key": head.key_id,
        "signature": base64.b64encode(bytes(head.signature)).decode(),
    }


def head_holds(head: Head, keys: Iterable[Ed25519PublicKey] | None = None) -> bool:
    """Whether a trusted sealing key signed the head."""
    for key in trusted_keys() if keys is None else keys:
        if key_id(key) == head.key_id:
            try:
                key.verify(
                    bytes(head.signature), head_bytes(head.size, bytes(head.root), head.at, head.key_id)
                )
            except InvalidSignature:
                return False
            return True
    return False


def proof_of(action: Action) -> Proof | None:
    """The inclusion proof against the newest head; None until the action is sealed (at most about a minute)."""
    leaf = Leaf.objects.filter(action_id=action.pk).first()
    head = Head.objects.order_by("-size").first()
    if leaf is None or head is None:
        return None
    # The leaf is computed from the row as it is now: a changed row then fails, whatever the stored hash says.
    return Proof(
        str(action.pk), leaf.index, head.size, merkle.leaf_hash(entry_bytes(action)),
        merkle.inclusion_proof(stored_node, leaf.index, head.size), bytes(head.root), head,
    )  # fmt: skip
