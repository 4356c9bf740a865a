"""Checking on a desk without a database."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.utils import OperationalError

from lienthong.kernel.packs import requirements
from lienthong.kernel.packs.public import check

from .sample import PACK, files, write


def test_required_pack_not_beside_is_named_when_no_database_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(key: str) -> None:
        raise OperationalError("no server")

    monkeypatch.setattr(requirements, "applied_package", unreachable)
    folder = write(tmp_path / "mau", files(pack=PACK + "requires:\n  - key: nen\n"))

    assert [p.code for p in check(folder)] == ["missing_pack"]
    write(tmp_path / "nen", {"pack.yaml": "key: nen\nname: N\nversion: 1.0.0\nlicence: x\n"})
    assert check(folder) == []
