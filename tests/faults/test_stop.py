"""A planned stop and a full disk while citizens submit."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.comparing import compare, drain

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.xdist_group("faults")]


def test_sigterm_during_uploads_leaves_nothing_half_done_and_no_process(installation, client):
    sender = client()
    sender.start()
    time.sleep(2)
    pids = [*installation.pids().values(), *installation.web_workers()]
    pids.remove(installation.port)

    assert installation.stop() == 0
    installation.faults += 1
    left = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    installation.start()
    time.sleep(1)
    sender.stop()
    drain(installation)

    assert left == []
    assert compare(installation, sender.ledger).broken == {}


def test_full_disk_refuses_and_heals_without_repair(installation, client):
    files = installation.var / "files"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(files)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting needs root")
    try:
        filler = files / "filler"
        sender = client()
        sender.start()
        time.sleep(2)
        with filler.open("wb") as full:
            try:
                while True:
                    full.write(b"\0" * 65536)
                    full.flush()
            except OSError:
                installation.faults += 1
        time.sleep(4)
        installation.wait_healthy(30)  # reading and signing in go on
        filler.unlink()
        time.sleep(2)
        sender.stop()
        drain(installation)
        verdict = compare(installation, sender.ledger)
        # Blobs of earlier scenarios lie under the mount, so only this ledger's own promises are judged here.
        assert {name: count for name, count in verdict.broken.items() if name != "torn"} == {}
        assert (
            any('"unknown"' in line for line in Path(sender.ledger.file.name).read_text().splitlines())
            or verdict.acknowledged > 0
        )
    finally:
        subprocess.run(["umount", "-l", str(files)], check=False)
