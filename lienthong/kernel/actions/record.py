"""Writing history."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from lienthong.kernel import clock
from lienthong.kernel.actions.actor import Actor
from lienthong.kernel.actions.models import Action, Note
from lienthong.kernel.ids import new_id
from lienthong.kernel.rows import insert_rows


@dataclass(frozen=True)
class Ref:
    """A thing by type and id, where no model instance is at hand."""

    type: str
    id: str


def reference(obj: models.Model | Ref) -> Ref:
    """``app_label.model`` and the primary key as text."""
    if isinstance(obj, Ref):
        return obj
    return Ref(obj._meta.label_lower, str(obj.pk))


def hash_personal(value: str) -> dict[str, str]:
    """A salted hash that may stand in an action for a value that must stay erasable."""
    salt = secrets.token_hex(16)
    return {"salt": salt, "hash": hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()}


def record(
    verb: str,
    obj: models.Model | Ref,
    *,
    actor: Actor,
    organisation_id: int | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> Action:
    """Add one action inside the caller's transaction.

    ``verb``: ``app.verb``, e.g. ``dossiers.accept``. ``data``: JSON of ids, codes, salted hashes and state values;
    never a name, an address or a personal id. Raises RuntimeError outside a transaction, because an act without its
    record, or a record without its act, must be impossible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"action {verb} outside a transaction")
    where = reference(obj)
    action = Action(
        id=new_id(),
        at=clock.now(),
        verb=verb,
        object_type=where.type,
        object_id=where.id,
        actor_kind=actor.kind,
        account_id=actor.account_id,
        officer_id=actor.officer_id,
        organisation_id=organisation_id if organisation_id is not None else actor.organisation_id,
        on_behalf_of=actor.on_behalf_of,
        acting_as=actor.title,
        channel=actor.channel,
        data=json.loads(json.dumps(data or {}, default=str)),
    )
    if reason:
        salt = secrets.token_hex(16)
        action.reason_hash = hashlib.sha256(f"{salt}:{reason}".encode()).hexdigest()
        Note.objects.create(action_id=action.id, text=reason, salt=salt)
    action.save(force_insert=True)
    return action


def record_many(
    verb: str,
    entries: Sequence[tuple[models.Model | Ref, int | None, dict[str, Any]]],
    *,
    actor: Actor,
    reason: str = "",
) -> list[Action]:
    """The same act on many things in one statement; each entry is (object, organisation id, data).

    For acts whose number of objects the user chooses (a document issued to fifty agencies). As :func:`record`; the
    reason is one for all, and each action keeps it under a salt of its own.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"actions {verb} outside a transaction")
    now = clock.now()
    rows, notes = [], []
    for obj, organisation_id, data in entries:
        where = reference(obj)
        rows.append(
            Action(
                id=new_id(), at=now, verb=verb, object_type=where.type, object_id=where.id, actor_kind=actor.kind,
                account_id=actor.account_id, officer_id=actor.officer_id, organisation_id=organisation_id,
                on_behalf_of=actor.on_behalf_of, acting_as=actor.title, channel=actor.channel,
                data=json.loads(json.dumps(data, default=str)),
            )
        )  # fmt: skip
        if reason:
            salt = secrets.token_hex(16)
            rows[-1].reason_hash = hashlib.sha256(f"{salt}:{reason}".encode()).hexdigest()
            notes.append(Note(action_id=rows[-1].id, text=reason, salt=salt))
    if notes:
        Note.objects.bulk_create(notes)
    return insert_rows(rows)


def history(obj: models.Model | Ref) -> list[Action]:
    """All actions on one thing, oldest first, each with its ``reason`` text where that was not erased."""
    where = reference(obj)
    found = list(Action.objects.filter(object_type=where.type, object_id=where.id).order_by("at", "id"))
    noted = [action.id for action in found if action.reason_hash]
    notes = {note.action_id: note.text for note in Note.objects.filter(action_id__in=noted)} if noted else {}
    for action in found:
        action.reason = notes.get(action.id, "")  # type: ignore[attr-defined]
    return found
