"""Keep the private database running while the installation is up."""

from __future__ import annotations

import contextlib
import ctypes
import os
import time
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from lienthong.config.cluster.server import Cluster

_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent ended, as ``pg_ctl`` does.

    A killed postmaster that nobody reaps stays in the process table, and PostgreSQL then believes that it still runs.
    Linux only; elsewhere a killed database is started again as soon as the system has reaped it.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


class Keeper:
    """Called in every round of the supervisor: starts the database again when it died."""

    PAUSE = 1.0

    def __init__(self, cluster: Cluster, say: Callable[[str], None], own: Callable[[], set[int]]) -> None:
        self.cluster = cluster
        self.say = say
        self.own = own  # processes that somebody else waits for
        self.next_look = 0.0
        self.restarts = 0

    def __call__(self) -> None:
        if time.monotonic() < self.next_look:
            return
        self.next_look = time.monotonic() + self.PAUSE
        self._reap()
        if self.alive():
            return
        self.say(_("Cơ sở dữ liệu đã dừng bất thường; đang khởi động lại …"))
        try:
            self.cluster.start()
            self.restarts += 1
            self.say(_("Cơ sở dữ liệu đã chạy lại"))
        except Exception as error:
            self.say(
                _("Chưa khởi động lại được cơ sở dữ liệu: %(error)s; xem %(home)s")
                % {"error": error, "home": self.cluster.home / "server.log"}
            )

    def _reap(self) -> None:
        """Take adopted processes that ended out of the process table."""
        for path in Path("/proc/self/task").glob("*/children"):
            with contextlib.suppress(OSError):
                for pid in {int(number) for number in path.read_text().split()} - self.own():
                    with contextlib.suppress(ChildProcessError):
                        os.waitpid(pid, os.WNOHANG)

    def alive(self) -> bool:
        try:
            pid = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return False
        return Path(f"/proc/{pid}").exists() if Path("/proc").exists() else self.cluster.running()
