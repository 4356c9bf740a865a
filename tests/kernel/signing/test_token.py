"""Keys in a PKCS#11 token (SoftHSM2): signing, and what happens when the token goes away and comes back.

A refusal leaves nothing half done: signing gives new bytes or raises, the file it was given is never touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SOFTHSM = next(
    (
        p
        for p in ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
        if Path(p).exists()
    ),
    None,
)
pytestmark = pytest.mark.skipif(
    SOFTHSM is None, reason="SoftHSM2 is not installed: signing with a PKCS#11 token is NOT tested"
)
SIGNED = "valid Nguyễn Văn Token"


@pytest.fixture
def act(stages: Any, tmp_path: Path) -> Callable[[str], list[str]]:
    def run(name: str) -> list[str]:
        (tmp_path / "tokens").mkdir()
        (tmp_path / "softhsm2.conf").write_text(
            f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n"
        )
        (tmp_path / "prepared.pdf").write_bytes(stages.prepared)
        environment = os.environ | {
            "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf"),
            "PYTHONPATH": str(Path(__file__).parents[3]),
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        }
        script = Path(__file__).with_name("token_acts.py")
        done = subprocess.run(
            [sys.executable, script, str(SOFTHSM), tmp_path, name],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    return run


def test_key_in_a_token_signs(act: Callable[[str], list[str]]) -> None:
    assert act("sign") == [SIGNED, "key_missing", "token_unavailable"]


def test_session_closed_behind_our_back_is_opened_anew(act: Callable[[str], list[str]]) -> None:
    assert act("session closed") == [SIGNED] * 3


def test_restarted_module_is_opened_anew(act: Callable[[str], list[str]]) -> None:
    assert act("module restarted") == [SIGNED] * 2


def test_pulled_token_refuses_in_words_and_signs_again_when_it_is_back(
    act: Callable[[str], list[str]],
) -> None:
    assert act("pulled out") == [
        SIGNED,
        "token_unavailable",
        "token_unavailable",
        "token_unavailable",
        SIGNED,
        "key_missing",
    ]


def test_another_token_under_the_same_name_does_not_finish_the_signature(
    act: Callable[[str], list[str]],
) -> None:
    assert act("exchanged") == ["token_other", SIGNED]


def test_wrong_pin_is_tried_once_so_that_the_token_is_not_locked(act: Callable[[str], list[str]]) -> None:
    assert act("wrong pin") == ["token_pin"] * 4 + ["1"]


def test_several_signatures_at_once_take_turns(act: Callable[[str], list[str]]) -> None:
    assert act("two at once") == [SIGNED] * 4
