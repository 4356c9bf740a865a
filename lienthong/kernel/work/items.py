"""Opening and closing work items, inside the transaction of the act that causes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.public import acting_by, acting_for, get
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import Actor, Ref, record, reference
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import NotFound, Refused
from lienthong.kernel.work.kinds import Outcome, handler_of
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.rules import ASSIGN, distributes


def new_item(
    *,
    kind: str,
    obj: models.Model | Ref,
    title: str,
    organisation_id: int,
    number: str = "",
    unit_id: int | None = None,
    officer_id: int | None = None,
    holder_role: str = "",
    part: str = "",
    step: str = "",
    role: str = "main",
    due_at: dt.datetime | None = None,
    urgency: int = 0,
    source: str = "",
) -> WorkItem:
    """An unsaved item, for apps that open many at once with ``bulk_create``."""
    where = reference(obj)
    if officer_id is None and not holder_role:
        raise ValueError("an item needs an officer or a role as its holder")
    return WorkItem(
        kind=kind, object_type=where.type, object_id=where.id, part=part, title=title[:500], number=number, source=source[:300],
        step=step[:200], role=role, urgency=urgency, organisation_id=organisation_id, unit_id=unit_id, officer_id=officer_id,
        holder_role=holder_role, due_at=due_at, opened_at=clock.now(), visible_orgs=[organisation_id],
    )  # fmt: skip


def open_item(**facts: object) -> WorkItem:
    """Put an item into a holder's inbox; see :func:`new_item` for the facts."""
    item = new_item(**facts)  # type: ignore[arg-type]
    item.save(force_insert=True)
    return item


def finish_item(item: WorkItem, *, actor: Actor, outcome: str = "") -> WorkItem:
    """Close the holder's branch. The act itself is recorded by the app on its object."""
    item.state, item.done_at, item.done_by, item.outcome = "done", clock.now(), actor.officer_id, outcome[:80]
    if item.officer_id is None:
        item.officer_id = actor.officer_id
    item.save(update_fields=["state", "done_at", "done_by", "outcome", "officer_id"])
    return item


def withdraw_items(obj: models.Model | Ref, *, parts: Iterable[str] | None = None) -> int:
    """Take open items of an object out of the inboxes; returns how many."""
    where = reference(obj)
    rows = WorkItem.objects.filter(object_type=where.type, object_id=where.id, state="open")
    if parts is not None:
        rows = rows.filter(part__in=list(parts))
    return rows.update(state="withdrawn", done_at=clock.now())


def reassign(
    item: WorkItem, *, actor: Actor, officer_id: int, unit_id: int | None = None, reason: str = ""
) -> WorkItem:
    """Hand an open item to another officer of the same organisation, and let the owner of its object follow.

    The action names the part (step, branch) beside the item, so that what the owner keeps can be derived from it.
    Raises NotFound for an item that the actor does not distribute and for an officer who is not in office there, Refused
    for an item that is no longer open and for an officer who cannot sign in, and what the handler's ``reassigned`` raises.
    """
    with transaction.atomic():
        item = get(WorkItem.objects.select_for_update(of=("self",)), actor, ASSIGN, pk=item.pk)
        if item.state != "open":
            raise Refused(_("Việc này đã xong hoặc đã được rút"))
        holder = (
            Officer.objects.filter(Officer.on(clock.today()), organisation_id=item.organisation_id)
            .select_related("person", "post")
            .filter(pk=officer_id)
            .first()
        )
        if holder is None:
            raise NotFound(_("Không có cán bộ này trong cơ quan"), field="officer")
        if not Account.objects.filter(person_id=holder.person_id, kind="officer", is_active=True).exists():
            # The work would lie in an inbox that nobody opens, and run late there unseen.
            raise Refused(
                _("%(name)s không có tài khoản đang dùng nên không làm được việc này; hãy chọn người khác")
                % {"name": holder.person.full_name},
                code="cannot_sign_in",
                field="officer",
            )
        before = item.officer_id
        actor = distributing(item, holder, actor)
        item.officer_id, item.unit_id, item.read_at = officer_id, unit_id or holder.unit_id, None
        item.save(update_fields=["officer_id", "unit_id", "read_at"])
        follow = getattr(handler_of(item.kind), "reassigned", None)
        if follow is not None:
            follow(item, holder, actor=actor)
        record(
            "work.reassign", Ref(item.object_type, item.object_id), actor=actor, organisation_id=item.organisation_id, reason=reason,
            data={"item": str(item.pk), "kind": item.kind, "part": item.part, "from": before, "to": officer_id, "unit": item.unit_id},
        )  # fmt: skip
    return item


def distributing(item: WorkItem, holder: Officer | None, actor: Actor) -> Actor:
    """The actor in the capacity in which he gives this item away (to ``holder``, once one is chosen): who decides for an
    absent head names him, so that both stand in the action. Asks the database only for those who stand in for somebody."""
    standing_in = any(grant.on_behalf_of and ASSIGN in grant.permissions for grant in actor.grants)
    if actor.on_behalf_of is not None or not standing_in:
        return actor
    before = Officer.objects.filter(pk=item.officer_id or 0).values_list("unit_id", flat=True).first()
    needs = [distributes({item.unit_id, before}, item.organisation_id)]
    if holder is not None:
        needs.append(distributes({holder.unit_id}, item.organisation_id))
    return acting_by(actor, *needs)


def mark_read(item: WorkItem) -> None:
    if item.read_at is None:
        item.read_at = clock.now()
        WorkItem.objects.filter(pk=item.pk, read_at=None).update(read_at=item.read_at)


def perform(
    item: WorkItem, actor: Actor, action: str, data: dict[str, object], files: dict[str, object] | None = None
) -> Outcome:
    """Do one act of an item, through the handler of its kind.

    The row is locked, so two officers acting at once cannot both succeed; the second is told who was first.
    """
    with transaction.atomic():
        locked = WorkItem.objects.select_for_update().get(pk=item.pk)
        if locked.state != "open":
            raise Refused(
                _("Việc này vừa được người khác xử lý hoặc đã được rút; hãy tải lại danh sách"),
                code="item_closed",
            )
        actor = acting_for(
            actor,
            organisation_id=locked.organisation_id,
            unit_id=locked.unit_id,
            role=locked.holder_role,
            officer_id=locked.officer_id,
        )
        handler = handler_of(locked.kind)
        if action not in {offered.code for offered in handler.actions(locked, actor)}:
            raise Refused(_("Không làm được việc này ở bước hiện tại"), code="action_not_available")
        return handler.perform(locked, actor, action, data, files or {})
