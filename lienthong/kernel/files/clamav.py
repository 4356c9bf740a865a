"""The virus scanner: clamd by its socket, else the clamscan program. Silence is never "clean"."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import socket
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings

_CHUNK = 256 * 1024
_TIMEOUT = 120
_FOUND = re.compile(r": (?P<name>[^\n]+) FOUND\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Verdict:
    """``unknown``: the scanner is down, failed, or could not look at everything; the file stays in quarantine.

    ``suspect``: not known as malware, but of a kind that stays in quarantine (macros, password).
    """

    outcome: Literal["clean", "infected", "suspect", "unknown"]
    detail: str = ""


def available() -> bool:
    """True when there is something to ask; says nothing about its signatures."""
    return bool(settings.CLAMD_SOCKET) or shutil.which("clamscan") is not None


def scan(path: Path) -> Verdict:
    """Scan one file. Never raises: what went wrong is an ``unknown`` verdict."""
    try:
        if settings.CLAMD_SOCKET:
            return _by_daemon(path, settings.CLAMD_SOCKET)
        return _by_program(path)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return Verdict("unknown", type(error).__name__)


def edition() -> str:
    """Scanner and signatures as one line, "ClamAV 1.4.6/27123/…"; "" when there is nothing to ask.

    Two equal editions would say the same about a file; that is all it is good for. A folder of signatures without a
    number of its own (our tests, an office's list) is told apart by the time of its newest file.
    """
    try:
        if settings.CLAMD_SOCKET:
            return _ask_daemon(b"zVERSION\0")[:120]
        program = shutil.which("clamscan")
        if program is None:
            return ""
        folder = Path(settings.CLAMAV_DATABASE or "/var/lib/clamav")
        done = subprocess.run(
            [program, "--version", f"--database={folder}"], capture_output=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    line = done.stdout.decode("utf-8", "replace").strip()
    if "/" not in line:
        newest = max((entry.stat().st_mtime for entry in folder.glob("*")), default=0)
        line += f"/{dt.datetime.fromtimestamp(newest, dt.UTC):%Y-%m-%dT%H:%M:%S}" if newest else ""
    return line[:120]


def _ask_daemon(command: bytes) -> str:
    with _connect(settings.CLAMD_SOCKET) as link:
        link.settimeout(10)
        link.sendall(command)
        answer = link.recv(4096)
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def judge(signature: str) -> Verdict:
    """What a reported name means. Limits reached is no finding but blindness."""
    name = signature.removesuffix(".UNOFFICIAL")
    if name.startswith("Heuristics.Limits.Exceeded"):
        return Verdict("unknown", "scan_limits")
    if name.startswith("Heuristics.Encrypted"):
        return Verdict("suspect", "encrypted")
    if name.startswith("Heuristics.OLE2.ContainsMacros"):
        return Verdict("suspect", "macros")
    return Verdict("infected", name[:120])


def _by_daemon(path: Path, address: str) -> Verdict:
    """clamd's INSTREAM: length-prefixed pieces, a zero length ends. The daemon needs AlertExceedsMax,
    AlertEncrypted and AlertOLE2Macros in its configuration; docs/files.md says so."""
    with _connect(address) as link:
        link.settimeout(_TIMEOUT)
        link.sendall(b"zINSTREAM\0")
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK):
                link.sendall(struct.pack(">I", len(chunk)) + chunk)
        link.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            piece = link.recv(4096)
            if not piece:
                break
            answer += piece
    text = answer.rstrip(b"\0").decode("utf-8", "replace")
    if text == "stream: OK":
        return Verdict("clean")
    if found := _FOUND.search(text):
        return judge(found["name"])
    if "size limit exceeded" in text:
        return Verdict("unknown", "scan_limits")
    return Verdict("unknown", "answer")


def _connect(address: str) -> socket.socket:
    host, colon, port = address.removeprefix("tcp://").rpartition(":")
    if colon and port.isdigit() and not address.startswith("/"):
        return socket.create_connection((host, int(port)), timeout=10)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(10)
    try:
        link.connect(address.removeprefix("unix:"))
    except OSError:
        link.close()
        raise
    return link


def _by_program(path: Path) -> Verdict:
    """clamscan's status is 0 clean, 1 found, 2 error. Without the alert options it says 0 for what it gave up on."""
    program = shutil.which("clamscan")
    if program is None:
        return Verdict("unknown", "absent")
    command = [
        program,
        "--no-summary",
        "--stdout",
        "--alert-exceeds-max=yes",
        "--alert-encrypted=yes",
        "--alert-macros=yes",
    ]
    if settings.CLAMAV_DATABASE:
        command.append(f"--database={settings.CLAMAV_DATABASE}")
    command.append("-")
    with path.open("rb") as source:
        done = subprocess.run(command, stdin=source, capture_output=True, timeout=_TIMEOUT, check=False)
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode == 0:
        return Verdict("clean")
    if done.returncode == 1 and (found := _FOUND.search(text)):
        return judge(found["name"])
    return Verdict("unknown", "error")
