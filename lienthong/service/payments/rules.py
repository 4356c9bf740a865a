"""Who looks after money that arrived in an unexpected way."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import NOTHING, define, organisations_with, rule
from lienthong.kernel.actions.public import Actor
from lienthong.service.payments.models import Payment

RESOLVE = define("payments:payment:resolve", _("Đối soát phí nộp trực tuyến"), roles=["mot_cua"])


@rule(Payment, RESOLVE)
def received_for_my_desk(actor: Actor) -> Q:
    """Money for the dossiers that the actor's desk received: it is the one that took the fee."""
    desks = organisations_with(actor, RESOLVE)
    return Q(dossier__receiving_id__in=sorted(desks)) if desks else NOTHING
