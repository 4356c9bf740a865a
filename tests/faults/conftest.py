from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.client import Client
from tests.faults.installation import Installation
from tests.faults.ledger import Ledger


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """One installation for all scenarios: each leaves it healthy, which is part of what it proves."""
    folder = Path(tempfile.mkdtemp(prefix="lienthong-faults-"))
    folder.chmod(0o755)  # as root the database runs as another user
    running = Installation(folder)
    try:
        running.start()
        yield running
    finally:
        if running.process is not None and running.process.poll() is None:
            running.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def token(installation: Installation) -> str:
    return str(installation.command("token", "create", "--account", "congdan_hanh")["token"])


def first_commune(installation: Installation) -> str:
    """The key of an agency that decides on what the clients hand in."""
    with installation.database() as database:
        row = database.execute(
            "select key from directory_organisation o where tier = 'commune' and kind = 'committee' and valid_to is null "
            "and exists (select from directory_organisationcode c where c.organisation_id = o.id) order by sort, id limit 1"
        ).fetchone()
    assert row is not None
    return str(row[0])


@pytest.fixture(scope="session")
def deciding(installation: Installation) -> str:
    return first_commune(installation)


@pytest.fixture(scope="session")
def deciding_of() -> Callable[[Installation], str]:
    return first_commune


@pytest.fixture
def client(installation: Installation, token: str, deciding: str, tmp_path: Path) -> Iterator[Any]:
    """``client()`` starts submitting; ``keys=False`` is the control without protection."""
    made: list[Client] = []
    installation.faults = 0

    def make(**options: Any) -> Client:
        found = Client(
            installation.port,
            token,
            Ledger(tmp_path / f"ledger-{len(made)}.jsonl"),
            deciding=deciding,
            **options,
        )
        made.append(found)
        return found

    yield make
    for one in made:
        one.stopping.set()
