"""What an aspect gets to see while it plans and applies, and the names of a package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .package import Package
from .reading import Entry

if TYPE_CHECKING:
    from .models import PackVersion


@dataclass
class Names:
    """Names offered by a package and by those it requires, with the entry that offers each."""

    entries: dict[tuple[str, str], Entry | None] = field(default_factory=dict)

    def has(self, kind: str, key: str) -> bool:
        return (kind, key) in self.entries

    def get(self, kind: str, key: str) -> Entry | None:
        return self.entries.get((kind, key))

    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.entries}


@dataclass(frozen=True)
class Content:
    """A checked package: its manifest and its entries by aspect."""

    package: Package
    manifest: Mapping[str, Any]
    entries: Mapping[str, list[Entry]]
    names: Names = field(repr=False, default_factory=Names)

    @property
    def key(self) -> str:
        return self.manifest["key"]

    @property
    def version(self) -> str:
        return self.manifest["version"]


@dataclass
class Work:
    """One run. ``today`` is the date at which removed things end; ``version`` is set while applying.

    ``found`` is a place where aspects of one app leave each other what they looked up (keys to ids).
    """

    content: Content
    previous: Content | None
    today: dt.date
    actor: Any = None
    version: PackVersion | None = None
    found: dict[str, Any] = field(default_factory=dict)

    def entries(self, aspect: str) -> list[Entry]:
        return self.content.entries.get(aspect, [])

    def removed(self, aspect: str, key: Any) -> list[Entry]:
        """Entries of the version in force that the new one no longer has; ``key`` is the aspect's key function."""
        if self.previous is None:
            return []
        present = {key(entry) for entry in self.entries(aspect)}
        return [e for e in self.previous.entries.get(aspect, []) if key(e) not in present]
