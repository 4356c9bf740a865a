"""Reading a scan after the answer: by a job, page by page, while the clerk may already type."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.errors import DomainError, Invalid, Refused
from lienthong.kernel.files.models import FileText
from lienthong.kernel.files.public import StoredFile, extract_text, keep_text, read_bytes
from lienthong.office.documents.domain.intake import expunge
from lienthong.office.documents.domain.reading_in import Reading, check_secrecy, read_bytes_of
from lienthong.office.documents.models import Intake
from lienthong.office.documents.notices import tell_account


class StillScanning(Exception):
    """The virus scanner has not answered yet; the job comes again."""


def read_intake(intake_id: uuid.UUID) -> Intake | None:
    """Read what was brought as a scan; None when it is gone, registered or read already. Safe to run twice.

    The pages are read outside a transaction, so that their progress is seen; what was found is written only into a row
    that still waits for it. Nothing that the clerk typed is here: it stays in his form. A file that bears a mark of
    secrecy is removed with its row, text and pictures, and he is told; a doubtful mark waits for his word. Raises
    StillScanning.
    """
    intake = (
        Intake.objects.filter(pk=intake_id, document=None)
        .exclude(state="read")
        .select_related("file")
        .first()
    )
    if intake is None:
        _recognise_registered(intake_id)
        return None
    Intake.objects.filter(pk=intake.pk).update(state="reading", pages_read=0)
    try:
        reading = _read(intake)
    except Invalid as refusal:
        if refusal.code != "state_secret":
            raise
        _remove(intake)
        return None
    unsure = False
    if reading.document is not None and not intake.not_secret:
        try:
            check_secrecy(reading.document)
        except Invalid:
            unsure = True
    with transaction.atomic():
        kept = Intake.objects.select_for_update().filter(pk=intake.pk, document=None).first()
        if reading.method and StoredFile.objects.filter(pk=intake.file_id).exists():
            keep_text(intake.file, reading.whole, method=reading.method)
        if kept is None:
            return None
        kept.reading, kept.text, kept.problem = (
            reading.fields,
            reading.text.replace("\x00", ""),
            reading.problem[:300],
        )
        kept.state, kept.unsure = "read", unsure
        kept.save(update_fields=["reading", "text", "problem", "state", "unsure"])
    return kept


def _recognise_registered(intake_id: uuid.UUID) -> None:
    """A scan that was registered before its turn came proposes nothing any more; its text is taken all the same."""
    file = (
        StoredFile.objects.filter(
            pk__in=Intake.objects.filter(pk=intake_id).exclude(document=None).values("file_id")
        )
        .exclude(pk__in=FileText.objects.values("file_id"))
        .first()
    )
    if file is None:
        return
    try:
        extract_text(file)
    except Refused as refusal:
        if refusal.code == "file_awaiting_scan":
            raise StillScanning from refusal
    except DomainError:
        return  # it is held or gone: there is no text to be had


def _read(intake: Intake) -> Reading:
    """What the file says, or why it says nothing. Raises Invalid (``state_secret``) and StillScanning."""

    def tell(done: int) -> None:
        Intake.objects.filter(pk=intake.pk).update(pages_read=done)

    try:
        # A doubtful mark must not stop the reading: whether it is one is asked afterwards.
        return read_bytes_of(read_bytes(intake.file), not_secret=True, tell=tell)
    except Refused as refusal:
        if refusal.code == "file_awaiting_scan":
            raise StillScanning from refusal
        return Reading(problem=str(refusal))
    except Invalid:
        raise
    except DomainError as refusal:
        return Reading(problem=str(refusal))


def _remove(intake: Intake) -> None:
    file = intake.file
    with transaction.atomic():
        if not Intake.objects.select_for_update().filter(pk=intake.pk, document=None).exists():
            return  # registered meanwhile by someone who looked at the paper and answers for it
        tell_account(intake.made_by, "documents.secret_removed")
        intake.delete()
    expunge(file, actor=SYSTEM)


def progress_words(intake: Intake) -> str:
    """How far the reading is, for the list and the screen; empty when it is over."""
    if intake.state == "read":
        return ""
    if intake.state == "waiting" or not intake.pages_read:
        return _("Đang đọc bản quét, %(n)s trang") % {"n": intake.pages_to_read}
    return _("Đang đọc bản quét: xong %(done)s trong %(n)s trang") % {
        "done": intake.pages_read,
        "n": intake.pages_to_read,
    }
