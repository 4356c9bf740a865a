"""The public front page, and the numbers behind its figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lienthong.kernel import clock
from lienthong.kernel.access.public import public_page, system_scope
from lienthong.service.dossiers.public import Dossier, month_on_time
from lienthong.service.procedures.public import LIFE_EVENTS, procedures

# Icon and a line of examples beside the name of a life event.
EVENT_LOOKS = {
    "sinh-con": ("baby-carriage", _("Khai sinh, thường trú, bản sao trích lục")),
    "ket-hon": ("hearts", _("Đăng ký kết hôn, trích lục hộ tịch")),
    "mo-cua-hang": ("building-store", _("Hộ kinh doanh, biển quảng cáo, khuyến mại")),
    "xay-sua-nha": ("home-edit", _("Giấy phép xây dựng, đất đai")),
    "di-lam-thue-nguoi": ("briefcase", _("Giấy phép lao động, nội quy, lý lịch tư pháp")),
    "can-tro-giup": ("heart-handshake", _("Người có công, trợ cấp xã hội")),
}
POPULAR = {
    "civil_status_extract_copy": _("Trích lục hộ tịch"),
    "household_business_registration": _("Hộ kinh doanh"),
    "construction_permit_small": _("Giấy phép xây dựng"),
}
FEWEST_FOR_A_SHARE = 10


@dataclass(frozen=True)
class Event:
    key: str
    name: Any
    text: Any
    icon: str


def events() -> list[Event]:
    found = []
    for key, (name, _slugs) in LIFE_EVENTS.items():
        icon, text = EVENT_LOOKS.get(key, ("files", ""))
        found.append(Event(key, _(name), text, icon))
    return found


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """``/``."""
    code = request.GET.get("ma", "").strip()
    if code:
        return redirect(f"/tra-cuu/?{request.GET.urlencode()}")
    present = set(procedures().filter(key__in=POPULAR).values_list("key", flat=True))
    return render(
        request,
        "sites/home.html",
        {
            "events": events(),
            "popular": [(key, words) for key, words in POPULAR.items() if key in present],
            "month": month_on_time(),
            "fewest": FEWEST_FOR_A_SHARE,
        },
    )


def on_time_by_agency() -> list[dict[str, Any]]:
    """This month's finished dossiers with a promised hour, by deciding agency; names and counts only."""
    start = clock.at(clock.today().replace(day=1))
    with system_scope():
        rows = list(
            Dossier.objects.filter(
                parent=None,
                finished_at__gte=start,
                due_promised=True,
                state__in=["ready", "done", "rejected"],
            )
            .values("deciding__name")
            .annotate(total=Count("pk"), on_time=Count("pk", filter=Q(finished_at__lte=F("due_at"))))
            .order_by("-total", "deciding__name")
        )
    return [
        {
            "name": row["deciding__name"],
            "total": row["total"],
            "on_time": row["on_time"],
            "percent": 100 * row["on_time"] / row["total"],
        }
        for row in rows
    ]


@public_page
@require_safe
def on_time(request: HttpRequest) -> HttpResponse:
    """``/so-lieu/dung-hen/``: the figure of the front page by agency."""
    return render(
        request,
        "sites/on_time.html",
        {"rows": on_time_by_agency(), "month": month_on_time(), "today": clock.today()},
    )
