"""One supervisor over web, job and simulator processes.

Each child has its own session, so that a Ctrl-C reaches only the supervisor, which then stops the children in order.
A child that dies is started again after a growing pause. granian hangs when it gets SIGTERM before it has said
"Started" (measured), so every stop ends with SIGKILL after a limit.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.utils.translation import gettext as _

STOP_SECONDS = 8.0
LONGEST_PAUSE = 20.0


@dataclass
class Child:
    name: str
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    not_before: float = 0.0

    def start(self) -> None:
        if self.process is not None:
            # What a killed leader left behind would hold the port.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, **self.environment},
            )  # fmt: skip
        self.started = time.monotonic()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        if self.process is not None and self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def last_lines(self, most: int = 8) -> str:
        """The end of the log, for the operator's eyes."""
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-most:])
        except OSError:
            return ""

    def stop(self, limit: float = STOP_SECONDS) -> None:
        self.signal(signal.SIGTERM)
        end = time.monotonic() + limit
        while self.alive() and time.monotonic() < end:
            time.sleep(0.05)
        if self.process is not None:
            # The whole session, also when its leader has ended: workers of a killed web server live on.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=5)


class Supervisor:
    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.stopping = False

    def start(self) -> None:
        for child in self.children:
            child.start()

    def pids(self) -> set[int]:
        return {child.process.pid for child in self.children if child.process}

    def watch(
        self, tick: Callable[[], None] | None = None, on_start: Callable[[], None] | None = None
    ) -> None:
        """Block until asked to stop (SIGINT, SIGTERM); restart what dies. ``on_start`` after each restart."""

        def ask(_number: int, _frame: FrameType | None) -> None:
            self.stopping = True

        signal.signal(signal.SIGINT, ask)
        signal.signal(signal.SIGTERM, ask)
        while not self.stopping:
            now = time.monotonic()
            for child in self.children:
                if child.alive():
                    if now - child.started > 30:
                        child.pause = 0.5
                elif child.not_before == 0.0:
                    code = child.process.returncode if child.process else None
                    self.say(
                        _("%(name)s: dừng (mã %(code)s), khởi động lại sau %(pause)s giây; xem %(log)s")
                        % {"name": child.name, "code": code, "pause": f"{child.pause:.1f}", "log": child.log}
                    )
                    child.not_before = now + child.pause
                    child.pause = min(child.pause * 2, LONGEST_PAUSE)
                elif now >= child.not_before:
                    try:
                        child.start()
                    except OSError as error:
                        # No room for a line in its log, or too many processes: that may pass, so the others stay up.
                        self.say(
                            _("%(name)s: chưa khởi động lại được: %(error)s")
                            % {"name": child.name, "error": error}
                        )
                        child.not_before = now + LONGEST_PAUSE / 4
                        continue
                    child.not_before = 0.0
                    if on_start:
                        on_start()
            if tick:
                tick()
            time.sleep(0.25)

    def stop(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        for child in self.children:
            child.stop()
