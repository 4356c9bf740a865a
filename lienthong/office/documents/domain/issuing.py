"""Phát hành: one act sends a document to any number of agencies of the installation.

Everything is written by bulk inserts, so the number of statements does not depend on the number of recipients.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import require, system_scope
from lienthong.kernel.actions.public import SYSTEM, Actor, record_many
from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.ids import new_id
from lienthong.kernel.rows import insert_rows
from lienthong.kernel.work.public import WorkItem
from lienthong.office.documents.domain.moving import (
    act,
    close_items,
    closing_of,
    duplicate_key,
    item_for,
    locked,
    require_reason,
    require_state,
)
from lienthong.office.documents.jobs import index_arrivals
from lienthong.office.documents.models import Delivery, Document, DocumentFile
from lienthong.office.documents.notices import tell_officer
from lienthong.office.documents.owners import OWNER
from lienthong.office.documents.rules import ISSUE, REGISTER, SIGN

MOST = 2000
COPIED = (
    "issuer_name", "issuer_id", "parent_agency", "number", "notation", "code", "kind_code", "kind_name", "place", "issued_on", "subject", "signer_name",
    "signer_competence", "signer_position", "addressees", "recipients", "bases", "urgency", "secrecy", "pages", "content_sha256", "folded",
)  # fmt: skip


def issue(
    document: Document, *, actor: Actor, organisation_ids: Sequence[int], due_on: dt.date | None = None
) -> list[Delivery]:
    """Send a sealed document to agencies; each has it at once as an arrived document with work for its records clerk.

    Again for an issued document adds recipients; those who have it are left out. With no agency at all the document is
    issued without electronic recipients (internal release). Raises Invalid for unknown agencies or itself.
    """
    require(actor, ISSUE, organisation_id=document.organisation_id)
    with transaction.atomic():
        document = locked(document)
        require_state(document, "sealed", "issued")
        wanted = sorted(set(organisation_ids))
        if len(wanted) > MOST:
            raise Invalid(_("Chọn quá nhiều nơi nhận"), field="recipients")
        if document.organisation_id in wanted:
            raise Invalid(_("Không gửi cho chính cơ quan ban hành"), field="recipients")
        organisations = list(Organisation.objects.filter(Organisation.on(clock.today()), pk__in=wanted))
        if len(organisations) != len(wanted):
            raise Invalid(
                _("Có nơi nhận không còn hoạt động hoặc không có trong danh bạ"), field="recipients"
            )
        have = set(Delivery.objects.filter(document=document).values_list("organisation_id", flat=True))
        organisations = [organisation for organisation in organisations if organisation.pk not in have]
        if document.state == "issued" and not organisations:
            raise Refused(_("Các nơi này đã nhận văn bản"), code="already_sent")
        deliveries = _deliver(document, organisations, actor=actor, due_on=due_on)
        close_items(document, actor=actor, outcome="issued", kinds=["issue"])
        document.issued_at = document.issued_at or clock.now()
        act(
            "issue",
            document,
            actor=actor,
            state="issued",
            data={"to": [item.organisation_id for item in deliveries]},
            save=["issued_at"],
        )
        if deliveries:
            index_arrivals.defer(document_id=str(document.pk))
    return deliveries


def _deliver(
    document: Document, organisations: Iterable[Organisation], *, actor: Actor, due_on: dt.date | None
) -> list[Delivery]:
    now = clock.now()
    sources = list(
        DocumentFile.objects.filter(document=document, role__in=("issued", "appendix"))
        .select_related("file")
        .order_by("role", "version")
    )
    final = [row for row in sources if row.role == "issued"][-1:]
    sources = [*final, *(row for row in sources if row.role == "appendix")]
    parent = (
        document.organisation.parent.name
        if document.organisation.parent_id and document.organisation.parent
        else ""
    )
    arrived: list[Document] = []
    for organisation in organisations:
        copy = Document(
            id=new_id(), direction="incoming", organisation=organisation, state="arrived", made_at=now, origin=document, visible_orgs=[organisation.pk],
            due_at=closing_of(due_on), duplicate_key=duplicate_key(document.code, document.issuer_name), **{name: getattr(document, name) for name in COPIED},
        )  # fmt: skip
        copy.parent_agency = copy.parent_agency or parent
        arrived.append(copy)
    insert_rows(arrived)
    files: list[StoredFile] = []
    rows: list[DocumentFile] = []
    for copy in arrived:
        for source in sources:
            # Same bytes, own row: the right to a file follows the receiving agency's document.
            file = StoredFile(
                sha256=source.file.sha256, size=source.file.size, media_type=source.file.media_type, name=source.name, state=source.file.state,
                owner_type=OWNER, owner_id=str(copy.pk), organisation_ids=copy.visible_orgs, page_count=source.file.page_count, created_at=now,
            )  # fmt: skip
            files.append(file)
            rows.append(
                DocumentFile(
                    document=copy,
                    file=file,
                    role="main" if source.role == "issued" else "appendix",
                    version=source.version,
                    name=source.name,
                    made_at=now,
                )
            )
    insert_rows(files)
    insert_rows(rows)
    deliveries = insert_rows(
        Delivery(
            document=document, organisation=copy.organisation, arrived_document_id=copy.pk, sent_at=now, arrived_at=now,
            visible_orgs=sorted({document.organisation_id, copy.organisation_id}),
        )
        for copy in arrived
    )  # fmt: skip
    insert_rows(
        item_for(
            copy,
            "arrival",
            step=gettext_noop("Vào sổ văn bản đến"),
            holder_role="van_thu",
            due_at=now + dt.timedelta(hours=1) if copy.urgency else None,
        )
        for copy in arrived
    )
    record_many(
        "documents.arrive", [(copy, copy.organisation_id, {"state": "arrived", "from": document.organisation_id, "origin": str(document.pk)}) for copy in arrived],
        actor=SYSTEM,
    )  # fmt: skip
    return deliveries


def refuse_delivery(document: Document, *, actor: Actor, reason: str) -> Document:
    """Send an arrived document back: wrong addressee, broken file, doubtful signature (D22). The sender sees why."""
    require(actor, REGISTER, organisation_id=document.organisation_id)
    reason = require_reason(reason, _("Hãy ghi lý do trả lại nơi gửi"))
    with transaction.atomic():
        document = locked(document)
        require_state(document, "arrived")
        if document.origin_id is None:
            raise Refused(_("Văn bản này không đến qua hệ thống nên không trả lại được"), code="no_sender")
        close_items(document, actor=actor, outcome="refused", kinds=["arrival"])
        Delivery.objects.filter(arrived_document_id=document.pk, state="arrived").update(
            state="refused", refused_at=clock.now(), reason=reason
        )
        with system_scope():  # type: ignore[attr-defined]
            # The sender's row is not ours to see; its drafter is told all the same.
            sent = Document.objects.filter(pk=document.origin_id).first()
        if sent is not None:
            tell_officer(sent, sent.drafter_id, "documents.refused", reason=reason)
        act("refuse", document, actor=actor, state="refused", reason=reason)
    return document


def withdraw(
    document: Document, *, actor: Actor, reason: str, replaced_by: Document | None = None
) -> Document:
    """Thu hồi (or replace by a later document): the QR code says so, copies that nobody registered disappear from the
    inboxes, those in work are marked for their holders (D14, D15). Nothing is deleted."""
    from lienthong.kernel.papers.public import replace_paper, withdraw_paper

    require(actor, SIGN, organisation_id=document.organisation_id)
    reason = require_reason(reason, _("Hãy ghi lý do thu hồi"))
    with transaction.atomic():
        document = locked(document)
        require_state(document, "issued")
        state = "withdrawn"
        if replaced_by is not None:
            replaced_by = locked(replaced_by)
            if (
                replaced_by.organisation_id != document.organisation_id
                or replaced_by.state not in ("sealed", "issued")
                or replaced_by.paper is None
            ):
                raise Refused(
                    _("Văn bản thay thế phải là văn bản đã đóng dấu của cùng cơ quan"), code="bad_replacement"
                )
            document.replaced_by, state = replaced_by, "replaced"
        action = act(
            "withdraw",
            document,
            actor=actor,
            state=state,
            reason=reason,
            data={"replaced_by": str(replaced_by.pk) if replaced_by else ""},
            save=["replaced_by"],
        )
        if document.paper is not None:
            if replaced_by is not None and replaced_by.paper is not None:
                replace_paper(document.paper, replaced_by.paper, action=action)
            else:
                withdraw_paper(document.paper, action=action)
        # The copies belong to other agencies; the law obliges them to follow the sender.
        with system_scope():  # type: ignore[attr-defined]
            copies = list(
                Document.objects.select_for_update()
                .filter(origin_id=document.pk)
                .exclude(state__in=("refused", "withdrawn"))
            )
            Document.objects.filter(pk__in=[copy.pk for copy in copies]).update(state="withdrawn")
            WorkItem.objects.filter(
                object_type="documents.document",
                object_id__in=[str(copy.pk) for copy in copies],
                state="open",
            ).update(state="withdrawn", done_at=clock.now())
            Delivery.objects.filter(document=document).exclude(state="refused").update(
                state="withdrawn", withdrawn_at=clock.now(), reason=reason
            )
            record_many(
                "documents.withdrawn_by_sender",
                [
                    (copy, copy.organisation_id, {"state": "withdrawn", "origin": str(document.pk)})
                    for copy in copies
                ],
                actor=SYSTEM,
            )
    return document
