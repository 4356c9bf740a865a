"""Uploads with progress: the script sends the form itself, and must not follow the redirect that ends it.

A followed redirect draws the next page into the script's answer. The browser then asks for that page once more, and what
was said there once ("Đã gửi phần bổ sung") is gone before anybody saw it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class UploadRedirects:
    """Turns the redirect after a scripted upload into 204 with the address in ``X-Upload-Location``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.headers.get("X-Upload") != "1" or response.status_code not in REDIRECTS:
            return response
        answer = HttpResponse(status=204, headers={"X-Upload-Location": response["Location"]})
        answer.cookies = response.cookies
        return answer
