"""Runs a converter on a hostile file in a process that has little time, little memory and no network.

The file is the child's standard input, opened here, so that the child needs no right to any path. The child is forked
by a nursery that has imported the libraries (:mod:`sandbox_nursery`, one per process of ours, started when first
needed); where there can be none, :mod:`sandbox_worker` is started by its path. Both import nothing of the project.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from . import sandbox_forks

WORKER = Path(__file__).with_name("sandbox_worker.py")
ENVIRONMENT = sandbox_forks.ENVIRONMENT

#: Wall clock in seconds; the processor limit inside the child is lower, so that a busy child dies by itself first.
TIMEOUT = 30
CPU_SECONDS = 20
MEMORY_BYTES = 1536 << 20
OUTPUT_BYTES = 32 << 20


class Failed(Exception):
    """The child could not read the file; ``str()`` is a short code, never content."""


class LimitReached(Failed):
    """The child was stopped by its limits of time or memory."""


@dataclass(frozen=True)
class Outcome:
    answer: dict[str, Any]
    payload: bytes


def run(
    task: str,
    path: Path,
    options: dict[str, Any] | None = None,
    *,
    cpu_seconds: int = CPU_SECONDS,
    memory_bytes: int = MEMORY_BYTES,
    timeout: float = TIMEOUT,
) -> Outcome:
    """Run a task of the worker on a file. Raises LimitReached or Failed."""
    limits = {"cpu": cpu_seconds, "memory": memory_bytes, "output": OUTPUT_BYTES}
    order = {"task": task, "options": options or {}, "limits": limits}
    with path.open("rb") as source:
        try:
            code, output = _forked(order, source, timeout)
        except sandbox_forks.NoNursery:
            source.seek(0)
            code, output = _started(order, source, timeout)
        except sandbox_forks.TooLong as error:
            raise LimitReached("time") from error
        except sandbox_forks.TooMuch as error:
            raise LimitReached("output") from error
    if code < 0:
        raise LimitReached(f"signal {-code}")
    line, _, payload = output.partition(b"\n")
    try:
        answer = json.loads(line)
    except ValueError as error:
        raise Failed("no answer") from error
    if error_code := answer.get("error"):
        raise LimitReached(error_code) if error_code == "memory" else Failed(error_code)
    return Outcome(answer, payload)


def _forked(order: dict[str, Any], source: BinaryIO, timeout: float) -> tuple[int, bytes]:
    """By the nursery; one that ended meanwhile (idle, killed) is replaced once. Raises NoNursery, TooLong, TooMuch."""
    end = time.monotonic() + timeout
    try:
        return sandbox_forks.nursery().run(order, source, end, OUTPUT_BYTES)
    except sandbox_forks.NoNursery:
        source.seek(0)
        return sandbox_forks.nursery().run(order, source, end, OUTPUT_BYTES)


def _started(order: dict[str, Any], source: BinaryIO, timeout: float) -> tuple[int, bytes]:
    """A fresh interpreter for this one file. Raises LimitReached."""
    command = [sys.executable, "-I", "-B", str(WORKER), order["task"], json.dumps(order["options"]), json.dumps(order["limits"])]  # fmt: skip
    try:
        done = subprocess.run(
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=timeout, check=False, env=ENVIRONMENT, cwd="/",
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise LimitReached("time") from error
    return done.returncode, done.stdout
