"""Work on files after the answer: scan, text, picture; and the sweeping."""

from __future__ import annotations

import logging

import procrastinate
from procrastinate.contrib.django import app

from . import preview as previews
from .clamav import Verdict
from .domain import destroy, extract, scan, sweep
from .kinds import recognised_by_app
from .models import StoredFile

log = logging.getLogger(__name__)


class ScannerSilent(Exception):
    """The scanner gave no verdict; the job runs again, the file stays in quarantine."""


@app.task(
    name="files.look_after",
    queue="files",
    retry=procrastinate.RetryStrategy(max_attempts=6, exponential_wait=4, retry_exceptions={ScannerSilent}),
)
def look_after(file_id: str) -> None:
    """Scan a new file, then take its text and make its first picture. Safe to run twice."""
    verdict = scan.scan(file_id)
    if verdict is not None and verdict.outcome == "unknown" and verdict.detail != "scan_limits":
        raise ScannerSilent(verdict.detail)
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not file.usable:
        return
    extract.extract_text(file, recognise=not recognised_by_app(file.purpose))
    if previews.has_preview(file):
        try:
            previews.preview(file, side=previews.SIDES[0])
        except Exception as error:
            # A picture is a convenience; its absence is shown where it is asked for.
            log.info("no picture for file %s: %s", file_id, type(error).__name__)
        # A marked scan may have been removed with its pictures while this one was drawn from bytes read before (S15).
        if not StoredFile.objects.filter(sha256=file.sha256).exists():
            previews.forget_pictures(file.sha256)


@app.periodic(cron="*/10 * * * *")
@app.task(name="files.scan_waiting", queue="files", pass_context=False)
def scan_waiting(timestamp: int) -> None:
    """Queue what still waits: after the scanner was down, or when a job was lost."""
    for file_id in scan.waiting_for_scan():
        look_after.configure(queueing_lock=f"files.look_after:{file_id}").defer(file_id=str(file_id))


@app.periodic(cron="40 * * * *")
@app.task(name="files.scan_renewed", queue="files", pass_context=False)
def scan_renewed(timestamp: int) -> None:
    """After new signatures: queue every held or unscanned file for another look, some hundred an hour."""
    for file_id in scan.waiting_for_renewal():
        look_after.configure(queueing_lock=f"files.look_after:{file_id}").defer(file_id=str(file_id))


class JustPublished(Exception):
    """The bytes were brought again a moment ago; whether a row follows shows in a few minutes."""


@app.task(
    name="files.remove_destroyed",
    queue="files",
    retry=procrastinate.RetryStrategy(max_attempts=6, linear_wait=60, retry_exceptions={JustPublished}),
)
def remove_destroyed(sha256: str) -> None:
    """Remove the bytes of destroyed content. Safe to run twice; what it misses the nightly sweep finds."""
    if not destroy.remove_content(sha256):
        raise JustPublished(sha256[:12])


@app.periodic(cron="25 2 * * *")
@app.task(name="files.sweep", queue="files", pass_context=False)
def sweep_store(timestamp: int) -> None:
    swept = sweep.sweep()
    log.info(
        "swept %s drafts, %s blobs, %s rows, %s pictures",
        swept.drafts,
        swept.blobs,
        swept.rows,
        swept.pictures,
    )


__all__ = [
    "ScannerSilent",
    "Verdict",
    "look_after",
    "remove_destroyed",
    "scan_renewed",
    "scan_waiting",
    "sweep_store",
]
