"""Using stored files: opening, attaching to the thing they belong to, discarding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Invalid, NotFound, Refused, Unavailable

from ..models import State, StoredFile
from ..storage import storage


def require_usable(file: StoredFile) -> None:
    """Raises Refused unless the file is clean, or unscanned in demonstration mode (DESIGN §9.7)."""
    if file.usable:
        return
    if file.state == State.REFUSED:
        raise Refused(
            _("Tệp này có mã độc nên không mở được. Hãy yêu cầu người gửi nộp lại tệp sạch."),
            code="file_infected",
        )
    if file.state == State.DESTROYED:
        raise Refused(
            _("Nội dung tệp đã bị hủy vì không an toàn. Hãy yêu cầu người gửi nộp lại tệp sạch."),
            code="file_destroyed",
        )
    if file.reason == "awaiting_scan":
        raise Refused(_("Tệp đang chờ quét mã độc. Hãy thử lại sau ít phút."), code="file_awaiting_scan")
    raise Refused(
        _(
            "Tệp đang bị cách ly nên không mở được (%(reason)s). Hãy yêu cầu người gửi nộp lại bản không có nội dung đó."
        )
        % {"reason": file.reason_label},
        code="file_quarantined",
    )


def open_file(file: StoredFile) -> BinaryIO:
    """The content. Raises Refused when not usable, Unavailable when the store has lost the bytes."""
    require_usable(file)
    try:
        return storage().open(file.sha256)
    except FileNotFoundError as error:
        # Held again and destroyed between the look at the row and the opening: no back-up is to be asked for.
        file.refresh_from_db(fields=["state", "reason"])
        require_usable(file)
        raise missing() from error


def local_path(file: StoredFile) -> AbstractContextManager[Path]:
    """A read-only path for programs that need one, valid inside the block."""
    require_usable(file)
    return storage().local_path(file.sha256)


def read_bytes(file: StoredFile) -> bytes:
    """The whole content in memory; for the small ones that are signed or sent."""
    with open_file(file) as stream:
        return stream.read()


def missing() -> Unavailable:
    return Unavailable(
        _("Không đọc được tệp trong kho. Hãy báo quản trị hệ thống khôi phục từ bản sao lưu."),
        code="file_missing",
    )


def attach(
    files: Sequence[StoredFile | UUID | str],
    *,
    owner_type: str,
    owner_id: object,
    actor: Actor,
    organisation_ids: Iterable[int] = (),
    account_id: UUID | None = None,
) -> list[StoredFile]:
    """Give files to the thing they belong to, in one statement more than the look-up; order is kept.

    Only the actor's own uploads that belong to nothing yet (or already to this thing) can be attached: a file id typed
    by hand must not pull another person's paper into a dossier. Raises NotFound otherwise, Invalid for malware.
    """
    ids = [UUID(str(getattr(file, "pk", file))) for file in files]
    with transaction.atomic():
        found = {file.pk: file for file in StoredFile.objects.select_for_update().filter(pk__in=ids)}
        for file_id in ids:
            file = found.get(file_id)
            if file is None or not _may_attach(file, owner_type, str(owner_id), actor):
                raise NotFound(_("Không tìm thấy tệp đính kèm. Hãy tải tệp lên lại."), code="file_not_found")
            if file.state in (State.REFUSED, State.DESTROYED):
                raise Invalid(
                    _("Tệp có mã độc. Hãy bỏ tệp này và nộp tệp sạch."), code="file_infected", field="file"
                )
        orgs = sorted(set(organisation_ids))
        StoredFile.objects.filter(pk__in=ids).update(
            owner_type=owner_type, owner_id=str(owner_id), organisation_ids=orgs, account_id=account_id
        )
    for file in found.values():
        file.owner_type, file.owner_id, file.organisation_ids = owner_type, str(owner_id), orgs
        file.account_id = account_id
    return [found[file_id] for file_id in ids]


def share(*, owner_type: str, owner_id: object, organisation_ids: Iterable[int]) -> int:
    """Let the agencies that now work on a thing see its files; call it whenever the thing is shown to further ones.

    Row security follows this column. Returns how many files there are; one statement.
    """
    return StoredFile.objects.filter(owner_type=owner_type, owner_id=str(owner_id)).update(
        organisation_ids=sorted(set(organisation_ids))
    )


def _may_attach(file: StoredFile, owner_type: str, owner_id: str, actor: Actor) -> bool:
    if file.owner_id:
        return file.owner_type == owner_type and file.owner_id == owner_id
    return actor.kind == "system" or (file.uploaded_by is not None and file.uploaded_by == actor.account_id)


def discard(file: StoredFile, *, actor: Actor, reason: str = "") -> None:
    """Remove the row and its text; the sweeper removes bytes that no other row uses. The act stays in the history."""
    with transaction.atomic():
        record(
            "files.discard",
            file,
            actor=actor,
            reason=reason,
            data={"sha256": file.sha256, "owner": file.owner_id},
        )
        file.delete()
