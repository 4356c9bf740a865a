"""Vào sổ: a document becomes the agency's, with an arrival number that is continuous through the year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lienthong.kernel import clock
from lienthong.kernel.access.public import require
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.files.public import StoredFile
from lienthong.kernel.numbering.public import take
from lienthong.office.documents.domain.books import book_for
from lienthong.office.documents.domain.delivery_states import report_back
from lienthong.office.documents.domain.fields import IncomingFields, clean, put_fields
from lienthong.office.documents.domain.moving import (
    act,
    close_items,
    closing_of,
    duplicate_key,
    folded,
    index,
    item_for,
    locked,
    open_items,
    require_state,
    urgent_or,
)
from lienthong.office.documents.models import Document, DocumentFile, Intake
from lienthong.office.documents.owners import OWNER
from lienthong.office.documents.rules import REGISTER


class Duplicate(Refused):
    """An earlier document looks the same; ``earlier`` is it."""

    default_code = "duplicate"

    def __init__(self, earlier: Document) -> None:
        number = (
            _("số đến %(n)s") % {"n": earlier.arrival_number} if earlier.arrival_number else _("chưa vào sổ")
        )
        super().__init__(
            _("Văn bản này có vẻ đã có (%(number)s, %(what)s). Nếu vẫn muốn vào sổ, hãy xác nhận.")
            % {"number": number, "what": earlier.code or earlier.subject},
            code="duplicate",
        )
        self.earlier = earlier


def earlier_like(
    organisation_id: int, *, code: str, issuer: str, sha256: str = "", but: Any = None
) -> Document | None:
    """A document of the agency with the same number, notation and issuer, or with the same file (D24)."""
    key = duplicate_key(code, issuer)
    same = Q()
    if key:
        same |= Q(duplicate_key=key)
    if sha256:
        same |= Q(content_sha256=sha256)
    if not same:
        return None
    rows = Document.objects.filter(same, organisation_id=organisation_id, direction="incoming").exclude(
        state="refused"
    )
    return rows.exclude(pk=but).order_by("id").first()


def register_intake(
    intake: Intake,
    *,
    actor: Actor,
    values: Mapping[str, Any],
    confirm_duplicate: bool = False,
    not_secret: bool = False,
) -> Document:
    """Register the file that a clerk brought, with the fields as he confirmed them.

    A scan that is not read yet, or that may bear a mark of secrecy, needs his word that it is none (``not_secret``).

    Raises Invalid (fields; ``state_secret`` after which the caller drops the intake), Refused, :class:`Duplicate`.
    """
    require(actor, REGISTER, organisation_id=intake.organisation_id)
    fields = clean(values)
    with transaction.atomic():
        intake = (
            Intake.objects.select_for_update(of=("self",))
            .select_related("file", "organisation")
            .get(pk=intake.pk)
        )
        if intake.document_id:
            raise Refused(_("Tệp này đã được vào sổ"), code="already_registered")
        if not (intake.settled or not_secret):
            raise Invalid(
                _("Chưa chắc tệp không mang dấu độ mật"), code="secrecy_unsure",
                errors={"not_secret": [_("Bản quét chưa đọc xong hoặc có thể mang dấu độ mật. Hãy xem bản giấy rồi đánh dấu vào đây, hoặc chờ đọc xong.")]},
            )  # fmt: skip
        return _register(
            Document(direction="incoming", organisation=intake.organisation, state="arrived", made_at=clock.now(), reading=intake.reading,
                     visible_orgs=[intake.organisation_id]),
            fields, actor=actor, file=intake.file, text=intake.text, confirm_duplicate=confirm_duplicate, intake=intake,
        )  # fmt: skip


def receive_delivery(
    document: Document,
    *,
    actor: Actor,
    values: Mapping[str, Any] | None = None,
    confirm_duplicate: bool = False,
) -> Document:
    """Register a document that another agency of the installation issued; its own data are the fields. The sender sees it."""
    require(actor, REGISTER, organisation_id=document.organisation_id)
    with transaction.atomic():
        document = locked(document)
        require_state(document, "arrived")
        given = {"due_on": (values or {}).get("due_on"), "secrecy": document.secrecy}
        own = {
            name: getattr(document, name)
            for name in ("code", "issuer_name", "parent_agency", "kind_name", "place", "issued_on", "subject", "signer_name", "signer_competence",
                         "signer_position", "recipients", "bases", "urgency", "pages")
        }  # fmt: skip
        return _register(document, clean(own | given), actor=actor, confirm_duplicate=confirm_duplicate)


def _register(
    document: Document,
    fields: IncomingFields,
    *,
    actor: Actor,
    file: StoredFile | None = None,
    text: str = "",
    confirm_duplicate: bool,
    intake: Intake | None = None,
) -> Document:
    organisation_id = document.organisation_id
    sha256 = file.sha256 if file else document.content_sha256
    earlier = earlier_like(
        organisation_id, code=fields.code, issuer=fields.issuer_name, sha256=sha256, but=document.pk
    )
    if earlier is not None and not confirm_duplicate:
        raise Duplicate(earlier)
    new = document._state.adding
    issuer = document.issuer
    put_fields(document, fields)
    document.issuer = document.issuer or issuer
    today = clock.today()
    document.register = book_for(document.organisation, "incoming", today.year, document.kind_code)
    document.arrival_date, document.book_year, document.registered_at = today, today.year, clock.now()
    document.due_at = closing_of(fields.due_on)
    document.duplicate_key, document.content_sha256 = (
        duplicate_key(document.code, document.issuer_name),
        sha256,
    )
    document.folded = folded(document)
    # The counter row is locked until the commit; it is taken after everything that may fail (D7, D8).
    document.arrival_number = take(
        "documents.arrival", organisation_id=organisation_id, period=f"{today.year:04}"
    )
    document.state = "registered"
    document.save(force_insert=new)
    if file is not None and intake is not None:
        StoredFile.objects.filter(pk=file.pk).update(
            owner_type=OWNER, owner_id=str(document.pk), organisation_ids=document.visible_orgs
        )
        DocumentFile.objects.create(
            document=document, file=file, role="main", name=file.name, made_at=clock.now()
        )
        Intake.objects.filter(pk=intake.pk).update(document=document, text="", reading=None)
    else:
        close_items(document, actor=actor, outcome="registered", kinds=["arrival"])
    open_items([
        item_for(document, "direct", step=gettext_noop("Bút phê, giao xử lý"), holder_role="lanh_dao", due_at=urgent_or(document))
    ])  # fmt: skip
    act(
        "register", document, actor=actor, state="registered",
        data={"arrival_number": document.arrival_number, "year": today.year, "sha256": sha256, "duplicate_of": str(earlier.pk) if earlier else ""},
    )  # fmt: skip
    report_back(document, "registered", arrival_number=document.arrival_number)
    index(document, text[:20_000])
    return document


def correct_fields(
    document: Document, *, actor: Actor, values: Mapping[str, Any], reason: str = ""
) -> Document:
    """Put a wrongly entered field right. Number and date of arrival never change; the act says which fields did."""
    require(actor, REGISTER, organisation_id=document.organisation_id)
    fields = clean(values)
    with transaction.atomic():
        document = locked(document)
        require_state(document, "registered", "processing", "done")
        before = {name: getattr(document, name) for name in _COMPARED}
        put_fields(document, fields)
        changed = [name for name in _COMPARED if getattr(document, name) != before[name]]
        document.due_at = closing_of(fields.due_on) or document.due_at
        document.duplicate_key, document.folded = (
            duplicate_key(document.code, document.issuer_name),
            folded(document),
        )
        document.save()
        from lienthong.office.documents.domain.moving import rename_items

        rename_items(document)
        act("correct", document, actor=actor, reason=reason, data={"fields": changed})
        index(document)
    return document


_COMPARED = (
    "code", "issuer_name", "parent_agency", "kind_name", "place", "issued_on", "subject", "signer_name", "signer_competence", "signer_position",
    "recipients", "urgency", "secrecy", "pages",
)  # fmt: skip
