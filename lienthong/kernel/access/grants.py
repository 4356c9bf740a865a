"""From an account to an actor with its rights."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from django.db.models import Exists, F, OuterRef, Q

from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.permissions import permissions_of
from lienthong.kernel.access.roles import ADMINISTRATORS, ROLES_OF_A_UNIT
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.actions.public import ANONYMOUS, Actor, Channel, Grant
from lienthong.kernel.directory.models import Delegation, Officer


def _grants_of(
    officers: list[Officer],
    day: dt.date,
    on_behalf_of: bool = False,
    scopes: dict[int, set[str]] | None = None,
) -> list[Grant]:
    if not officers:
        return []
    unit_of = {officer.pk: officer.unit_id for officer in officers}
    assignments = RoleAssignment.objects.filter(RoleAssignment.on(day), officer__in=officers).order_by(
        "officer_id", "id"
    )
    return [
        Grant(
            role=item.role,
            organisation_id=item.organisation_id,
            # An officer or head of a room works for that room; its queues are not those of the next room.
            unit_id=item.unit_id or (unit_of[item.officer_id] if item.role in ROLES_OF_A_UNIT else None),
            permissions=permissions_of(item.role),
            officer_id=item.officer_id,
            on_behalf_of=item.officer_id if on_behalf_of else None,
        )
        for item in assignments
        # Administering is a trust in one person: a leader on leave hands on his signature, not the keys of the house.
        if not (on_behalf_of and item.role in ADMINISTRATORS)
        if scopes is None or scopes[item.officer_id] & {"all", item.role}
    ]


@lru_cache(maxsize=4096)
def _actor(account_id: uuid.UUID, version: int, day: dt.date) -> Actor:
    account = Account.objects.select_related("person").get(pk=account_id)
    if account.kind != "officer" or account.person_id is None:
        kind = "citizen" if account.kind == "citizen" else "service"
        return Actor(kind=kind, account_id=account.pk, person_id=account.person_id, name=account.display_name)  # type: ignore[arg-type]
    officers = list(
        Officer.objects.filter(Officer.on(day), person_id=account.person_id)
        .select_related("post", "unit", "organisation")
        .order_by("concurrent", "post__rank", "id")
    )
    scopes: dict[int, set[str]] = {}
    delegated: dict[int, Officer] = {}
    # A locked giver lends nothing: locking the account of who misused it must stop his deputy as well.
    open_accounts = Account.objects.filter(
        person_id=OuterRef("from_officer__person_id"), kind="officer", is_active=True
    )
    for item in Delegation.objects.filter(
        Exists(open_accounts), Delegation.on(day), to_officer__in=officers, revoked_at=None
    ).select_related("from_officer"):
        if item.from_officer.in_force(day):
            delegated[item.from_officer_id] = item.from_officer
            scopes.setdefault(item.from_officer_id, set()).add(item.scope)
    main = officers[0] if officers else None
    return Actor(
        kind="officer",
        account_id=account.pk,
        person_id=account.person_id,
        officer_id=main.pk if main else None,
        organisation_id=main.organisation_id if main else None,
        unit_id=main.unit_id if main else None,
        name=account.display_name,
        title=main.post.title if main else "",
        grants=(*_grants_of(officers, day), *_grants_of(list(delegated.values()), day, True, scopes)),
    )


def actor_for(account: Account | None, channel: Channel = "screen") -> Actor:
    """The actor behind an account, from memory while ``access_version`` and the date stay the same."""
    if account is None or not getattr(account, "is_active", False) or not account.is_authenticated:
        return ANONYMOUS
    actor = _actor(account.pk, account.access_version, clock.today())
    return actor if actor.channel == channel else actor.through(channel)


def acting_for(
    actor: Actor,
    *,
    organisation_id: int,
    unit_id: int | None = None,
    role: str = "",
    officer_id: int | None = None,
) -> Actor:
    """The actor in the capacity in which he may do a piece of work: his own where he has one, else ``on_behalf_of``
    whom he stands in for, so that the action names both.

    The work waits for an officer (``officer_id``) or for a role in an agency and maybe a unit.
    """

    def fits(grant: Grant) -> bool:
        if officer_id is not None:
            return grant.officer_id == officer_id
        room = unit_id is None or grant.unit_id is None or grant.unit_id == unit_id
        return grant.organisation_id == organisation_id and grant.role == role and room

    if officer_id is not None and actor.officer_id == officer_id:
        return actor
    return acting_by(actor, fits)


def acting_by(actor: Actor, *needs: Callable[[Grant], bool]) -> Actor:
    """The same, where an act stands on grants of its own kind: each of ``needs`` says which grants would do.

    What the actor's own grants cover needs nobody else; for the rest he acts for the giver who covers most of it.
    """
    if actor.on_behalf_of is not None:
        return actor
    own = [grant for grant in actor.grants if grant.on_behalf_of is None]
    lacking = [need for need in needs if not any(need(grant) for grant in own)]
    covered: dict[int, int] = {}
    for need in lacking:
        for giver in {grant.on_behalf_of for grant in actor.grants if need(grant)}:
            if giver is not None:
                covered[giver] = covered.get(giver, 0) + 1
    if not covered:
        return actor
    return replace(actor, on_behalf_of=max(sorted(covered), key=lambda giver: covered[giver]))


def touch_access(*person_ids: uuid.UUID) -> None:
    """Make every process re-read the rights of people at the next request, and of those who act in their place: what a
    giver loses the taker loses at the same moment, not at midnight."""
    takers = Delegation.objects.filter(from_officer__person_id__in=person_ids, revoked_at=None)
    Account.objects.filter(
        Q(person_id__in=person_ids) | Q(person_id__in=takers.values("to_officer__person_id"))
    ).update(access_version=F("access_version") + 1)


def forget_actors() -> None:
    """Empty the memory; for tests, where ids repeat after a roll-back."""
    _actor.cache_clear()
