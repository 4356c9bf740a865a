"""Who administers what: an agency administrator his agency, a platform administrator all of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import define, is_platform_administrator, organisations_with
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Forbidden

EDIT_CALENDAR = define(
    "worktime:calendar:edit", _("Sửa lịch làm việc"), roles=["quan_tri_co_quan", "quan_tri_nen_tang"]
)


def may_edit_calendar(actor: Actor, organisation_id: int | None) -> bool:
    """The common calendar (None) belongs to the platform; an agency's calendar to its own administrator as well."""
    if is_platform_administrator(actor):
        return True
    return organisation_id is not None and organisation_id in organisations_with(actor, EDIT_CALENDAR)


def require_calendar(actor: Actor, organisation_id: int | None) -> None:
    """Raises Forbidden unless :func:`may_edit_calendar`."""
    if not may_edit_calendar(actor, organisation_id):
        raise Forbidden(_("Bạn không quản trị lịch này."))
