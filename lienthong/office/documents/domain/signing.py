"""Signature of the leader, then number, date and seal by the records clerk: in this order only (NĐ 30/2020; D12)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Refused
from lienthong.kernel.files.public import read_bytes
from lienthong.kernel.numbering.public import date_line, document_number, take
from lienthong.kernel.papers.public import publish_paper
from lienthong.kernel.signing.public import (
    fill_number_and_date,
    issue_agency_certificate,
    issue_person_certificate,
    seal,
    sign_personal,
    signer_for_officer,
    signer_for_organisation,
)
from lienthong.office.documents.domain.books import book_for
from lienthong.office.documents.domain.contents import current_version, put_content
from lienthong.office.documents.domain.drawing import draw, keep_file
from lienthong.office.documents.domain.moving import (
    act,
    close_items,
    folded,
    index,
    item_for,
    locked,
    open_items,
    rename_items,
    require_state,
    within,
)
from lienthong.office.documents.models import Document, DocumentFile, DraftVersion
from lienthong.office.documents.rules import ISSUE, SIGN


def latest_file(document: Document, *roles: str) -> DocumentFile | None:
    """The newest file of these roles, the first role going before the others."""
    rows = {
        row.role: row
        for row in DocumentFile.objects.filter(document=document, role__in=roles)
        .select_related("file")
        .order_by("made_at", "id")
    }
    return next((rows[role] for role in roles if role in rows), None)


def sign(document: Document, *, actor: Actor) -> Document:
    """The leader's own signature. A leader who is not the one named on the page gets a page in his name first, so that
    the title above a signature is always the signer's."""
    require(actor, SIGN, organisation_id=document.organisation_id)
    with transaction.atomic():
        document = locked(document)
        require_state(document, "signing")
        officer = signing_officer(actor, document.organisation_id)
        prepared = latest_file(document, "prepared")
        if document.signer_id != officer.pk or prepared is None:
            prepared = _in_the_name_of(document, officer, actor)
        if settings.DEMONSTRATION:
            issue_person_certificate(
                officer.pk,
                name=officer.person.full_name,
                title=officer.post.title,
                organisation=officer.organisation.name,
            )
        signed = sign_personal(
            read_bytes(prepared.file), signer_for_officer(officer.pk), reason=document.subject[:200]
        )
        kept = keep_file(document, signed, "signed", "da-ky.pdf", prepared.version)
        document.signed_at = clock.now()
        close_items(document, actor=actor, outcome="signed", kinds=["sign"])
        open_items(
            [
                item_for(
                    document,
                    "seal",
                    step=gettext_noop("Cấp số, đóng dấu"),
                    holder_role="van_thu",
                    due_at=within(document.organisation_id, 1),
                )
            ]
        )
        act(
            "sign",
            document,
            actor=actor,
            state="signed",
            data={"sha256": kept.file.sha256, "signer": officer.pk},
            save=["signed_at"],
        )
    return document


def signing_officer(actor: Actor, organisation_id: int) -> Officer:
    """The actor's own post that may sign for the agency. A right that was only delegated makes no title to sign under:
    signing TUQ. needs a written authorisation, which the page would have to name."""
    ids = [
        grant.officer_id
        for grant in actor.grants
        if SIGN in grant.permissions
        and grant.organisation_id == organisation_id
        and grant.on_behalf_of is None
    ]
    found = (
        Officer.objects.filter(pk__in=[pk for pk in ids if pk])
        .select_related("post", "person", "organisation")
        .first()
    )
    if found is None:
        raise Refused(_("Bạn không giữ chức vụ ký tại cơ quan này"), code="wrong_agency")
    return found


def _in_the_name_of(document: Document, officer: Officer, actor: Actor) -> DocumentFile:
    last = current_version(document)
    content: dict[str, Any] = {**last.content, "signer": officer.pk}
    DraftVersion.objects.create(
        document=document,
        version=last.version + 1,
        content=content,
        note="Đổi người ký",
        made_at=clock.now(),
        made_by=actor.officer_id,
    )
    put_content(document, content)
    document.save()
    act("change_signer", document, actor=actor, data={"version": last.version + 1, "signer": officer.pk})
    return draw(document, content)


def number_and_seal(document: Document, *, actor: Actor) -> Document:
    """Number and date by the system, then the agency's seal; refused without the leader's valid signature.

    The number is taken last but one, inside this transaction: two clerks at once never share one, and a failure leaves
    no hole (D1, D7).
    """
    require(actor, ISSUE, organisation_id=document.organisation_id)
    with transaction.atomic():
        document = locked(document)
        require_state(document, "signed")
        signed = latest_file(document, "signed")
        if signed is None or document.paper is None:
            raise Refused(
                _("Văn bản chưa có chữ ký của người có thẩm quyền"), code="personal_signature_missing"
            )
        organisation, today = document.organisation, clock.today()
        register = book_for(organisation, "outgoing", today.year, document.kind_code)
        if settings.DEMONSTRATION:
            issue_agency_certificate(organisation.pk, name=organisation.name, code=organisation.short_code)
        series = f"documents.outgoing.{document.kind_code}" if register.per_kind else "documents.outgoing"
        number = take(series, organisation_id=organisation.pk, period=f"{today.year:04}")
        code = document_number(number, document.notation)
        filled = fill_number_and_date(
            read_bytes(signed.file), f"Số: {code}", date_line(document.place, today)
        )
        final = seal(filled, signer_for_organisation(organisation.pk), reason=document.subject[:200])
        kept = keep_file(document, final, "issued", "ban-phat-hanh.pdf", signed.version)
        document.register, document.book_year, document.series = register, today.year, series
        document.number, document.code, document.issued_on = code.partition("/")[0], code, today
        document.content_sha256, document.folded = kept.file.sha256, ""
        document.folded = folded(document)
        document.pages = kept.file.page_count
        close_items(document, actor=actor, outcome="sealed", kinds=["seal"])
        open_items(
            [
                item_for(
                    document,
                    "issue",
                    step=gettext_noop("Phát hành"),
                    holder_role="van_thu",
                    due_at=within(organisation.pk, 1),
                )
            ]
        )
        action = act(
            "seal", document, actor=actor, state="sealed", data={"number": code, "sha256": kept.file.sha256},
            save=["register", "book_year", "series", "number", "code", "issued_on", "content_sha256", "folded", "pages"],
        )  # fmt: skip
        publish_paper(
            document.paper, final, file_id=kept.file.pk, action=action, number=code, issued_on=today
        )
        rename_items(document)
        index(document, " ".join(current_version(document).content["body"])[:20_000])
    return document
