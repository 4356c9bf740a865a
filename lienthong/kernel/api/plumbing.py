"""What every REST operation shares: who asks, what they may do, one effect per key, errors as problem+json."""

from __future__ import annotations

import inspect
import logging
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie, HttpBearer
from pydantic import BaseModel, TypeAdapter

from lienthong.kernel.access import scope
from lienthong.kernel.access.public import allows
from lienthong.kernel.accounts.public import TooMany, known_scope
from lienthong.kernel.api.description import described
from lienthong.kernel.errors import RETRY_AFTER, DomainError, Forbidden, Invalid, NotFound, outage
from lienthong.kernel.idempotency.public import once

log = logging.getLogger(__name__)

PUBLIC = "public"
SIGNED_IN = "signed in"


class TokenAuth(HttpBearer):
    """``Authorization: Bearer <personal access token>``. A token needs one of ``scopes``, before its request is read."""

    def __init__(self, scopes: set[str] | None = None) -> None:
        super().__init__()
        self.scopes = scopes or set()

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        from lienthong.kernel.accounts.public import authenticate_token

        actor = authenticate_token(token)
        if actor is None:
            return None
        if actor.scopes is not None and not actor.scopes & self.scopes:
            raise Forbidden(
                _("Mã truy cập không có phạm vi %(scope)s") % {"scope": ", ".join(sorted(self.scopes))},
                code="insufficient_scope",
            )
        request.actor = actor  # type: ignore[attr-defined]
        scope.enter(scope.context_of(actor))
        return actor


class SessionAuth(APIKeyCookie):
    """The browser's session; unsafe methods need the CSRF token as on every screen (S43)."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=True)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        return actor.through("api") if actor.signed_in else None


def problem(
    status: int, title: Any, *, code: str, detail: Any = "", errors: Any = None, **more: Any
) -> JsonResponse:
    """RFC 9457. ``errors`` maps a field to its messages."""
    body: dict[str, Any] = {
        "type": f"/docs/errors#{code}",
        "status": status,
        "code": code,
        "title": str(title),
    }
    if detail:
        body["detail"] = str(detail)
    if errors:
        body["errors"] = {name: [str(item) for item in items] for name, items in errors.items()}
    body.update(more)
    return JsonResponse(body, status=status, content_type="application/problem+json")


class Routes(Router):
    """A router whose operations state their access and, for writes, take an idempotency key.

    ``access``: a permission, ``PUBLIC`` or ``SIGNED_IN``. ``once=True`` runs the operation in one transaction with
    its remembered answer; the header ``Idempotency-Key`` is then honoured (and required with ``key_required``).
    """

    def operation(
        self,
        method: str,
        path: str,
        *,
        access: str,
        once: bool = False,
        key_required: bool = False,
        scope: str = "",
        **options: Any,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        if scope and not known_scope(scope):
            raise LookupError(f"no scope is called {scope}")

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            scopes = {"read" if method == "GET" else "write", scope} - {""}
            guarded = _guard(view, access)
            if once:
                guarded = _once(guarded, f"{method} {path}", key_required, options.get("response"))
            guarded.access = access  # type: ignore[attr-defined]
            guarded.__signature__ = _signature(view)  # type: ignore[attr-defined]
            auth = None if access == PUBLIC else [TokenAuth(scopes), SessionAuth()]
            options["openapi_extra"] = described(
                options.get("openapi_extra"), method, key_required, set() if access == PUBLIC else scopes
            )
            return self.api_operation([method], path, auth=auth, **options)(guarded)

        return decorate

    def read(self, path: str, *, access: str, **options: Any) -> Any:
        return self.operation("GET", path, access=access, **options)

    def write(self, path: str, *, access: str, **options: Any) -> Any:
        options.setdefault("once", True)
        return self.operation("POST", path, access=access, **options)


def _signature(view: Callable[..., Any]) -> inspect.Signature:
    """The view's own parameters with their annotations as objects: written as text they would be looked up in this
    module, where the names of the view's module mean nothing."""
    hints = get_type_hints(view, include_extras=True)
    parameters = inspect.signature(view).parameters.values()
    return inspect.Signature(
        [one.replace(annotation=hints.get(one.name, one.annotation)) for one in parameters]
    )


def _guard(view: Callable[..., Any], access: str) -> Callable[..., Any]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        if access not in (PUBLIC, SIGNED_IN) and not allows(actor, access):
            raise Forbidden()
        return view(request, *args, **kwargs)

    return guarded


def _once(
    view: Callable[..., Any], endpoint: str, key_required: bool, response: Any = None
) -> Callable[..., Any]:
    shapes = response if isinstance(response, dict) else {200: response}

    @wraps(view)
    def single(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            if key_required:
                raise Invalid(
                    _("Thiếu tiêu đề Idempotency-Key"), field="Idempotency-Key",
                    hint=_("Gửi một khóa ngẫu nhiên; gửi lại cùng khóa khi không nhận được trả lời"),
                )  # fmt: skip
            with transaction.atomic():
                return view(request, *args, **kwargs)
        place = f"{endpoint} {sorted(kwargs.items(), key=str) if kwargs.get('id') is None else kwargs['id']}"[
            :120
        ]
        body = request.body if not request.FILES else repr(sorted(request.POST.items())).encode()
        actor = request.actor  # type: ignore[attr-defined]
        with (
            transaction.atomic(),
            once(key, actor=actor, endpoint=place, body=body, sender=_sender(request)) as slot,
        ):
            if slot.replayed:
                answer = JsonResponse(slot.answer, status=slot.status or 200, safe=False)
                answer["Idempotency-Replayed"] = "true"
                return answer
            given = view(request, *args, **kwargs)
            status, body_out = _parted(given)
            shape = shapes.get(status)
            if shape is not None:  # the remembered answer has the very form of one without a key
                body_out = TypeAdapter(shape).validate_python(body_out, from_attributes=True)
            if isinstance(body_out, BaseModel):
                body_out = body_out.model_dump(mode="json")
            slot.store(status, body_out)
            return JsonResponse(slot.answer, status=status, safe=False)

    return single


def _parted(given: Any) -> tuple[int, Any]:
    if isinstance(given, Status):
        return given.status_code, given.value
    return given if isinstance(given, tuple) else (200, given)


def _sender(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


def install_errors(api: NinjaAPI) -> None:
    """Every failure is problem+json with a code; the unforeseen carries an incident id and nothing else (S36)."""

    @api.exception_handler(DomainError)
    def domain(request: HttpRequest, error: DomainError) -> HttpResponse:
        errors = (
            error.errors
            if isinstance(error, Invalid)
            else ({error.field: [error.message]} if error.field else None)
        )
        answer = problem(error.status, error.message, code=error.code, detail=error.hint, errors=errors)
        if isinstance(error, TooMany):
            answer["Retry-After"] = str(error.retry_after)
        return answer

    @api.exception_handler(ValidationError)
    def validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors: dict[str, list[str]] = {}
        for item in error.errors:
            place = ".".join(str(part) for part in item.get("loc", ())[1:]) or "body"
            errors.setdefault(place, []).append(str(item.get("msg", "")))
        return problem(422, _("Dữ liệu chưa hợp lệ"), code="invalid", errors=errors)

    @api.exception_handler(AuthenticationError)
    def unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        answer = problem(401, _("Cần đăng nhập hoặc mã truy cập hợp lệ"), code="unauthenticated")
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, NotFound().message, code="not_found")

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error), code="bad_request")

    @api.exception_handler(SuspiciousOperation)
    def suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
        if isinstance(error, RequestDataTooBig):
            return problem(413, _("Nội dung gửi lên quá lớn"), code="too_large")
        return problem(400, _("Yêu cầu không đọc được"), code="bad_request")

    @api.exception_handler(Exception)
    def unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
        if down := outage(error):
            log.error("%s: %s", down.code, type(error).__name__)
            answer = problem(down.status, down.message, code=down.code)
            answer["Retry-After"] = RETRY_AFTER
            return answer
        incident = secrets.token_hex(4).upper()
        log.exception("incident %s", incident)
        return problem(500, _("Hệ thống gặp lỗi"), code="internal", incident=incident)
