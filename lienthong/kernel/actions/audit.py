"""The outside verifier: reads the history and heads that someone kept, and names the first entry that is wrong."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from lienthong.kernel.actions import merkle
from lienthong.kernel.actions.models import Action, Head, Leaf
from lienthong.kernel.actions.sealing import entry_bytes, head_holds


@dataclass(frozen=True)
class Verdict:
    """``first_bad`` is the index of the first entry that cannot be trusted, or None."""

    ok: bool
    size: int
    first_bad: int | None = None
    what: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {"ok": self.ok, "size": self.size, "first_bad": self.first_bad, "what": self.what}


def head_from_dict(facts: dict[str, Any]) -> Head:
    """A head as it was published (:func:`sealing.head_dict`)."""
    return Head(
        size=int(facts["size"]), root=bytes.fromhex(facts["root"]), at=dt.datetime.fromisoformat(facts["at"]), key_id=facts["key"],
        signature=base64.b64decode(facts["signature"]), last_xid="0",
    )  # fmt: skip


class _Growing:
    """A tree that grows leaf by leaf and knows its root at any size, in O(log n) memory."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        level, value = 0, leaf
        while self.peaks and self.peaks[-1][0] == level:
            value = merkle.node_hash(self.peaks.pop()[1], value)
            level += 1
        self.peaks.append((level, value))
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return merkle.EMPTY_ROOT
        value = self.peaks[-1][1]
        for _level, left in reversed(self.peaks[:-1]):
            value = merkle.node_hash(left, value)
        return value


def verify_history(kept: Iterable[dict[str, Any]] = ()) -> Verdict:
    """Recompute the whole tree from the actions and compare it with stored and ``kept`` (published) heads.

    Finds a changed, deleted, inserted or reordered action, a cut-off tail and a roll-back to an older state; the last
    two only with a head that was kept outside.
    """
    outside = sorted((head_from_dict(facts) for facts in kept), key=lambda head: head.size)
    for head in outside:
        if not head_holds(head):
            return Verdict(False, 0, None, f"kept head of size {head.size} is not signed by a trusted key")
    stored = list(Head.objects.order_by("size"))
    for head in stored:
        if not head_holds(head):
            return Verdict(
                False, head.size, None, f"stored head of size {head.size} is not signed by a trusted key"
            )
    expected: dict[int, list[bytes]] = {}
    for head in [*stored, *outside]:
        expected.setdefault(head.size, []).append(bytes(head.root))
    tree = _Growing()
    good_until = 0
    for index, leaf in enumerate(Leaf.objects.order_by("index").iterator(chunk_size=2000)):
        if leaf.index != index:
            return Verdict(False, tree.size, index, "entry is missing from the sealed order")
        action = Action.objects.filter(pk=leaf.action_id).first()
        if action is None:
            return Verdict(False, tree.size, index, "sealed action was deleted")
        computed = merkle.leaf_hash(entry_bytes(action))
        if computed != bytes(leaf.hash):
            return Verdict(False, tree.size, index, "action was changed after it was sealed")
        tree.add(computed)
        if tree.size in expected:
            if any(root != tree.root() for root in expected[tree.size]):
                return Verdict(
                    False,
                    tree.size,
                    good_until,
                    f"entries {good_until}…{tree.size - 1} differ from the signed head",
                )
            good_until = tree.size
    furthest = max([head.size for head in [*stored, *outside]], default=0)
    if furthest > tree.size:
        return Verdict(False, tree.size, tree.size, f"entries {tree.size}…{furthest - 1} are gone")
    smuggled = _older_than_last_head_but_not_sealed()
    if smuggled:
        return Verdict(False, tree.size, tree.size, f"action {smuggled} was inserted into sealed history")
    return Verdict(True, tree.size)


def _older_than_last_head_but_not_sealed() -> str | None:
    """An action that stands before the seal's mark but is no leaf was put there afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select a.id from actions_action a, (select last_xid::xid8 as xid, last_action_id as id from actions_head order by size desc limit 1) h "
            "where (a.xid, a.id) <= (h.xid, h.id) and not exists (select 1 from actions_leaf l where l.action_id = a.id) order by a.xid, a.id limit 1"
        )
        row = cursor.fetchone()
    return str(row[0]) if row else None
