"""The result: drafted by the officer, signed by a leader, numbered and sealed by the records clerk, handed over.

Order and places follow NĐ 30/2020 and DESIGN §9.5: fields for number, date and seal are placed before the first
signature, filled after it, and locked by the seal.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.accounts.public import require_fresh_factor
from lienthong.kernel.actions.public import SYSTEM, Action, Actor, record
from lienthong.kernel.directory.models import Officer, Organisation
from lienthong.kernel.directory.signature_lines import letterhead, signature_lines
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.files.public import read_bytes, store_bytes
from lienthong.kernel.forms.public import Form
from lienthong.kernel.numbering.public import period_of, take
from lienthong.kernel.papers.public import publish_paper, reserve_paper, verify_url
from lienthong.kernel.printing.public import (
    blank_date,
    blank_number,
    date_line,
    number_text,
    qr_svg,
    render_with_places,
)
from lienthong.kernel.signing.public import (
    fill_number_and_date,
    issue_agency_certificate,
    issue_person_certificate,
    prepare,
    seal,
    sign_personal,
    signer_for_officer,
    signer_for_organisation,
)
from lienthong.service.dossiers.domain.moving import (
    advance,
    clock_of,
    locked,
    require_lane,
    require_open,
    set_clock,
    waiting,
)
from lienthong.service.dossiers.domain.process_step import open_consultations, require_processing
from lienthong.service.dossiers.models import Dossier, Result
from lienthong.service.dossiers.notices import tell_applicant
from lienthong.service.dossiers.rules import RECEIVE, SEAL, SIGN


def _value(path: str, dossier: Dossier, data: dict[str, Any]) -> Any:
    """A value of the result by a dotted path into ``applicant``, ``values``, ``result`` or the dossier itself."""
    source: Any = {
        "applicant": dossier.content.applicant,
        "values": dossier.content.values,
        "result": data,
        "dossier": {"code": dossier.code},
    }
    for part in path.split("."):
        source = source.get(part) if isinstance(source, dict) else None
    return source


def _shown(value: Any) -> str:
    from lienthong.kernel.forms.public import show_date

    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}".replace(",", ".")
    text = str(value)
    if len(text) == 10 and text[4] == "-" and text[7] == "-":
        return str(show_date(text))
    return text


def draft_result(
    dossier: Dossier, *, actor: Actor, data: dict[str, Any], signer: Officer | None = None
) -> Result:
    """Draw the draft for signature from the service's template and the officer's entries."""
    require_processing(actor, dossier)
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        step = waiting(dossier, "draft")
        require_lane(dossier, step, actor)
        declared = dossier.service.data["result"]
        if declared.get("form"):
            form = Form(declared["form"])
            errors = form.check(data)
            if errors:
                raise Invalid(_("Nội dung kết quả chưa đủ"), errors=errors)
            data = form.clean(data)
        signer = signer or default_signer(dossier)
        Result.objects.filter(dossier=dossier, superseded_at=None).update(superseded_at=clock.now())
        result = _draw(dossier, declared, data, signer)
        advance(
            dossier,
            "dossiers.draft_result",
            actor=actor,
            step_id=step.id,
            outcome="ok",
            data={"result": str(result.pk)},
        )
        open_consultations(dossier, actor=actor)
    return result


def default_signer(dossier: Dossier) -> Officer:
    """The head of the deciding agency in office today."""
    found = (
        Officer.objects.filter(
            Officer.on(clock.today()), organisation_id=dossier.deciding_id, post__leader=True
        )
        .select_related("post", "person", "organisation")
        .order_by("post__rank", "id")
        .first()
    )
    if found is None:
        raise Refused(_("Cơ quan giải quyết chưa có lãnh đạo trong danh bạ để ký"), code="no_signer")
    return found


def _draw(dossier: Dossier, declared: dict[str, Any], data: dict[str, Any], signer: Officer) -> Result:
    deciding = dossier.deciding
    parent = Organisation.objects.filter(pk=deciding.parent_id).first() if deciding.parent_id else None
    paper = reserve_paper(declared["name"], organisation_id=deciding.pk, obj=dossier)
    lines = signature_lines(signer, deciding)
    fields = [[item["label"], _shown(_value(item["value"], dossier, data))] for item in declared["fields"]]
    page = {
        "parent": "\n".join(letterhead(parent)) if parent and deciding.tier != "commune" else "",
        "issuer": "\n".join(letterhead(deciding)),
        "title": declared["title"],
        "subtitle": declared.get("subtitle", ""),
        "number_line": blank_number(declared["notation"]),
        "date_line": blank_date(deciding.place or "Thanh Hóa", clock.today().year),
        "intro": declared.get("intro", ""),
        "fields": [pair for pair in fields if pair[1]],
        "closing": declared.get("closing", ""),
        "signature": {"authority": lines, "name": signer.person.full_name},
        "qr": qr_svg(verify_url(paper.token)),
    }
    pdf, places = render_with_places("printing/certificate", page)
    prepared = prepare(pdf, places)
    stored = store_bytes(
        prepared, name=f"du-thao-{dossier.code}.pdf", actor=SYSTEM, media_type="application/pdf", owner_type="dossiers.dossier",
        owner_id=str(dossier.pk), organisation_ids=dossier.visible_orgs,
    )  # fmt: skip
    return Result.objects.create(
        dossier=dossier, name=declared["name"], data=data, paper=paper, draft_file=stored, signer_lines=lines, signed_by=signer.pk,
        made_at=clock.now(), visible_orgs=dossier.visible_orgs, applicant_account_id=dossier.applicant_account_id,
    )  # fmt: skip


def current_result(dossier: Dossier) -> Result:
    found = (
        Result.objects.filter(dossier=dossier, superseded_at=None)
        .select_related("paper", "draft_file", "signed_file", "issued_file")
        .first()
    )
    if found is None:
        raise Refused(_("Hồ sơ chưa có dự thảo kết quả"), code="no_result")
    return found


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
            result = _draw(dossier, dossier.service.data["result"], result.data, officer)
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


def seal_result(dossier: Dossier, *, actor: Actor) -> Result:
    """Number and date by the system, then the agency's seal, by the records clerk, after the leader's signature."""
    require(actor, SEAL, organisation_id=dossier.deciding_id)
    require_fresh_factor(actor)
    with transaction.atomic():
        dossier = locked(dossier)
        require_open(dossier)
        step = waiting(dossier, "seal")
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
            read_bytes(result.signed_file), shown, date_line(dossier.deciding.place or "Thanh Hóa", today)
        )
        final = seal(filled, signer_for_organisation(dossier.deciding_id), reason=result.name)
        result.issued_file = store_bytes(
            final, name=f"ket-qua-{dossier.code}.pdf", actor=SYSTEM, media_type="application/pdf", owner_type="dossiers.dossier",
            owner_id=str(dossier.pk), organisation_ids=dossier.visible_orgs,
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
            set_clock(dossier, running.stop(now, "đã có kết quả"))
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
