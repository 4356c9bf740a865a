"""What the REST interface takes and tells of dossiers."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Literal

from django.utils.translation import gettext_noop as mark
from ninja import Field, Schema


class SubmitIn(Schema):
    procedure: str = Field(max_length=60, description=mark("khóa của thủ tục, xem /public/procedures"))
    deciding: str = Field(
        "", max_length=60, description=mark("khóa của cơ quan giải quyết; bỏ trống khi thủ tục chỉ có một")
    )
    values: dict[str, Any] = Field(description=mark("câu trả lời của tờ khai"))
    files: dict[str, list[uuid.UUID]] = Field(
        default_factory=dict, description=mark("thành phần hồ sơ → tệp đã tải lên bằng POST /files")
    )


class SupplementIn(Schema):
    files: dict[str, list[uuid.UUID]] = Field(default_factory=dict)
    values: dict[str, Any] | None = None
    note: str = Field("", max_length=300)


class FeeIn(Schema):
    method: Literal["cash", "transfer"] = "cash"
    reference: str = Field("", max_length=80, description=mark("mã giao dịch của khoản chuyển"))


class ReasonIn(Schema):
    reason: str = Field("", max_length=1000)


class FeeOut(Schema):
    """In đồng. ``amount``: the whole fee, null until it is known. ``owed``: what is still to be paid of it."""

    amount: int | None
    owed: int
    state: str


class DossierOut(Schema):
    """``due_at``: instant by which the result is due; ``due_promised``: false while the clock has not begun or stands."""

    id: uuid.UUID
    code: str
    procedure: str
    state: str
    state_label: str
    step: str
    deciding: str
    receiving: str
    submitted_at: dt.datetime
    accepted_at: dt.datetime | None
    due_at: dt.datetime | None
    due_promised: bool
    fee: FeeOut


class VoidedOut(DossierOut):
    """``receipt``: number of the receipt that is void now."""

    receipt: str


class DossiersOut(Schema):
    items: list[DossierOut]
    next: str | None = None


class PathStepOut(Schema):
    """``state``: done | now | next | bad."""

    what: str
    who: str
    at: dt.datetime | None
    state: str


class ReasonOut(Schema):
    """One step of the computation of the deadline."""

    on: dt.date | None
    text: str


class PaperOut(Schema):
    """A slip or an issued result. ``file``: where its PDF is fetched; null while it is drawn, or while the fee holds it
    back from the applicant. ``verify``: the page of its QR code."""

    kind: str
    name: str
    number: str
    made_at: dt.datetime
    file: str | None
    verify: str | None


class DossierDetailOut(DossierOut):
    path: list[PathStepOut]
    why_due: list[ReasonOut]
    papers: list[PaperOut]


class DegreeOut(Schema):
    """All that a code alone opens. ``percent``: 0 … 100."""

    code: str
    degree: str
    percent: int
