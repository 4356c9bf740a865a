"""Giving and ending roles."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.grants import touch_access
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.permissions import define, require
from lienthong.kernel.access.roles import ROLES
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.directory.models import Officer, Unit
from lienthong.kernel.errors import Invalid

MANAGE = define(
    "access:role:manage", _("Giao và thu vai trò"), roles=["quan_tri_co_quan", "quan_tri_nen_tang"]
)


def assign_role(
    officer: Officer,
    role: str,
    *,
    actor: Actor,
    unit: Unit | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> RoleAssignment:
    """Give a role in the officer's organisation. Raises Invalid for an unknown role, Forbidden without the right."""
    if role not in ROLES:
        raise Invalid(_("Không có vai trò này"), field="role")
    if role == "quan_tri_nen_tang" and actor.kind != "system":
        # An agency administrator must not lift anyone, least of all himself, above his agency.
        require(actor, MANAGE)
        if not any(grant.role == "quan_tri_nen_tang" for grant in actor.grants):
            raise Invalid(_("Chỉ quản trị nền tảng giao được vai trò này"), field="role")
    require(actor, MANAGE, organisation_id=officer.organisation_id)
    with transaction.atomic():
        assignment = RoleAssignment.objects.create(
            officer=officer,
            role=role,
            organisation_id=officer.organisation_id,
            unit=unit,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        record(
            "access.assign_role",
            officer,
            actor=actor,
            organisation_id=officer.organisation_id,
            data={"role": role, "unit": unit.pk if unit else None},
        )
        touch_access(officer.person_id)
    return assignment


def end_role(assignment: RoleAssignment, *, actor: Actor) -> RoleAssignment:
    """End a role yesterday, so that it does not count today."""
    require(actor, MANAGE, organisation_id=assignment.organisation_id)
    with transaction.atomic():
        assignment.valid_to = clock.today() - dt.timedelta(days=1)
        assignment.save(update_fields=["valid_to"])
        record(
            "access.end_role",
            assignment.officer,
            actor=actor,
            organisation_id=assignment.organisation_id,
            data={"role": assignment.role},
        )
        touch_access(assignment.officer.person_id)
    return assignment
