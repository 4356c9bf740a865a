"""``lienthong up``: the whole installation in the foreground."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from http.client import HTTPException
from types import FrameType

from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.config import options
from lienthong.config.cluster.server import Cluster
from lienthong.config.supervisor.database import Keeper, adopt_orphans
from lienthong.config.supervisor.installation import prepare
from lienthong.config.supervisor.probing import Probe, ask, health_address
from lienthong.config.supervisor.processes import Child, Supervisor
from lienthong.config.supervisor.single import marker, require_free, the_only_one

Say = Callable[[str], None]
READY_SECONDS = 60


def children() -> list[Child]:
    """The processes of this installation. Web first, because people wait for it."""
    logs = options.var_dir() / "log"
    python = sys.executable
    # Our own variables only: what the supervisor settled (a port taken from the command line) must reach the children.
    environment = {
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        "LIENTHONG_VAR": str(options.var_dir()),
        "LIENTHONG_PORT": options.text("LIENTHONG_PORT"),
        "PYTHONUNBUFFERED": "1",
    }
    web = [
        python, "-m", "granian", "--interface", "wsgi", "--host", options.text("LIENTHONG_HOST"),
        "--port", options.text("LIENTHONG_PORT"), "--workers", options.text("LIENTHONG_WEB_WORKERS"),
        "--blocking-threads", options.text("LIENTHONG_WEB_THREADS"), "--no-ws", "--respawn-failed-workers",
        "--workers-kill-timeout", "5", "--log-level", "warning", "lienthong.config.wsgi:application",
    ]  # fmt: skip
    jobs = [python, "-m", "lienthong.config.jobs"]
    found = [
        Child("web", web, logs / "web.log", environment),
        Child("jobs", jobs, logs / "jobs.log", environment),
    ]
    if settings.DEMONSTRATION and options.flag("LIENTHONG_SIMULATORS"):
        for name, port in settings.SIMULATOR_PORTS.items():
            module = {"identity": "identity", "payment": "payment", "timestamp": "timestamp_authority"}[name]
            if (settings.ROOT / "simulators" / module / "__main__.py").exists():
                command = [python, "-m", f"simulators.{module}", "--port", str(port)]
                found.append(
                    Child(module, command, logs / f"{module}.log", environment | simulator_secrets())
                )
    return found


def simulator_secrets() -> dict[str, str]:
    """Secrets shared with the simulated parties go by environment, never by argument list (ps shows those)."""
    return {
        "LIENTHONG_OIDC_CLIENT_SECRET": options.secret("LIENTHONG_OIDC_CLIENT_SECRET"),
        "LIENTHONG_PAYMENT_SECRET": options.secret("LIENTHONG_PAYMENT_SECRET"),
        "LIENTHONG_PUBLIC_URL": settings.PUBLIC_URL,
    }


def wait_until_ready(say: Say, supervisor: Supervisor) -> bool:
    """Wait until ``/healthz`` says that everything is up; False, with the reason said, when it does not come up."""
    url = health_address()
    end = time.monotonic() + READY_SECONDS
    last = ""
    while time.monotonic() < end:
        try:
            status, last = ask(url, timeout=5)
            if status == 200:
                return True
        except (OSError, HTTPException) as error:  # a port of the system's own range may answer itself
            last = str(error)
        for child in supervisor.children:
            if not child.alive():
                say(
                    _("%(name)s không khởi động được; cuối nhật ký %(log)s:\n%(lines)s")
                    % {"name": child.name, "log": child.log, "lines": child.last_lines()}
                )
                return False
        time.sleep(0.2)
    say(_("Chưa sẵn sàng sau %(seconds)s giây: %(last)s") % {"seconds": READY_SECONDS, "last": last})
    return False


def print_accounts(say: Say) -> None:
    from lienthong.config.supervisor.first_accounts import first_accounts
    from lienthong.kernel.access.public import system_scope
    from lienthong.kernel.accounts.public import demo_accounts

    rows = demo_accounts()
    say("")
    say(_("Tài khoản trình diễn, theo đường đi của một hồ sơ (đủ danh sách: lienthong demo accounts):"))
    with system_scope():
        for row in first_accounts(rows):
            place = " · ".join(part for part in (row["role"], row["place"], row["organisation"]) if part)
            say(f"  {row['username']:<20} {row['password']:<30} {place}")
    say(_("  … tất cả %(count)s tài khoản") % {"count": len(rows)})


def require_free_ports() -> None:
    """Raises CannotStart before anything is started."""
    host = options.text("LIENTHONG_HOST")
    require_free(host, options.number("LIENTHONG_PORT"), "LIENTHONG_PORT")
    if settings.DEMONSTRATION and options.flag("LIENTHONG_SIMULATORS"):
        for port in settings.SIMULATOR_PORTS.values():
            require_free("127.0.0.1", port, "LIENTHONG_SIMULATOR_PORT")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def up(say: Say) -> int:
    """Prepare, start, watch, stop. Returns the exit code. Raises CannotStart when it runs already or a port is taken."""
    say = undisturbed(say)
    with the_only_one():
        require_free_ports()
        # Until the supervisor watches, a SIGTERM must stop what was started just as a Ctrl-C does.
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            return _run(say)
        except KeyboardInterrupt:
            say(_("Đã dừng trước khi sẵn sàng."))
            return 130


def _run(say: Say) -> int:
    began = time.monotonic()
    if settings.PRIVATE_CLUSTER:
        adopt_orphans()
    supervisor: Supervisor | None = None
    cluster: Cluster | None = None
    try:
        cluster = prepare(say)
        supervisor = Supervisor(children(), say)
        supervisor.start()
        note_running(supervisor)
        if wait_until_ready(say, supervisor):
            if settings.DEMONSTRATION:
                print_accounts(say)
            say(
                _("Liên Thông sẵn sàng sau %(seconds)s giây: %(url)s  (Ctrl-C để dừng)")
                % {"seconds": f"{time.monotonic() - began:.1f}", "url": settings.PUBLIC_URL}
            )
        note = Note(supervisor)
        keeper = Keeper(cluster, say, supervisor.pids) if cluster else None
        probe = Probe(supervisor.children[0], health_address(), say)
        probe.begin()

        def tick() -> None:
            probe()
            if keeper is not None:
                keeper()
            note.keep()

        supervisor.watch(tick, on_start=note.changed)
        return 0
    finally:
        # A second Ctrl-C must not leave half of it running.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        say(_("Đang dừng …"))
        if supervisor is not None:
            supervisor.stop()
        with contextlib.suppress(OSError):
            marker().unlink(missing_ok=True)
        if settings.PRIVATE_CLUSTER:
            from django.db import connections

            connections.close_all()
            Cluster.at(options.var_dir()).stop()
        say(_("Đã dừng."))


class Note:
    """Keeps the marker of who runs up to date; on a full disk it tries again with the next tick."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.due = False

    def changed(self) -> None:
        self.due = True
        self.keep()

    def keep(self) -> None:
        if self.due:
            with contextlib.suppress(OSError):
                note_running(self.supervisor)
                self.due = False


def undisturbed(say: Say) -> Say:
    """The same words, but a full disk under the log must not end what keeps everything else running."""

    def said(text: str) -> None:
        with contextlib.suppress(OSError):
            say(text)

    return said


def note_running(supervisor: Supervisor) -> None:
    """Write down who runs, for a second start and for commands."""
    known = {"supervisor": os.getpid(), "port": options.number("LIENTHONG_PORT")}
    known |= {child.name: child.process.pid for child in supervisor.children if child.process}
    temporary = marker().with_suffix(".new")
    temporary.write_text(json.dumps(known))
    temporary.replace(marker())
