"""The signed heads of the history: what anybody may keep, so that nobody can change the past unseen."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.kernel.access.public import public_page
from lienthong.kernel.actions.heads import describe_head, heads

PAGE = 30


@public_page
@require_safe
def tree_heads(request: HttpRequest) -> HttpResponse:
    """``/niem-phong/``."""
    page = Paginator(heads(), PAGE).get_page(request.GET.get("trang"))
    rows = [describe_head(head) for head in page.object_list]
    return render(
        request,
        "sites/heads.html",
        {"page": page, "rows": rows, "newest": rows[0] if rows and page.number == 1 else None},
    )
