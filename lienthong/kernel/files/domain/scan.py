"""What a verdict of the virus scanner does to a file."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction

from lienthong.kernel import clock
from lienthong.kernel.actions.public import SYSTEM, record

from .. import clamav
from ..models import State, StoredFile
from ..storage import storage


def scan(file_id: uuid.UUID | str) -> clamav.Verdict | None:
    """Scan one file and write what follows; None when there is nothing to do. Safe to run twice.

    Infected: every file with the same bytes is refused. Clean: a file that only waited for the scan becomes usable;
    one with active content stays in quarantine. Unknown: nothing changes, the file stays where it is (fail closed).
    """
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or file.state == State.REFUSED or not settings.VIRUS_SCAN_REQUIRED:
        return None
    with storage().local_path(file.sha256) as path:
        verdict = clamav.scan(path)
    with transaction.atomic():
        locked = StoredFile.objects.select_for_update().get(pk=file.pk)
        if locked.state == State.REFUSED:
            return verdict
        if verdict.outcome == "infected":
            _refuse_content(locked.sha256, verdict.detail)
        elif verdict.outcome == "unknown":
            if verdict.detail == "scan_limits" and locked.reason == "awaiting_scan":
                locked.reason = "scan_limits"
                locked.scanned_at = clock.now()
                locked.save(update_fields=["reason", "scanned_at"])
        else:
            _settle(locked, verdict)
    return verdict


def _settle(file: StoredFile, verdict: clamav.Verdict) -> None:
    waited_only = file.state == State.QUARANTINE and file.reason in ("awaiting_scan", "scan_limits")
    if verdict.outcome == "suspect":
        if waited_only or file.state == State.UNSCANNED:
            file.state, file.reason = State.QUARANTINE, verdict.detail
    elif waited_only or file.state == State.UNSCANNED:
        file.state, file.reason = State.CLEAN, ""
    file.scanned_at = clock.now()
    file.save(update_fields=["state", "reason", "scanned_at"])


def _refuse_content(sha256: str, found: str) -> None:
    for file in (
        StoredFile.objects.select_for_update()
        .filter(sha256=sha256)
        .exclude(state=State.REFUSED)
        .order_by("pk")
    ):
        file.state, file.reason, file.scanned_at = State.REFUSED, found, clock.now()
        file.save(update_fields=["state", "reason", "scanned_at"])
        record("files.refuse", file, actor=SYSTEM, data={"sha256": sha256, "found": found})


def waiting_for_scan(older_than_seconds: int = 300, limit: int = 100) -> list[uuid.UUID]:
    """Files whose scan did not come about, oldest first: the scanner was down, or a job was lost."""
    edge = clock.now() - dt.timedelta(seconds=older_than_seconds)
    return list(
        StoredFile.objects.filter(state=State.QUARANTINE, scanned_at=None, created_at__lt=edge)
        .order_by("created_at")
        .values_list("pk", flat=True)[:limit]
    )
