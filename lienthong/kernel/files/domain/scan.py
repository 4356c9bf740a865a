"""What a verdict of the virus scanner does to a file."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import SYSTEM, Actor, record
from lienthong.kernel.errors import Refused, Unavailable

from .. import clamav
from ..models import Release, State, StoredFile
from ..rules import QUARANTINE
from ..storage import storage
from .tidings import announce

_WAITED_ONLY = ("awaiting_scan", "scan_limits")
#: States whose content a renewed scanner may judge otherwise. A destroyed one has no content.
LOOKED_AT_AGAIN = (State.QUARANTINE, State.REFUSED, State.UNSCANNED, State.RELEASED)


def scan(file_id: uuid.UUID | str) -> clamav.Verdict | None:
    """Scan one file and write what follows; None when there is nothing to do. Safe to run twice.

    Infected: every file with the same bytes is refused. Clean: a file that only waited for the scan becomes usable;
    one with active content stays in quarantine, and a refused one stays refused until an administrator releases it.
    Unknown: nothing changes, the file stays where it is (fail closed). Where scanning is off, only files that an
    administrator asked about are looked at.
    """
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or file.state == State.DESTROYED:
        return None
    if not settings.VIRUS_SCAN_REQUIRED and file.scan_asked_at is None:
        return None
    edition = clamav.edition()
    try:
        with storage().local_path(file.sha256) as path:
            verdict = clamav.scan(path)
    except FileNotFoundError:
        verdict = clamav.Verdict("unknown", "content_missing")
    with transaction.atomic():
        locked = StoredFile.objects.select_for_update().filter(pk=file.pk).first()
        if locked is not None and locked.state != State.DESTROYED:
            _write(locked, verdict, edition)
    return verdict


def _write(file: StoredFile, verdict: clamav.Verdict, edition: str) -> None:
    asked, before = file.scan_asked_at is not None, file.usable
    file.verdict, file.finding, file.scanned_with = verdict.outcome, verdict.detail[:120], edition
    if verdict.outcome == "infected":
        _refuse_content(file, verdict.detail, edition)
        return
    if verdict.outcome == "unknown":
        if verdict.detail == "scan_limits":
            file.scanned_at, file.scan_asked_at = clock.now(), None
            if file.reason == "awaiting_scan":
                file.reason = "scan_limits"
    else:
        _settle(file, verdict)
        file.scanned_at, file.scan_asked_at = clock.now(), None
    file.save()
    if asked and file.usable and not before:
        announce("cleared", [file])


def _settle(file: StoredFile, verdict: clamav.Verdict) -> None:
    waited_only = file.state == State.QUARANTINE and file.reason in _WAITED_ONLY
    if verdict.outcome == "suspect":
        if waited_only or file.state == State.UNSCANNED:
            file.state, file.reason = State.QUARANTINE, verdict.detail
    elif waited_only or file.state == State.UNSCANNED:
        file.state, file.reason = State.CLEAN, ""
    if file.state == State.QUARANTINE and (earlier := _set_aside(file.sha256, file.reason)):
        # The same bytes were brought again after administrators had decided about them.
        file.state = State.RELEASED
        record("files.release", file, actor=SYSTEM, data={"sha256": file.sha256, "release": earlier.pk})


def _set_aside(sha256: str, held_for: str) -> Release | None:
    return Release.objects.filter(sha256=sha256, held_for=held_for, state="confirmed").first()


def _refuse_content(scanned: StoredFile, found: str, edition: str) -> None:
    """Refuse every row with these bytes; after a release of just this finding they all stay, or become, released."""
    earlier = _set_aside(scanned.sha256, found)
    state = State.RELEASED if earlier else State.REFUSED
    changed = []
    for file in StoredFile.objects.select_for_update().filter(sha256=scanned.sha256).order_by("pk"):
        if file.state == State.DESTROYED:
            continue
        new = file.state != state
        file.state, file.reason, file.scanned_at, file.scan_asked_at = state, found[:120], clock.now(), None
        file.verdict, file.finding, file.scanned_with = "infected", found[:120], edition
        file.save()
        if new:
            data = {"sha256": file.sha256, "found": found}
            if earlier:
                record("files.release", file, actor=SYSTEM, data={**data, "release": earlier.pk})
            else:
                record("files.refuse", file, actor=SYSTEM, data=data)
                changed.append(file)
    if changed:
        announce("refused", changed)


def scan_again(file: StoredFile, *, actor: Actor) -> StoredFile:
    """Ask for a new scan of a held file; the job runs it, because a scanner may take minutes.

    Raises Refused for a file that is not held, Unavailable when there is no scanner. Asked twice, it runs once.
    """
    require(actor, QUARANTINE)
    if not clamav.available():
        raise Unavailable(
            _("Không thấy bộ quét mã độc. Hãy cài ClamAV hoặc đặt LIENTHONG_CLAMD_SOCKET rồi quét lại."),
            code="scanner_absent",
        )
    with transaction.atomic():
        file = StoredFile.objects.select_for_update().get(pk=file.pk)
        if file.state not in LOOKED_AT_AGAIN:
            raise Refused(
                _("Chỉ quét lại tệp đang bị cách ly; tệp này đã được xử lý."), code="not_in_quarantine"
            )
        if file.scan_asked_at is None:
            file.scan_asked_at = clock.now()
            file.save(update_fields=["scan_asked_at"])
            record("files.scan_again", file, actor=actor, data={"sha256": file.sha256, "before": file.state})
            from ..jobs import look_after  # reason: jobs import this package's domain functions

            look_after.defer(file_id=str(file.pk))
    return file


def waiting_for_scan(older_than_seconds: int = 300, limit: int = 100) -> list[uuid.UUID]:
    """Files whose scan did not come about, oldest first: the scanner was down, or a job was lost."""
    edge = clock.now() - dt.timedelta(seconds=older_than_seconds)
    never = Q(state=State.QUARANTINE, scanned_at=None, created_at__lt=edge)
    return list(
        StoredFile.objects.filter(never | Q(state__in=LOOKED_AT_AGAIN, scan_asked_at__lt=edge))
        .order_by("created_at")
        .values_list("pk", flat=True)[:limit]
    )


def waiting_for_renewal(limit: int = 200) -> list[uuid.UUID]:
    """Held and unscanned files that the present scanner with its present signatures has not judged, oldest first."""
    edition = clamav.edition()
    if not edition or not settings.VIRUS_SCAN_REQUIRED:
        return []
    return list(
        StoredFile.objects.filter(Q(state__in=LOOKED_AT_AGAIN) & ~Q(scanned_with=edition))
        .order_by("created_at")
        .values_list("pk", flat=True)[:limit]
    )
