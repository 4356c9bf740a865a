from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder that the unprivileged database user can reach; its cluster is stopped and removed afterwards."""
    import shutil
    import tempfile

    from lienthong.config.cluster.server import Cluster

    made = Path(tempfile.mkdtemp(prefix="lienthong-config-"))
    made.chmod(0o755)
    yield made
    cluster = Cluster.at(made)
    if (cluster.data / "PG_VERSION").exists():
        cluster.stop("immediate")
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def lienthong() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command line as an operator does, in an environment of its own."""

    def run(*words: str, timeout: float = 120, **settings: Any) -> subprocess.CompletedProcess[str]:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LIENTHONG_", "DATABASE_", "DJANGO_"))
        } | {name: str(value) for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "lienthong", *words], env=environment | {"PYTHONPATH": str(ROOT)}, cwd=ROOT,
            capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip

    return run
