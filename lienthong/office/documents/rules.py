"""Who may do what with documents.

Inside an agency the records clerk and the leaders see every document; others see what was given to them or their
unit, and what they draft, initial or sign.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import (
    EVERY_OFFICER,
    NOTHING,
    define,
    organisations_with,
    rule,
    units_with,
)
from lienthong.kernel.accounts.public import define_scope
from lienthong.kernel.actions.public import Actor
from lienthong.office.documents.models import Assignment, Document, Initial, Intake, Register

define_scope("documents:read", _("Đọc văn bản"), officers_only=True)
define_scope("documents:write", _("Vào sổ và phát hành văn bản"), officers_only=True)
REGISTER = define("documents:incoming:register", _("Vào sổ văn bản đến"), roles=["van_thu"])
VIEW = define("documents:document:view", _("Xem văn bản được giao"), roles=EVERY_OFFICER)
VIEW_AGENCY = define(
    "documents:document:view_agency", _("Xem mọi văn bản của cơ quan"), roles=["van_thu", "lanh_dao"]
)
VIEW_UNIT = define("documents:document:view_unit", _("Xem văn bản giao cho đơn vị"), roles=["lanh_dao_phong"])
DIRECT = define("documents:document:direct", _("Bút phê, giao xử lý"), roles=["lanh_dao"])
ACT = define(
    "documents:assignment:act",
    _("Xử lý văn bản được giao"),
    roles=["chuyen_vien", "lanh_dao_phong", "lanh_dao", "van_thu", "mot_cua"],
)
DRAFT = define(
    "documents:draft:write",
    _("Soạn dự thảo"),
    roles=["chuyen_vien", "lanh_dao_phong", "lanh_dao", "van_thu", "mot_cua"],
)
SIGN = define("documents:document:sign", _("Ký văn bản"), roles=["lanh_dao"])
ISSUE = define("documents:document:issue", _("Cấp số, đóng dấu, phát hành"), roles=["van_thu"])
READ_BOOKS = define(
    "documents:register:read", _("Xem các sổ văn bản"), roles=["van_thu", "lanh_dao", "quan_tri_co_quan"]
)
MANAGE_BOOKS = define(
    "documents:register:manage", _("Mở, đổi tên, đóng sổ văn bản"), roles=["van_thu", "quan_tri_co_quan"]
)


def officers_of(actor: Actor) -> set[int]:
    """The actor's own posts and those delegated to him."""
    found = {grant.officer_id for grant in actor.grants if grant.officer_id}
    if actor.officer_id:
        found.add(actor.officer_id)
    return found


@rule(Document, VIEW)
def seen_by(actor: Actor) -> Q:
    organisations = organisations_with(actor, VIEW)
    if not organisations:
        return NOTHING
    whole = organisations_with(actor, VIEW_AGENCY)
    if organisations <= whole:
        return Q(organisation_id__in=sorted(whole))
    officers = sorted(officers_of(actor))
    mine = Q(receiver_officer_id__in=officers) | Q(sender_officer_id__in=officers)
    units = set(units_with(actor, VIEW_UNIT))
    if actor.unit_id and organisations_with(actor, VIEW_UNIT):
        units.add(actor.unit_id)
    if units:
        mine |= Q(receiver_unit_id__in=sorted(units))
    given = Q(pk__in=Assignment.objects.filter(mine).values("document_id"))
    written = (
        Q(drafter_id__in=officers)
        | Q(signer_id__in=officers)
        | Q(pk__in=Initial.objects.filter(officer_id__in=officers).values("document_id"))
    )
    own = Q(organisation_id__in=sorted(organisations)) & (given | written)
    return own | Q(organisation_id__in=sorted(whole)) if whole else own


@rule(Document, REGISTER)
def registered_by(actor: Actor) -> Q:
    return Q(organisation_id__in=sorted(organisations_with(actor, REGISTER)))


@rule(Document, ISSUE)
def issued_by(actor: Actor) -> Q:
    return Q(organisation_id__in=sorted(organisations_with(actor, ISSUE)))


@rule(Intake, REGISTER)
def brought_to(actor: Actor) -> Q:
    return Q(organisation_id__in=sorted(organisations_with(actor, REGISTER)))


@rule(Register, READ_BOOKS)
def books_of(actor: Actor) -> Q:
    return Q(organisation_id__in=sorted(organisations_with(actor, READ_BOOKS)))


@rule(Register, VIEW_AGENCY)
def books_read_through(actor: Actor) -> Q:
    return Q(organisation_id__in=sorted(organisations_with(actor, VIEW_AGENCY)))


@rule(Register, MANAGE_BOOKS)
def books_kept(actor: Actor) -> Q:
    return Q(organisation_id__in=sorted(organisations_with(actor, MANAGE_BOOKS)))
