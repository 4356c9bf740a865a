"""The leader's own signature on the draft, or the draft sent back."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.accounts.public import require_fresh_factor
from lienthong.kernel.actions.public import SYSTEM, Action, Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.files.public import read_bytes, store_bytes
from lienthong.kernel.signing.public import (
    issue_person_certificate,
    sign_personal,
    signer_for_officer,
)
from lienthong.service.dossiers.domain.draft_result import current_result, draw_result
from lienthong.service.dossiers.domain.moving import (
    advance,
    locked,
    require_open,
    waiting,
)
from lienthong.service.dossiers.models import Dossier, Result
from lienthong.service.dossiers.rules import SIGN


def sign_result(dossier: Dossier, *, actor: Actor) -> Result:
    """The leader's own digital signature on the draft. A leader who is not the one named on it gets a fresh draft in
    his name first, so that the title above the signature is always the signer's."""
    require(actor, SIGN, organisation_id=dossier.deciding_id)
    require_fresh_factor(actor)
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        step = waiting(dossier, "sign")
        result = current_result(dossier)
        _refuse_own_draft(dossier, actor)
        officer = Officer.objects.select_related("post", "person", "organisation").get(
            pk=actor.officer_id or 0
        )
        if result.signed_by != officer.pk:
            Result.objects.filter(pk=result.pk).update(superseded_at=clock.now())
            result = draw_result(dossier, dossier.service.data["result"], result.data, officer)
        if settings.DEMONSTRATION:
            issue_person_certificate(
                officer.pk,
                name=officer.person.full_name,
                title=officer.post.title,
                organisation=officer.organisation.name,
            )
        signed = sign_personal(
            read_bytes(result.draft_file), signer_for_officer(officer.pk), reason=result.name
        )
        result.signed_file = store_bytes(
            signed, name=f"da-ky-{dossier.code}.pdf", actor=SYSTEM, media_type="application/pdf", owner_type="dossiers.dossier",
            owner_id=str(dossier.pk), organisation_ids=dossier.visible_orgs,
        )  # fmt: skip
        result.state, result.signed_at = "signed", clock.now()
        result.save()
        advance(
            dossier,
            "dossiers.sign",
            actor=actor,
            step_id=step.id,
            outcome="signed",
            data={"result": str(result.pk), "sha256": result.signed_file.sha256},
        )
    return result


def _refuse_own_draft(dossier: Dossier, actor: Actor) -> None:
    """Who drafted does not sign: two persons stand behind every result (S07)."""
    drafted = (
        Action.objects.filter(
            object_type="dossiers.dossier", object_id=str(dossier.pk), verb="dossiers.draft_result"
        )
        .order_by("-at", "-id")
        .first()
    )
    if drafted is not None and drafted.account_id == actor.account_id:
        raise Refused(_("Người soạn dự thảo không tự ký; hãy trình lãnh đạo khác"), code="own_draft")


def send_back(dossier: Dossier, *, actor: Actor, reason: str) -> Dossier:
    """The leader returns a draft for correction."""
    require(actor, SIGN, organisation_id=dossier.deciding_id)
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do trả lại"), field="reason")
    with transaction.atomic():
        dossier = locked(dossier)
        step = waiting(dossier, "sign")
        advance(dossier, "dossiers.send_back", actor=actor, step_id=step.id, outcome="back", reason=reason)
    return dossier
