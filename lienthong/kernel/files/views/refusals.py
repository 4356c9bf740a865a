"""A refusal in place of a file: plain text, so that a picture element or a download shows no page of ours as content."""

from __future__ import annotations

from django.http import HttpResponse

from lienthong.kernel.errors import DomainError


def plain_refusal(refusal: DomainError) -> HttpResponse:
    response = HttpResponse(
        str(refusal.message), status=refusal.status, content_type="text/plain; charset=utf-8"
    )
    response["Cache-Control"] = "private, no-store"
    return response
