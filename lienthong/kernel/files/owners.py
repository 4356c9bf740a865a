"""Who may read a file: the thing it belongs to decides, at every download anew.

Upper apps register a handler for their ``owner_type`` (or purpose); without one only the uploader may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import NotFound

from .models import StoredFile

MayRead = Callable[[StoredFile, Actor], bool]
Describe = Callable[[Sequence[str]], Mapping[str, str]]

_handlers: dict[str, MayRead] = {}
_describers: dict[str, Describe] = {}


def register_owner(
    purpose_or_owner_type: str, may_read: MayRead, *, describe: Describe | None = None
) -> None:
    """``may_read(file, actor)`` answers for files whose owner type, else purpose, has this name.

    ``describe(ids)`` gives the things a name for administrators, without personal data, in one statement.
    A second handler for the same name is an error: two apps would decide about one file.
    """
    known = _handlers.get(purpose_or_owner_type)
    if known is not None and known is not may_read:
        raise ValueError(f"{purpose_or_owner_type} already has an owner")
    _handlers[purpose_or_owner_type] = may_read
    if describe is not None:
        _describers[purpose_or_owner_type] = describe


def describe_owners(files: Iterable[StoredFile]) -> dict[tuple[str, str], str]:
    """What the files belong to, by (owner type, owner id); one statement for each type."""
    wanted: dict[str, set[str]] = {}
    for file in files:
        if file.owner_type and file.owner_id:
            wanted.setdefault(file.owner_type, set()).add(file.owner_id)
    found: dict[tuple[str, str], str] = {}
    for owner_type, ids in wanted.items():
        describe = _describers.get(owner_type)
        names = describe(sorted(ids)) if describe else {}
        found.update({(owner_type, one): names.get(one) or owner_type for one in ids})
    return found


def may_read(file: StoredFile, actor: Actor) -> bool:
    """The right of the parent. A file not attached yet is its uploader's alone; the system reads all."""
    if actor.kind == "system":
        return True
    handler = _handlers.get(file.owner_type) if file.owner_type else _handlers.get(file.purpose)
    if handler is not None and (file.owner_id or not file.owner_type) and handler(file, actor):
        return True
    if file.owner_type and file.owner_id:
        return False
    return file.uploaded_by is not None and file.uploaded_by == actor.account_id


def get_readable(file_id: UUID | str, actor: Actor) -> StoredFile:
    """The file, or NotFound for those without the right: they must not learn that it exists (S14)."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not may_read(file, actor):
        raise NotFound(code="file_not_found")
    return file
