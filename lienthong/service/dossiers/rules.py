"""Who may do what with dossiers."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import EVERY_OFFICER, NOTHING, define, organisations_with, rule
from lienthong.kernel.accounts.public import define_scope
from lienthong.kernel.actions.public import Actor
from lienthong.service.dossiers.models import Consultation, Dossier

define_scope("dossiers:read", _("Đọc hồ sơ thủ tục"))
define_scope("dossiers:write", _("Nộp, bổ sung, rút hồ sơ thủ tục"))
VIEW = define("dossiers:dossier:view", _("Xem hồ sơ của cơ quan"), roles=EVERY_OFFICER)
RECEIVE = define("dossiers:dossier:receive", _("Tiếp nhận hồ sơ tại một cửa"), roles=["mot_cua"])
PROCESS = define("dossiers:dossier:process", _("Thụ lý hồ sơ"), roles=["chuyen_vien", "lanh_dao_phong"])
SIGN = define("dossiers:result:sign", _("Ký kết quả"), roles=["lanh_dao"])
SEAL = define("dossiers:result:seal", _("Cấp số, đóng dấu kết quả"), roles=["van_thu"])
OWN = "dossiers:dossier:own"
define(OWN, _("Theo dõi hồ sơ của mình"))


@rule(Dossier, VIEW)
def of_my_agencies(actor: Actor) -> Q:
    """Dossiers on which an agency of the actor works or was asked."""
    organisations = organisations_with(actor, VIEW)
    return Q(visible_orgs__overlap=sorted(organisations)) if organisations else NOTHING


@rule(Dossier, OWN)
def applied_by_me(actor: Actor) -> Q:
    return Q(applicant_account_id=actor.account_id) if actor.account_id else NOTHING


@rule(Consultation, VIEW)
def asked_of_my_agency(actor: Actor) -> Q:
    organisations = organisations_with(actor, VIEW)
    return Q(visible_orgs__overlap=sorted(organisations)) if organisations else NOTHING
