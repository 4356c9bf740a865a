"""The page of a draft, drawn from its content; and the files that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lienthong.kernel import clock
from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.directory.models import Officer, Organisation
from lienthong.kernel.directory.signature_lines import letterhead, place_of, signature_lines
from lienthong.kernel.files.public import store_bytes
from lienthong.kernel.legal.public import kind
from lienthong.kernel.papers.public import reserve_paper, verify_url
from lienthong.kernel.printing.public import blank_date, blank_number, qr_svg, render_with_places
from lienthong.kernel.signing.public import prepare
from lienthong.office.documents.domain.contents import LETTER, current_version
from lienthong.office.documents.models import Document, DocumentFile
from lienthong.office.documents.owners import OWNER

URGENCY_WORDS = {1: "KHẨN", 2: "THƯỢNG KHẨN", 3: "HỎA TỐC"}


def page_of(document: Document, content: Mapping[str, Any], *, token: str = "") -> dict[str, Any]:
    """The data of the printed page."""
    organisation = document.organisation
    signer = Officer.objects.select_related("post", "person").get(pk=content["signer"])
    found = kind(content["kind"], clock.today())
    named = found.is_named and content["kind"] != LETTER
    data: dict[str, Any] = {
        "parent": _lines_above(organisation), "issuer": "\n".join(letterhead(organisation)), "kind": found.name if named else "",
        "subject": content["subject"] if named else without_prefix(content["subject"]), "number_line": blank_number(document.notation),
        "date_line": blank_date(place_of(organisation), clock.today().year), "addressees": content["addressees"],
        "bases": content["bases"], "authority": content["authority"], "decides": content["decides"], "body": content["body"],
        "recipients": content["recipients"] or ["Như trên", f"Lưu: VT{_unit_mark(document)}"],
        "signature": {"authority": signature_lines(signer, organisation), "name": signer.person.full_name},
        "urgency": URGENCY_WORDS.get(content["urgency"], ""),
    }  # fmt: skip
    if token:
        data["qr"] = qr_svg(verify_url(token))
    return data


def _lines_above(organisation: Organisation) -> str:
    """The body that an agency is directly under, above its own name (NĐ 30/2020 Phụ lục I mục II khoản 2). A People's
    Committee of whatever tier stands alone."""
    if organisation.parent_id is None or organisation.collective or organisation.tier == "commune":
        return ""
    parent = Organisation.objects.filter(pk=organisation.parent_id).first()
    return "\n".join(letterhead(parent)) if parent else ""


def without_prefix(subject: str) -> str:
    """The subject of a công văn stands behind "V/v", so its own "Về việc" is not said twice."""
    for prefix in ("Về việc ", "V/v ", "về việc "):
        if subject.startswith(prefix):
            return subject[len(prefix) :]
    return subject


def _unit_mark(document: Document) -> str:
    return (
        f", {document.drafting_unit.short_code}"
        if document.drafting_unit and document.drafting_unit.short_code
        else ""
    )


def preview(document: Document, content: Mapping[str, Any]) -> bytes:
    """The page as it would be, without anything kept."""
    from lienthong.kernel.printing.public import render

    return render("printing/document", page_of(document, content))


def draw(document: Document, content: Mapping[str, Any]) -> DocumentFile:
    """Draw the page with its places for number, date, signature and seal, and keep it as what goes to the leader."""
    from lienthong.kernel.legal.public import kind as kind_of

    paper = document.paper
    if paper is None:
        paper = document.paper = reserve_paper(
            kind_of(content["kind"], clock.today()).name,
            organisation_id=document.organisation_id,
            obj=document,
        )
        document.save(update_fields=["paper"])
    pdf, places = render_with_places(
        "printing/document", page_of(document, content, token=paper.token), pdf_a=True
    )
    version = current_version(document).version
    return keep_file(document, prepare(pdf, places), "prepared", f"du-thao-{version}.pdf", version)


def keep_file(document: Document, data: bytes, role: str, name: str, version: int = 1) -> DocumentFile:
    file = store_bytes(
        data,
        name=name,
        actor=SYSTEM,
        media_type="application/pdf",
        owner_type=OWNER,
        owner_id=str(document.pk),
        organisation_ids=document.visible_orgs,
    )
    pages = _pages(data)
    if pages:
        type(file).objects.filter(pk=file.pk).update(page_count=pages)
        file.page_count = pages
    return DocumentFile.objects.create(
        document=document, file=file, role=role, version=version, name=name, made_at=clock.now()
    )


def _pages(data: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)
