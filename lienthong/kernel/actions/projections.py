"""State derived from history, and the proof that it was derived rightly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from lienthong.kernel.actions.models import Action
from lienthong.kernel.actions.record import history

Fold = Callable[[list[Action]], dict[str, Any]]


@dataclass(frozen=True)
class Projection:
    model: type[models.Model]
    fields: tuple[str, ...]
    fold: Fold


@dataclass(frozen=True)
class Difference:
    object: str
    field: str
    stored: Any
    derived: Any


_projections: dict[str, Projection] = {}


def register_projection(model: type[models.Model], *, fields: Sequence[str], fold: Fold) -> None:
    """Name the state columns of ``model`` that must equal ``fold(actions, oldest first)``."""
    _projections[model._meta.label_lower] = Projection(model, tuple(fields), fold)


def registered() -> list[Projection]:
    return [_projections[name] for name in sorted(_projections)]


def differences(projection: Projection, queryset: models.QuerySet[Any] | None = None) -> Iterator[Difference]:
    """Every stored value that the history does not explain."""
    rows = projection.model._default_manager.all() if queryset is None else queryset
    for row in rows.iterator(chunk_size=500):
        derived = projection.fold(history(row))
        for field in projection.fields:
            stored = getattr(row, field)
            if stored != derived.get(field):
                yield Difference(
                    f"{projection.model._meta.label_lower}:{row.pk}", field, stored, derived.get(field)
                )
