"""What an agency's correspondence counts: by month, kind, sender and unit, and how it stands to its deadlines.

One agency is counted from its documents. Each number is the number of lines that :func:`counted` gives for the same
conditions, which is how a screen opens it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import MD5, TruncMonth

from lienthong.kernel import clock
from lienthong.kernel.directory.models import Officer
from lienthong.office.documents.models import Assignment, Document

OUTCOMES = ("done_in_time", "done_late", "done_undated", "open_in_time", "open_late", "open_undated")
DONE, OPEN = OUTCOMES[:3], OUTCOMES[3:]
MOST_SENDERS = 30


@dataclass
class Tally:
    """Documents by outcome."""

    by: dict[str, int] = field(default_factory=dict)

    def add(self, outcome: str, number: int) -> None:
        self.by[outcome] = self.by.get(outcome, 0) + number

    def __getattr__(self, name: str) -> int:
        if name in OUTCOMES:
            return self.by.get(name, 0)
        raise AttributeError(name)

    @property
    def total(self) -> int:
        return sum(self.by.values())

    @property
    def done(self) -> int:
        return sum(self.by.get(name, 0) for name in DONE)

    @property
    def open(self) -> int:
        return sum(self.by.get(name, 0) for name in OPEN)

    @property
    def in_time_percent(self) -> float | None:
        """Of what had a deadline and is either done or overdue: the share that was done in time, in percent."""
        dated = self.done_in_time + self.done_late + self.open_late
        return round(100 * self.done_in_time / dated, 1) if dated else None


def outcomes(now: dt.datetime | None = None, of: str = "") -> Case:
    """The outcome in SQL; the same cases as :func:`lines.outcome`. ``of``: the way to the document, ``document__``."""
    now = now or clock.now()

    def where(**conditions: Any) -> Q:
        return Q(**{f"{of}{name}": value for name, value in conditions.items()})

    working, done = where(state__in=("registered", "processing")), where(state="done")
    return Case(
        When(done & where(due_at=None), then=Value("done_undated")), When(done & where(finished_at__gt=F(f"{of}due_at")), then=Value("done_late")),
        When(done, then=Value("done_in_time")), When(working & where(due_at=None), then=Value("open_undated")),
        When(working & where(due_at__lt=now), then=Value("open_late")), When(working, then=Value("open_in_time")),
        default=Value(""), output_field=CharField(),
    )  # fmt: skip


WORKED_ON = ("registered", "processing", "done")


def received(organisation_id: int, since: dt.date, until: dt.date) -> QuerySet[Document]:
    """What was registered as arrived in the span and is the agency's work: not sent back, not withdrawn."""
    return Document.objects.filter(
        organisation_id=organisation_id, direction="incoming", arrival_date__range=(since, until), state__in=WORKED_ON,
    )  # fmt: skip


def issued(organisation_id: int, since: dt.date, until: dt.date) -> QuerySet[Document]:
    return Document.objects.filter(
        organisation_id=organisation_id, direction="outgoing", issued_on__range=(since, until), state__in=("sealed", "issued", "withdrawn", "replaced"),
    )  # fmt: skip


def counted(
    organisation_id: int, since: dt.date, until: dt.date, *, outcome: str = "", kind: str = "", sender: str = "", unit: int | None = None,
    month: dt.date | None = None,
) -> QuerySet[Document]:  # fmt: skip
    """The documents behind one number. ``outcome``: one of ``OUTCOMES``, ``done``, ``open`` or "" for all."""
    rows = received(organisation_id, since, until)
    wanted = {"done": DONE, "open": OPEN}.get(outcome, (outcome,) if outcome in OUTCOMES else ())
    if wanted:
        rows = rows.alias(outcome=outcomes()).filter(outcome__in=wanted)
    if kind:
        rows = rows.filter(kind_code="" if kind == "-" else kind)
    if sender:
        rows = rows.alias(sender=MD5("issuer_name")).filter(sender=sender)
    if month:
        rows = rows.filter(arrival_date__year=month.year, arrival_date__month=month.month)
    if unit is not None:
        rows = rows.filter(Exists(_leads().filter(document_id=OuterRef("pk")).filter(_of_unit(unit))))
    return rows


def sender_key(name: str) -> str:
    """What stands for a sender in an address: a letter may come from a person, whose name no address may hold."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def by_month_and_kind(
    organisation_id: int, since: dt.date, until: dt.date
) -> tuple[dict[dt.date, Tally], dict[str, Tally]]:
    """Two tables in one statement."""
    rows = (
        received(organisation_id, since, until)
        .annotate(month=TruncMonth("arrival_date"), outcome=outcomes())
        .values_list("month", "kind_code", "outcome")
        .annotate(n=Count("pk"))
        .order_by()
    )
    months: dict[dt.date, Tally] = {}
    kinds: dict[str, Tally] = {}
    for month, kind, outcome, number in rows:
        months.setdefault(month, Tally()).add(outcome, number)
        kinds.setdefault(kind, Tally()).add(outcome, number)
    return dict(sorted(months.items())), dict(sorted(kinds.items(), key=lambda row: -row[1].total))


def by_sender(organisation_id: int, since: dt.date, until: dt.date) -> dict[str, Tally]:
    """The senders with most documents, most first."""
    rows = (
        received(organisation_id, since, until)
        .annotate(outcome=outcomes())
        .values_list("issuer_name", "outcome")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return _most(rows)


def by_unit(organisation_id: int, since: dt.date, until: dt.date) -> dict[int | None, Tally]:
    """Units by what they lead: the unit that got the leader's *main* branch, or that of the officer who did."""
    rows = (
        _leads()
        .filter(
            document__organisation_id=organisation_id, document__direction="incoming", document__arrival_date__range=(since, until),
            document__state__in=WORKED_ON,
        )
        .annotate(
            unit=Case(When(receiver_unit=None, then=_unit_of_officer()), default=F("receiver_unit_id"), output_field=BigIntegerField()),
            stands=outcomes(of="document__"),
        )
        .values_list("unit", "stands")
        .annotate(n=Count("document_id"))
        .order_by()
    )  # fmt: skip
    return _most(rows, most=200)


def sent_by_month_and_kind(
    organisation_id: int, since: dt.date, until: dt.date
) -> tuple[dict[dt.date, int], dict[str, int]]:
    rows = (
        issued(organisation_id, since, until)
        .annotate(month=TruncMonth("issued_on"))
        .values_list("month", "kind_code")
        .annotate(n=Count("pk"))
        .order_by()
    )
    months: dict[dt.date, int] = {}
    kinds: dict[str, int] = {}
    for month, kind, number in rows:
        months[month] = months.get(month, 0) + number
        kinds[kind] = kinds.get(kind, 0) + number
    return dict(sorted(months.items())), dict(sorted(kinds.items(), key=lambda row: -row[1]))


def _leads() -> QuerySet[Assignment]:
    return Assignment.objects.filter(parent=None, role="main", state__in=Assignment.COUNTING)


def _of_unit(unit: int) -> Q:
    """``0``: branches of officers who belong to no unit, as leaders and the records clerk do."""
    if not unit:
        return Q(receiver_unit=None, receiver_officer_id__in=Officer.objects.filter(unit=None).values("pk"))
    members = Officer.objects.filter(unit_id=unit).values("pk")
    return Q(receiver_unit_id=unit) | Q(receiver_unit=None, receiver_officer_id__in=members)


def _unit_of_officer() -> Subquery:
    return Subquery(Officer.objects.filter(pk=OuterRef("receiver_officer_id")).values("unit_id")[:1])


def _most(rows: Iterable[tuple[Any, str, int]], most: int = MOST_SENDERS) -> dict[Any, Tally]:
    found: dict[Any, Tally] = {}
    for key, outcome, number in rows:
        found.setdefault(key, Tally()).add(outcome, number)
    return dict(sorted(found.items(), key=lambda row: -row[1].total)[:most])
