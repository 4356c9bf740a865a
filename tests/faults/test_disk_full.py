"""A disk runs full while citizens submit (F4): what was accepted stays, what was not is told so, and it heals by itself."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.browser import Person
from tests.faults.client import Client
from tests.faults.comparing import compare, drain
from tests.faults.installation import Installation
from tests.faults.ledger import Ledger
from tests.faults.small_disk import SmallDisk

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.xdist_group("faults-disk")]


@dataclass
class OnSmallDisks:
    """Everything of the installation on one small disk, its file store on another."""

    installation: Installation
    disk: SmallDisk
    store: SmallDisk


@pytest.fixture(scope="module")
def place() -> Iterator[OnSmallDisks]:
    folder = Path(tempfile.mkdtemp(prefix="lienthong-faults-disk-"))
    folder.chmod(0o755)
    disks: list[SmallDisk] = []
    try:
        try:
            disks.append(SmallDisk(folder, 1500))
            disks.append(SmallDisk(folder / "files", 48))
        except PermissionError as refused:
            pytest.skip(f"MOUNTING IS NOT ALLOWED HERE: {refused}")
        running = Installation(folder)
        try:
            running.start()
            yield OnSmallDisks(running, *disks)
        finally:
            if running.process is not None and running.process.poll() is None:
                running.stop()
    finally:
        for disk in reversed(disks):
            disk.close()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sender(place: OnSmallDisks, deciding_of, tmp_path: Path) -> Iterator[Client]:
    installation = place.installation
    token = installation.command("token", "create", "--account", "congdan_hanh")["token"]
    found = Client(
        installation.port, token, Ledger(tmp_path / "ledger.jsonl"), deciding=deciding_of(installation)
    )
    yield found
    found.stopping.set()
    place.disk.empty()
    place.store.empty()


def until_told(ledger: Ledger, code: str, seconds: float = 40) -> int:
    """Wait for refusals with this code; how many there are."""
    end = time.monotonic() + seconds
    while not (told := ledger.told[code]):
        assert time.monotonic() < end, f"nobody was told {code}: {ledger.told}"
        time.sleep(0.2)
    return told


def test_full_file_store_refuses_uploads_with_words_lets_people_sign_in_and_heals(
    place: OnSmallDisks, sender: Client
) -> None:
    account = next(
        row for row in place.installation.command("demo", "accounts") if row["username"] == "congdan_hanh"
    )
    sender.start()
    time.sleep(3)
    before = len(sender.ledger.codes)
    place.store.fill()
    place.installation.faults = 1

    told = until_told(sender.ledger, "storage_full")
    person = Person(place.installation.url)
    person.sign_in(account["username"], account["password"])
    read, _text, _address = person.get("/thu-tuc/")
    signed_in, healthy = person.signed_in, person.get("/healthz")[0]
    place.store.empty()
    time.sleep(2)
    sender.stop()
    drain(place.installation)
    verdict = compare(place.installation, sender.ledger)

    assert (signed_in, read, healthy) == (True, 200, 200)
    assert verdict.broken == {}
    assert told > 0 and verdict.acknowledged > before > 0
    assert list((place.store.folder / "tmp").iterdir()) == []


def test_full_disk_under_database_and_logs_loses_nothing_and_heals(
    place: OnSmallDisks, sender: Client
) -> None:
    """Also the write-ahead log finds no room: PostgreSQL may refuse, or stop and be started again until it can write."""
    sender.start()
    time.sleep(3)
    before = len(sender.ledger.codes)
    place.disk.fill(leave=1 << 20)
    end = time.monotonic() + 90
    while not (sender.ledger.told["storage_full"] + sender.ledger.told["database_unavailable"]):
        assert time.monotonic() < end, f"the disk never ran full: {sender.ledger.told}"
        place.disk.fill()
        time.sleep(0.5)
    time.sleep(5)
    place.installation.faults = 1

    place.disk.empty()
    place.installation.wait_healthy(90)
    time.sleep(2)
    sender.stop()
    drain(place.installation)
    verdict = compare(place.installation, sender.ledger)

    assert verdict.broken == {}
    assert verdict.acknowledged > before > 0
    sealed = place.installation.command("seal", "verify")
    assert sealed["ok"] is True
