"""From actions to the state of a dossier: the projection that ``rebuild --check`` proves."""

from __future__ import annotations

from typing import Any

from lienthong.kernel.actions.public import Action, register_projection
from lienthong.service.dossiers.models import Dossier

# What a waiting step means for the dossier as a whole.
STATE_OF_TASK = {
    "receive": "submitted",
    "supplement": "waiting_supplement",
    "pay": "waiting_payment",
    "process": "processing",
    "draft": "processing",
    "review": "processing",
    "consult": "consulting",
    "sign": "signing",
    "seal": "sealing",
    "return": "ready",
}
# Where several steps wait at once, the applicant's duty shows first, then the one furthest back.
PRECEDENCE = [
    "waiting_supplement",
    "waiting_payment",
    "submitted",
    "consulting",
    "processing",
    "signing",
    "sealing",
    "ready",
]


def fold(actions: list[Action]) -> dict[str, Any]:
    """State columns from the history: every action that moves a dossier says in ``data`` where it stands after it."""
    state: dict[str, Any] = {"state": "submitted", "step_code": "", "step_name": "", "fee_state": "none"}
    for action in actions:
        for name in state:
            if name in action.data:
                state[name] = action.data[name]
    return state


register_projection(Dossier, fields=("state", "step_code", "step_name", "fee_state"), fold=fold)
