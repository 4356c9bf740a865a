"""Letting content out of quarantine: by one administrator after a clean scan, by two against the scanner's word.

The decision belongs to the bytes. All rows that hold them follow, and the same bytes brought again follow as well,
otherwise the next upload of the same form would refuse the released one.
"""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.accounts.public import require_fresh_factor
from lienthong.kernel.actions.public import Actor, record
from lienthong.kernel.errors import Forbidden, Invalid, Refused

from ..models import Release, State, StoredFile
from ..rules import QUARANTINE
from .tidings import announce

HELD = (State.QUARANTINE, State.REFUSED)
Way = Literal["alone", "two"]


def way_of(file: StoredFile) -> Way:
    """Who must decide. Raises Refused for a file that is not held, or that no scanner has ever judged.

    A scanner that gave up at its limits has at least looked; one that was down has not, and nobody's word replaces it.
    """
    if file.state not in HELD:
        raise Refused(
            _("Tệp này không còn bị cách ly. Hãy tải lại trang để xem trạng thái mới."),
            code="not_in_quarantine",
        )
    if file.verdict == "clean":
        return "alone"
    if file.verdict in ("infected", "suspect") or (file.verdict, file.finding) == ("unknown", "scan_limits"):
        return "two"
    raise Refused(
        _("Tệp chưa được quét xong lần nào nên chưa giải tỏa được. Hãy quét lại trước."), code="not_scanned"
    )


def release(file: StoredFile, *, actor: Actor, reason: str) -> Release:
    """Release at once after a clean scan; else ask a second administrator to confirm a false positive.

    ``Release.state`` says which: "confirmed" or "waiting". Raises Invalid without a reason, Refused when the file is
    not held, was never judged, or already waits for the second.
    """
    require(actor, QUARANTINE)
    require_fresh_factor(actor)
    reason = _reason(reason)
    with transaction.atomic():
        file, rows = _locked(file)
        way = way_of(file)
        waiting = Release.objects.select_for_update().filter(sha256=file.sha256, state="waiting").first()
        if waiting is not None and way == "two":
            raise Refused(
                _("Đã có người đề nghị giải tỏa tệp này. Cần một quản trị viên khác xác nhận."),
                code="release_waiting",
            )
        found = waiting or Release(sha256=file.sha256)
        found.held_for, found.verdict, found.reason = file.reason, file.verdict, reason
        found.asked_by, found.asked_at = actor.account_id, clock.now()
        if way == "two":
            found.state = "waiting"
            found.save()
            record("files.ask_release", file, actor=actor, reason=reason, data=_data(file, found))
        else:
            found.state, found.decided_by, found.decided_at = "confirmed", actor.account_id, clock.now()
            found.save()
            _let_go(rows, found, actor, reason)
    return found


def confirm_release(file: StoredFile, *, actor: Actor, reason: str) -> Release:
    """The second pair of eyes agrees. Raises Forbidden for the one who asked, Refused when nothing waits."""
    require(actor, QUARANTINE)
    require_fresh_factor(actor)
    reason = _reason(reason)
    with transaction.atomic():
        file, rows = _locked(file)
        waiting = _waiting(file)
        _other_person(waiting, actor)
        way_of(file)
        if file.reason != waiting.held_for:
            raise Refused(
                _(
                    "Kết quả quét đã đổi từ khi có đề nghị. Hãy không đồng ý rồi đề nghị lại theo kết quả mới."
                ),
                code="finding_changed",
            )
        waiting.state, waiting.decided_by = "confirmed", actor.account_id
        waiting.decided_at, waiting.remark = clock.now(), reason
        waiting.save()
        _let_go(rows, waiting, actor, reason)
    return waiting


def decline_release(file: StoredFile, *, actor: Actor, reason: str) -> Release:
    """Say no to a waiting request; the one who asked may take it back the same way. The file stays where it is."""
    require(actor, QUARANTINE)
    reason = _reason(reason)
    with transaction.atomic():
        file, _rows = _locked(file)
        waiting = _waiting(file)
        waiting.state, waiting.decided_by = "declined", actor.account_id
        waiting.decided_at, waiting.remark = clock.now(), reason
        waiting.save()
        record("files.decline_release", file, actor=actor, reason=reason, data=_data(file, waiting))
    return waiting


def hold_again(file: StoredFile, *, actor: Actor, reason: str) -> StoredFile:
    """Undo a release: the content goes back to where it was held, and its release ends."""
    require(actor, QUARANTINE)
    reason = _reason(reason)
    with transaction.atomic():
        file, rows = _locked(file)
        if file.state != State.RELEASED:
            raise Refused(_("Chỉ cách ly lại được tệp đã giải tỏa."), code="not_released")
        Release.objects.filter(sha256=file.sha256, held_for=file.reason, state="confirmed").update(
            state="ended", decided_at=clock.now(), remark=reason
        )
        changed = [row for row in rows if row.state == State.RELEASED]
        for row in changed:
            row.state = State.REFUSED if row.verdict == "infected" else State.QUARANTINE
            row.save(update_fields=["state"])
            record("files.hold_again", row, actor=actor, reason=reason, data={"sha256": row.sha256})
        announce("held_again", changed, reason)
    return next(row for row in rows if row.pk == file.pk)


def waiting_release(file: StoredFile) -> Release | None:
    """The request that waits for a second administrator, or None."""
    return Release.objects.filter(sha256=file.sha256, state="waiting").first()


def may_confirm(waiting: Release, actor: Actor) -> bool:
    """Another person than the one who asked: two accounts of one person are one pair of eyes."""
    if waiting.asked_by is None or actor.account_id is None or waiting.asked_by == actor.account_id:
        return False
    from lienthong.kernel.accounts.models import (
        Account,  # reason: models of accounts load after those of files
    )

    asker = Account.objects.filter(pk=waiting.asked_by).values_list("person_id", flat=True).first()
    return asker is None or asker != actor.person_id


def _other_person(waiting: Release, actor: Actor) -> None:
    if not may_confirm(waiting, actor):
        raise Forbidden(
            _("Người đề nghị không tự xác nhận được. Cần một quản trị viên nền tảng khác."),
            code="same_person",
        )


def _waiting(file: StoredFile) -> Release:
    found = Release.objects.select_for_update().filter(sha256=file.sha256, state="waiting").first()
    if found is None:
        raise Refused(_("Không có đề nghị giải tỏa nào đang chờ cho tệp này."), code="nothing_waiting")
    return found


def _locked(file: StoredFile) -> tuple[StoredFile, list[StoredFile]]:
    """The file and all rows with its bytes, locked in one order so that two administrators cannot block each other."""
    rows = list(StoredFile.objects.select_for_update().filter(sha256=file.sha256).order_by("pk"))
    return next(row for row in rows if row.pk == file.pk), rows


def _let_go(rows: list[StoredFile], found: Release, actor: Actor, reason: str) -> None:
    changed = [row for row in rows if row.state in HELD and row.reason == found.held_for]
    for row in changed:
        row.state = State.RELEASED
        row.save(update_fields=["state"])
        record("files.release", row, actor=actor, reason=reason, data=_data(row, found))
        from ..jobs import look_after  # reason: jobs import this package's domain functions

        look_after.defer(file_id=str(row.pk))
    announce("released", changed, reason)


def _data(file: StoredFile, found: Release) -> dict[str, object]:
    return {
        "sha256": file.sha256,
        "release": found.pk,
        "held_for": found.held_for,
        "verdict": found.verdict,
        "scanned_with": file.scanned_with,
    }


def _reason(text: str) -> str:
    words = " ".join((text or "").split())
    if len(words) < 5:
        raise Invalid(_("Hãy ghi lý do của quyết định (ít nhất 5 ký tự)."), code="reason", field="reason")
    return words[:2000]


require_reason = _reason
