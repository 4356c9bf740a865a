"""Destroying held content: the bytes go, the row and its history stay, so that later questions have an answer."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.accounts.public import require_fresh_factor
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Refused

from ..models import FileText, Release, State, StoredFile
from ..preview import forget_pictures
from ..rules import QUARANTINE
from ..storage import storage
from .release import HELD, require_reason
from .tidings import announce

#: A blob published again within this time may belong to an upload whose row is not written yet.
_SETTLING_SECONDS = 120


def destroy(file: StoredFile, *, actor: Actor, reason: str) -> StoredFile:
    """Destroy the content for every row that holds it. The rows stop being readable at once; a job removes the bytes.

    Raises Refused when the file is not held, or when a usable row has the same bytes: that verdict must be settled by a
    new scan first. Cannot be undone.
    """
    require(actor, QUARANTINE)
    require_fresh_factor(actor)
    reason = require_reason(reason)
    with transaction.atomic():
        rows = list(StoredFile.objects.select_for_update().filter(sha256=file.sha256).order_by("pk"))
        file = next(row for row in rows if row.pk == file.pk)
        if file.state not in HELD:
            raise Refused(
                _("Chỉ hủy được tệp đang bị cách ly. Tệp đã giải tỏa phải được cách ly lại trước."),
                code="not_in_quarantine",
            )
        if any(row.usable for row in rows):
            raise Refused(
                _("Nội dung này còn nằm trong một tệp đang dùng. Hãy quét lại để hai nơi có cùng kết luận."),
                code="content_in_use",
            )
        changed = [row for row in rows if row.state in HELD]
        for row in changed:
            row.state, row.scan_asked_at = State.DESTROYED, None
            row.save(update_fields=["state", "scan_asked_at"])
            record(
                "files.destroy",
                row,
                actor=actor,
                reason=reason,
                data={"sha256": row.sha256, "held_for": row.reason, "verdict": row.verdict, "size": row.size},
            )
        FileText.objects.filter(file__in=changed).delete()
        Release.objects.filter(sha256=file.sha256, state="waiting").update(
            state="declined", decided_by=actor.account_id, decided_at=clock.now(), remark=reason
        )
        announce("destroyed", changed, reason)
        from ..jobs import remove_destroyed  # reason: jobs import this package's domain functions

        remove_destroyed.defer(sha256=file.sha256)
    return file


def remove_content(sha256: str) -> bool:
    """Remove bytes that only destroyed rows name, with their pictures. False: published again just now, ask later."""
    if StoredFile.objects.filter(sha256=sha256).exclude(state=State.DESTROYED).exists():
        return True
    forget_pictures(sha256)
    if not storage().exists(sha256):
        return True
    return storage().remove_if_untouched(sha256, _SETTLING_SECONDS)
