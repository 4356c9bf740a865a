"""What every act on a document shares: lock it, move its state, open and close work items, record, index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import BigIntegerField, F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Action, Actor, record
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.legal.public import LegalUnknown
from lienthong.kernel.search.public import put
from lienthong.kernel.text import fold, fold_number
from lienthong.kernel.work.public import WorkItem, new_item
from lienthong.kernel.worktime.public import Amount, NoWorkingDay, calendar_for, deadline
from lienthong.office.documents.models import Document

OBJECT = "documents.document"
CLOSING = dt.time(17, 0)
# States of an incoming document that set or clear when it was finished; the others leave it as it is.
FINISHED_SINCE = {"done": True, "registered": False, "processing": False}


def locked(document: Document) -> Document:
    """The document with its row locked for the rest of the transaction. NotFound is the caller's business: rows under
    row security that are out of scope raise DoesNotExist here."""
    return (
        Document.objects.select_for_update(of=("self",))
        .select_related("organisation", "register")
        .get(pk=document.pk)
    )


def require_state(document: Document, *states: str) -> None:
    if document.state not in states:
        raise Refused(
            _("Văn bản đang ở trạng thái “%(state)s” nên không làm được việc này; hãy tải lại trang")
            % {"state": document.get_state_display()},
            code="wrong_state",
        )


def require_reason(reason: str, message: Any = None) -> str:
    if not reason.strip():
        raise Invalid(message or _("Hãy ghi lý do"), field="reason")
    return reason.strip()


def act(
    verb: str,
    document: Document,
    *,
    actor: Actor,
    state: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
    save: Iterable[str] = (),
) -> Action:
    """Set the state (when given), save the named fields and record the action that explains it.

    A document that is done says since when, which is the time of the action; one that is worked on again does not.
    """
    facts = dict(data or {})
    fields = set(save)
    if state:
        facts["state"] = state
    action = record(
        f"documents.{verb}",
        document,
        actor=actor,
        organisation_id=document.organisation_id,
        reason=reason,
        data=facts,
    )
    if state and state != document.state:
        document.state = state
        fields.add("state")
    if state in FINISHED_SINCE and (FINISHED_SINCE[state] or document.finished_at):
        document.finished_at = action.at if FINISHED_SINCE[state] else None
        fields.add("finished_at")
    if fields:
        document.save(update_fields=sorted(fields))
    return action


def within(organisation_id: int, value: int = 1, unit: str = "working_day") -> dt.datetime | None:
    """A deadline of the office itself; None where the calendar of the agency is not known yet."""
    try:
        return deadline(clock.now(), Amount(value, unit), calendar_for(organisation_id)).due  # type: ignore[arg-type]
    except (NoWorkingDay, LegalUnknown):
        return None


def urgent_or(document: Document, value: int = 1, unit: str = "working_day") -> dt.datetime | None:
    """An hour for an urgent document (D25: at once), else the ordinary time."""
    if document.urgency:
        return clock.now() + dt.timedelta(hours=1)
    return within(document.organisation_id, value, unit)


def closing_of(day: dt.date | None) -> dt.datetime | None:
    """The end of office hours of a day."""
    return clock.at(day, CLOSING) if day else None


def item_for(document: Document, kind: str, *, step: str, **holder: Any) -> WorkItem:
    """An unsaved work item on a document."""
    holder.setdefault("due_at", document.due_at)
    return new_item(
        kind=f"documents.{kind}", obj=document, title=document.subject, number=document.code, source=document.issuer_name or "",
        organisation_id=document.organisation_id, urgency=document.urgency, step=step, **holder,
    )  # fmt: skip


def open_items(items: Iterable[WorkItem]) -> None:
    WorkItem.objects.bulk_create(list(items))


def close_items(
    document: Document,
    *,
    actor: Actor,
    outcome: str,
    kinds: Iterable[str] = (),
    parts: Iterable[str] | None = None,
    state: str = "done",
) -> int:
    """Close the open items of a document; those of a role's queue become the actor's."""
    rows = WorkItem.objects.filter(object_type=OBJECT, object_id=str(document.pk), state="open")
    if kinds:
        rows = rows.filter(kind__in=[f"documents.{kind}" for kind in kinds])
    if parts is not None:
        rows = rows.filter(part__in=list(parts))
    facts: dict[str, Any] = {"state": state, "done_at": clock.now(), "outcome": outcome[:80]}
    if state == "done":
        facts |= {
            "done_by": actor.officer_id,
            "officer_id": Coalesce(F("officer_id"), Value(actor.officer_id, BigIntegerField())),
        }
    return rows.update(**facts)


def rename_items(document: Document) -> None:
    """The list shows what the document is called now."""
    WorkItem.objects.filter(object_type=OBJECT, object_id=str(document.pk), state="open").update(
        title=document.subject,
        number=document.code,
        source=document.issuer_name[:300],
        urgency=document.urgency,
    )


def duplicate_key(code: str, issuer: str) -> str:
    """Same number, notation and issuer, however they are written; empty without a number."""
    return f"{fold_number(code)}|{fold(issuer)}"[:400] if fold_number(code) else ""


def folded(document: Document) -> str:
    """What the list is searched by."""
    return f"{fold_number(document.code)} {fold(document.subject)} {fold(document.issuer_name)} {fold(document.signer_name)}"


def index(document: Document, body: str = "") -> None:
    put(
        document, kind="document", title=document.subject, number=document.code,
        body=" ".join(filter(None, [document.issuer_name, document.signer_name, document.kind_name, body])),
        organisation_ids=document.visible_orgs, on=document.issued_on, url=f"/van-ban/{document.pk}/",
    )  # fmt: skip


def name_of(officer_id: int | None) -> str:
    officer = Officer.objects.select_related("person", "post").filter(pk=officer_id or 0).first()
    return f"{officer.person.full_name}, {officer.post.title}" if officer else ""


__all__ = [
    "act",
    "close_items",
    "closing_of",
    "duplicate_key",
    "folded",
    "index",
    "item_for",
    "locked",
    "name_of",
    "open_items",
    "rename_items",
    "require_reason",
    "require_state",
    "urgent_or",
    "within",
]
