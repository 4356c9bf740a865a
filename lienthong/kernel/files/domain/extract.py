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


def extract_text(file: StoredFile) -> FileText | None:
    """Extract and store the text of a usable file, pages parted by form feed; None when it cannot be read.

    Safe to run twice: the second run replaces the first.
    """
    require_usable(file)
    from ..extraction import extract  # reason: heavy readers are loaded by the job process only

    try:
        with storage().local_path(file.sha256) as path:
            found = extract(path)
    except Exception as error:
        # The readers are many and the files strange; the kind of error is enough for the log, its text may be content.
        log.info("no text from file %s: %s", file.pk, type(error).__name__)
        return None
    text = found.text.replace("\x00", "")[:TEXT_LIMIT]
    with transaction.atomic():
        kept, _created = FileText.objects.update_or_create(
            file=file, defaults={"text": text, "method": found.method[:40], "extracted_at": clock.now()}
        )
    return kept


def text_of(file: StoredFile) -> str:
    """The extracted text, or "" when there is none yet."""
    return FileText.objects.filter(file=file).values_list("text", flat=True).first() or ""
