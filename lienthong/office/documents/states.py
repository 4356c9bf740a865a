"""From actions to the state of a document, an assignment and a delivery: the projections that ``rebuild --check`` proves."""

from __future__ import annotations

from typing import Any

from lienthong.kernel.actions.public import Action, register_projection
from lienthong.office.documents.models import Document


def fold(actions: list[Action]) -> dict[str, Any]:
    """Every action that moves a document says in ``data`` where it stands after it."""
    state = ""
    for action in actions:
        state = action.data.get("state", state)
    return {"state": state}


register_projection(Document, fields=("state",), fold=fold)
