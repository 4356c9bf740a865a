"""The work of an absent officer goes to a colleague: decided by the head of the unit or the leader of the agency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import ROLES, get, visible
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import DomainError, Invalid, Refused
from lienthong.kernel.notify.public import Recipient, register_template, send
from lienthong.kernel.work.items import distributing, reassign
from lienthong.kernel.work.models import WorkItem
from lienthong.kernel.work.rules import ASSIGN

MOST_AT_ONCE = 100
LONGEST_REASON = 500

register_template(
    "work.handed_to_you",
    title=_("Bạn được giao thêm việc"),
    body=_("%(who)s giao cho bạn: %(title)s. Lý do: %(reason)s"),
    channels=(),
)
register_template(
    "work.taken_from_you",
    title=_("Việc của bạn được giao cho người khác"),
    body=_("%(who)s giao cho %(holder)s: %(title)s. Lý do: %(reason)s"),
    channels=(),
)


def stands_in_for(actor: Actor) -> list[str]:
    """Names of the absent heads whose work the actor gives out; no statement for those who stand in for nobody."""
    givers = {
        grant.on_behalf_of for grant in actor.grants if grant.on_behalf_of and ASSIGN in grant.permissions
    }
    if not givers:
        return []
    rows = Officer.objects.filter(pk__in=givers).order_by("person__sort", "pk")
    return list(rows.values_list("person__full_name", flat=True))


@dataclass(frozen=True)
class TeamFilters:
    """What the list of a unit's work is narrowed by. ``officer``: an officer's id, or ``chua-nhan`` for no officer yet."""

    officer: str = ""
    late: bool = False
    words: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.officer or self.late or self.words)


NOBODY = "chua-nhan"


def team_items(actor: Actor, filters: TeamFilters | None = None) -> QuerySet[WorkItem]:
    """Open work of the actor's units (or agency), early deadlines first."""
    filters = filters or TeamFilters()
    rows = visible(WorkItem.objects.filter(state="open"), actor, ASSIGN)
    if filters.officer == NOBODY:
        rows = rows.filter(officer_id=None)
    elif filters.officer.isdigit():
        rows = rows.filter(officer_id=int(filters.officer))
    if filters.late:
        rows = rows.filter(due_at__lt=clock.now())
    if filters.words:
        words = filters.words
        rows = rows.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(source__icontains=words)
        )
    return rows.order_by(F("due_at").asc(nulls_last=True), "-urgency", "id")


def _reach(actor: Actor) -> Q:
    """Officers among whom the actor may move work: of his units, or of the whole agency for its leader."""
    reach = Q(pk__in=())
    for grant in actor.grants:
        if ASSIGN in grant.permissions:
            where = Q(organisation_id=grant.organisation_id)
            reach |= where & Q(unit_id=grant.unit_id) if grant.unit_id is not None else where
    return reach


def colleagues(actor: Actor, day: dt.date | None = None) -> list[Officer]:
    """Officers in office within the actor's reach, by name. ``can_sign_in``: whether they may get work; those who
    cannot still hold some, which is what is handed over."""
    accounts = Account.objects.filter(person_id=OuterRef("person_id"), kind="officer", is_active=True)
    rows = Officer.objects.filter(Officer.on(day or clock.today())).filter(_reach(actor))
    rows = rows.annotate(can_sign_in=Exists(accounts))
    return list(rows.select_related("person", "post", "unit").order_by("person__sort", "id"))


def hand_over(item: WorkItem, *, actor: Actor, officer_id: int, reason: str) -> WorkItem:
    """Give an open item to another officer within the actor's reach; both learn of it.

    Raises NotFound for an item or officer out of reach, Invalid without a reason, Refused when the item is closed, the
    officer holds it already, or lacks the role that the work needs.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Hãy ghi lý do giao lại"), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("Lý do dài quá %(most)s ký tự") % {"most": LONGEST_REASON}, field="reason")
    with transaction.atomic():
        found = get(WorkItem.objects.select_for_update(of=("self",)), actor, ASSIGN, pk=item.pk)
        holder = (
            Officer.objects.filter(Officer.on(clock.today()))
            .filter(_reach(actor), pk=officer_id, organisation_id=found.organisation_id)
            .select_related("person")
            .first()
        )
        if holder is None:
            raise Invalid(_("Hãy chọn một cán bộ đang làm việc trong đơn vị"), field="officer")
        if found.officer_id == holder.pk:
            raise Refused(_("Việc này đang do chính người đó giữ"), code="same_holder")
        _require_role(found, holder)
        before = found.officer_id
        actor = distributing(found, holder, actor)
        done = reassign(found, actor=actor, officer_id=holder.pk, reason=reason)
        _tell_both(done, actor=actor, before=before, holder=holder, reason=reason)
    return done


def _require_role(item: WorkItem, holder: Officer) -> None:
    """Work that waits for a role can only be done by who holds it, in the room where it waits."""
    if not item.holder_role:
        return
    roles = RoleAssignment.objects.filter(
        RoleAssignment.on(clock.today()),
        officer=holder,
        role=item.holder_role,
        organisation_id=item.organisation_id,
    )
    rooms = {role.unit_id or holder.unit_id for role in roles}
    if not rooms or (item.unit_id is not None and not rooms & {item.unit_id, None}):
        raise Refused(
            _(
                "%(name)s không giữ vai trò “%(role)s” ở nơi việc này chờ nên không làm được; hãy chọn người khác"
            )
            % {"name": holder.person.full_name, "role": ROLES.get(item.holder_role, item.holder_role)},
            code="lacks_role",
        )


def _tell_both(item: WorkItem, *, actor: Actor, before: int | None, holder: Officer, reason: str) -> None:
    ids = {pk for pk in (before, holder.pk, actor.on_behalf_of) if pk}
    known = {
        pk: (person, name)
        for pk, person, name in Officer.objects.filter(pk__in=ids).values_list(
            "pk", "person_id", "person__full_name"
        )
    }
    who = actor.name
    if actor.on_behalf_of in known:
        # Kept as text in the notice, so in the language of the data and not of who happens to act.
        with override(settings.LANGUAGE_CODE):
            who = str(_("%(taker)s thay %(giver)s") % {"taker": who, "giver": known[actor.on_behalf_of][1]})
    words = {"who": who, "holder": holder.person.full_name, "title": item.title, "reason": reason}
    people = {pk: person for pk, (person, _name) in known.items() if pk in (before, holder.pk)}
    rows = Account.objects.filter(person_id__in=people.values(), kind="officer")
    accounts = {row.person_id: row.pk for row in rows}
    for officer_id, template in ((before, "work.taken_from_you"), (holder.pk, "work.handed_to_you")):
        account = accounts.get(people.get(officer_id or 0))
        if account is not None and account != actor.account_id:
            url = f"/viec/{item.pk}/" if officer_id == holder.pk else ""
            send(template, to=Recipient(account_id=account), context=words, url=url)


def hand_over_many(
    ids: Iterable[UUID], *, actor: Actor, officer_id: int, reason: str
) -> list[dict[str, Any]]:
    """Each item in a transaction of its own; what was refused says why. Raises Invalid for what concerns all."""
    if not reason.strip():
        raise Invalid(_("Hãy ghi lý do giao lại"), field="reason")
    chosen = list(dict.fromkeys(ids))[:MOST_AT_ONCE]
    if not chosen:
        raise Invalid(_("Hãy chọn ít nhất một việc"), field="item")
    known = {item.pk: item for item in team_items(actor).filter(pk__in=chosen)}
    results = []
    for pk in chosen:
        item = known.get(pk)
        title = item.title if item else ""
        try:
            if item is None:
                raise Refused(_("Việc này không còn mở trong đơn vị"), code="item_closed")
            hand_over(item, actor=actor, officer_id=officer_id, reason=reason)
        except DomainError as refusal:
            results.append({"id": str(pk), "title": title, "ok": False, "message": refusal.message})
        else:
            results.append({"id": str(pk), "title": title, "ok": True, "message": ""})
    return results
