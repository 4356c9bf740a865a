"""Giving out papers and finding them again by QR code or by their bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.actions.public import Action, Ref, reference
from lienthong.kernel.errors import Refused
from lienthong.kernel.papers.models import Paper
from lienthong.kernel.papers.verification import verify_bytes, verify_token

__all__ = [
    "Paper",
    "publish_paper",
    "replace_paper",
    "reserve_paper",
    "verify_bytes",
    "verify_token",
    "verify_url",
    "withdraw_paper",
]


def verify_url(token: str) -> str:
    """The address in the QR code."""
    return f"{settings.PUBLIC_URL}/xac-thuc/{token}"


def reserve_paper(kind: str, *, organisation_id: int | None, obj: models.Model | Ref | None = None) -> Paper:
    """Allot the token (128 random bits) that the QR code of a paper to be drawn will carry."""
    where = reference(obj) if obj is not None else Ref("", "")
    return Paper.objects.create(
        token=secrets.token_urlsafe(16),
        kind=kind,
        organisation_id=organisation_id,
        object_type=where.type,
        object_id=where.id,
    )


def publish_paper(
    paper: Paper,
    data: bytes,
    *,
    file_id: uuid.UUID,
    action: Action | None,
    number: str = "",
    issued_on: dt.date | None = None,
) -> Paper:
    """Bind the final bytes to the token; from now on the paper verifies. Raises Refused when it was published before."""
    if paper.state != "reserved":
        raise Refused(_("Giấy tờ này đã phát hành"))
    paper.sha256 = hashlib.sha256(data).hexdigest()
    paper.file_id, paper.action_id = file_id, action.pk if action else None
    paper.number, paper.issued_on, paper.state = number, issued_on, "valid"
    paper.save()
    return paper


def withdraw_paper(paper: Paper, *, action: Action) -> Paper:
    """The paper stays findable and says that it was withdrawn."""
    paper.state, paper.action_id = "withdrawn", action.pk
    paper.save(update_fields=["state", "action_id"])
    return paper


def replace_paper(paper: Paper, by: Paper, *, action: Action) -> Paper:
    paper.state, paper.replaced_by, paper.action_id = "replaced", by, action.pk
    paper.save(update_fields=["state", "replaced_by", "action_id"])
    return paper
