"""Which role does what: only the owner may migrate."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Schema changes run on the alias ``owner``; reads and writes on ``default``."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, two: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
