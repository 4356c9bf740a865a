"""The routes of documents, and a document as the interface tells it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as mark

from lienthong.kernel.api.public import Routes
from lienthong.office.documents.models import Document

router = Routes(tags=[mark("Văn bản")])


def shown(document: Document) -> dict[str, Any]:
    """A document as the interface tells it."""
    return {
        "id": str(document.pk), "direction": document.direction, "state": document.state, "state_label": str(document.get_state_display()),
        "organisation": document.organisation.key, "arrival_number": document.arrival_number, "arrival_date": document.arrival_date,
        "code": document.code, "number": document.number, "notation": document.notation, "kind": document.kind_name, "kind_code": document.kind_code,
        "issuer": document.issuer_name, "parent_agency": document.parent_agency, "place": document.place, "issued_on": document.issued_on,
        "subject": document.subject, "signer": document.signer_name, "signer_competence": document.signer_competence,
        "signer_position": document.signer_position, "recipients": document.recipients, "urgency": document.urgency, "secrecy": document.secrecy,
        "due_at": document.due_at, "pages": document.pages,
    }  # fmt: skip
