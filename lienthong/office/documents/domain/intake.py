"""Bringing a file: read it in memory first, refuse a marked one, keep the others until the clerk registers them."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import get, require, system_scope
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import NotFound
from lienthong.kernel.files.public import StoredFile, attach, discard, forget_pictures, keep_text, receive
from lienthong.kernel.files.storage import storage
from lienthong.office.documents.domain.reading_in import Reading, bytes_of, read_bytes_of
from lienthong.office.documents.models import Intake
from lienthong.office.documents.owners import INTAKE, PURPOSE
from lienthong.office.documents.rules import REGISTER


def bring(
    upload: Any,
    *,
    actor: Actor,
    organisation_id: int,
    name: str = "",
    declared_type: str = "",
    not_secret: bool = False,
    at_once: bool = False,
) -> Intake:
    """Take in one file for registration.

    The bytes are read before anything is stored, so that of a document marked MẬT, TỐI MẬT or TUYỆT MẬT no row, blob
    or temporary file exists at any time (S15). A scan takes too long for that: it is kept for the clerks of the agency
    alone and read by a job, which removes a marked one with everything that was made of it. ``at_once``: wait for it
    here. Raises Invalid (``state_secret``, ``secrecy_unsure``, bad file), TooLarge.
    """
    require(actor, REGISTER, organisation_id=organisation_id)
    data = bytes_of(upload)
    reading = read_bytes_of(data, not_secret=not_secret, recognise=at_once)
    with transaction.atomic():
        file = receive(
            io.BytesIO(data), name=name or getattr(upload, "name", "") or "van-ban", actor=actor, purpose=PURPOSE,
            declared_type=declared_type or getattr(upload, "content_type", "") or "", organisation_ids=[organisation_id],
        )  # fmt: skip
        return _keep(file, reading, actor, organisation_id, not_secret)


def bring_stored(
    file_id: uuid.UUID, *, actor: Actor, organisation_id: int, not_secret: bool = False, at_once: bool = False
) -> Intake:
    """The same for a file that was uploaded before. A marked one is removed from the store with its text and picture."""
    require(actor, REGISTER, organisation_id=organisation_id)
    file = (
        StoredFile.objects.filter(pk=file_id, uploaded_by=actor.account_id).first()
        if actor.account_id
        else None
    )
    if file is None or file.owner_id:
        raise NotFound(_("Không tìm thấy tệp. Hãy tải tệp lên lại."), code="file_not_found")
    from lienthong.kernel.files.public import read_bytes

    try:
        reading = read_bytes_of(read_bytes(file), not_secret=not_secret, recognise=at_once)
    except Exception as refusal:
        if getattr(refusal, "code", "") == "state_secret":
            expunge(file, actor=actor)
        raise
    with transaction.atomic():
        return _keep(file, reading, actor, organisation_id, not_secret)


def expunge(file: StoredFile, *, actor: Actor) -> None:
    """Remove a file at once, with its blob and its pictures, when nothing else uses the same bytes."""
    sha256 = file.sha256
    with transaction.atomic():
        discard(file, actor=actor, reason="state secret")
    with system_scope():  # another agency's row may hold the same bytes
        elsewhere = StoredFile.objects.filter(sha256=sha256).exists()
    if not elsewhere:
        storage().remove_if_untouched(sha256, 0)
        forget_pictures(sha256)


def _keep(file: StoredFile, reading: Reading, actor: Actor, organisation_id: int, not_secret: bool) -> Intake:
    intake = Intake.objects.create(
        organisation_id=organisation_id, file=file, reading=reading.fields, text=reading.text.replace("\x00", ""), problem=reading.problem[:300],
        state="waiting" if reading.unread else "read", pages_to_read=min(reading.unread, 32_000), not_secret=not_secret,
        made_at=clock.now(), made_by=actor.account_id, visible_orgs=[organisation_id],
    )  # fmt: skip
    if reading.unread:
        from lienthong.office.documents.jobs import read_scan  # reason: jobs import domain functions

        read_scan.defer(intake_id=str(intake.pk))
    if reading.method == "ocr":  # recognised here and now; nobody recognises it again
        keep_text(file, reading.whole, method=reading.method)
    attach([file], owner_type=INTAKE, owner_id=intake.pk, actor=actor, organisation_ids=[organisation_id])
    return intake


def intake_of(actor: Actor, intake_id: Any) -> Intake:
    """An unregistered file of the actor's agency, or NotFound."""
    return get(
        Intake.objects.filter(document=None).select_related("file", "organisation"),
        actor,
        REGISTER,
        pk=intake_id,
    )


def drop(intake: Intake, *, actor: Actor, secret: bool = False) -> None:
    """Throw an unregistered file away; of a secret one nothing stays."""
    require(actor, REGISTER, organisation_id=intake.organisation_id)
    file = intake.file
    with transaction.atomic():
        intake.delete()
        if not secret:
            discard(file, actor=actor, reason="")
    if secret:
        expunge(file, actor=actor)
