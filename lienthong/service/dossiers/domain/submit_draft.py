"""From a draft to a dossier, once: two tabs, the back button and an impatient finger end at the same dossier."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Invalid
from lienthong.kernel.idempotency.models import Answer
from lienthong.kernel.idempotency.public import once
from lienthong.service.dossiers.domain.submit import submit, with_code
from lienthong.service.dossiers.drafts import discard_draft, draft
from lienthong.service.procedures.public import deciding_organisations, receiving_organisation

ENDPOINT = "dossiers.submit_draft"


def submit_draft(draft_id: UUID, *, actor: Actor) -> str:
    """Hand in a draft; returns the code of the dossier.

    The draft's id is the idempotency key: a second call, even at the same moment, waits for the first and returns its
    code. Raises Invalid with a message per question or paper (the draft stays), NotFound for a foreign draft.
    """
    with (
        transaction.atomic(),
        once(str(draft_id), actor=actor, endpoint=ENDPOINT, body={"draft": str(draft_id)}) as slot,
    ):
        if slot.replayed:
            return str(slot.answer["code"])
        found = draft(actor, draft_id)
        deciding = None
        if found.deciding_id:
            deciding = with_code(deciding_organisations(found.service)).filter(pk=found.deciding_id).first()
        if deciding is None:
            raise Invalid(_("Hãy chọn cơ quan giải quyết"), field="deciding")
        receiving = receiving_organisation(found.service, deciding)
        files: dict[str, list[Any]] = {key: list(ids) for key, ids in found.files.items() if ids}
        dossier = submit(
            found.service,
            deciding=deciding,
            receiving=receiving,
            values=found.values,
            files=files,
            actor=actor,
        )
        discard_draft(found)
        slot.store(201, {"code": dossier.code})
    return dossier.code


def code_of_submitted(draft_id: UUID, *, actor: Actor) -> str | None:
    """The code of the dossier that this draft became, or None when it never was handed in."""
    found = (
        Answer.objects.filter(sender=str(actor.account_id), endpoint=ENDPOINT, key=str(draft_id))
        .values_list("answer", flat=True)
        .first()
    )
    return found.get("code") if found else None
