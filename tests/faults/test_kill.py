"""kill -9 while citizens submit: every accepted dossier is there once, and nothing is half done."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.comparing import Verdict, compare, drain
from tests.faults.installation import Installation

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


def strike(
    installation: Installation,
    client: Any,
    kill: Callable[[], None],
    *,
    times: int,
    pause: tuple[float, float],
) -> Verdict:
    """Submit, kill ``times`` at random moments, let the client resolve what it does not know, drain, compare."""
    client.start()
    time.sleep(1.5)
    for _ in range(times):
        time.sleep(random.uniform(*pause))
        kill()
    installation.wait_healthy(90)
    time.sleep(1.0)
    client.stop()
    drain(installation)
    return compare(installation, client.ledger)


def test_killed_web_workers_lose_and_double_nothing(installation, client):
    verdict = strike(installation, client(), installation.kill_web_worker, times=6, pause=(0.3, 1.2))

    assert verdict.broken == {}
    assert verdict.faults >= 4 and verdict.acknowledged > 0


def test_killed_job_worker_leaves_no_slip_undrawn(installation, client):
    verdict = strike(installation, client(), installation.kill_job_worker, times=2, pause=(1.0, 3.0))

    assert verdict.broken == {}
    assert verdict.faults >= 1 and verdict.acknowledged > 0


def test_killed_database_loses_nothing_that_was_acknowledged(installation, client):
    verdict = strike(installation, client(), installation.kill_database, times=2, pause=(2.0, 4.0))

    assert verdict.broken == {}
    assert verdict.faults == 2 and verdict.acknowledged > 0
