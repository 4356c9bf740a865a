"""What the REST interface takes and tells of official documents."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from ninja import Schema


class DocumentOut(Schema):
    """``direction``: incoming | outgoing. ``code`` is number and notation as printed, "12/QĐ-UBND"."""

    id: uuid.UUID
    direction: str
    state: str
    state_label: str
    organisation: str
    arrival_number: int | None
    arrival_date: dt.date | None
    code: str
    number: str
    notation: str
    kind: str
    kind_code: str
    issuer: str
    parent_agency: str
    place: str
    issued_on: dt.date | None
    subject: str
    signer: str
    signer_competence: str
    signer_position: str
    recipients: list[Any]
    urgency: int
    secrecy: str
    due_at: dt.datetime | None
    pages: int | None


class RegisteredOut(DocumentOut):
    """``reading``: what the reader found in the file, with confidence and place of each field."""

    reading: dict[str, Any] | None


class WaitingOut(Schema):
    """A scan that is read by a job. ``state``: waiting | reading | read; ``fields``: what is proposed so far."""

    intake_id: uuid.UUID
    state: str
    pages: int
    pages_read: int
    problem: str
    secrecy_unsure: bool
    fields: dict[str, Any]
    reading: dict[str, Any] | None
    location: str


class DocumentsOut(Schema):
    items: list[DocumentOut]
    next: str | None = None


class AssignmentOut(Schema):
    """A branch of the assignment tree. ``role``: main | coordinating | opinion | information."""

    id: uuid.UUID
    parent: uuid.UUID | None
    role: str
    receiver: str
    state: str
    instruction: str
    due_at: dt.datetime | None
    outcome: str


class DeliveryOut(Schema):
    organisation: str
    state: str


class DeliveryDetailOut(DeliveryOut):
    arrival_number: int | None
    reason: str


class DocumentDetailOut(DocumentOut):
    assignments: list[AssignmentOut]
    deliveries: list[DeliveryDetailOut]
    file: str | None
    verify: str | None


class IssueIn(Schema):
    """``to``: keys of agencies. ``due_on``: day by which an answer is asked, ISO 8601; empty for none."""

    to: list[str]
    due_on: str = ""


class IssuedOut(Schema):
    id: uuid.UUID
    recipients: int
    deliveries: list[DeliveryOut]
