"""Payments that need a person, and the others beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.public import visible
from lienthong.kernel.actions.public import Actor
from lienthong.service.payments.models import UNDECIDED_FLAGS, Payment
from lienthong.service.payments.rules import RESOLVE

# A wrong amount, or one for a fee that changed meanwhile, stays undecided until the gateway corrects itself or a person decides; money due back that could not be
# given back by the job waits as well.
UNDECIDED = Q(flag__in=UNDECIDED_FLAGS, state__in=["created", "failed"])
NEEDS_PERSON = UNDECIDED | Q(state="refunding")
QUEUES: dict[str, tuple[str | Promise, Q]] = {
    "can-xu-ly": (_("Cần xử lý"), NEEDS_PERSON),
    "da-hoan-tra": (_("Đã hoàn trả"), Q(state="refunded")),
    "da-xu-ly": (_("Đã chấp nhận"), Q(resolution="accepted")),
    "tat-ca": (_("Tất cả"), Q()),
}


@dataclass(frozen=True)
class Filters:
    queue: str = "can-xu-ly"
    flag: str = ""
    words: str = ""

    @classmethod
    def read(cls, source: Mapping[str, str]) -> Filters:
        """From an address; what is unknown is left out."""
        queue, flag = str(source.get("hang") or ""), str(source.get("loai") or "")
        return cls(
            queue if queue in QUEUES else "can-xu-ly",
            flag if flag in dict(Payment.FLAGS) else "",
            str(source.get("q") or "").replace("\x00", "").strip()[:100],
        )

    def query(self, **changes: str) -> str:
        values = {"hang": self.queue, "loai": self.flag, "q": self.words, **changes}
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def narrowed(self) -> bool:
        return bool(self.flag or self.words)


def payments(actor: Actor, filters: Filters) -> QuerySet[Payment]:
    """Of the actor's desks, the oldest that needs somebody first, others newest first."""
    rows = visible(Payment.objects.select_related("dossier", "dossier__procedure"), actor, RESOLVE)
    rows = rows.filter(QUEUES[filters.queue][1])
    if filters.flag:
        rows = rows.filter(flag=filters.flag)
    if filters.words:
        words = filters.words
        rows = rows.filter(
            Q(dossier__code__icontains=words)
            | Q(reference__icontains=words)
            | Q(dossier__applicant_name__icontains=words)
        )
    return rows.order_by("created_at" if filters.queue == "can-xu-ly" else "-created_at", "id")


def reason_words(payment: Payment) -> Any:
    """Why this payment is here, in words."""
    if payment.flag:
        return payment.get_flag_display()
    return _("Hồ sơ kết thúc sau khi nộp") if payment.state in ("refunding", "refunded") else ""
