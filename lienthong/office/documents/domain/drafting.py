"""Writing: a draft is structured content; every revision is a version; the page is drawn from the content."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import allows, require
from lienthong.kernel.actions.public import SYSTEM, Actor
from lienthong.kernel.directory.models import Officer, Organisation, Unit
from lienthong.kernel.directory.signature_lines import letterhead, signature_lines
from lienthong.kernel.errors import Forbidden, Invalid, Refused
from lienthong.kernel.files.public import attach, store_bytes
from lienthong.kernel.legal.public import LegalUnknown, kind
from lienthong.kernel.numbering.public import notation
from lienthong.kernel.papers.public import reserve_paper, verify_url
from lienthong.kernel.printing.public import blank_date, blank_number, qr_svg, render_with_places
from lienthong.kernel.signing.public import prepare
from lienthong.kernel.text import nfc
from lienthong.office.documents.domain.moving import (
    act,
    close_items,
    folded,
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

LETTER = "cong-van"
URGENCY_WORDS = {1: "KHẨN", 2: "THƯỢNG KHẨN", 3: "HỎA TỐC"}
LONGEST = {"subject": 500, "authority": 300, "decides": 100}
MOST_LINES, LONGEST_LINE = 500, 8000


def clean_content(raw: Mapping[str, Any], organisation_id: int) -> dict[str, Any]:
    """Content of a draft: ``kind`` (code), ``subject``, ``addressees``, ``bases``, ``authority``, ``decides``, ``body``,
    ``recipients``, ``signer`` (officer id), ``urgency``. Raises Invalid with a message per field."""
    errors: dict[str, list[Any]] = {}
    out: dict[str, Any] = {"kind": str(raw.get("kind") or LETTER)[:60]}
    try:
        kind(out["kind"], clock.today())
    except LegalUnknown:
        errors["kind"] = [_("Không có tên loại văn bản này")]
    for name, limit in LONGEST.items():
        out[name] = " ".join(nfc(str(raw.get(name) or "")).replace("\x00", "").split())
        if len(out[name]) > limit:
            errors[name] = [_("Dài quá %(limit)s ký tự") % {"limit": limit}]
    if not out["subject"]:
        errors["subject"] = [_("Hãy ghi trích yếu nội dung")]
    for name in ("addressees", "bases", "body", "recipients"):
        value = raw.get(name)
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        out[name] = [nfc(str(line)).replace("\x00", "").strip() for line in lines if str(line).strip()]
        if len(out[name]) > MOST_LINES or any(len(line) > LONGEST_LINE for line in out[name]):
            errors[name] = [_("Nội dung quá dài")]
    if not out["body"]:
        errors["body"] = [_("Hãy ghi nội dung văn bản")]
    signer = _signer(raw.get("signer"), organisation_id)
    if signer is None:
        errors["signer"] = [_("Hãy chọn người ký")]
    else:
        out["signer"] = signer.pk
    try:
        out["urgency"] = max(0, min(3, int(raw.get("urgency") or 0)))
    except (TypeError, ValueError, OverflowError):
        errors["urgency"] = [_("Hãy chọn độ khẩn")]
    if errors:
        raise Invalid(_("Dự thảo chưa đủ hoặc chưa đúng"), errors=errors)
    return out


def _signer(value: Any, organisation_id: int) -> Officer | None:
    """A leader of the agency in office today; the head when nobody was named."""
    leaders = Officer.objects.filter(
        Officer.on(clock.today()), organisation_id=organisation_id, post__leader=True, roles__role="lanh_dao"
    )
    leaders = leaders.select_related("post", "person", "organisation").order_by("post__rank", "id")
    if value in (None, ""):
        return leaders.first()
    return leaders.filter(pk=int(value)).first() if str(value).isdecimal() and len(str(value)) < 16 else None


def possible_signers(organisation_id: int) -> list[Officer]:
    return list(
        Officer.objects.filter(Officer.on(clock.today()), organisation_id=organisation_id, post__leader=True, roles__role="lanh_dao")
        .select_related("post", "person").order_by("post__rank", "id").distinct()
    )  # fmt: skip


def page_of(document: Document, content: Mapping[str, Any], *, token: str = "") -> dict[str, Any]:
    """The data of the printed page."""
    organisation = document.organisation
    signer = Officer.objects.select_related("post", "person").get(pk=content["signer"])
    found = kind(content["kind"], clock.today())
    named = found.is_named and content["kind"] != LETTER
    data: dict[str, Any] = {
        "parent": _lines_above(organisation), "issuer": "\n".join(letterhead(organisation)), "kind": found.name if named else "",
        "subject": content["subject"] if named else without_prefix(content["subject"]), "number_line": blank_number(document.notation),
        "date_line": blank_date(organisation.place or "Thanh Hóa", clock.today().year), "addressees": content["addressees"],
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
        _put_content(document, cleaned)
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
        _put_content(document, cleaned)
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


def current_version(document: Document) -> DraftVersion:
    return DraftVersion.objects.filter(document=document).order_by("-version")[0]


def require_drafter(document: Document, actor: Actor) -> None:
    """The drafter himself, or a head of his agency's documents (leader)."""
    require(actor, DRAFT, organisation_id=document.organisation_id)
    if document.drafter_id not in officers_of(actor) and not allows(
        actor, SIGN, organisation_id=document.organisation_id
    ):
        raise Forbidden(_("Chỉ người soạn sửa được dự thảo"), code="not_yours")


def notation_of(document: Document, content: Mapping[str, Any]) -> str:
    """``QĐ-SKHCN``; for a công văn agency and drafting unit."""
    unit = document.drafting_unit.short_code if document.drafting_unit else ""
    return notation(
        kind(content["kind"], clock.today()).abbreviation, document.organisation.short_code or "CQ", unit
    )


def _put_content(document: Document, content: Mapping[str, Any]) -> None:
    found = kind(content["kind"], clock.today())
    document.subject, document.kind_code, document.kind_name = content["subject"], found.code, found.name
    document.notation = notation_of(document, content)
    document.addressees, document.recipients = content["addressees"], content["recipients"]
    document.bases = [{"text": line} for line in content["bases"]]
    document.urgency, document.signer_id = content["urgency"], content["signer"]
    signer = Officer.objects.select_related("post", "person").get(pk=content["signer"])
    document.signer_name, document.signer_position = signer.person.full_name, signer.post.title
    lines = signature_lines(signer, document.organisation)
    document.signer_competence = " ".join(lines[:-1])[:200]
    document.place = document.organisation.place or "Thanh Hóa"
    document.folded = folded(document)


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
    pdf, places = render_with_places("printing/document", page_of(document, content, token=paper.token))
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
