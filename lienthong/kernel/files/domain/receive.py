"""Taking a file in: stream to a draft, decide what it is, publish the blob, write the row, queue the jobs."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Invalid, TooLarge, Unavailable

from .. import kinds, names
from ..inspection.finding import Finding
from ..inspection.inspect import inspect
from ..models import State, StoredFile
from ..storage import storage

_CHUNK = 256 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_PAGE_TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "image/svg+xml", "multipart/related", "message/rfc822"}
)


def receive(
    stream: BinaryIO | Iterable[bytes],
    *,
    name: str,
    actor: Actor,
    declared_type: str = "",
    purpose: str = "",
    limit: int | None = None,
    owner_type: str = "",
    owner_id: str = "",
    organisation_ids: Iterable[int] = (),
) -> StoredFile:
    """Store one upload and return its row; a refused or interrupted one leaves neither row nor bytes.

    ``stream``: a file object or chunks of bytes. ``limit``: bytes, at most ``settings.UPLOAD_LIMIT``.
    Raises TooLarge (size, unpacked size, pixels, pages) and Invalid (empty, wrong kind, broken, unsafe archive).
    Active content is no error: the file stays in quarantine with its reason (ASVS 5.4.3).
    """
    declared = declared_type.partition(";")[0].strip().lower()
    if declared in _PAGE_TYPES:
        raise Invalid(
            _(
                "Trang web và hình SVG không được nhận vì có thể chứa mã lệnh. Hãy lưu thành PDF rồi tải lên lại."
            ),
            code="file_type_not_allowed",
            field="file",
        )
    bound = min(limit or settings.UPLOAD_LIMIT, settings.UPLOAD_LIMIT)
    try:
        found, sha256, size = _keep(stream, bound, name=name, purpose=purpose)
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable(
                _(
                    "Kho tệp đã đầy nên chưa nhận được tệp. Hãy thử lại sau; quản trị hệ thống cần dọn hoặc mở rộng kho."
                ),
                code="storage_full",
            ) from error
        raise
    return _write_row(
        found,
        sha256=sha256,
        size=size,
        name=name,
        actor=actor,
        purpose=purpose,
        owner_type=owner_type,
        owner_id=owner_id,
        organisation_ids=organisation_ids,
    )


def store_bytes(
    data: bytes,
    *,
    name: str,
    actor: Actor,
    media_type: str,
    purpose: str = "",
    owner_type: str = "",
    owner_id: str = "",
    organisation_ids: Iterable[int] = (),
    account_id: UUID | None = None,
) -> StoredFile:
    """Store what the platform made itself (slips, signed letters). Clean at once: it never came from outside.

    ``account_id``: the person outside who may see that it exists, when the thing it belongs to has one.
    ``media_type`` must be one of the known kinds (ValueError otherwise); the size limit of uploads does not apply.
    """
    kind = kinds.BY_MEDIA_TYPE.get(media_type)
    if kind is None:
        raise ValueError(f"unknown media type {media_type}")
    store = storage()
    with store.draft() as draft:
        draft.write(data)
        draft.close()
        sha256 = store.publish(draft)
    return StoredFile.objects.create(
        sha256=sha256,
        size=len(data),
        media_type=media_type,
        name=names.original_name(name),
        state=State.CLEAN,
        purpose=purpose,
        owner_type=owner_type,
        owner_id=owner_id,
        uploaded_by=actor.account_id,
        organisation_ids=sorted(set(organisation_ids)),
        account_id=account_id,
        created_at=clock.now(),
    )


def too_large(bound: int) -> TooLarge:
    return TooLarge(
        _("Tệp vượt quá %(megabytes)s MB. Hãy nén ảnh, quét ở 300 dpi hoặc tách thành nhiều tệp.")
        % {
            "megabytes": f"{bound / (1 << 20):.0f}"
            if bound >= 1 << 20
            else f"{bound / (1 << 20):.1f}".replace(".", ",")
        },
        code="file_too_large",
        field="file",
    )


def _chunks(stream: Any) -> Iterator[bytes]:
    if hasattr(stream, "chunks"):  # django.core.files.uploadedfile
        yield from stream.chunks(_CHUNK)
    elif hasattr(stream, "read"):
        while chunk := stream.read(_CHUNK):
            yield chunk
    else:
        yield from stream


def _keep(
    stream: BinaryIO | Iterable[bytes], bound: int, *, name: str, purpose: str
) -> tuple[Finding, str, int]:
    """Write, look at and publish the bytes: what was found, the digest, the size. A refusal leaves nothing behind."""
    store = storage()
    with store.draft() as draft:
        for chunk in _chunks(stream):
            if draft.size + len(chunk) > bound:
                raise too_large(bound)
            draft.write(chunk)
        draft.close()
        found = inspect(draft.path, name=name, purpose=purpose)
        if is_malware(draft.sha256):
            raise Invalid(
                _("Tệp này có mã độc. Hãy quét máy của bạn rồi nộp tệp sạch."),
                code="file_infected",
                field="file",
            )
        sha256 = store.publish(draft)
        size = draft.size
    return found, sha256, size


def is_malware(sha256: str) -> bool:
    """Whether these bytes were refused as malware, or destroyed as such, whoever brought them before: the function
    looks past row security and answers nothing else (migration 0003)."""
    with connection.cursor() as cursor:
        cursor.execute("select files_is_malware(%s)", [sha256])
        return bool(cursor.fetchone()[0])


def _write_row(
    found: Finding, *, name: str, actor: Actor, organisation_ids: Iterable[int], **fields: Any
) -> StoredFile:
    state, reason = first_state(found.reasons)
    with transaction.atomic():
        file = StoredFile.objects.create(
            name=names.original_name(name),
            media_type=kinds.KINDS[found.kind].media_type,
            state=state,
            reason=reason,
            page_count=found.page_count,
            uploaded_by=actor.account_id,
            organisation_ids=sorted(set(organisation_ids)),
            created_at=clock.now(),
            **fields,
        )
        from ..jobs import look_after  # reason: jobs import this package's domain functions

        look_after.defer(file_id=str(file.id))
    return file


def first_state(reasons: set[str]) -> tuple[str, str]:
    """State and reason of a file that has just been inspected, by the policy of DESIGN §9.7."""
    if reasons:
        return State.QUARANTINE, sorted(reasons)[0]
    if settings.VIRUS_SCAN_REQUIRED:
        return State.QUARANTINE, "awaiting_scan"
    return State.UNSCANNED, ""
