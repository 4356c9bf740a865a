"""The memory of a web worker that has served pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from lienthong.config import options
from lienthong.config.bench.counting import Line, rss_mb

PAGES = ("/", "/thu-tuc/", "/tra-cuu/", "/dang-nhap/", "/api/v1/public/procedures?q=ho+tich")
ROUNDS = 40


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(path.parent.name))
    return found


def memory(sizes: dict[str, int]) -> Line:
    """Start one worker of the real web server, let it serve public pages, and look at its resident memory (MiB)."""
    port = _free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
        "--blocking-threads", options.text("LIENTHONG_WEB_THREADS"), "--no-ws", "--log-level", "error", "lienthong.config.wsgi:application",
    ]  # fmt: skip
    environment = {**os.environ, "LIENTHONG_VAR": str(options.var_dir()), "PYTHONPATH": str(settings.ROOT)}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _get(port, "/", patience=30)
        idle = max([rss_mb(pid) for pid in _children(server.pid)] or [0])
        for _ in range(ROUNDS):
            for page in PAGES:
                _get(port, page)
        used = max([rss_mb(pid) for pid in _children(server.pid)] or [0])
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    return Line(
        "web_worker_memory", used, idle, "MiB", {"requests": ROUNDS * len(PAGES), "threads": options.number("LIENTHONG_WEB_THREADS")},
        limit_is=gettext("cùng tiến trình sau trang đầu tiên"), rss_mb=used,
    )  # fmt: skip


def _get(port: int, page: str, patience: float = 0) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=20) as answer:
                answer.read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
