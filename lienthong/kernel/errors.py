"""What a domain function raises. Screens and the REST interface translate these for people.

The message is for the user: what is wrong and what to do. ``code`` is for programs, ``field`` names the input.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db.utils import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

_INVALID = _("Dữ liệu chưa hợp lệ")
_NOT_FOUND = _("Không tìm thấy")
_FORBIDDEN = _("Bạn không có quyền làm việc này")


class DomainError(Exception):
    """A refusal that the user can understand and act upon."""

    status = 400
    default_code = "refused"

    def __init__(
        self, message: Any, *, code: str | None = None, field: str | None = None, hint: Any = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.field = field
        self.hint = hint

    def __str__(self) -> str:
        return str(self.message)


class Invalid(DomainError):
    """Input that cannot be accepted; ``errors`` maps a field to its messages."""

    status = 422
    default_code = "invalid"

    def __init__(
        self,
        message: Any = _INVALID,
        *,
        errors: Mapping[str, Sequence[Any]] | None = None,
        code: str | None = None,
        field: str | None = None,
        hint: Any = "",
    ) -> None:
        super().__init__(message, code=code, field=field, hint=hint)
        self.errors: dict[str, list[Any]] = {name: list(items) for name, items in (errors or {}).items()}
        if field and field not in self.errors:
            self.errors[field] = [message]


class Refused(DomainError):
    """The act does not fit the present state."""

    status = 409
    default_code = "conflict"


class NotFound(DomainError):
    """Nothing is there, or nothing that this actor may know of."""

    status = 404
    default_code = "not_found"

    def __init__(self, message: Any = _NOT_FOUND, **kwargs: Any) -> None:
        super().__init__(message, **kwargs)


class Forbidden(DomainError):
    status = 403
    default_code = "forbidden"

    def __init__(self, message: Any = _FORBIDDEN, **kwargs: Any) -> None:
        super().__init__(message, **kwargs)


class TooLarge(DomainError):
    status = 413
    default_code = "too_large"


class Unavailable(DomainError):
    """A part that the act needs does not answer now; trying again later helps."""

    status = 503
    default_code = "unavailable"


#: Seconds until a program should ask again.
RETRY_AFTER = "10"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
_NO_ROOM = _(
    "Máy chủ đã hết chỗ lưu nên chưa ghi nhận được. Hãy thử lại sau; quản trị hệ thống cần dọn hoặc mở rộng đĩa."
)
_NO_DATABASE = _("Cơ sở dữ liệu chưa trả lời nên chưa ghi nhận được. Hãy thử lại sau ít phút.")


def outage(error: BaseException | None) -> Unavailable | None:
    """What to tell people when something outside the program failed: a full disk, a database that is away or busy.

    None for anything else, which is a fault of ours and gets an incident number.
    """
    chain: list[BaseException] = []
    while error is not None:
        chain.append(error)
        error = error.__cause__
    if any(
        isinstance(one, psycopg.errors.DiskFull) or (isinstance(one, OSError) and one.errno in _FULL)
        for one in chain
    ):
        return Unavailable(_NO_ROOM, code="storage_full")
    if any(isinstance(one, _AWAY) for one in chain):
        return Unavailable(_NO_DATABASE, code="database_unavailable")
    return None
