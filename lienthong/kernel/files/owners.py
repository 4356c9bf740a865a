"""Who may read a file: the thing it belongs to decides, at every download anew.

Upper apps register a handler for their ``owner_type`` (or purpose); without one only the uploader may read.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.errors import NotFound

from .models import StoredFile

MayRead = Callable[[StoredFile, Actor], bool]

_handlers: dict[str, MayRead] = {}


def register_owner(purpose_or_owner_type: str, may_read: MayRead) -> None:
    """``may_read(file, actor)`` answers for files whose owner type, else purpose, has this name.

    A second handler for the same name is an error: two apps would decide about one file.
    """
    known = _handlers.get(purpose_or_owner_type)
    if known is not None and known is not may_read:
        raise ValueError(f"{purpose_or_owner_type} already has an owner")
    _handlers[purpose_or_owner_type] = may_read


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
