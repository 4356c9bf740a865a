"""Our end of the nursery: start it, order a child for a file, read its answer within time and size."""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

NURSERY = Path(__file__).with_name("sandbox_nursery.py")
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
START_SECONDS = 20.0
#: After a nursery that did not start, files are looked at one process each for so long.
NEXT_TRY_SECONDS = 60.0


class NoNursery(Exception):
    """There is none here, or it ended before the child did."""


class TooLong(Exception):
    """The child had not ended in time; it is killed."""


class TooMuch(Exception):
    """The child answers more than it may; it is killed."""


class Nursery:
    """One forking parent. Raises NoNursery when it does not come up."""

    def __init__(self) -> None:
        if sys.platform != "linux":
            raise NoNursery("only on Linux")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.orders = ours
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-B", str(NURSERY)], stdin=theirs.fileno(), stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd="/", start_new_session=True,
            )  # fmt: skip
        ours.settimeout(START_SECONDS)
        try:
            standing = ours.recv(16)
        except OSError as error:
            self.close()
            raise NoNursery("not up in time") from error
        if not standing:
            self.close()
            raise NoNursery("ended at once")

    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        self.orders.close()
        self.process.kill()
        self.process.wait()

    def run(self, order: dict[str, Any], source: BinaryIO, end: float, most: int) -> tuple[int, bytes]:
        """Exit code (negative: the signal) and output of a child. ``end``: on the monotonic clock; ``most``: bytes."""
        reading, writing = os.pipe()
        told, telling = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # The pipe's reading end and ``told`` close on every way out; the nursery then kills a child that still runs.
        with told, os.fdopen(reading, "rb", buffering=0) as pipe:
            try:
                socket.send_fds(
                    self.orders, [json.dumps(order).encode()], [source.fileno(), writing, telling.fileno()]
                )
            except OSError as error:
                raise NoNursery("gone") from error
            finally:
                os.close(writing)
                telling.close()
            output = bytearray()
            while block := _ready(reading, end) and pipe.read(1 << 20):
                output += block
                if len(output) > most + 4096:
                    raise TooMuch
            _ready(told.fileno(), end)
            code = told.recv(8)
        if len(code) != 4:
            raise NoNursery("gone before the child")
        return struct.unpack("i", code)[0], bytes(output)


def _ready(descriptor: int, end: float) -> bool:
    """True when there is something to read, or the end. Raises TooLong."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if not poll.poll(max(0.0, end - time.monotonic()) * 1000):
        raise TooLong
    return True


_lock = threading.Lock()
_current: Nursery | None = None
_not_before = 0.0


def nursery() -> Nursery:
    """The one of this process, started when there is none. Raises NoNursery."""
    global _current, _not_before
    with _lock:
        if _current is not None and _current.alive():
            return _current
        if _current is not None:
            _current.close()
            _current = None
        if time.monotonic() < _not_before:
            raise NoNursery("did not start a moment ago")
        try:
            _current = Nursery()
        except (NoNursery, OSError) as error:
            _not_before = time.monotonic() + NEXT_TRY_SECONDS
            raise NoNursery(str(error)) from error
        return _current


def _forget() -> None:
    """In a forked copy of this process: the nursery belongs to the other, and the lock may be held for ever."""
    global _current, _lock
    if _current is not None:
        _current.orders.close()
    _current, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
