"""What happens after the answer: search entries of arrived copies, notices."""

from __future__ import annotations

import uuid

import procrastinate
from django.db import transaction
from procrastinate.contrib.django import app

from lienthong.kernel.access.public import system_scope
from lienthong.office.documents.domain.moving import index
from lienthong.office.documents.models import Document

RETRY = procrastinate.RetryStrategy(max_attempts=6, exponential_wait=3)


@app.task(name="documents.index_arrivals", retry=RETRY, queue="documents")
def index_arrivals(document_id: str) -> None:
    """Let the receiving agencies find what was issued to them. Safe to run twice."""
    with system_scope(), transaction.atomic():  # type: ignore[attr-defined]
        for copy in (
            Document.objects.filter(origin_id=uuid.UUID(document_id))
            .exclude(state="withdrawn")
            .iterator(chunk_size=200)
        ):
            index(copy)
