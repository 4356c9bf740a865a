"""Where the desk's screens stand in the office rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import organisations_with
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.ui.navigation import register_entry
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.rules import RECEIVE, VIEW


def waiting_at_my_desks(actor: Actor) -> int:
    """Dossiers that were handed in and that nobody has looked at yet."""
    return Dossier.objects.filter(
        receiving_id__in=sorted(organisations_with(actor, RECEIVE)), state="submitted"
    ).count()


register_entry(
    "desk",
    _("Một cửa"),
    "dossiers:desk",
    "building-community",
    RECEIVE,
    order=10,
    badge=waiting_at_my_desks,
    bottom_label=_("Một cửa"),
)
register_entry("desk", _("Tiếp nhận"), "dossiers:counter", "clipboard-check", RECEIVE, order=20)
register_entry(
    "desk", _("Hồ sơ thủ tục"), "dossiers:list", "folders", VIEW, order=30, bottom_label=_("Hồ sơ")
)
register_entry("desk", _("Sổ theo dõi"), "dossiers:register", "notebook", RECEIVE, order=40)
register_entry("desk", _("Thủ tục"), "dossiers:services", "list-details", VIEW, order=50)
