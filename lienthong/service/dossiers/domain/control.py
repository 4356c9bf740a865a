"""The control slip (form 06): who handed the dossier to whom, printed when somebody asks."""

from __future__ import annotations

from django.db import transaction

from lienthong.kernel.access.public import allows
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Forbidden
from lienthong.service.dossiers.domain.moving import locked
from lienthong.service.dossiers.domain.slips import make_slip
from lienthong.service.dossiers.models import Dossier, Slip
from lienthong.service.dossiers.rules import PROCESS, RECEIVE, SIGN


def may_print_control_slip(dossier: Dossier, actor: Actor) -> bool:
    """Those through whose hands the dossier goes: the receiving desk and the deciding agency."""
    return allows(actor, RECEIVE, organisation_id=dossier.receiving_id) or any(
        allows(actor, permission, organisation_id=dossier.deciding_id) for permission in (PROCESS, SIGN)
    )


def print_control_slip(dossier: Dossier, *, actor: Actor) -> Slip:
    """Record a control slip of the way so far and queue its drawing. Raises Forbidden for other agencies."""
    if not may_print_control_slip(dossier, actor):
        raise Forbidden()
    with transaction.atomic():
        dossier = locked(dossier)
        action = record(
            "dossiers.print_control", dossier, actor=actor, organisation_id=actor.organisation_id, data={}
        )
        return make_slip(dossier, "control", actor=actor, action=action)
