"""The parent of sandboxed processes: imports the libraries once, then forks a process of its own for every file.

Started by path, like :mod:`sandbox_worker`, and imports nothing of the project but it. Its standard input is one end
of a pair of sockets (SEQPACKET). An order is ``{"task", "options", "limits"}`` with three descriptors: the file, the
pipe for the answer, and a socket on which the end is told. The nursery itself never reads a byte of a file.

Whoever ordered closes the third to have the child killed. When the first socket closes, the nursery and its children
end. See docs/decisions/0011-sandbox-nursery.md.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import fcntl
import importlib.util
import json
import os
import select
import signal
import socket
import struct
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
#: An idle nursery gives its memory back; the next file starts another.
IDLE_SECONDS = 900.0
#: What the nursery answers before its first order: it stands.
READY = b"ready"
ORDER_BYTES = 16 * 1024


def _load_worker() -> ModuleType:
    path = Path(__file__).with_name("sandbox_worker.py")
    spec = importlib.util.spec_from_file_location("sandbox_worker", path)
    if spec is None or spec.loader is None:
        os._exit(71)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _threads() -> int:
    """Threads of this process; a process with more than one must not fork."""
    return len([*Path("/proc/self/task").iterdir()])


class Nursery:
    """``run`` serves until the other side closes."""

    def __init__(self, orders: socket.socket, worker: ModuleType) -> None:
        self.orders = orders
        self.worker = worker
        self.poll = select.poll()
        self.poll.register(orders, select.POLLIN)
        self.by_process: dict[int, tuple[int, socket.socket]] = {}  # descriptor of the process → (pid, told)
        self.by_told: dict[int, int] = {}  # descriptor of the socket → descriptor of the process

    def run(self) -> None:
        while True:
            ready = self.poll.poll(IDLE_SECONDS * 1000)
            if not ready and not self.by_process:
                return
            for descriptor, _event in ready:
                if descriptor in self.by_process:
                    self._ended(descriptor)
                elif descriptor in self.by_told:
                    self._given_up(descriptor)
                elif descriptor == self.orders.fileno() and not self._order():
                    return

    def _order(self) -> bool:
        """Take one order; False when the other side is gone."""
        size = array.array("i").itemsize
        message, ancillary, _flags, _address = self.orders.recvmsg(ORDER_BYTES, socket.CMSG_SPACE(3 * size))
        if not message:
            return False
        given = array.array("i")
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                given.frombytes(data[: len(data) - len(data) % size])
        if len(given) != 3:
            for descriptor in given:
                os.close(descriptor)
            return True
        source, answer, told = given
        pid = os.fork()
        if pid == 0:
            self._child(json.loads(message), source, answer)
        os.close(source)
        os.close(answer)
        process = os.pidfd_open(pid)
        telling = socket.socket(fileno=told)
        self.by_process[process] = (pid, telling)
        self.by_told[telling.fileno()] = process
        self.poll.register(process, select.POLLIN)
        # Nothing is ever sent to us on it: readable means closed.
        self.poll.register(telling, select.POLLIN)
        return True

    def _child(self, order: dict[str, Any], source: int, answer: int) -> None:
        """Keeps the file and the pipe, closes everything else, confines itself, works, ends."""
        try:
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() == 1:
                os._exit(72)
            # Above 2 first, so that neither is overwritten by the other.
            source, answer = _above(source), _above(answer)
            os.dup2(source, 0)
            os.dup2(answer, 1)
            os.closerange(3, 1 << 16)
            self.worker.confine(order["limits"], order["task"])
            self.worker.work(order["task"], order["options"])
        finally:
            os._exit(0 if sys.exc_info()[0] is None else 73)

    def _ended(self, process: int) -> None:
        pid, telling = self.by_process.pop(process)
        self.poll.unregister(process)
        if self.by_told.pop(telling.fileno(), None) is not None:
            self.poll.unregister(telling)
        os.close(process)
        _, status = os.waitpid(pid, 0)
        with contextlib.suppress(OSError):
            telling.send(struct.pack("i", os.waitstatus_to_exitcode(status)))
        telling.close()

    def _given_up(self, told: int) -> None:
        """The child is not reaped yet, so the number is still its own."""
        self.poll.unregister(told)
        pid, _telling = self.by_process[self.by_told.pop(told)]
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _above(descriptor: int) -> int:
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10)


def main() -> None:
    worker = _load_worker()
    worker.preload(*worker.TASKS)
    if _threads() != 1:
        os._exit(74)
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(worker.NOBODY)
        os.setuid(worker.NOBODY)
    # Children of the same user must not be able to open the memory of their parent, or of each other.
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    os.close(os.pidfd_open(os.getpid()))  # an old kernel without it: better to end here than after a fork
    orders = socket.socket(fileno=os.dup(0))
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    orders.send(READY)
    nursery = Nursery(orders, worker)
    try:
        nursery.run()
    finally:
        for pid, _telling in nursery.by_process.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os._exit(0)


if __name__ == "__main__":
    main()
