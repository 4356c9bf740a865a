"""Writing: a draft is structured content; every revision is a version."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import allows, require
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation, Unit
from lienthong.kernel.errors import Forbidden, Refused
from lienthong.kernel.files.public import attach
from lienthong.office.documents.domain.contents import clean_content, current_version, put_content
from lienthong.office.documents.domain.moving import (
    act,
    close_items,
    index,
    item_for,
    locked,
    open_items,
    require_reason,
    require_state,
)
from lienthong.office.documents.models import Document, DocumentFile, DraftVersion, Initial
from lienthong.office.documents.owners import OWNER
from lienthong.office.documents.rules import DRAFT, SIGN, officers_of


def create_draft(
    *,
    actor: Actor,
    content: Mapping[str, Any],
    organisation_id: int | None = None,
    reply_to: Document | None = None,
    files: list[Any] | None = None,
) -> Document:
    """A new draft of the actor's agency; ``reply_to`` links the incoming document that it answers."""
    organisation_id = organisation_id or actor.organisation_id
    if organisation_id is None:
        raise Forbidden()
    require(actor, DRAFT, organisation_id=organisation_id)
    cleaned = clean_content(content, organisation_id)
    if reply_to is not None and reply_to.organisation_id != organisation_id:
        raise Forbidden()
    with transaction.atomic():
        organisation = Organisation.objects.get(pk=organisation_id)
        document = Document(
            direction="outgoing", organisation=organisation, issuer=organisation, issuer_name=organisation.name, state="draft", made_at=clock.now(),
            drafter_id=actor.officer_id, drafting_unit=Unit.objects.filter(pk=actor.unit_id or 0, organisation_id=organisation_id).first(), reply_to=reply_to,
            visible_orgs=[organisation_id], due_at=reply_to.due_at if reply_to else None,
        )  # fmt: skip
        put_content(document, cleaned)
        document.save(force_insert=True)
        DraftVersion.objects.create(
            document=document, version=1, content=cleaned, made_at=clock.now(), made_by=actor.officer_id
        )
        _attach(document, files or [], actor)
        open_items(
            [
                item_for(
                    document,
                    "draft",
                    step=gettext_noop("Soạn, trình ký"),
                    officer_id=actor.officer_id,
                    unit_id=actor.unit_id,
                )
            ]
        )
        act(
            "draft",
            document,
            actor=actor,
            state="draft",
            data={"version": 1, "reply_to": str(reply_to.pk) if reply_to else ""},
        )
        index(document, " ".join(cleaned["body"])[:20_000])
    return document


def revise_draft(
    document: Document,
    *,
    actor: Actor,
    content: Mapping[str, Any],
    note: str = "",
    files: list[Any] | None = None,
) -> DraftVersion:
    """A new version. Initials given to the earlier one do not count for it."""
    with transaction.atomic():
        document = locked(document)
        require_drafter(document, actor)
        require_state(document, "draft", "review")
        cleaned = clean_content(content, document.organisation_id)
        last = current_version(document)
        _attach(document, files or [], actor)
        if last.content == cleaned:
            return last
        version = DraftVersion.objects.create(
            document=document,
            version=last.version + 1,
            content=cleaned,
            note=note[:500],
            made_at=clock.now(),
            made_by=actor.officer_id,
        )
        put_content(document, cleaned)
        document.save()
        Initial.objects.filter(document=document, state="waiting").update(state="void", at=clock.now())
        close_items(document, actor=actor, outcome="revised", kinds=["draft_review"], state="withdrawn")
        act("revise", document, actor=actor, state="draft", reason=note, data={"version": version.version})
        from lienthong.office.documents.domain.moving import rename_items

        rename_items(document)
        index(document, " ".join(cleaned["body"])[:20_000])
    return version


def restore_version(document: Document, *, actor: Actor, number: int) -> DraftVersion:
    """Take an earlier version up again; it becomes the newest, nothing is lost."""
    old = DraftVersion.objects.filter(document=document, version=number).first()
    if old is None:
        raise Refused(_("Không có bản này"), code="no_version")
    return revise_draft(document, actor=actor, content=old.content, note=f"Lấy lại bản {number}")


def cancel_draft(document: Document, *, actor: Actor, reason: str) -> Document:
    """Give a draft up; it keeps no number, so no hole comes of it."""
    reason = require_reason(reason)
    with transaction.atomic():
        document = locked(document)
        require_drafter(document, actor)
        require_state(document, "draft", "review")
        close_items(document, actor=actor, outcome="cancelled", state="withdrawn")
        act("cancel", document, actor=actor, state="cancelled", reason=reason)
    return document


def require_drafter(document: Document, actor: Actor) -> None:
    """The drafter himself, or a head of his agency's documents (leader)."""
    require(actor, DRAFT, organisation_id=document.organisation_id)
    if document.drafter_id not in officers_of(actor) and not allows(
        actor, SIGN, organisation_id=document.organisation_id
    ):
        raise Forbidden(_("Chỉ người soạn sửa được dự thảo"), code="not_yours")


def _attach(document: Document, files: list[Any], actor: Actor) -> None:
    if not files:
        return
    known = DocumentFile.objects.filter(document=document, role="appendix").count()
    kept = attach(
        [uuid.UUID(str(getattr(file, "pk", file))) for file in files],
        owner_type=OWNER,
        owner_id=document.pk,
        actor=actor,
        organisation_ids=document.visible_orgs,
    )
    DocumentFile.objects.bulk_create(
        DocumentFile(
            document=document,
            file=file,
            role="appendix",
            version=known + n,
            name=file.name,
            made_at=clock.now(),
        )
        for n, file in enumerate(kept, 1)
    )
