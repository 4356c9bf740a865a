"""Giving and ending roles.

Three things must never happen, whoever asks: an agency gives rights over more than itself, somebody lifts himself, and
an agency or the platform is left without an administrator.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.grants import touch_access
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.permissions import define, is_platform_administrator, organisations_with
from lienthong.kernel.access.roles import ADMINISTRATORS, PLATFORM, ROLES
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.directory.models import Officer, Unit
from lienthong.kernel.errors import Forbidden, Invalid, Refused

MANAGE = define(
    "access:role:manage", _("Giao và thu vai trò"), roles=["quan_tri_co_quan", "quan_tri_nen_tang"]
)


def require_roles_of(actor: Actor, organisation_id: int) -> None:
    """Raises Forbidden unless the actor looks after the roles of this agency."""
    if not is_platform_administrator(actor) and organisation_id not in organisations_with(actor, MANAGE):
        raise Forbidden()


def assign_role(
    officer: Officer,
    role: str,
    *,
    actor: Actor,
    unit: Unit | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    reason: str = "",
) -> RoleAssignment:
    """Give a role in the officer's organisation, or only in one of its units; dates are inclusive. Without a start it
    begins today, without an end it is open.

    A role is given for what is to come. A start in the past would say of acts done without the right that they were
    done with it, and an end that is over would be a role that never counts. Packs, which tell of the past from a source,
    write assignments of their own.

    Raises Forbidden without the right, StepUpNeeded, Invalid for what cannot be given, Refused for a role that the
    officer holds already.
    """
    from lienthong.kernel.accounts.public import require_fresh_factor, tell_holders

    require_roles_of(actor, officer.organisation_id)
    require_fresh_factor(actor)
    valid_from = clock.today() if valid_from is None else valid_from
    _check(officer, role, unit, valid_from, valid_to)
    if role == PLATFORM and not is_platform_administrator(actor):
        # An agency administrator must not lift anyone, least of all himself, above his agency.
        raise Invalid(errors={"role": [_("Chỉ quản trị nền tảng giao được vai trò này")]})
    if actor.person_id is not None and officer.person_id == actor.person_id:
        raise Refused(
            _("Không tự giao vai trò cho mình; hãy nhờ một quản trị khác"), code="own_role", field="role"
        )
    with transaction.atomic():
        Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
        if _held(officer, role, unit, valid_from, valid_to).exists():
            raise Refused(_("Người này đã giữ vai trò đó trong thời gian ấy"), code="role_held", field="role")
        assignment = RoleAssignment.objects.create(
            officer=officer,
            role=role,
            organisation_id=officer.organisation_id,
            unit=unit,
            valid_from=valid_from,
            valid_to=valid_to,
            by_hand=True,
        )
        record(
            "access.assign_role",
            officer,
            actor=actor,
            organisation_id=officer.organisation_id,
            reason=reason,
            data={
                "role": role,
                "unit": unit.pk if unit else None,
                "assignment": assignment.pk,
                "from": valid_from,
                "to": valid_to,
            },
        )
        touch_access(officer.person_id)
        tell_holders(
            officer.person_id, "role_given", role=ROLES[role], organisation=officer.organisation.name
        )
    return assignment


def end_role(
    assignment: RoleAssignment, *, actor: Actor, last: dt.date | None = None, reason: str = ""
) -> RoleAssignment:
    """End a role with the day ``last``; without it yesterday, so that it does not count today.

    Raises Forbidden, StepUpNeeded, Invalid for a day before today's yesterday, Refused for the last administrator.
    """
    from lienthong.kernel.accounts.public import require_fresh_factor, tell_holders

    require_roles_of(actor, assignment.organisation_id)
    if assignment.role == PLATFORM and not is_platform_administrator(actor):
        raise Forbidden(_("Chỉ quản trị nền tảng thu được vai trò này."))
    require_fresh_factor(actor)
    yesterday = clock.today() - dt.timedelta(days=1)
    last = yesterday if last is None else last
    if last < yesterday:
        raise Invalid(errors={"last": [_("Ngày cuối phải từ hôm qua trở đi")]})
    with transaction.atomic():
        if actor.kind != "system":
            require_another_administrator(assignment, last=last)
        assignment = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
        if assignment.valid_to is not None and assignment.valid_to <= last:
            raise Refused(_("Vai trò này đã kết thúc"), code="role_ended")
        assignment.valid_to, assignment.by_hand = last, True
        assignment.save(update_fields=["valid_to", "by_hand"])
        officer = assignment.officer
        record(
            "access.end_role",
            officer,
            actor=actor,
            organisation_id=assignment.organisation_id,
            reason=reason,
            data={
                "role": assignment.role,
                "unit": assignment.unit_id,
                "assignment": assignment.pk,
                "to": last,
            },
        )
        touch_access(officer.person_id)
        tell_holders(
            officer.person_id,
            "role_ended",
            role=ROLES.get(assignment.role, assignment.role),
            organisation=assignment.organisation.name,
        )
    return assignment


def require_another_administrator(assignment: RoleAssignment, *, last: dt.date | None = None) -> None:
    """Raise Refused when nobody else would administer the agency (or the platform) without this assignment, from the day
    after ``last`` (None: from today) for as long as it would have run.

    Inside the transaction that ends it. All assignments of the role are locked in one order, so of two administrators
    who remove each other at the same moment the second sees that he is the last. One whose own time is running out does
    not count: else two who both end tomorrow would leave nobody the day after.
    """
    if assignment.role not in ADMINISTRATORS:
        return
    today = clock.today()
    after = today if last is None else max(today, last + dt.timedelta(days=1))
    rows = RoleAssignment.objects.filter(role=assignment.role)
    if assignment.role != PLATFORM:
        rows = rows.filter(organisation_id=assignment.organisation_id)
    reach = Q(valid_to=None)
    if assignment.valid_to is not None:
        reach |= Q(valid_to__gte=assignment.valid_to)
    held = list(
        rows.filter(Q(valid_to=None) | Q(valid_to__gte=today)).order_by("pk").select_for_update(of=("self",))
    )
    lasting = rows.filter(RoleAssignment.on(after), reach).exclude(pk=assignment.pk)
    others = set(lasting.values_list("officer_id", flat=True)) if held else set()
    fit = Officer.objects.filter(
        Officer.on(today),
        Officer.on(after),
        pk__in=others,
        person__accounts__is_active=True,
        person__accounts__kind="officer",
    ).exclude(person_id=assignment.officer.person_id)
    if not fit.exists():
        raise Refused(
            _("Đây là quản trị cuối cùng; hãy giao vai trò cho người khác trước"), code="last_administrator"
        )


def _check(
    officer: Officer, role: str, unit: Unit | None, valid_from: dt.date, valid_to: dt.date | None
) -> None:
    today = clock.today()
    errors: dict[str, list[object]] = {}
    if role not in ROLES:
        errors["role"] = [_("Không có vai trò này")]
    if unit is not None and unit.organisation_id != officer.organisation_id:
        errors["unit"] = [_("Đơn vị này không thuộc cơ quan")]
    elif unit is not None and role in ADMINISTRATORS:
        errors["unit"] = [_("Vai trò quản trị được giao cho cả cơ quan, không cho một đơn vị")]
    if valid_from < today:
        errors["valid_from"] = [
            _("Không giao vai trò lùi về ngày đã qua; hãy chọn từ hôm nay (%(day)s) trở đi")
            % {"day": f"{today:%d/%m/%Y}"}
        ]
    if valid_to is not None and valid_to < today:
        errors["valid_to"] = [
            _("Ngày cuối đã qua nên vai trò không có hiệu lực ngày nào; hãy chọn ngày khác hoặc để trống")
        ]
    elif valid_to is not None and valid_to < valid_from:
        errors["valid_to"] = [_("Ngày cuối phải từ ngày đầu trở đi")]
    if officer.valid_to is not None and officer.valid_to < today:
        errors["role"] = [_("Người này không còn giữ vị trí ở cơ quan")]
    if errors:
        raise Invalid(_("Vai trò chưa giao được"), errors=errors)


def _held(
    officer: Officer, role: str, unit: Unit | None, start: dt.date, end: dt.date | None
) -> QuerySet[RoleAssignment]:
    """Assignments of the same role and place whose time meets the given one."""
    rows = RoleAssignment.objects.filter(officer=officer, role=role, unit=unit)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=start))
    if end is not None:
        rows = rows.filter(Q(valid_from=None) | Q(valid_from__lte=end))
    return rows
