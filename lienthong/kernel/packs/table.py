"""The usual aspect: entries of a file kind against the rows of one table, in a few statements however many rows.

Values are compared as JSON data, and relations by the key of the other side, so that a plan can be made
before the rows it refers to exist; apply turns keys into ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from lienthong.kernel.actions.public import record

from .aspect import Change
from .reading import Entry
from .work import Work

BATCH = 2_000
Values = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A row as it is: its primary key and its values in the form of :attr:`Table.wanted`."""

    pk: Any
    values: Values


@dataclass(frozen=True)
class Table:
    """How one aspect meets one table.

    ``wanted(entry)``       values that the entry declares
    ``present(work)``       rows by key, at least all of the keys in ``work.entries(aspect)`` and the removed ones
    ``columns(work, v)``    values turned into model attributes, keys of relations into ids
    ``key_field``           the model's field that holds the key, where there is one
    ``prepare(instance)``   fills derived columns; bulk writes skip ``save``
    ``ends``                the rows have ``valid_to``: what a pack no longer declares is closed the day before.
                            False for bare links, which are removed
    ``recorded``            each row gets an action of its own; else the action of the whole pack tells
    """

    aspect: str
    key: Callable[[Entry], str]
    model: type[models.Model]
    wanted: Callable[[Entry], Values]
    present: Callable[[Work], Mapping[str, Row]]
    columns: Callable[[Work, Values], Values]
    label: Callable[[Values], str] = lambda values: str(values.get("name", ""))
    prepare: Callable[[Any], None] = lambda instance: None
    ends: bool = True
    recorded: bool = False
    key_field: str = ""
    derived: Sequence[str] = ()

    def plan(self, work: Work) -> Iterable[Change]:
        present = self.present(work)
        for entry in work.entries(self.aspect):
            key, values = self.key(entry), self.wanted(entry)
            row = present.get(key)
            if row is None:
                yield Change(self.aspect, "create", key, self.label(values), {}, values)
            elif row.values != values:
                yield Change(self.aspect, "change", key, self.label(values), row.values, values, row.pk)
        for entry in work.removed(self.aspect, self.key):
            row = present.get(self.key(entry))
            if row is not None:
                yield from self._ending(work, self.key(entry), row)

    def _ending(self, work: Work, key: str, row: Row) -> Iterable[Change]:
        if not self.ends:
            yield Change(self.aspect, "remove", key, self.label(row.values), row.values, {}, row.pk)
            return
        last = (work.today - dt.timedelta(days=1)).isoformat()
        if row.values.get("valid_to") is None or row.values["valid_to"] > last:
            after = {**row.values, "valid_to": last}
            yield Change(self.aspect, "close", key, self.label(row.values), row.values, after, row.pk)

    def apply(self, work: Work, changes: Sequence[Change]) -> int:
        manager = self.model._default_manager
        created = [c for c in changes if c.verb == "create"]
        altered = [c for c in changes if c.verb in {"change", "close"}]
        removed = [c for c in changes if c.verb == "remove"]
        fresh = [self._instance(work, change) for change in created]
        manager.bulk_create(fresh, batch_size=BATCH)
        moved = [self._instance(work, change) for change in altered]
        if moved:
            names = [*self.columns(work, dict(altered[0].after)), *self.derived]
            manager.bulk_update(moved, names, batch_size=BATCH)
        if removed:
            manager.filter(pk__in=[change.load for change in removed]).delete()
        if self.recorded:
            pairs = [*zip(created, fresh, strict=True), *zip(altered, moved, strict=True)]
            for change, instance in pairs:
                self._record(work, change, instance)
        return len(changes)

    def _instance(self, work: Work, change: Change) -> models.Model:
        columns = self.columns(work, dict(change.after))
        instance = self.model(**columns) if change.load is None else self.model(pk=change.load, **columns)
        if self.key_field:
            setattr(instance, self.key_field, change.key)
        self.prepare(instance)
        return instance

    def _record(self, work: Work, change: Change, instance: models.Model) -> None:
        assert work.version is not None
        shown = change.as_json()
        data = {
            "pack": work.version.key,
            "pack_version": str(work.version.pk),
            "key": change.key,
            # Names of fields, not their values: a value may be a person's name.
            "fields": sorted(shown["after"]) if change.verb != "create" else [],
        }
        verb = f"{self.model._meta.app_label}.{self.model._meta.model_name}_{change.verb}"
        record(verb, instance, actor=work.actor, data=data)
