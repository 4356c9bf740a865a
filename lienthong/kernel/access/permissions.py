"""Permissions, rules for rows, and the one call that gets an object together with the right to it.

Deny by default: a permission that no role was given does not exist for anyone, and an unknown name is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from lienthong.kernel.access.roles import ROLES
from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import Forbidden, NotFound

M = TypeVar("M", bound=models.Model)
Rule = Callable[[Actor], Q]


@dataclass(frozen=True)
class Permission:
    name: str
    label: str | Promise
    roles: frozenset[str]


class UnknownPermission(LookupError):
    """A name that nobody defined: a mistake in the program, never an answer to a user."""


_permissions: dict[str, Permission] = {}
_rules: dict[tuple[str, str], Rule] = {}

NOTHING = Q(pk__in=())
EVERYTHING = Q()


def define(name: str, label: str | Promise, *, roles: Sequence[str] = ()) -> str:
    """Declare ``app:thing:act`` with the roles that hold it. Returns the name, to be kept as a constant."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise UnknownPermission(f"{name}: no such role {sorted(unknown)}")
    _permissions[name] = Permission(name, label, frozenset(roles))
    return name


def permission(name: str) -> Permission:
    try:
        return _permissions[name]
    except KeyError:
        raise UnknownPermission(name) from None


def all_permissions() -> list[Permission]:
    return [_permissions[name] for name in sorted(_permissions)]


def permissions_of(role: str) -> frozenset[str]:
    return frozenset(item.name for item in _permissions.values() if role in item.roles)


def organisations_with(actor: Actor, name: str) -> frozenset[int]:
    """Organisations in which the actor holds the permission, in any unit."""
    permission(name)
    return frozenset(grant.organisation_id for grant in actor.grants if name in grant.permissions)


def units_with(actor: Actor, name: str) -> frozenset[int]:
    """Units for which the actor holds the permission by a grant that is limited to a unit."""
    permission(name)
    return frozenset(
        grant.unit_id for grant in actor.grants if name in grant.permissions and grant.unit_id is not None
    )


def allows(
    actor: Actor, name: str, *, organisation_id: int | None = None, unit_id: int | None = None
) -> bool:
    """Whether the actor holds the permission (there). The system may do everything it is programmed to."""
    permission(name)
    if actor.kind == "system":
        return True
    for grant in actor.grants:
        if name not in grant.permissions:
            continue
        if organisation_id is not None and grant.organisation_id != organisation_id:
            continue
        if unit_id is not None and grant.unit_id is not None and grant.unit_id != unit_id:
            continue
        return True
    return False


def is_platform_administrator(actor: Actor) -> bool:
    """Whether the actor looks after the whole installation: by a post of his own, never by delegation."""
    if actor.kind == "system":
        return True
    return any(grant.role == "quan_tri_nen_tang" and grant.on_behalf_of is None for grant in actor.grants)


def require(
    actor: Actor, name: str, *, organisation_id: int | None = None, unit_id: int | None = None
) -> None:
    """Raise Forbidden unless :func:`allows`."""
    if not allows(actor, name, organisation_id=organisation_id, unit_id=unit_id):
        raise Forbidden(code="forbidden")


def rule(model: type[models.Model], name: str) -> Callable[[Rule], Rule]:
    """Decorator: which rows of ``model`` an actor may reach with a permission, as a Q for lists and single rows alike."""

    def keep(function: Rule) -> Rule:
        _rules[(model._meta.label_lower, name)] = function
        return function

    return keep


def visible(queryset: models.QuerySet[M], actor: Actor, name: str) -> models.QuerySet[M]:
    """The rows of a queryset that the actor may reach."""
    if actor.kind == "system":
        return queryset
    try:
        found = _rules[(queryset.model._meta.label_lower, name)]
    except KeyError:
        raise UnknownPermission(f"no rule for {queryset.model._meta.label_lower} and {name}") from None
    return queryset.filter(found(actor))


def get(source: type[M] | models.QuerySet[M], actor: Actor, name: str, **lookup: Any) -> M:
    """One object and the right to it. Those without it learn no more than "not found" (S10)."""
    queryset = source._default_manager.all() if isinstance(source, type) else source
    try:
        found = visible(queryset, actor, name).filter(**lookup).first()
    except (ValueError, TypeError):
        found = None
    if found is None:
        raise NotFound()
    return found
