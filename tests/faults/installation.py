"""A real installation in a folder of its own, started by ``lienthong up``, whose processes can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psycopg

from lienthong.config.cluster.server import DATABASE, Cluster

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240


def free_ports(count: int) -> int:
    """The first of ``count`` free ports in a row."""
    while True:
        first = random.randint(20_000, 32_000)  # below those that a connecting client is given
        with contextlib.ExitStack() as held:
            try:
                for port in range(first, first + count):
                    probe = held.enter_context(socket.socket())
                    probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return first


class Installation:
    """``start`` … ``stop``; ``kill_…`` send SIGKILL to exactly one process of ours and count the faults."""

    def __init__(self, var: Path, **settings: str) -> None:
        self.var = var
        self.port = free_ports(14)
        self.faults = 0
        self.log = var / "up.log"
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LIENTHONG_", "DATABASE_", "PYTEST_"))
            and name != "DJANGO_SETTINGS_MODULE"
        } | {
            "LIENTHONG_VAR": str(var),
            "LIENTHONG_PORT": str(self.port),
            "LIENTHONG_SIMULATORS": "0",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None

    # --- life ------------------------------------------------------------------
    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "lienthong", "up"], stdout=output, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL, env=self.environment, cwd=ROOT, start_new_session=True,
            )  # fmt: skip
        self.wait_healthy(START_SECONDS)

    def stop(self, limit: float = 60) -> int:
        """SIGTERM, as a service manager sends it; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=limit)

    def wait_healthy(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the installation ended: {self.log.read_text()[-3000:]}")
            with (
                contextlib.suppress(OSError, HTTPException),
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.3)
        raise AssertionError(f"not healthy after {seconds} s: {self.log.read_text()[-3000:]}")

    def command(self, *words: str) -> Any:
        """A command of the installation with ``--json``; its answer."""
        done = subprocess.run(
            [sys.executable, "-m", "lienthong", *words, "--json"], env=self.environment, cwd=ROOT, capture_output=True,
            text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # --- processes ---------------------------------------------------------------
    def pids(self) -> dict[str, int]:
        return json.loads((self.var / "running.json").read_text())

    def web_workers(self) -> list[int]:
        return children_of(self.pids()["web"])

    def kill_web_worker(self) -> None:
        self._kill(random.choice(self.web_workers() or [0]))

    def kill_job_worker(self) -> None:
        self._kill(self.pids()["jobs"])

    def kill_database(self) -> None:
        """The postmaster and all its backends at once, as a power cut of the database server does."""
        postmaster = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        backends = children_of(postmaster)
        self._kill(postmaster)
        for pid in backends:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _kill(self, pid: int) -> None:
        if pid > 1:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.faults += 1

    # --- truth -------------------------------------------------------------------
    @property
    def cluster(self) -> Cluster:
        return Cluster.at(self.var)

    def database(self) -> psycopg.Connection[Any]:
        """The database past the application and past row security."""
        password = json.loads((self.var / "secrets.json").read_text())["POSTGRES_SUPERUSER_PASSWORD"]
        return psycopg.connect(
            host=str(self.cluster.socket_dir),
            user="postgres",
            dbname=DATABASE,
            password=password,
            autocommit=True,
        )


def children_of(pid: int) -> list[int]:
    """Direct children of a process, from /proc."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
    return found
