"""Rows that a pack declares, against the rows of a small table: compare, and write the differences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import connection, models

Verb = Literal["create", "change", "remove", "keep"]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """``keep``: the row was edited in the office and stays, although the pack says otherwise."""

    verb: Verb
    key: str
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Declared:
    """``key``/``columns`` are model fields; rows come as their values. ``kept(instance)`` protects a row.

    ``constraints``: deferrable ones that a half-written change may break until it is complete.
    """

    model: type[models.Model]
    key: Sequence[str]
    columns: Sequence[str]
    kept: Callable[[Any], bool] = lambda instance: False
    constraints: Sequence[str] = ()

    def plan(self, rows: Iterable[Values], removed: Iterable[Values] = ()) -> list[Difference]:
        """What :meth:`apply` would do; writes nothing. Rows that are the same are left out."""
        return [difference for difference, _ in self._differences(rows, removed)]

    def apply(self, rows: Iterable[Values], removed: Iterable[Values] = ()) -> dict[str, int]:
        """Write the differences inside the caller's transaction. Applying the same rows again changes nothing.

        Returns how many rows were created, changed, removed, kept and the same.
        """
        rows = list(rows)
        pairs = self._differences(rows, removed)
        counts = dict.fromkeys(("create", "change", "remove", "keep"), 0)
        self._defer("deferred")
        fresh: list[Any] = []
        for difference, instance in pairs:
            counts[difference.verb] += 1
            if difference.verb == "remove":
                instance.delete()
            elif difference.verb == "change":
                for name in self.columns:
                    setattr(instance, name, difference.after[name])
                instance.save(update_fields=list(self.columns))
            elif difference.verb == "create":
                fresh.append(self.model(**difference.after))
        self.model._default_manager.bulk_create(fresh)
        self._defer("immediate")
        same = len(rows) - counts["create"] - counts["change"] - counts["keep"]
        return {**counts, "same": same}

    def _differences(self, rows: Iterable[Values], removed: Iterable[Values]) -> list[tuple[Difference, Any]]:
        present = {self._key(instance): instance for instance in self.model._default_manager.all()}
        found: list[tuple[Difference, Any]] = []
        declared = set()
        for values in rows:
            key = tuple(values[name] for name in self.key)
            declared.add(key)
            instance = present.get(key)
            if instance is None:
                found.append((Difference("create", _text(key), {}, dict(values)), None))
                continue
            before = {name: getattr(instance, name) for name in (*self.key, *self.columns)}
            if before != values:
                verb: Verb = "keep" if self.kept(instance) else "change"
                found.append((Difference(verb, _text(key), before, dict(values)), instance))
        for values in removed:
            key = tuple(values[name] for name in self.key)
            instance = present.get(key)
            if instance is not None and key not in declared and not self.kept(instance):
                before = {name: getattr(instance, name) for name in (*self.key, *self.columns)}
                found.append((Difference("remove", _text(key), before), instance))
        return found

    def _key(self, instance: Any) -> tuple[Any, ...]:
        return tuple(getattr(instance, name) for name in self.key)

    def _defer(self, when: str) -> None:
        if self.constraints:
            names = ", ".join(connection.ops.quote_name(name) for name in self.constraints)
            with connection.cursor() as cursor:
                cursor.execute(f"set constraints {names} {when}")


def _text(key: tuple[Any, ...]) -> str:
    return " ".join(
        part.isoformat() if isinstance(part, dt.date) else str(part) for part in key if part not in ("", None)
    )


def date_of(data: Mapping[str, Any], name: str) -> dt.date | None:
    """The ISO date under ``name``, None where it is absent or open. Raises ValueError."""
    value = data.get(name)
    if value is None or isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(value)
