"""Number, date and the agency's seal by the records clerk; then the result is handed over, and one day perhaps revoked.

The fields placed before the first signature are filled after it and locked by the seal (NĐ 30/2020, DESIGN §9.5).
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.accounts.public import require_fresh_factor
from lienthong.kernel.actions.public import SYSTEM, Actor, record
from lienthong.kernel.directory.signature_lines import place_of
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.files.public import read_bytes, store_bytes
from lienthong.kernel.numbering.public import period_of, take
from lienthong.kernel.papers.public import publish_paper
from lienthong.kernel.printing.public import (
    date_line,
    number_text,
)
from lienthong.kernel.signing.public import (
    fill_number_and_date,
    issue_agency_certificate,
    seal,
    signer_for_organisation,
)
from lienthong.service.dossiers.domain.draft_result import current_result
from lienthong.service.dossiers.domain.fees import require_fee_paid
from lienthong.service.dossiers.domain.moving import (
    advance,
    clock_of,
    locked,
    require_open,
    set_clock,
    waiting,
)
from lienthong.service.dossiers.models import Dossier, Result
from lienthong.service.dossiers.notices import tell_applicant
from lienthong.service.dossiers.rules import RECEIVE, SEAL, SIGN


def seal_result(dossier: Dossier, *, actor: Actor) -> Result:
    """Number and date by the system, then the agency's seal, by the records clerk, after the leader's signature."""
    require(actor, SEAL, organisation_id=dossier.deciding_id)
    require_fresh_factor(actor)
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        step = waiting(dossier, "seal")
        require_fee_paid(dossier, "seal")
        result = current_result(dossier)
        if result.signed_file is None:
            raise Refused(
                _("Kết quả chưa có chữ ký của người có thẩm quyền"), code="personal_signature_missing"
            )
        declared = dossier.service.data["result"]
        today = clock.today()
        number = take(
            f"result.{declared.get('series', declared['notation'])}",
            organisation_id=dossier.deciding_id,
            period=period_of(today, "year"),
        )
        if settings.DEMONSTRATION:
            issue_agency_certificate(
                dossier.deciding_id, name=dossier.deciding.name, code=dossier.deciding.short_code
            )
        shown = number_text(number, declared["notation"])
        filled = fill_number_and_date(
            read_bytes(result.signed_file), shown, date_line(place_of(dossier.deciding), today)
        )
        final = seal(filled, signer_for_organisation(dossier.deciding_id), reason=result.name)
        result.issued_file = store_bytes(
            final, name=f"ket-qua-{dossier.code}.pdf", actor=SYSTEM, media_type="application/pdf", owner_type="dossiers.dossier",
            owner_id=str(dossier.pk), organisation_ids=dossier.visible_orgs, account_id=dossier.applicant_account_id,
        )  # fmt: skip
        result.number, result.issued_on, result.sealed_by, result.state = (
            shown.removeprefix("Số: "),
            today,
            actor.officer_id,
            "issued",
        )
        result.save()
        now = clock.now()
        dossier.finished_at = now
        running = clock_of(dossier)
        if running is not None and running.state != "stopped":
            set_clock(dossier, running.stop(now, gettext_noop("đã có kết quả")))
        action = advance(
            dossier, "dossiers.issue_result", actor=actor, step_id=step.id, outcome="sealed",
            data={"result": str(result.pk), "number": result.number, "sha256": result.issued_file.sha256},
        )  # fmt: skip
        publish_paper(
            result.paper,
            final,
            file_id=result.issued_file.pk,
            action=action,
            number=result.number,
            issued_on=today,
        )
        tell_applicant(dossier, "dossiers.ready")
    return result


def return_result(dossier: Dossier, *, actor: Actor, note: str = "") -> Dossier:
    """Hand the result over at the counter, or note that the applicant took it from the system."""
    require(actor, RECEIVE, organisation_id=dossier.returning_id)
    with transaction.atomic():
        dossier = locked(dossier)
        step = waiting(dossier, "return")
        require_fee_paid(dossier, "return")
        dossier.returned_at = clock.now()
        advance(
            dossier, "dossiers.return_result", actor=actor, step_id=step.id, outcome="returned", reason=note
        )
    return dossier


def revoke_result(result: Result, *, actor: Actor, reason: str) -> Result:
    """Withdraw an issued result; its QR code says so from now on."""
    from lienthong.kernel.papers.public import withdraw_paper

    require(actor, SIGN, organisation_id=result.dossier.deciding_id)
    require_fresh_factor(actor)
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do thu hồi"), field="reason")
    with transaction.atomic():
        result = Result.objects.select_for_update().select_related("paper", "dossier").get(pk=result.pk)
        if result.state != "issued":
            raise Refused(_("Chỉ thu hồi được kết quả đã phát hành"))
        result.state = "revoked"
        result.save(update_fields=["state"])
        action = record(
            "dossiers.revoke_result",
            result.dossier,
            actor=actor,
            organisation_id=result.dossier.deciding_id,
            reason=reason,
            data={"result": str(result.pk)},
        )
        withdraw_paper(result.paper, action=action)
    return result
