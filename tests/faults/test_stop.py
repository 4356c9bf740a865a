"""A planned stop while citizens submit."""

from __future__ import annotations

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
