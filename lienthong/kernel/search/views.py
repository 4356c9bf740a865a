"""The search page of the office, also asked by the command palette."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lienthong.kernel.access.public import signed_in
from lienthong.kernel.search.public import find

SHOWN = 50


@require_GET
@signed_in
def results(request: HttpRequest) -> HttpResponse:
    question = request.GET.get("q", "").strip()
    hits = find(request.actor, question, limit=SHOWN + 1)  # type: ignore[attr-defined]
    if request.GET.get("format") == "json" or "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {
                "results": [
                    {
                        "title": hit.title,
                        "text": hit.title,
                        "label": hit.title,
                        "number": hit.number,
                        "kind": hit.kind,
                        "url": hit.url,
                    }
                    for hit in hits[:8]
                ]
            }
        )
    shell = "ui/office.html" if request.actor.kind == "officer" else "ui/public.html"  # type: ignore[attr-defined]
    return render(
        request,
        "search/results.html",
        {
            "question": question,
            "hits": hits[:SHOWN],
            "more": len(hits) > SHOWN,
            "shown": SHOWN,
            "guessed": bool(hits and hits[0].guessed),
            "shell_template": shell,
        },
    )
