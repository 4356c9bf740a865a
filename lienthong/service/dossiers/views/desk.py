"""The desk's front page: how much of what waits, and the first of each."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lienthong.kernel.access.public import requires
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.presentation import STATE_TONES
from lienthong.service.dossiers.queues import QUEUES, Filters, condition, counters
from lienthong.service.dossiers.rules import RECEIVE

SHORT_LIST = 6
_SHOWN = ("cho-tiep-nhan", "cho-tra", "tre-han")


@require_GET
@requires(RECEIVE)
def home(request: HttpRequest) -> HttpResponse:
    """Counters, the three short lists of a clerk's morning, and the box for a code or a name."""
    actor = request.actor  # type: ignore[attr-defined]
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    if typed:
        found = queries.of_agencies(actor).filter(code__iexact=typed).values_list("pk", flat=True).first()
        if found:
            return HttpResponseRedirect(reverse("dossiers:page", args=[found]))
        return HttpResponseRedirect(f"{reverse('dossiers:list')}?{Filters(words=typed).query()}")
    lists = []
    for queue in _SHOWN:
        rows = (
            queries.of_agencies(actor)
            .filter(condition(queue))
            .order_by(F("due_at").asc(nulls_last=True), "submitted_at")
        )
        lists.append({"queue": queue, "label": QUEUES[queue][0], "rows": list(rows[:SHORT_LIST])})
    context = {"counters": counters(queries.counts(actor)), "lists": lists, "tones": STATE_TONES}
    return render(request, "dossiers/desk.html", context)
