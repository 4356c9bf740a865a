"""Rights over other people's accounts."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import (
    PLATFORM,
    define,
    is_platform_administrator,
    organisations_with,
    require,
)
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Forbidden

MANAGE = define(
    "accounts:account:manage",
    _("Khóa, mở và cấp lại tài khoản cán bộ"),
    roles=["quan_tri_co_quan", "quan_tri_nen_tang"],
)


def holds_platform_role(account: Account) -> bool:
    """Now or from a later day on: who takes the account over today would hold the platform on that day."""
    if account.person_id is None:
        return False
    return RoleAssignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=clock.today()), role=PLATFORM, officer__person_id=account.person_id
    ).exists()


def may_manage(actor: Actor, account: Account) -> bool:
    """Whether :func:`require_manage` lets the actor through."""
    try:
        require_manage(actor, account)
    except Forbidden:
        return False
    return True


def require_manage(actor: Actor, account: Account) -> None:
    """Raise Forbidden unless the actor looks after this account: an administrator of an agency where its person
    holds a post today, or of the platform. Nobody manages his own account this way."""
    if actor.kind == "system":
        return
    require(actor, MANAGE)
    if account.pk == actor.account_id:
        raise Forbidden(_("Không tự khóa hoặc cấp lại tài khoản của chính mình."))
    if is_platform_administrator(actor):
        return
    officers = Officer.objects.filter(Officer.on(clock.today()), person=account.person)
    posts = set(officers.values_list("organisation_id", flat=True))
    if holds_platform_role(account):
        # The highest rights have a post in some agency; its administrator must not take them over by a new password.
        raise Forbidden()
    # A person with posts in two agencies belongs to both; one of them must not lock him out of the other.
    if account.kind != "officer" or not posts or not posts <= organisations_with(actor, MANAGE):
        raise Forbidden()
