"""What other apps may use of the history."""

from lienthong.kernel.actions.actor import ANONYMOUS, SYSTEM, Actor, Channel, Grant
from lienthong.kernel.actions.append_only import append_only, runtime_role
from lienthong.kernel.actions.models import Action
from lienthong.kernel.actions.projections import (
    Difference,
    Projection,
    differences,
    histories,
    register_projection,
    registered,
)
from lienthong.kernel.actions.record import Ref, hash_personal, history, record, record_many, reference
from lienthong.kernel.actions.sealing import Proof, proof_of, seal_everything

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Action",
    "Actor",
    "Channel",
    "Difference",
    "Grant",
    "Projection",
    "Proof",
    "Ref",
    "append_only",
    "differences",
    "hash_personal",
    "histories",
    "history",
    "proof_of",
    "record",
    "record_many",
    "reference",
    "register_projection",
    "registered",
    "runtime_role",
    "seal_everything",
]
