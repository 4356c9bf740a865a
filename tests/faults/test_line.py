"""Replies that get lost: with keys nothing doubles; without them it does, which shows that the count can fail."""

from __future__ import annotations

import time

import pytest

from tests.faults.comparing import compare, drain
from tests.faults.proxy import SwallowingProxy

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.xdist_group("faults")]


def submit_over_bad_line(installation, client, *, keys: bool, seconds: float = 20):
    proxy = SwallowingProxy(installation.port, loss=0.25)
    sender = client(keys=keys, timeout=10)
    sender.port = proxy.port
    try:
        sender.start()
        time.sleep(seconds)
        proxy.loss = 0.0
        sender.stop()
    finally:
        proxy.close()
    installation.faults = proxy.lost
    drain(installation)
    return compare(installation, sender.ledger)


def test_lost_replies_double_nothing_when_the_key_is_repeated(installation, client):
    verdict = submit_over_bad_line(installation, client, keys=True)

    assert verdict.broken == {}
    assert verdict.faults > 0 and verdict.acknowledged > 0


def test_control_without_keys_doubles_and_the_comparison_sees_it(installation, client):
    verdict = submit_over_bad_line(installation, client, keys=False)

    assert verdict.faults > 0
    assert verdict.dup > 0
