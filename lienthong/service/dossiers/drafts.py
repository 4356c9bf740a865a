"""Unfinished applications of signed-in citizens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Forbidden, NotFound, Refused
from lienthong.service.dossiers.models import Draft
from lienthong.service.procedures.public import ServiceVersion

MOST_DRAFTS = 30
NOBODY = UUID(int=0)  # no account has it: an anonymous visitor owns no draft


def drafts_of(actor: Actor) -> QuerySet[Draft]:
    return (
        Draft.objects.filter(account_id=actor.account_id or NOBODY)
        .select_related("service__procedure", "deciding")
        .order_by("-updated_at")
    )


def draft(actor: Actor, draft_id: UUID | str) -> Draft:
    found = drafts_of(actor).filter(pk=draft_id).first()
    if found is None:
        raise NotFound(_("Không tìm thấy bản nháp"))
    return found


def save_draft(
    service: ServiceVersion,
    *,
    actor: Actor,
    values: dict[str, Any],
    files: dict[str, list[str]],
    deciding: Organisation | None = None,
    draft: Draft | None = None,
) -> Draft:
    """Keep what was typed, whether it is valid or not. Raises Forbidden for a visitor who has not signed in."""
    if actor.account_id is None:
        raise Forbidden()
    with transaction.atomic():
        if draft is None:
            if drafts_of(actor).count() >= MOST_DRAFTS:
                raise Refused(
                    _("Bạn đã có %(most)s bản nháp; hãy xóa bớt bản không dùng") % {"most": MOST_DRAFTS}
                )
            draft = Draft(account_id=actor.account_id, service=service)
        draft.values, draft.files, draft.deciding, draft.updated_at = (
            values,
            files,
            deciding or draft.deciding,
            clock.now(),
        )
        draft.save()
    return draft


def discard_draft(found: Draft) -> None:
    found.delete()
