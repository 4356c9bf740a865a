"""Slips of the one-stop desk: recorded with the act, drawn by a job afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import translation

from lienthong.kernel import clock
from lienthong.kernel.actions.public import SYSTEM, Action, Actor
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.files.public import store_bytes
from lienthong.kernel.papers.public import publish_paper, reserve_paper, verify_url, withdraw_paper
from lienthong.kernel.printing.public import date_line, long_date, qr_svg, render, time_and_date
from lienthong.kernel.signing.public import issue_agency_certificate, sign_invisible, signer_for_organisation
from lienthong.kernel.worktime.public import amount_words
from lienthong.service.dossiers.domain.moving import amount_of
from lienthong.service.dossiers.models import Consultation, Dossier, FeeReceipt, Slip
from lienthong.service.dossiers.money_words import money_words

TEMPLATES = {
    "confirmation": "printing/slip_receipt",
    "receipt": "printing/slip_receipt",
    "supplement": "printing/slip_supplement",
    "refusal": "printing/slip_refusal",
    "apology": "printing/slip_apology",
    "stop": "printing/slip_stop",
    "control": "printing/slip_control",
    "fee": "printing/slip_fee",
}


def make_slip(
    dossier: Dossier,
    kind: str,
    *,
    actor: Actor,
    action: Action | None = None,
    extra: dict[str, Any] | None = None,
) -> Slip:
    """Record the slip now and queue its drawing; the paper exists as soon as the act does."""
    from lienthong.service.dossiers.jobs import draw_slip

    slip = Slip.objects.create(
        dossier=dossier, kind=kind, action_id=action.pk if action else None, made_at=clock.now(),
        data={"officer": actor.name, "officer_title": actor.title, **(extra or {})},
    )  # fmt: skip
    draw_slip.defer(slip_id=str(slip.pk))
    return slip


def slip_data(slip: Slip) -> dict[str, Any]:
    """The fields of the 2025 set (QĐ 3621/QĐ-BYT, forms 01–06)."""
    dossier = slip.dossier
    applicant = dossier.content.applicant
    receiving = dossier.receiving
    made = clock.local(slip.made_at)
    parent = (
        Organisation.objects.filter(pk=receiving.parent_id).values_list("name", flat=True).first()
        if receiving.parent_id
        else ""
    )
    data: dict[str, Any] = {
        "parent_agency": parent or "",
        "service_point": f"Bộ phận một cửa · {receiving.name}",
        "form_number": dossier.code.rpartition("-")[2],
        "place_and_date": date_line(receiving.place, made.date()),
        "dossier_code": dossier.code,
        "applicant_name": dossier.applicant_name,
        "identity_number": applicant.get("personal_id") or applicant.get("tax_code") or "",
        "address": applicant.get("address") or "",
        "phone": applicant.get("phone") or "",
        "email": applicant.get("email") or "",
        "request_content": dossier.procedure.name,
        "papers": [
            f"{item.name} ({item.get_mark_display().lower()})"
            for item in dossier.components.filter(superseded_at=None).order_by("added_at", "id")
        ],
        "sets": dossier.procedure.data.get("document_sets") or 1,
        "legal_duration": amount_words(amount_of(dossier.service)),
        "received_at": time_and_date(dossier.accepted_at or dossier.submitted_at),
        "due_at": time_and_date(dossier.due_at) if dossier.due_at else "",
        "result_place": dossier.returning.name,
        "fee": fee_words(dossier),
        "receiving_officer": slip.data.get("officer", ""),
        "guiding_officer": slip.data.get("officer", ""),
        "applicant": dossier.applicant_name if dossier.source == "counter" else "",
        "deciding_agency": dossier.deciding.name,
        "procedure_name": dossier.procedure.name,
        "reason": slip.data.get("reason", ""),
        "contact_name": slip.data.get("officer", ""),
        "contact_phone": receiving.phone or "……",
    }
    data |= _OF_KIND.get(slip.kind, lambda _slip: {})(slip)
    return data


def fee_words(dossier: Dossier) -> str:
    """Amount and what became of it, as printed: with the receipt's number, or why nothing is taken."""
    if not dossier.fee_amount:
        return f"Được miễn: {dossier.fee_reason}" if dossier.fee_state == "waived" else ""
    amount = f"{dossier.fee_amount:,} đồng".replace(",", ".")
    if dossier.fee_state == "later":
        return f"{amount} (nộp sau khi tiếp nhận)"
    if dossier.fee_state != "paid":
        owed = f"{dossier.fee_owed:,} đồng".replace(",", ".")
        return f"{amount} (còn phải nộp {owed})" if dossier.fee_settled else f"{amount} (chưa nộp)"
    taken = FeeReceipt.objects.filter(dossier=dossier, voided_at=None).order_by("taken_at")
    numbers = ", ".join(taken.values_list("number", flat=True))
    return f"{amount} (đã nộp, biên lai số {numbers})" if numbers else f"{amount} (đã nộp)"


def _fee_fields(slip: Slip) -> dict[str, Any]:
    taken = FeeReceipt.objects.get(pk=slip.data["receipt"])
    label = (slip.dossier.service.data.get("fee") or {}).get("label") or "Phí, lệ phí"
    with translation.override(settings.LANGUAGE_CODE):  # printed
        method = str(taken.get_method_display())
    return {
        "receipt_number": taken.number,
        "fee_label": label,
        "amount": f"{taken.amount:,} đồng".replace(",", "."),
        "amount_words": money_words(taken.amount),
        "method": f"{method} · {taken.reference}" if taken.reference else method,
        "taken_at": time_and_date(taken.taken_at),
        "cashier": slip.data.get("officer", "") if taken.method != "online" else "",
    }


def _supplement_fields(slip: Slip) -> dict[str, Any]:
    asked = slip.dossier.supplements.filter(pk=slip.data.get("supplement")).first()
    if asked is None:
        return {}
    names = {item["key"]: item["name"] for item in slip.dossier.service.components}
    lines = [
        f"{names.get(item.get('component', ''), '')}: {item['text']}".removeprefix(": ")
        for item in asked.items
    ]
    return {"contents_to_supplement": lines, "reason": asked.reason}


def _apology_fields(slip: Slip) -> dict[str, Any]:
    dossier = slip.dossier
    received = clock.local(dossier.accepted_at or dossier.submitted_at).date()
    return {
        "recipient": dossier.applicant_name,
        "received_date": long_date(received).capitalize(),
        "agency_name": dossier.deciding.name,
        "promised_at": slip.data.get("promised_at", ""),
        "new_due_date": slip.data.get("new_date", ""),
        "agency_head": slip.data.get("officer", ""),
    }


def _stop_fields(slip: Slip) -> dict[str, Any]:
    return {
        "stop_requested_at": time_and_date(slip.made_at),
        "request_channel": slip.dossier.get_source_display(),
        "state_at_request": slip.data.get("state_before", ""),
        "stopped_at": time_and_date(slip.made_at),
        "agency_head": slip.data.get("officer", ""),
    }


def _control_fields(slip: Slip) -> dict[str, Any]:
    dossier = slip.dossier
    asked = (
        Consultation.objects.filter(dossier=dossier)
        .values_list("to_organisation__name", flat=True)
        .distinct()
    )
    return {
        "received_date": time_and_date(dossier.accepted_at or dossier.submitted_at),
        "handovers": control_rows(dossier),
        **({"cooperating_agencies": list(asked)} if asked else {}),
    }


def _confirmation_fields(slip: Slip) -> dict[str, Any]:
    dossier = slip.dossier
    expected = f"{time_and_date(dossier.due_at)} (dự kiến, nếu hồ sơ đủ)" if dossier.due_at else ""
    return {
        "slip_title": "Xác nhận đã nộp hồ sơ trực tuyến",
        "received_at": time_and_date(dossier.submitted_at),
        "due_at": expected,
        "receiving_officer": "",
    }


_OF_KIND: dict[str, Callable[[Slip], dict[str, Any]]] = {
    "confirmation": _confirmation_fields,
    "supplement": _supplement_fields,
    "apology": _apology_fields,
    "stop": _stop_fields,
    "control": _control_fields,
    "fee": _fee_fields,
}


def control_rows(dossier: Dossier) -> list[dict[str, str]]:
    """Who handed over to whom, when: from the actions."""
    from lienthong.service.dossiers.queries import hand_overs

    return [
        {
            "giver_unit": row.giver, "receiver_unit": row.receiver, "handed_over_at": time_and_date(row.at), "giver_signature": row.giver_person,
            "receiver_signature": "", "timeliness": row.timeliness, "note": row.what,
        }
        for row in hand_overs(dossier)
    ]  # fmt: skip


def draw(slip: Slip) -> Slip:
    """Draw, sign by the agency and publish the slip's PDF. Drawing twice changes nothing."""
    if slip.drawn_at is not None:
        return slip
    dossier = slip.dossier
    paper = slip.paper or reserve_paper(
        str(slip.get_kind_display()), organisation_id=dossier.receiving_id, obj=slip
    )
    data = slip_data(slip)
    # The QR of a slip opens the dossier for whoever holds the slip (agency path), and verifies it.
    data["qr"] = qr_svg(f"{settings.PUBLIC_URL}/ho-so/{dossier.code}/?the={dossier.slip_token}")
    data["qr_note"] = f"Quét mã để theo dõi hồ sơ. Kiểm chứng: {verify_url(paper.token)}"
    pdf = render(TEMPLATES[slip.kind], data, pdf_a=True)
    if settings.DEMONSTRATION:
        issue_agency_certificate(
            dossier.receiving_id, name=dossier.receiving.name, code=dossier.receiving.short_code
        )
    pdf = sign_invisible(
        pdf, signer_for_organisation(dossier.receiving_id), reason=str(slip.get_kind_display())
    )
    slip.file = store_bytes(
        pdf, name=f"{slip.kind}-{dossier.code}.pdf", actor=SYSTEM, media_type="application/pdf", owner_type="dossiers.dossier",
        owner_id=str(dossier.pk), organisation_ids=dossier.visible_orgs,
        account_id=dossier.applicant_account_id if slip.kind != "control" else None,  # that one is for officers
    )  # fmt: skip
    slip.paper = paper
    slip.drawn_at = clock.now()
    slip.save()
    action = Action.objects.filter(pk=slip.action_id).first() if slip.action_id else None
    publish_paper(
        paper,
        pdf,
        file_id=slip.file.pk,
        action=action,
        number=dossier.code,
        issued_on=clock.local(slip.made_at).date(),
    )
    if slip.kind == "fee" and FeeReceipt.objects.filter(slip=slip).exclude(voided_at=None).exists():
        # Voided before it was drawn: the paper is there for the record, and says so to whoever checks it.
        voiding = Action.objects.filter(
            object_type="dossiers.dossier", object_id=str(dossier.pk), verb="dossiers.void_fee"
        ).latest("at")
        withdraw_paper(paper, action=voiding)
    return slip
