"""The result is drawn: by the officer from the service's template and his entries, with places for what comes later.

Fields for number, date and seal are placed before the first signature (NĐ 30/2020, DESIGN §9.5).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import SYSTEM, Actor
from lienthong.kernel.directory.models import Officer, Organisation
from lienthong.kernel.directory.signature_lines import letterhead, place_of, signature_lines
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.files.public import store_bytes
from lienthong.kernel.forms.public import Form
from lienthong.kernel.papers.public import reserve_paper, verify_url
from lienthong.kernel.printing.public import (
    blank_date,
    blank_number,
    qr_svg,
    render_with_places,
)
from lienthong.kernel.signing.public import (
    prepare,
)
from lienthong.service.dossiers.domain.moving import (
    advance,
    locked,
    require_lane,
    require_open,
    waiting,
)
from lienthong.service.dossiers.domain.process_step import open_consultations, require_processing
from lienthong.service.dossiers.models import Dossier, Result


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
        result = draw_result(dossier, declared, data, signer)
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


def draw_result(dossier: Dossier, declared: dict[str, Any], data: dict[str, Any], signer: Officer) -> Result:
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
        "date_line": blank_date(place_of(deciding), clock.today().year),
        "intro": declared.get("intro", ""),
        "fields": [pair for pair in fields if pair[1]],
        "closing": declared.get("closing", ""),
        "signature": {"authority": lines, "name": signer.person.full_name},
        "qr": qr_svg(verify_url(paper.token)),
    }
    pdf, places = render_with_places("printing/certificate", page, pdf_a=True)
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
