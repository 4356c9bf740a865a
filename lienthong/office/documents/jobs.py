"""What happens after the answer: scans are read, arrived copies are found by a search."""

from __future__ import annotations

import uuid

import procrastinate
from django.db import transaction
from procrastinate.contrib.django import app

from lienthong.kernel.access.public import system_scope
from lienthong.office.documents.domain.moving import index
from lienthong.office.documents.domain.reading_scans import read_intake
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


@app.task(
    name="documents.read_scan",
    queue="documents",
    retry=procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3),
)
def read_scan(intake_id: str) -> None:
    """Propose the fields of a scan. Safe to run twice; comes again while the virus scanner has not answered."""
    with system_scope():  # type: ignore[attr-defined]
        read_intake(uuid.UUID(intake_id))
