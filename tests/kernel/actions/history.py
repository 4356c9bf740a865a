"""The append-only history in tests: only the database superuser can empty it, and only commits of others end a wait."""

from __future__ import annotations

import time
from typing import Any

from django.db import connection

from lienthong.kernel.actions.models import Head
from lienthong.kernel.actions.sealing import seal_everything


def superuser() -> Any:
    """A connection that triggers and row security do not bind."""
    from lienthong.config import options
    from lienthong.config.cluster.server import Cluster

    return Cluster.at(options.var_dir()).superuser(connection.settings_dict["NAME"])


def tamper(*statements: str) -> None:
    """What a database superuser can do: triggers do not stop him."""
    with superuser() as raw:
        raw.execute("set session_replication_role = replica")
        for statement in statements:
            raw.execute(statement)


def wipe() -> None:
    tamper("truncate actions_action, actions_leaf, actions_node, actions_head, actions_note")


def sealed(size: int) -> Head:
    """Seal until the tree has ``size`` leaves. A transaction that PostgreSQL itself runs in this database (autovacuum)
    holds the mark like any other, so now and then a round takes nothing; in the product the next minute does."""
    for _attempt in range(200):
        seal_everything()
        head = Head.objects.order_by("-size").first()
        if head is not None and head.size >= size:
            return head
        time.sleep(0.05)
    raise AssertionError(f"not sealed up to {size}")
