"""Who acts, in what capacity. Plain data with ids only, so that every layer may pass it on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import Literal

ActorKind = Literal["officer", "citizen", "service", "system", "anonymous"]
Channel = Literal["screen", "api", "job", "command"]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held in an organisation, or only in one of its units, with the permissions that follow.

    ``officer_id`` is the post that gives the right; ``on_behalf_of`` is set when it comes by delegation.
    """

    role: str
    organisation_id: int
    unit_id: int | None
    permissions: frozenset[str]
    officer_id: int | None = None
    on_behalf_of: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    kind: ActorKind
    account_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    officer_id: int | None = None
    organisation_id: int | None = None
    unit_id: int | None = None
    name: str = ""
    title: str = ""
    on_behalf_of: int | None = None
    channel: Channel = "screen"
    grants: tuple[Grant, ...] = field(default=(), repr=False)
    stepped_up: bool = False  # the second factor was shown in the last five minutes
    scopes: frozenset[str] | None = None  # what the access token is limited to; None: no token

    @property
    def organisation_ids(self) -> frozenset[int]:
        """Every organisation in which the actor holds any role."""
        ids = {grant.organisation_id for grant in self.grants}
        if self.organisation_id is not None:
            ids.add(self.organisation_id)
        return frozenset(ids)

    @property
    def signed_in(self) -> bool:
        return self.account_id is not None

    def through(self, channel: Channel) -> Actor:
        """The same person by another way in (a token, a job)."""
        return replace(self, channel=channel)


SYSTEM = Actor(kind="system", name="Hệ thống", title="Hệ thống", channel="job")
ANONYMOUS = Actor(kind="anonymous")
