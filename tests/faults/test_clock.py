"""The clock of the program jumps under load (F9): a day forward, then an hour back, while the database keeps its own."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.browser import Person
from tests.faults.client import Client
from tests.faults.comparing import compare, drain
from tests.faults.installation import ROOT, Installation
from tests.faults.ledger import Ledger

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.xdist_group("faults-clock")]

WARD = "TH-14797"  # phường Hạc Thành, where a clerk of the demonstration accepts what comes in
CLERK = "hacthanh_quydt"
FORWARD = 25 * 3600.0
BACK = 3600.0


class Jumping:
    """An installation whose processes take the machine's time plus ``shift`` seconds for the time."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "shift"
        self.file.write_text("0")
        self.installation = Installation(
            folder,
            FAULTS_CLOCK=str(self.file),
            PYTHONPATH=f"{ROOT / 'tests/faults/shifted_clock'}{os.pathsep}{ROOT}",
        )
        self.seconds = 0.0

    def jump(self, seconds: float) -> None:
        self.seconds += seconds
        temporary = self.file.with_suffix(".new")
        temporary.write_text(str(self.seconds))
        temporary.replace(self.file)
        self.installation.faults += 1
        time.sleep(0.2)

    @property
    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self.seconds)

    def ask(self, token: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port, timeout=30)
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def accept(self, token: str, most: int) -> int:
        """The clerk accepts what lies in the inbox; how many."""
        end, done = time.monotonic() + 60, 0
        while done < most and time.monotonic() < end:
            _status, found = self.ask(token, "GET", "/api/v1/inbox?limit=50")
            for one in found["items"][: most - done]:
                status, _answer = self.ask(
                    token, "POST", f"/api/v1/work-items/{one['id']}/actions/accept", {"data": {}}
                )
                done += status == 200
            time.sleep(0.2)
        return done


@pytest.fixture
def jumping() -> Iterator[Jumping]:
    folder = Path(tempfile.mkdtemp(prefix="lienthong-faults-clock-"))
    folder.chmod(0o755)
    made = Jumping(folder)
    try:
        made.installation.start()
        yield made
    finally:
        if made.installation.process is not None and made.installation.process.poll() is None:
            made.installation.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_clock_that_jumps_a_day_forward_and_an_hour_back_under_load_breaks_nothing(
    jumping: Jumping, tmp_path: Path
) -> None:
    place = jumping.installation
    accounts = {row["username"]: row for row in place.command("demo", "accounts")}
    sender_token, clerk_token = (
        place.command("token", "create", "--account", name)["token"] for name in ("congdan_hanh", CLERK)
    )
    short_token = place.command("token", "create", "--account", "congdan_hanh", "--days", "1")["token"]
    person = Person(place.url)
    person.sign_in("congdan_hanh", accounts["congdan_hanh"]["password"])
    sender = Client(place.port, sender_token, Ledger(tmp_path / "ledger.jsonl"), deciding=WARD)
    knows = {
        "session": [person.signed_in],
        "short token": [jumping.ask(short_token, "GET", "/api/v1/dossiers")[0]],
    }
    accepted: list[int] = []
    moments: list[dt.datetime] = []

    sender.start()
    for seconds in (0.0, FORWARD, -BACK):
        if seconds:
            jumping.jump(seconds)
            knows["session"].append(person.signed_in)
            knows["short token"].append(jumping.ask(short_token, "GET", "/api/v1/dossiers")[0])
        if seconds == FORWARD:
            person.sign_in("congdan_hanh", accounts["congdan_hanh"]["password"])
            knows["session"].append(person.signed_in)
        moments.append(jumping.now)
        time.sleep(4)
        accepted.append(jumping.accept(clerk_token, 3))
    sender.stop()
    drain(place)
    sealed_by_job = wait_for_the_sealing_job(place)
    verdict = compare(place, sender.ledger)
    place.command("seal", "now")
    history = place.command("seal", "verify")

    assert verdict.broken == {}
    assert verdict.faults == 2 and verdict.acknowledged > 0
    assert accepted == [3, 3, 3]
    # Before; after the jump forward ended; signed in again; still held after the jump back.
    assert knows["session"] == [True, False, True, True]
    assert knows["short token"] == [200, 401, 401]
    assert submitted_near(place, moments) == [True, True, True]
    assert in_the_past(place) == []
    assert sealed_by_job
    assert history["ok"] is True and history["size"] == actions(place)


def wait_for_the_sealing_job(place: Installation, seconds: float = 150) -> bool:
    """The job of every minute goes on although its clock went back: nothing that was there now stays unsealed."""
    end, wanted = time.monotonic() + seconds, actions(place)
    while time.monotonic() < end:
        with place.database() as database:
            if database.execute("select coalesce(max(size), 0) from actions_head").fetchone()[0] >= wanted:  # type: ignore[index]
                return True
        time.sleep(1)
    return False


def actions(place: Installation) -> int:
    with place.database() as database:
        return int(database.execute("select count(*) from actions_action").fetchone()[0])  # type: ignore[index]


def submitted_near(place: Installation, moments: list[dt.datetime]) -> list[bool]:
    """For each moment, whether dossiers were submitted within the two minutes after it."""
    with place.database() as database:
        return [
            bool(
                database.execute(
                    "select count(*) from dossiers_dossier where submitted_at between %s and %s + interval '2 minutes'",
                    [moment, moment],
                ).fetchone()[0]  # type: ignore[index]
            )
            for moment in moments
        ]


def in_the_past(place: Installation) -> list[Any]:
    """Deadlines that lie before the moment from which they count, of dossiers and of work."""
    with place.database() as database:
        dossiers = database.execute(
            "select code, accepted_at, due_at from dossiers_dossier where accepted_at is not null and due_at is not null and due_at <= accepted_at"
        ).fetchall()
        without = database.execute(
            "select code from dossiers_dossier where accepted_at is not null and due_at is null"
        ).fetchall()
        items = database.execute(
            "select number, opened_at, due_at from work_workitem where due_at <= opened_at"
        ).fetchall()
    return [*dossiers, *without, *items]
