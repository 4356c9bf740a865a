"""One supervisor per installation, on ports that are free."""

from __future__ import annotations

import fcntl
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.utils.translation import gettext as _

from lienthong.config import options


class CannotStart(click.ClickException):
    """Why this installation does not start now, in words for the operator."""


def marker() -> Path:
    """Who runs: ``{"supervisor": pid, "port": …, "<child>": pid}``; there only while an installation is up."""
    return options.var_dir() / "running.json"


def running() -> dict[str, int] | None:
    """What the running supervisor of this installation wrote down, or None when none runs."""
    with (options.var_dir() / ".up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            try:
                found: dict[str, int] = json.loads(marker().read_text())
            except (OSError, ValueError):
                found = {}
            return found
    return None


@contextmanager
def the_only_one() -> Iterator[None]:
    """Hold the installation's lock; the system lets go of it when the process dies. Raises CannotStart."""
    with (options.var_dir() / ".up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            known = running() or {}
            where = (
                _("tiến trình %(process)s, cổng %(port)s")
                % {"process": known["supervisor"], "port": known.get("port")}
                if "supervisor" in known
                else _("không rõ tiến trình")
            )
            raise CannotStart(
                _(
                    "Liên Thông của thư mục %(folder)s đang chạy (%(where)s). Dừng bản ấy bằng Ctrl-C trước, hoặc đặt LIENTHONG_VAR và LIENTHONG_PORT khác."
                )
                % {"folder": options.var_dir(), "where": where}
            ) from None
        yield


def require_free(host: str, port: int, setting: str) -> None:
    """Raises CannotStart when somebody listens on this port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(
                _(
                    "Cổng %(host)s:%(port)s không dùng được (%(reason)s). Dừng chương trình đang giữ cổng, hoặc chọn cổng khác: %(setting)s=<cổng> make run"
                )
                % {"host": host, "port": port, "reason": error.strerror, "setting": setting}
            ) from None
