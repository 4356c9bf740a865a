"""Which calendar a page is about, and hours in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.access.public import is_platform_administrator
from lienthong.kernel.administration.agencies import agencies_of, chosen_agency
from lienthong.kernel.administration.rules import EDIT_CALENDAR
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import NotFound
from lienthong.kernel.worktime.calendars import Spans

COMMON = "chung"


@dataclass(frozen=True)
class Chosen:
    """Which calendar a page is about."""

    agency: Organisation | None
    agencies: list[Organisation]
    may_common: bool

    @property
    def organisation_id(self) -> int | None:
        return self.agency.pk if self.agency else None

    @property
    def key(self) -> str:
        return str(self.agency.pk) if self.agency else COMMON

    @property
    def name(self) -> str:
        return self.agency.name if self.agency else _("Lịch chung của tỉnh")

    def url(self, name: str, **query: Any) -> str:
        return f"{reverse(f'administration:{name}')}?{urlencode({'lich': self.key, **query})}"


def chosen(request: HttpRequest) -> Chosen:
    """Raises NotFound for a calendar that the actor does not administer."""
    actor = request.actor  # type: ignore[attr-defined]
    agencies, common = agencies_of(actor, EDIT_CALENDAR), is_platform_administrator(actor)
    asked = (request.POST if request.method == "POST" else request.GET).get("lich", "")
    if asked == COMMON or (not asked and common):
        if not common:
            raise NotFound()
        return Chosen(None, agencies, common)
    agency = chosen_agency(request, agencies, parameter="lich") or next(iter(agencies), None)
    if agency is None:
        raise NotFound()
    return Chosen(agency, agencies, common)


def spans_words(spans: Spans | None) -> str:
    """Hours as a person reads them; None are those of the common calendar."""
    if spans is None:
        return _("theo lịch chung")
    if not spans:
        return _("nghỉ")
    return ", ".join(f"{begins:%H:%M}–{ends:%H:%M}" for begins, ends in spans)
