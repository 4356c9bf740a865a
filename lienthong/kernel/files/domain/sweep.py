"""Removing what nobody needs: drafts of broken uploads, blobs without a row, uploads never attached to anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lienthong.kernel import clock

from ..models import State, StoredFile
from ..preview import sweep_pictures
from ..storage import storage

DRAFT_SECONDS = 6 * 3600
ORPHAN_SECONDS = 24 * 3600
#: A form may be filled over days; afterwards an upload that no dossier took is personal data without a purpose.
UNATTACHED_DAYS = 30


@dataclass(frozen=True)
class Swept:
    drafts: int
    blobs: int
    rows: int
    pictures: int


def sweep() -> Swept:
    """Safe to run at any time, beside uploads. Returns what was removed."""
    edge = clock.now() - dt.timedelta(days=UNATTACHED_DAYS)
    rows, _by_model = StoredFile.objects.filter(
        owner_id="", created_at__lt=edge, purpose__in=UNATTACHED_PURPOSES
    ).delete()
    store = storage()
    blobs = 0
    for sha256 in store.stored():
        # The row of an upload appears within seconds of its blob; a day of age leaves no doubt.
        # A destroyed row is no reason to keep bytes: its own job may have been lost.
        held = StoredFile.objects.filter(sha256=sha256).exclude(state=State.DESTROYED)
        if not held.exists() and store.remove_if_untouched(sha256, ORPHAN_SECONDS):
            blobs += 1
    return Swept(store.sweep_drafts(DRAFT_SECONDS), blobs, rows, sweep_pictures())


#: Uploads by people. Files the platform made for itself carry other purposes and are kept.
UNATTACHED_PURPOSES = ("", "attachment", "scan", "photo", "sheet")
