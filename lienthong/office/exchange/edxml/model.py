"""A package as plain values. What a package does not say is empty or None here, never a likely value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from lienthong.office.exchange.edxml.names import NEW


@dataclass(frozen=True)
class Agency:
    """One end of an exchange. ``id`` as written: old, new or shortened form."""

    id: str
    name: str = ""
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True)
class Staff:
    department: str = ""
    name: str = ""
    email: str = ""
    mobile: str = ""


@dataclass(frozen=True)
class Reference:
    """ResponseFor: the document that is answered, revoked or reported on. ``code``: number/notation."""

    agency_id: str
    code: str = ""
    promulgated_on: dt.date | None = None
    document_id: str = ""


@dataclass(frozen=True)
class Hop:
    """One system on the way; ``at`` is aware, or None where it was not said or not readable."""

    agency_id: str
    at: dt.datetime | None = None


@dataclass(frozen=True)
class ReceiverChange:
    agency_id: str
    added: bool


@dataclass(frozen=True)
class Replacement:
    document_id: str
    agency_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Business:
    """Bussiness (written so): what this package does to a document. A package without it is a new document."""

    act: str = NEW
    document_id: str = ""
    reason: str = ""
    paper: bool | None = None
    document_changed: bool | None = None
    receivers_changed: bool | None = None
    receiver_changes: tuple[ReceiverChange, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    staff: Staff | None = None


@dataclass(frozen=True)
class Attachment:
    """A file. ``open`` gives a new stream of its bytes each time; it is no part of equality, ``sha256`` is."""

    name: str
    sha256: str
    size: int
    content_id: str = ""
    content_type: str = ""
    description: str = ""
    open: Callable[[], BinaryIO] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Document:
    """A document package. ``number`` is text: letters occur. Integers of kinds stay as received (they mean different
    things to different systems); ``type_name`` is what to rely on."""

    sender: Agency
    receivers: tuple[Agency, ...]
    number: str
    notation: str
    subject: str
    document_id: str = ""
    place: str = ""
    promulgated_on: dt.date | None = None
    type_code: str = ""
    type_detail: str = ""
    type_name: str = ""
    content: str = ""
    signer_competence: str = ""
    signer_position: str = ""
    signer_name: str = ""
    due_on: dt.date | None = None
    priority: int | None = None
    sphere: str = ""
    typist: str = ""
    copies: int | None = None
    pages: int | None = None
    direction: bool | None = None
    appendixes: tuple[str, ...] = ()
    answers: tuple[Reference, ...] = ()
    steering: str = ""
    to_places: tuple[str, ...] = ()
    hops: tuple[Hop, ...] = ()
    business: Business = Business()
    attachments: tuple[Attachment, ...] = ()

    @property
    def code(self) -> str:
        return "/".join(part for part in (self.number, self.notation) if part)


@dataclass(frozen=True)
class Status:
    """A status package: what the receiver (or, for 13, the sender) says of a document. ``code``: 01 … 16."""

    sender: Agency
    answered: Reference
    code: str
    description: str = ""
    at: dt.datetime | None = None
    staff: Staff | None = None


Package = Document | Status
