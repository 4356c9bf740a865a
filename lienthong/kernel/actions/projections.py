"""State derived from history, and the proof that it was derived rightly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from django.db import models

from lienthong.kernel.actions.models import Action

Fold = Callable[[list[Action]], dict[str, Any]]
TOGETHER = 500


@dataclass(frozen=True)
class Projection:
    """Columns of ``model`` that follow from actions.

    Without an ``owner`` the actions are those on the row itself and ``fold`` gives its columns. With one, they are those
    on the row's owner, whose id stands in the column ``owned_by``; ``fold`` gives the columns of every row that the
    owner must have, by the text of the row's column ``key``.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    fold: Fold
    owner: type[models.Model] | None = None
    owned_by: str = "pk"
    key: str = "pk"


@dataclass(frozen=True)
class Difference:
    """A stored value that the history does not explain. The field is ``row`` where a whole row is missing."""

    object: str
    field: str
    stored: Any
    derived: Any


_projections: dict[str, Projection] = {}


def register_projection(
    model: type[models.Model],
    *,
    fields: Sequence[str],
    fold: Fold,
    owner: type[models.Model] | None = None,
    owned_by: str = "pk",
    key: str = "pk",
) -> None:
    """Name the state columns of ``model`` that must equal ``fold(actions, oldest first)``; see :class:`Projection`."""
    _projections[model._meta.label_lower] = Projection(model, tuple(fields), fold, owner, owned_by, key)


def registered() -> list[Projection]:
    return [_projections[name] for name in sorted(_projections)]


def histories(object_type: str, ids: Iterable[Any]) -> dict[str, list[Action]]:
    """The actions on many things of one type, each oldest first, in one statement and without the words of people."""
    rows = Action.objects.filter(object_type=object_type, object_id__in=[str(one) for one in ids])
    rows = rows.order_by("object_id", "at", "id")
    return {one: list(found) for one, found in groupby(rows, key=lambda action: action.object_id)}


def differences(projection: Projection, queryset: models.QuerySet[Any] | None = None) -> Iterator[Difference]:
    """Every stored value that the history does not explain. ``queryset`` narrows the rows, or their owners."""
    source = projection.owner or projection.model
    label = source._meta.label_lower
    found = source._default_manager.all() if queryset is None else queryset
    if projection.owner is not None:
        found = found.only("pk")
    stream = found.order_by("pk").iterator(chunk_size=TOGETHER)
    while things := list(islice(stream, TOGETHER)):
        known = histories(label, [thing.pk for thing in things])
        if projection.owner is None:
            for row in things:
                yield from _compare(projection, row, projection.fold(known.get(str(row.pk), [])))
        else:
            yield from _of_owners(projection, things, known)


def _of_owners(
    projection: Projection, owners: Sequence[models.Model], known: dict[str, list[Action]]
) -> Iterator[Difference]:
    rows: dict[str, list[models.Model]] = {}
    of_these = {f"{projection.owned_by}__in": [owner.pk for owner in owners]}
    for row in projection.model._default_manager.filter(**of_these).order_by("pk"):
        rows.setdefault(str(getattr(row, projection.owned_by)), []).append(row)
    for owner in owners:
        derived = projection.fold(known.get(str(owner.pk), []))
        for row in rows.get(str(owner.pk), []):
            yield from _compare(projection, row, derived.pop(str(getattr(row, projection.key)), {}))
        for key in derived:
            yield Difference(f"{projection.model._meta.label_lower}:{key}", "row", None, "present")


def _compare(projection: Projection, row: models.Model, derived: dict[str, Any]) -> Iterator[Difference]:
    for field in projection.fields:
        stored = getattr(row, field)
        if stored != derived.get(field):
            name = f"{projection.model._meta.label_lower}:{row.pk}"
            yield Difference(name, field, stored, derived.get(field))
