"""S36: an error tells an incident number and nothing about the inside; details are refused outside demonstration."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.security.world import World

INSIDE = re.compile(
    r"Traceback|File \"|ValueError|lienthong\.|django\.|psycopg|bí mật|DEBUG|settings\.|/work/|\.py\b|SELECT ",
    re.IGNORECASE,
)
INCIDENT = re.compile(r"\b[0-9A-F]{8}\b")


def test_s36_a_broken_page_shows_an_incident_number_only(world: World, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.security.planted"

    answer = world.client("desk").get("/planted/breaks/?q=0912345678")

    assert answer.status_code == 500
    assert INCIDENT.search(answer.content.decode())
    assert not INSIDE.search(answer.content.decode())
    assert "0912345678" not in answer.content.decode()


def test_s36_a_broken_operation_shows_an_incident_number_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lienthong.service.dossiers import queries

    def broken(*_args: Any) -> Any:
        raise ValueError("bí mật của lienthong.kernel")

    monkeypatch.setattr(queries, "own", broken)
    answer = world.client("owner").get("/api/v1/dossiers")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert INCIDENT.fullmatch(answer.json()["incident"])
    assert not INSIDE.search(answer.content.decode())


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/khong-co/", 404),
        ("/ho-so/KHONG-CO/", 404),
        ("/files/00000000-0000-7000-8000-000000000000/", 404),
        ("/api/v1/khong-co", 404),
        ("/api/v1/dossiers/00000000-0000-7000-8000-000000000000", 404),
        ("/api/v1/dossiers/khong-phai-ma", 422),
        ("/api/v1/inbox?limit=x", 422),
    ],
)
def test_s36_refusals_tell_nothing_of_the_inside(world: World, address: str, status: int) -> None:
    answer = world.client("desk").get(address)

    assert answer.status_code == status
    assert not INSIDE.search(answer.content.decode())


def test_s36_a_foreign_host_name_is_a_plain_400(world: World) -> None:
    answer = world.client("anonymous").get("/", headers={"host": "xau.example"})

    assert answer.status_code == 400
    assert not INSIDE.search(answer.content.decode())


def start(tmp_path: Path, **options: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, as a start does."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import lienthong.config.settings as s; print('DEBUG', s.DEBUG)"],
        env={**keep, "LIENTHONG_VAR": str(tmp_path), **options}, cwd=Path(__file__).resolve().parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_s36_details_are_refused_outside_demonstration(tmp_path: Path) -> None:
    refused = start(tmp_path, LIENTHONG_DEBUG="1", LIENTHONG_DEMONSTRATION="0")
    plain = start(tmp_path, LIENTHONG_DEMONSTRATION="0")

    assert refused.returncode != 0
    assert "LIENTHONG_DEBUG" in refused.stderr
    assert plain.stdout.strip() == "DEBUG False"
