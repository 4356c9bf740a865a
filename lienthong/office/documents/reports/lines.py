"""The lines of the forms: documents as the cells of a register or report, in the same statements for one and for many."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel import clock
from lienthong.kernel.ui.formats import date_text
from lienthong.office.documents.models import Assignment, Delivery, Document
from lienthong.office.documents.reports.forms import (
    FOLLOW_UP,
    INCOMING_REGISTER,
    INCOMING_REPORT,
    OUTGOING_REGISTER,
    OUTGOING_REPORT,
    Form,
)

NOTED = ("refused", "withdrawn", "replaced")
RECEIVED = ("registered", "in_process", "done")


def lines_of(form: Form, rows: Sequence[Document]) -> list[list[Any]]:
    """The cells of ``form`` for these documents, in the order of its columns."""
    return _MAKERS[form.code](rows)


def outcome(row: Document, now: dt.datetime | None = None) -> str:
    """How an incoming document stands to its deadline: ``done_in_time``, ``done_late``, ``done_undated``,
    ``open_in_time``, ``open_late``, ``open_undated``; "" for what is not (or no longer) the agency's work."""
    if row.state == "done":
        if row.due_at is None:
            return "done_undated"
        return "done_late" if row.finished_at and row.finished_at > row.due_at else "done_in_time"
    if row.state in ("registered", "processing"):
        if row.due_at is None:
            return "open_undated"
        return "open_late" if (now or clock.now()) > row.due_at else "open_in_time"
    return ""


def outcome_words(code: str) -> str:
    return {
        "done_in_time": _("Đã giải quyết đúng hạn"), "done_late": _("Đã giải quyết quá hạn"), "done_undated": _("Đã giải quyết, không có hạn"),
        "open_in_time": _("Đang giải quyết trong hạn"), "open_late": _("Đang giải quyết, đã quá hạn"), "open_undated": _("Đang giải quyết, không có hạn"),
    }.get(code, "")  # fmt: skip


def _title(row: Document) -> str:
    return f"{row.kind_name}: {row.subject}" if row.kind_name else row.subject


def _note(row: Document) -> str:
    return str(row.get_state_display()) if row.state in NOTED else ""


def _receivers(rows: Sequence[Document]) -> dict[Any, list[Assignment]]:
    """The branches that the leader gave, without those for information."""
    found: dict[Any, list[Assignment]] = {}
    roots = Assignment.objects.filter(
        document_id__in=[row.pk for row in rows], parent=None, state__in=Assignment.COUNTING
    )
    for branch in roots.exclude(role="information").order_by("sent_at", "id"):
        found.setdefault(branch.document_id, []).append(branch)
    return found


def _incoming_register(rows: Sequence[Document]) -> list[list[Any]]:
    receivers = _receivers(rows)
    found = []
    for row in rows:
        branches = receivers.get(row.pk, [])
        opened = [branch.opened_at for branch in branches if branch.opened_at]
        found.append([
            date_text(row.arrival_date), row.arrival_number, row.issuer_name, row.code, date_text(row.issued_on), _title(row),
            "; ".join(branch.receiver_name for branch in branches), date_text(branches[0].sent_at) if branches else "",
            date_text(min(opened)) if opened else "", _note(row),
        ])  # fmt: skip
    return found


def _outgoing_register(rows: Sequence[Document]) -> list[list[Any]]:
    sent = _deliveries(rows)
    return [
        [
            row.code, date_text(row.issued_on), _title(row), row.signer_name, "; ".join(row.recipients),
            row.drafting_unit.name if row.drafting_unit else "", len(sent.get(row.pk, [])) or "", date_text(row.issued_at),
            _share(sent.get(row.pk, []), RECEIVED), _note(row),
        ]
        for row in rows
    ]  # fmt: skip


def _followed(rows: Sequence[Document]) -> list[list[Any]]:
    receivers = _receivers(rows)
    replies: dict[Any, list[str]] = {}
    answered = Document.objects.filter(reply_to_id__in=[row.pk for row in rows], direction="outgoing")
    for document, code in answered.exclude(code="").order_by("id").values_list("reply_to_id", "code"):
        replies.setdefault(document, []).append(code)
    now = clock.now()
    found = []
    for row in rows:
        head = ", ".join(filter(None, [row.kind_name, row.code, date_text(row.issued_on)]))
        progress = outcome_words(outcome(row, now)) or str(row.get_state_display())
        if row.state == "done" and row.finished_at:
            progress = f"{progress} ({date_text(row.finished_at)})"
        found.append([
            row.arrival_number, f"{head}; {row.issuer_name}: {row.subject}", "; ".join(branch.receiver_name for branch in receivers.get(row.pk, [])),
            date_text(row.due_at), progress, "; ".join(replies.get(row.pk, [])), _note(row),
        ])  # fmt: skip
    return found


def _outgoing_report(rows: Sequence[Document]) -> list[list[Any]]:
    sent = _deliveries(rows)
    labels = {key: str(label) for key, label in Delivery.STATES}
    found = []
    for row in rows:
        states = Counter(sent.get(row.pk, []))
        handled = [f"{labels[state]}: {states[state]}" for state in ("in_process", "done") if states[state]]
        found.append([
            row.code, date_text(row.issued_on), _title(row), "; ".join(row.recipients), date_text(row.due_at),
            _share(sent.get(row.pk, []), RECEIVED), "; ".join(handled), _note(row),
        ])  # fmt: skip
    return found


def _deliveries(rows: Sequence[Document]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    states = Delivery.objects.filter(document_id__in=[row.pk for row in rows]).order_by("id")
    for document, state in states.values_list("document_id", "state"):
        found.setdefault(document, []).append(state)
    return found


def _share(states: list[str], wanted: tuple[str, ...]) -> str:
    """``3/5`` agencies have it in their books; what was sent back is told beside it."""
    if not states:
        return ""
    words = f"{sum(state in wanted for state in states)}/{len(states)}"
    refused = states.count("refused")
    return f"{words}; {_('trả lại')} {refused}" if refused else words


_MAKERS: dict[str, Callable[[Sequence[Document]], list[list[Any]]]] = {
    INCOMING_REGISTER.code: _incoming_register,
    OUTGOING_REGISTER.code: _outgoing_register,
    FOLLOW_UP.code: _followed,
    INCOMING_REPORT.code: _followed,
    OUTGOING_REPORT.code: _outgoing_report,
}
