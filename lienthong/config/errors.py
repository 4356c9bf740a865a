"""Error pages: an incident id for the log, nothing else about the inside (S36)."""

from __future__ import annotations

import logging
import secrets
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lienthong.kernel.access.public import public_page
from lienthong.kernel.errors import RETRY_AFTER, outage

log = logging.getLogger(__name__)


def _answer(
    request: HttpRequest, status: int, title: str, advice: str, incident: str = "", code: str = ""
) -> HttpResponse:
    if request.path.startswith("/api/"):
        body = {"type": "about:blank", "status": status, "title": title, "detail": advice}
        if code:
            body["code"] = code
        if incident:
            body["incident"] = incident
        return JsonResponse(body, status=status, content_type="application/problem+json")
    context = {"status": status, "title": title, "advice": advice, "incident": incident}
    try:
        return HttpResponse(render_to_string("ui/error.html", context, request=request), status=status)
    except TemplateDoesNotExist:
        return HttpResponse(f"<h1>{title}</h1><p>{advice}</p><p>{incident}</p>", status=status)


@public_page
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400, _("Yêu cầu không đọc được"), _("Hãy quay lại trang trước và thử lại."))


@public_page
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(
        request,
        403,
        _("Bạn không có quyền xem trang này"),
        _("Nếu cần làm việc này, hãy liên hệ quản trị của cơ quan."),
    )


@public_page
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(
        request,
        404,
        _("Không tìm thấy trang"),
        _("Địa chỉ có thể đã đổi, hoặc bạn không có quyền biết nội dung này."),
    )


@public_page
def server_error(request: HttpRequest) -> HttpResponse:
    if down := outage(sys.exc_info()[1]):
        log.error("%s", down.code)
        answer = _answer(
            request, down.status, _("Máy chủ tạm thời chưa phục vụ được"), str(down.message), code=down.code
        )
        answer["Retry-After"] = RETRY_AFTER
        return answer
    incident = secrets.token_hex(4).upper()
    log.error("incident %s", incident)
    return _answer(
        request,
        500,
        _("Hệ thống gặp lỗi"),
        _("Việc bạn vừa gửi chưa được ghi nhận. Hãy thử lại; nếu vẫn lỗi, báo mã sự cố dưới đây."),
        incident,
    )


@public_page
def csrf_failure(request: HttpRequest, reason: str = "", **_kwargs: Any) -> HttpResponse:
    return _answer(
        request,
        403,
        _("Phiên làm việc đã đổi"),
        _("Hãy tải lại trang rồi gửi lại; nội dung đã nhập được giữ trên máy của bạn."),
    )
