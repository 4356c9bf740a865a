"""What the receiving agency tells the sender, by itself, as its own work goes on. Statuses only move forward."""

from __future__ import annotations

from typing import Any

from lienthong.kernel import clock
from lienthong.office.documents.models import Delivery, Document


def report_back(document: Document, state: str, **facts: Any) -> None:
    """Move the delivery that brought this document to ``state``; nothing for one that came from outside.

    A later state is never undone by an earlier one, and the time of a state is that of its first report.
    """
    if document.origin_id is None:
        return
    earlier = Delivery.ORDER[: Delivery.ORDER.index(state)] if state in Delivery.ORDER else Delivery.ORDER[:1]
    Delivery.objects.filter(arrived_document_id=document.pk, state__in=earlier).update(
        state=state, **{f"{state}_at": clock.now()}, **facts
    )
