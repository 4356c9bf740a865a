from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.actions.public import Actor
from lienthong.kernel.files.inspection.finding import Finding
from lienthong.kernel.files.inspection.inspect import inspect
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import receive
from tests.kernel.files import samples
from tests.kernel.files.scanner import signatures

__all__ = ["signatures"]


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., Finding]:
    def inspected(data: bytes, name: str, purpose: str = "exchange") -> Finding:
        return inspect(samples.on_disk(tmp_path, data), name=name, purpose=purpose)

    return inspected


@pytest.fixture
def citizen() -> Actor:
    return Actor(kind="citizen", account_id=uuid.uuid4(), name="Người nộp thử")


@pytest.fixture
def stranger() -> Actor:
    return Actor(kind="citizen", account_id=uuid.uuid4(), name="Người khác")


@pytest.fixture
def bring(db: None, citizen: Actor) -> Callable[..., StoredFile]:
    def brought(data: bytes, name: str, **fields: Any) -> StoredFile:
        fields.setdefault("actor", citizen)
        return receive(io.BytesIO(data), name=name, **fields)

    return brought
