"""Runs a converter on a hostile file in a process that has little time, little memory and no network.

The file is the child's standard input, opened here, so that the child needs no right to any path. The child's program
is :mod:`sandbox_worker`, started by its path: it imports nothing of the project.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORKER = Path(__file__).with_name("sandbox_worker.py")

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
    command = [sys.executable, "-I", "-B", str(WORKER), task, json.dumps(options or {}), json.dumps(limits)]
    with path.open("rb") as source:
        try:
            done = subprocess.run(
                command,
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=timeout,
                check=False,
                env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
                cwd="/",
            )
        except subprocess.TimeoutExpired as error:
            raise LimitReached("time") from error
    if done.returncode < 0:
        raise LimitReached(f"signal {-done.returncode}")
    line, _, payload = done.stdout.partition(b"\n")
    try:
        answer = json.loads(line)
    except ValueError as error:
        raise Failed("no answer") from error
    if error_code := answer.get("error"):
        raise LimitReached(error_code) if error_code == "memory" else Failed(error_code)
    return Outcome(answer, payload)
