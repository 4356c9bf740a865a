"""Bút phê: the leader says who leads, who helps, who is told, and by when (D26)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Invalid
from lienthong.office.documents.domain import tree
from lienthong.office.documents.domain.delivery_states import report_back
from lienthong.office.documents.domain.moving import act, close_items, locked, require_state
from lienthong.office.documents.domain.tree import Order
from lienthong.office.documents.models import Assignment, Document
from lienthong.office.documents.rules import DIRECT


def direct(
    document: Document, *, actor: Actor, orders: Sequence[Order], instruction: str = ""
) -> list[Assignment]:
    """Give the work out. Again while the document is open adds branches, under the same rules.

    Only branches for information: nobody works on it, so the document is done with them.
    """
    require(actor, DIRECT, organisation_id=document.organisation_id)
    with transaction.atomic():
        document = locked(document)
        require_state(document, "registered", "processing")
        if any(order.role == "opinion" for order in orders):
            raise Invalid(_("Xin ý kiến thì dùng việc “Xin ý kiến”"), field="role")
        rows = tree.place(document, orders, parent=None, actor=actor)
        close_items(document, actor=actor, outcome="directed", kinds=["direct"])
        working = any(row.role != "information" for row in rows) or document.state == "processing"
        if document.due_at is None:
            dues = [row.due_at for row in rows if row.role == "main" and row.due_at]
            document.due_at = dues[0] if dues else None
        act(
            "direct",
            document,
            actor=actor,
            state="processing" if working else "done",
            reason=instruction,
            data={"branches": tree.facts(rows)},
            save=["due_at"],
        )
        report_back(document, "in_process" if working else "done")
    return rows


def file_away(document: Document, *, actor: Actor, reason: str = "") -> Document:
    """Lưu: nothing to do; the document is done as it is."""
    require(actor, DIRECT, organisation_id=document.organisation_id)
    with transaction.atomic():
        document = locked(document)
        require_state(document, "registered")
        close_items(document, actor=actor, outcome="filed", kinds=["direct"])
        act("file_away", document, actor=actor, state="done", reason=reason)
        report_back(document, "done")
    return document
