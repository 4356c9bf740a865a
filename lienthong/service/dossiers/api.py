"""``/api/v1/dossiers``: handing in, following, completing."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as mark
from ninja import Status

from lienthong.kernel.access.public import get
from lienthong.kernel.accounts.public import client_address, rate_limit
from lienthong.kernel.api.public import PUBLIC, SIGNED_IN, Column, Routes, page
from lienthong.kernel.errors import Invalid, NotFound
from lienthong.service.dossiers import queries
from lienthong.service.dossiers.api_schemas import (
    DegreeOut,
    DossierDetailOut,
    DossierOut,
    DossiersOut,
    FeeIn,
    ReasonIn,
    SubmitIn,
    SupplementIn,
    VoidedOut,
)
from lienthong.service.dossiers.domain.ending import withdraw
from lienthong.service.dossiers.domain.paying import collect_fee, void_receipt
from lienthong.service.dossiers.domain.receive import supplement
from lienthong.service.dossiers.domain.submit import submit, with_code
from lienthong.service.dossiers.given_out import given_out
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.rules import RECEIVE, VIEW
from lienthong.service.procedures.public import deciding_organisations, live_service, receiving_organisation

router = Routes(tags=[mark("Hồ sơ")])
DEGREES_A_MINUTE = 60
NEWEST = (Column("submitted_at", descending=True), Column("id", descending=True))


def shown(dossier: Dossier) -> dict[str, Any]:
    return {
        "id": dossier.pk,
        "code": dossier.code,
        "procedure": dossier.procedure.key,
        "state": dossier.state,
        "state_label": str(dossier.get_state_display()),
        "step": dossier.step_name,
        "deciding": dossier.deciding.key,
        "receiving": dossier.receiving.key,
        "submitted_at": dossier.submitted_at,
        "accepted_at": dossier.accepted_at,
        "due_at": dossier.due_at,
        "due_promised": dossier.due_promised,
        "fee": {
            "amount": dossier.fee_amount,
            "owed": dossier.fee_owed if dossier.fee_state in ("due", "later") else 0,
            "state": dossier.fee_state,
            "reason": dossier.fee_reason,
        },
    }


@router.write(
    "/dossiers",
    access=SIGNED_IN,
    key_required=True,
    response={201: DossierOut},
    scope="dossiers:write",
    summary=mark("Nộp hồ sơ"),
)
def create(request: HttpRequest, body: SubmitIn) -> Any:
    service = live_service(body.procedure.replace("\x00", ""))
    choices = with_code(deciding_organisations(service))
    if body.deciding:
        deciding = choices.filter(key=body.deciding.replace("\x00", "")).first()
    else:
        deciding = choices[0] if len(choices[:2]) == 1 else None
    if deciding is None:
        raise Invalid(_("Hãy chọn cơ quan giải quyết của thủ tục này"), field="deciding")
    receiving = receiving_organisation(service, deciding)
    dossier = submit(
        service,
        deciding=deciding,
        receiving=receiving,
        values=body.values,
        files=body.files,
        actor=request.actor,  # type: ignore[attr-defined]
        source="api",
    )  # type: ignore[attr-defined,arg-type]
    return Status(201, shown(dossier))


@router.read(
    "/dossiers", access=SIGNED_IN, response=DossiersOut, scope="dossiers:read", summary=mark("Hồ sơ của tôi")
)
def mine(request: HttpRequest, limit: int = 50, after: str = "") -> Any:
    """Newest first. Cursor paging: ``next`` of one answer is ``after`` of the next question."""
    rows, following = page(queries.own(request.actor), NEWEST, after=after, limit=limit)  # type: ignore[attr-defined]
    return {"items": [shown(dossier) for dossier in rows], "next": following}


@router.read(
    "/dossiers/{id}",
    access=SIGNED_IN,
    response=DossierDetailOut,
    scope="dossiers:read",
    summary=mark("Một hồ sơ với đường đi"),
)
def one(request: HttpRequest, id: uuid.UUID) -> Any:
    dossier = queries.one(request.actor, id)  # type: ignore[attr-defined]
    rows = [
        {"what": str(row["what"]), "who": row["who"], "at": row["at"], "state": row["state"]}
        for row in queries.path(dossier)
    ]
    why = queries.why_due(dossier)
    return {
        **shown(dossier),
        "path": rows,
        "why_due": [{"on": step["on"], "text": str(step["text"])} for step in why["steps"]],
        "papers": [
            {
                "kind": paper.kind,
                "name": paper.name,
                "number": paper.number,
                "made_at": paper.made_at,
                "file": f"/api/v1/files/{paper.file_id}/content" if paper.file_id else None,
                "verify": f"/xac-thuc/{paper.token}/" if paper.token else None,
            }
            for paper in given_out(dossier, request.actor)  # type: ignore[attr-defined]
        ],
    }


@router.write(
    "/dossiers/{id}/supplement",
    access=SIGNED_IN,
    response=DossierOut,
    scope="dossiers:write",
    summary=mark("Bổ sung hồ sơ"),
)
def complete(request: HttpRequest, id: uuid.UUID, body: SupplementIn) -> Any:
    dossier = queries.own(request.actor).filter(pk=id).first()  # type: ignore[attr-defined]
    if dossier is None:
        raise NotFound()
    return shown(
        supplement(dossier, actor=request.actor, files=body.files, values=body.values, note=body.note)  # type: ignore[attr-defined]
    )  # type: ignore[attr-defined,arg-type]


@router.write(
    "/dossiers/{id}/withdraw",
    access=SIGNED_IN,
    response=DossierOut,
    scope="dossiers:write",
    summary=mark("Rút hồ sơ"),
)
def take_back(request: HttpRequest, id: uuid.UUID, body: ReasonIn) -> Any:
    return shown(withdraw(queries.one(request.actor, id), actor=request.actor, reason=body.reason))  # type: ignore[attr-defined]


@router.write(
    "/dossiers/{id}/fee",
    access=RECEIVE,
    response=DossierOut,
    scope="dossiers:write",
    summary=mark("Thu phí tại quầy"),
)
def take_fee(request: HttpRequest, id: uuid.UUID, body: FeeIn) -> Any:
    dossier = get(queries.related(), request.actor, VIEW, pk=id)  # type: ignore[attr-defined]
    return shown(
        collect_fee(dossier, actor=request.actor, method=body.method, reference=body.reference)  # type: ignore[attr-defined]
    )


@router.write(
    "/dossiers/{id}/fee-receipts/void",
    access=RECEIVE,
    response=VoidedOut,
    scope="dossiers:write",
    summary=mark("Hủy biên lai trong ngày"),
)
def void_fee(request: HttpRequest, id: uuid.UUID, body: ReasonIn) -> Any:
    """The receipt in force of this dossier: there is at most one."""
    dossier = get(queries.related(), request.actor, VIEW, pk=id)  # type: ignore[attr-defined]
    receipt = (
        dossier.fee_receipts.filter(voided_at=None).select_related("dossier").order_by("-taken_at").first()
    )
    if receipt is None:
        raise NotFound(_("Hồ sơ này không có biên lai còn hiệu lực"))
    void_receipt(receipt, actor=request.actor, reason=body.reason.replace("\x00", ""))  # type: ignore[attr-defined]
    dossier.refresh_from_db(fields=["fee_state"])
    return {**shown(dossier), "receipt": receipt.number}


@router.read(
    "/public/dossiers/{code}",
    access=PUBLIC,
    response=DegreeOut,
    summary=mark("Mức độ hoàn thành theo mã hồ sơ"),
)
def degree(request: HttpRequest, code: str) -> Any:
    # Codes are sequential: whoever walks through them learns how many dossiers there are (S20).
    rate_limit(f"dossier-degree:{client_address(request)}", DEGREES_A_MINUTE, 60)
    return queries.status_public(code.replace("\x00", ""))
