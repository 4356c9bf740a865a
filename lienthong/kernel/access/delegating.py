"""Letting another officer act in one's place for a time.

A delegation carries the giver's roles, all or one of them, never the administration of an agency (``grants``), and never
what was delegated to the giver himself: nobody hands on what is not his. It cannot reach back into the past, and it
always has an end.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.grants import touch_access
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.roles import ADMINISTRATORS, ROLES
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.directory.models import Delegation, Officer
from lienthong.kernel.errors import Forbidden, Invalid, NotFound, Refused

ALL = "all"
LONGEST = dt.timedelta(days=366)


def roles_to_delegate(officer: Officer) -> list[str]:
    """Roles that the officer holds today and may hand on."""
    held = RoleAssignment.objects.filter(RoleAssignment.on(clock.today()), officer=officer)
    return sorted(set(held.values_list("role", flat=True)) - ADMINISTRATORS)


def delegate(
    giver: Officer,
    taker: Officer,
    *,
    actor: Actor,
    valid_from: dt.date,
    valid_to: dt.date,
    reason: str,
    scope: str = ALL,
) -> Delegation:
    """``giver``, a post of the actor's own, lets ``taker`` act for him; both dates count. ``scope``: all, or one role.

    Raises Forbidden for somebody else's post, StepUpNeeded, Invalid, Refused when the same stands already.
    """
    from lienthong.kernel.accounts.public import require_fresh_factor, tell_holders

    if actor.person_id is None or giver.person_id != actor.person_id:
        raise Forbidden(_("Chỉ người giữ vị trí mới ủy quyền được cho người khác."))
    require_fresh_factor(actor)
    _check(giver, taker, valid_from, valid_to, reason, scope)
    with transaction.atomic():
        Officer.objects.select_for_update(of=("self",)).get(pk=giver.pk)
        standing = Delegation.objects.filter(
            from_officer=giver, to_officer=taker, revoked_at=None, valid_from__lte=valid_to, valid_to__gte=valid_from
        )  # fmt: skip
        if standing.filter(Q(scope=scope) | Q(scope=ALL)).exists():
            raise Refused(_("Bạn đã ủy quyền việc này cho người ấy trong thời gian đó"), code="delegated")
        made = Delegation.objects.create(
            from_officer=giver,
            to_officer=taker,
            scope=scope,
            reason=reason.strip(),
            valid_from=valid_from,
            valid_to=valid_to,
        )
        record(
            "access.delegate",
            giver,
            actor=actor,
            organisation_id=giver.organisation_id,
            reason=reason.strip(),
            data={
                "delegation": made.pk,
                "taker": taker.pk,
                "scope": scope,
                "from": valid_from,
                "to": valid_to,
            },
        )
        touch_access(taker.person_id)
        tell_holders(
            taker.person_id,
            "delegated",
            giver=giver.person.full_name,
            since=f"{valid_from:%d/%m/%Y}",
            until=f"{valid_to:%d/%m/%Y}",
        )
    return made


def end_delegation(delegation: Delegation, *, actor: Actor) -> Delegation:
    """End it now: the giver takes it back, or the taker gives it back. Raises NotFound for others, Refused when over."""
    from lienthong.kernel.accounts.public import tell_holders

    giver, taker = delegation.from_officer, delegation.to_officer
    if actor.person_id is None or actor.person_id not in (giver.person_id, taker.person_id):
        raise NotFound()
    with transaction.atomic():
        delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
        if delegation.revoked_at is not None or (
            delegation.valid_to is not None and delegation.valid_to < clock.today()
        ):
            raise Refused(_("Ủy quyền này đã kết thúc"), code="delegation_ended")
        delegation.revoked_at = clock.now()
        delegation.save(update_fields=["revoked_at"])
        record(
            "access.end_delegation",
            giver,
            actor=actor,
            organisation_id=giver.organisation_id,
            data={"delegation": delegation.pk, "taker": taker.pk},
        )
        touch_access(taker.person_id)
        other = taker if actor.person_id == giver.person_id else giver
        tell_holders(
            other.person_id,
            "delegation_ended",
            giver=giver.person.full_name,
            taker=taker.person.full_name,
        )
    return delegation


def _check(giver: Officer, taker: Officer, start: dt.date, end: dt.date, reason: str, scope: str) -> None:
    today = clock.today()
    errors: dict[str, list[object]] = {}
    if not giver.in_force(today):
        errors["giver"] = [_("Bạn không còn giữ vị trí này")]
    if taker.organisation_id != giver.organisation_id or not taker.in_force(today):
        errors["taker"] = [_("Chỉ ủy quyền cho người đang giữ vị trí trong cùng cơ quan")]
    elif taker.person_id == giver.person_id:
        errors["taker"] = [_("Không ủy quyền cho chính mình")]
    if start < today:
        errors["valid_from"] = [_("Ngày đầu phải từ hôm nay trở đi")]
    if end < start:
        errors["valid_to"] = [_("Ngày cuối phải từ ngày đầu trở đi")]
    elif end - start > LONGEST:
        errors["valid_to"] = [_("Mỗi lần ủy quyền dài nhất một năm")]
    if scope != ALL and (scope not in ROLES or scope not in roles_to_delegate(giver)):
        errors["scope"] = [_("Bạn không giữ vai trò này để ủy quyền")]
    elif scope == ALL and not roles_to_delegate(giver):
        errors["scope"] = [_("Vị trí này không có vai trò nào để ủy quyền")]
    if not reason.strip():
        errors["reason"] = [_("Hãy ghi lý do; lý do được lưu trong lịch sử")]
    if errors:
        raise Invalid(_("Ủy quyền chưa hợp lệ"), errors=errors)
