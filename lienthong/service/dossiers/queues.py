"""The desk's lists: queues, filters, and the rows of the register book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import organisations_with, visible
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.forms.public import read_date
from lienthong.kernel.search.public import find
from lienthong.kernel.work.public import WorkItem
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.rules import RECEIVE, VIEW

_OPEN = ~Q(state__in=Dossier.CLOSED)
QUEUES: dict[str, tuple[str | Promise, Q]] = {
    "cho-tiep-nhan": (_("Chờ tiếp nhận"), Q(state="submitted")),
    "cho-bo-sung": (_("Chờ bổ sung"), Q(state="waiting_supplement")),
    "cho-nop-phi": (_("Chờ nộp phí"), _OPEN & Q(fee_state="due")),
    "dang-giai-quyet": (
        _("Đang giải quyết"),
        Q(state__in=["processing", "consulting", "signing", "sealing"]),
    ),
    "cho-tra": (_("Chờ trả kết quả"), Q(state="ready")),
    "tre-han": (_("Trễ hạn"), _OPEN & Q(due_promised=True)),  # and past now, added by ``condition``
    "da-xong": (_("Đã xong"), Q(state__in=Dossier.CLOSED)),
    "tat-ca": (_("Tất cả"), Q()),
}
PAGE = 50
MOST_EXPORTED = 20_000
_FOUND = 300


def condition(queue: str) -> Q:
    """Rows of one queue. A promise is late from its minute on, until the result is there."""
    found = QUEUES[queue][1]
    return found & Q(due_at__lt=clock.now()) & ~Q(state="ready") if queue == "tre-han" else found


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed by; every value comes from an address and is therefore checked here."""

    queue: str = "tat-ca"
    procedure: str = ""
    state: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    words: str = ""
    mine: bool = False
    wrong_dates: tuple[str, ...] = ()

    @classmethod
    def read(cls, source: Mapping[str, str], default: str = "tat-ca") -> Filters:
        """From ``request.GET``; what cannot be read is left out, dates that cannot are named in ``wrong_dates``."""

        def text(name: str, longest: int) -> str:
            return str(source.get(name) or "").replace("\x00", "").strip()[:longest]

        queue, state = text("hang", 30), text("trang-thai", 30)
        dates: dict[str, dt.date | None] = {}
        wrong = []
        for name in ("tu", "den"):
            typed = text(name, 20)
            iso = read_date(typed) if typed else None
            dates[name] = dt.date.fromisoformat(iso) if iso else None
            if typed and not iso:
                wrong.append(typed)
        return cls(
            queue if queue in QUEUES else default, text("thu-tuc", 60), state if state in dict(Dossier.STATES) else "",
            dates["tu"], dates["den"], text("q", 200), source.get("cua-toi") == "1", tuple(wrong),
        )  # fmt: skip

    def query(self, **changes: str) -> str:
        """The same filters as an address."""
        values = {
            "hang": self.queue, "thu-tuc": self.procedure, "trang-thai": self.state, "q": self.words,
            "tu": f"{self.since:%d/%m/%Y}" if self.since else "", "den": f"{self.until:%d/%m/%Y}" if self.until else "",
            "cua-toi": "1" if self.mine else "", **changes,
        }  # fmt: skip
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def narrowed(self) -> bool:
        return bool(self.procedure or self.state or self.since or self.until or self.words or self.mine)


def rows(actor: Actor, filters: Filters) -> QuerySet[Dossier]:
    """Dossiers of the actor's agencies under these filters, open ones by deadline, finished ones newest first."""
    found = visible(Dossier.objects.select_related("procedure", "receiving", "deciding"), actor, VIEW).filter(
        condition(filters.queue)
    )
    if filters.procedure:
        found = found.filter(procedure__key=filters.procedure)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.since:
        found = found.filter(submitted_at__gte=clock.at(filters.since))
    if filters.until:
        found = found.filter(submitted_at__lt=clock.at(filters.until + dt.timedelta(days=1)))
    if filters.mine:
        held = WorkItem.objects.filter(
            object_type="dossiers.dossier",
            object_id=Cast(OuterRef("pk"), CharField()),
            officer_id=actor.officer_id,
        )
        found = found.filter(Exists(held))
    if filters.words:
        # The index forgives missing accents; the columns answer for what was handed in a moment ago.
        ids = [
            hit.object_id
            for hit in find(actor, filters.words, kinds=("dossier",), limit=_FOUND)
            if hit.object_type == "dossiers.dossier"
        ]
        found = found.filter(
            Q(code__icontains=filters.words) | Q(applicant_name__icontains=filters.words) | Q(pk__in=ids)
        )
    if filters.queue in ("da-xong", "tat-ca"):
        return found.order_by("-submitted_at", "-id")
    return found.order_by(F("due_at").asc(nulls_last=True), "submitted_at", "id")


def procedures_of(actor: Actor) -> list[tuple[str, str]]:
    """Key and short name of the procedures of which the actor's agencies have dossiers."""
    from lienthong.service.procedures.public import Procedure

    ids = visible(Dossier.objects.all(), actor, VIEW).order_by().values("procedure_id").distinct()
    return list(Procedure.objects.filter(pk__in=ids).order_by("short_name").values_list("key", "short_name"))


def counters(found: Mapping[str, int]) -> list[dict[str, Any]]:
    """The cards of the desk's head from :func:`queries.counts`, each with the queue that it opens."""
    tones = {
        "cho-tiep-nhan": "",
        "cho-bo-sung": "gold",
        "cho-nop-phi": "gold",
        "dang-giai-quyet": "",
        "cho-tra": "leaf",
        "tre-han": "lotus",
    }
    names = {"cho-tiep-nhan": "submitted", "cho-bo-sung": "waiting_supplement", "cho-nop-phi": "waiting_payment",
             "dang-giai-quyet": "processing", "cho-tra": "ready", "tre-han": "late"}  # fmt: skip
    return [
        {
            "queue": queue,
            "label": QUEUES[queue][0],
            "count": found[names[queue]],
            "tone": tone if found[names[queue]] else "",
        }
        for queue, tone in tones.items()
    ]


def register_rows(actor: Actor, since: dt.date, until: dt.date) -> QuerySet[Dossier]:
    """Form 07: what the actor's desks received in the period, in the order of arrival."""
    desks = sorted(organisations_with(actor, RECEIVE))
    return (
        Dossier.objects.filter(
            receiving_id__in=desks,
            submitted_at__gte=clock.at(since),
            submitted_at__lt=clock.at(until + dt.timedelta(days=1)),
        )
        .select_related("procedure", "deciding", "content")
        .order_by("submitted_at", "id")
    )
