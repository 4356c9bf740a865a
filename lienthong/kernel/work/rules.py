"""Who may see and do what with work items."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import EVERY_OFFICER, NOTHING, define, rule
from lienthong.kernel.accounts.public import define_scope
from lienthong.kernel.actions.public import Actor, Grant
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.work.models import WorkItem

ACT = define("work:item:act", _("Xử lý việc được giao"), roles=EVERY_OFFICER)
define_scope("work:read", _("Đọc danh sách việc"), officers_only=True)
define_scope("work:write", _("Xử lý và giao lại việc"), officers_only=True)
ASSIGN = define("work:item:assign", _("Giao lại việc trong đơn vị"), roles=["lanh_dao_phong", "lanh_dao"])


@rule(WorkItem, ACT)
def held_by(actor: Actor) -> Q:
    """Items of the officer's own posts, of posts delegated to him, and of the queues of his roles."""
    if not actor.grants and actor.officer_id is None:
        return NOTHING
    officers = {grant.officer_id for grant in actor.grants if grant.officer_id}
    if actor.officer_id:
        officers.add(actor.officer_id)
    mine = Q(officer_id__in=officers)
    queues: dict[tuple[int, int | None], set[str]] = {}
    for grant in actor.grants:
        queues.setdefault((grant.organisation_id, grant.unit_id), set()).add(grant.role)
    for (organisation, unit), roles in queues.items():
        queue = Q(officer_id=None, organisation_id=organisation, holder_role__in=sorted(roles))
        if unit is not None:
            queue &= Q(unit_id=None) | Q(unit_id=unit)
        mine |= queue
    return mine


def distributes(unit_ids: Collection[int | None], organisation_id: int) -> Callable[[Grant], bool]:
    """Whether a grant hands out the work of one of these units: that of the whole agency hands out all of it."""
    return lambda grant: (
        ASSIGN in grant.permissions
        and grant.organisation_id == organisation_id
        and (grant.unit_id is None or grant.unit_id in unit_ids)
    )


@rule(WorkItem, ASSIGN)
def of_my_team(actor: Actor) -> Q:
    """Work of the units that the actor heads, or of the whole agency for its leader."""
    found = NOTHING
    for grant in actor.grants:
        if ASSIGN not in grant.permissions:
            continue
        where = Q(organisation_id=grant.organisation_id)
        if grant.unit_id is not None:
            people = Officer.objects.filter(unit_id=grant.unit_id).values("pk")
            where &= Q(unit_id=grant.unit_id) | Q(officer_id__in=people)
        found |= where
    return found
