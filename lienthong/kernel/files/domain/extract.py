"""Keeping the text of a file for search and reading."""

from __future__ import annotations

import logging

from django.db import transaction

from lienthong.kernel import clock

from ..models import FileText, StoredFile
from ..storage import storage
from .use import require_usable

log = logging.getLogger(__name__)

#: Characters kept; what is longer is a data table, not something people read or search in.
TEXT_LIMIT = 2_000_000


def extract_text(file: StoredFile, *, recognise: bool = True) -> FileText | None:
    """Extract and store the text of a usable file, pages parted by form feed; None when it cannot be read.

    Safe to run twice: the second run replaces the first. ``recognise`` False: a file with pages that are only a picture
    is left alone, because its app recognises them and hands the text in.
    """
    require_usable(file)
    from ..extraction import Limits, extract  # reason: heavy readers are loaded by the job process only

    try:
        with storage().local_path(file.sha256) as path:
            found = extract(path, limits=Limits(recognise=recognise))
    except Exception as error:
        # The readers are many and the files strange; the kind of error is enough for the log, its text may be content.
        log.info("no text from file %s: %s", file.pk, type(error).__name__)
        return None
    return None if found.unread else keep_text(file, found.text, method=found.method)


def keep_text(file: StoredFile, text: str, *, method: str) -> FileText:
    """Store what was read in a file, in place of what was there."""
    text = text.replace("\x00", "")[:TEXT_LIMIT]
    with transaction.atomic():
        kept, _created = FileText.objects.update_or_create(
            file=file, defaults={"text": text, "method": method[:40], "extracted_at": clock.now()}
        )
    return kept


def text_of(file: StoredFile) -> str:
    """The extracted text, or "" when there is none yet."""
    return FileText.objects.filter(file=file).values_list("text", flat=True).first() or ""
