"""Finding a procedure and reading what it needs."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.kernel.access.public import public_page
from lienthong.kernel.errors import NotFound
from lienthong.kernel.text import sort_key
from lienthong.portal.sites.views.home import events
from lienthong.service.procedures.leaflet import field_words, leaflet, limit_words
from lienthong.service.procedures.models import Procedure, ServiceVersion
from lienthong.service.procedures.public import find, procedure, procedures

PAGE = 20
LEVELS = dict(Procedure.LEVELS)


def _choice(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:200]


def _rows(found: list[Procedure]) -> list[dict[str, object]]:
    live = set(
        ServiceVersion.objects.filter(live=True, procedure__in=found).values_list("procedure_id", flat=True)
    )
    return [
        {
            "procedure": item,
            "limit": limit_words(item.data["processing_time"]),
            "field": field_words(item.field_group),
            "live": item.pk in live,
        }
        for item in found
    ]


@public_page
@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    """``/thu-tuc/?q=…&linh-vuc=…&cap=…&viec=…&truc-tuyen=1``: words with or without accents, and four narrowings."""
    asked = {
        "q": _choice(request, "q"),
        "field": _choice(request, "linh-vuc"),
        "level": _choice(request, "cap"),
        "event": _choice(request, "viec"),
        "agency": _choice(request, "co-quan"),
    }
    online = _choice(request, "truc-tuyen") == "1"
    found = find(asked["q"], field=asked["field"], level=asked["level"], event=asked["event"], live=online)
    if asked["agency"]:
        found = found.filter(data__deciding_agency=asked["agency"])
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    counted = procedures().order_by().values("field_group").annotate(total=Count("pk"))
    fields = sorted(
        ((row["field_group"], field_words(row["field_group"]), row["total"]) for row in counted),
        key=lambda row: str(row[1]),
    )
    named = procedures().order_by().values_list("data__deciding_agency", flat=True).distinct()
    agencies = sorted((name for name in named if name), key=sort_key)
    conditions = sum(bool(asked[name]) for name in ("field", "level", "event", "agency")) + online
    wider = find(asked["q"]).count() if not page.paginator.count and asked["q"] and conditions else None
    return render(
        request,
        "sites/finder.html",
        {
            "asked": asked, "online": online, "page": page, "rows": _rows(list(page.object_list)), "fields": fields, "levels": Procedure.LEVELS,
            "agencies": agencies,
            "events": events(), "event_name": next((event.name for event in events() if event.key == asked["event"]), ""),
            "narrowed": bool(asked["q"] or conditions), "conditions": conditions, "wider": wider,
            "too_many": page.paginator.count > 2 * PAGE and bool(asked["q"]),
        },
    )  # fmt: skip


@public_page
@require_safe
def procedure_page(request: HttpRequest, key: str) -> HttpResponse:
    """``/thu-tuc/<key>/``: who, how long, how much, what, where. ``?in=1`` is the page for the printer."""
    try:
        item = procedure(key)
    except NotFound as error:
        raise Http404 from error
    service = ServiceVersion.objects.filter(procedure=item, live=True).first()
    template = "sites/procedure_print.html" if request.GET.get("in") == "1" else "sites/procedure.html"
    return render(
        request,
        template,
        {
            "procedure": item,
            "leaflet": leaflet(item),
            "live": service is not None,
            "field": field_words(item.field_group),
            "level": LEVELS[item.level],
        },
    )
