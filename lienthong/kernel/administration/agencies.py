"""Which agency a screen of the administration is about: the administrator's own, or one that is picked."""

from __future__ import annotations

from django.http import HttpRequest

from lienthong.kernel import clock
from lienthong.kernel.access.public import is_platform_administrator, organisations_with
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import NotFound


def agencies_of(actor: Actor, permission: str) -> list[Organisation]:
    """Agencies in force today that the actor administers, by tier and name."""
    rows = Organisation.objects.filter(Organisation.on(clock.today()))
    if not is_platform_administrator(actor):
        rows = rows.filter(pk__in=organisations_with(actor, permission))
    order = {"province": 0, "district": 1, "commune": 2}
    return sorted(rows, key=lambda item: (order.get(item.tier, 3), item.sort))


def chosen_agency(
    request: HttpRequest, agencies: list[Organisation], *, parameter: str = "co-quan"
) -> Organisation | None:
    """The agency named by the address; None without a question. Raises NotFound for one that is not administered."""
    asked = (request.POST if request.method == "POST" else request.GET).get(parameter, "")
    if not asked:
        return None
    found = next((item for item in agencies if str(item.pk) == asked), None)
    if found is None:
        raise NotFound()
    return found
