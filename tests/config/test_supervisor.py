"""The supervisor: what dies is started again, what is stopped is gone, a second start is told so."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import time
from http.client import HTTPException
from pathlib import Path

import pytest

from lienthong.config.supervisor import up
from lienthong.config.supervisor.probing import Probe, ask, health_address
from lienthong.config.supervisor.processes import Child, Supervisor
from lienthong.config.supervisor.single import CannotStart, require_free, running, the_only_one
from tests.faults.installation import children_of

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _until(condition, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def handlers():
    kept = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGINT, kept[0])
    signal.signal(signal.SIGTERM, kept[1])


def test_killed_child_is_started_again_and_all_stop_at_the_end(tmp_path, handlers):
    child = Child("web", SLEEPER, tmp_path / "web.log")
    said: list[str] = []
    supervisor = Supervisor([child], said.append)
    supervisor.start()
    first = child.process.pid
    os.kill(first, signal.SIGKILL)

    def end_when_restarted() -> None:
        _until(lambda: child.process.pid != first and child.alive())
        supervisor.stopping = True

    threading.Thread(target=end_when_restarted).start()
    supervisor.watch()
    second = child.process.pid
    supervisor.stop()

    assert second != first
    assert _gone(second)
    assert "web" in said[0]


def test_child_that_ignores_sigterm_is_killed(tmp_path):
    child = Child("stubborn", STUBBORN, tmp_path / "log")
    child.start()
    assert _until(lambda: "up" in child.last_lines())

    child.stop(limit=0.3)

    assert _gone(child.process.pid)


def test_grandchildren_end_with_their_killed_parent(tmp_path):
    parent = "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); print(p.pid, flush=True); time.sleep(600)"
    child = Child("parent", [sys.executable, "-c", parent], tmp_path / "log")
    child.start()
    assert _until(lambda: child.last_lines().strip().isdigit())
    grandchild = int(child.last_lines())

    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    child.stop(limit=0.3)

    assert _until(lambda: _gone(grandchild) or _is_zombie(grandchild))


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_pause_before_a_restart_grows_and_is_bounded(tmp_path, handlers):
    child = Child("broken", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "log")
    said: list[str] = []
    supervisor = Supervisor([child], said.append)
    supervisor.start()

    def enough() -> None:
        _until(lambda: len(said) >= 3)
        supervisor.stopping = True

    threading.Thread(target=enough).start()
    supervisor.watch()
    supervisor.stop()

    assert child.pause >= 4.0
    assert "mã 3" in said[0]


def test_full_disk_under_a_log_ends_neither_the_supervisor_nor_the_others(tmp_path, handlers, monkeypatch):
    """Found by filling a real disk: the supervisor itself ended, and with it everything that still worked."""
    monkeypatch.setattr("lienthong.config.supervisor.processes.LONGEST_PAUSE", 1.0)
    healthy, child = Child("web", SLEEPER, tmp_path / "web"), Child("jobs", SLEEPER, tmp_path / "jobs")
    said: list[str] = []
    supervisor = Supervisor([healthy, child], said.append)
    supervisor.start()
    start, tries = Child.start, []

    def no_room_at_first(self):
        tries.append(self.name)
        if len(tries) < 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        start(self)

    def end_when_restarted():
        monkeypatch.setattr(Child, "start", no_room_at_first)
        child.signal(signal.SIGKILL)
        _until(lambda: len(tries) == 3 and child.alive())
        supervisor.stopping = True

    threading.Thread(target=end_when_restarted).start()
    supervisor.watch()
    both = healthy.alive(), child.alive()
    supervisor.stop()

    assert both == (True, True)
    assert any("No space left" in line for line in said)


def test_marker_of_who_runs_is_written_as_soon_as_there_is_room(folder, monkeypatch):
    monkeypatch.setenv("LIENTHONG_VAR", str(folder))
    note = up.Note(Supervisor([], print))
    write = up.note_running

    def full(_supervisor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(up, "note_running", full)
    note.changed()
    monkeypatch.setattr(up, "note_running", write)
    assert not up.marker().exists()

    note.keep()

    assert up.marker().exists()


def test_words_that_find_no_room_in_the_log_disturb_nobody():
    def full(_text):
        raise OSError(errno.ENOSPC, "No space left on device")

    up.undisturbed(full)("một dòng")


class TestProbe:
    """A web server that lives but does not answer is no service: granian's master outlives its workers."""

    APPLICATION = "def application(environ, start):\n    start('200 OK', [])\n    return [b'up']\n"

    @pytest.fixture
    def web(self, tmp_path):
        (tmp_path / "tiny.py").write_text(self.APPLICATION)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
            "--respawn-failed-workers", "--log-level", "warning", "tiny:application",
        ]  # fmt: skip
        child = Child("web", command, tmp_path / "web.log", {"PYTHONPATH": str(tmp_path)})
        child.url = f"http://127.0.0.1:{port}/"
        yield child
        child.signal(signal.SIGCONT)
        child.stop(limit=1)

    @staticmethod
    def answers(child: Child) -> bool:
        try:
            return ask(child.url, 1)[0] == 200
        except (OSError, HTTPException):
            return False

    def test_master_whose_workers_are_gone_is_started_again(self, web, handlers):
        said: list[str] = []
        supervisor = Supervisor([web], said.append)
        supervisor.start()
        assert _until(lambda: self.answers(web))
        first = web.process.pid
        probe = Probe(web, web.url, said.append, every=0.1, timeout=0.5, most=3)
        probe.begin()
        assert _until(lambda: probe.answered == web.started)
        seen: list[bool] = []

        def take_the_workers() -> None:
            os.kill(first, signal.SIGSTOP)  # else it would respawn them
            for pid in children_of(first):
                os.kill(pid, signal.SIGKILL)
            seen.append(web.alive() and not self.answers(web))
            seen.append(_until(lambda: web.process.pid != first and self.answers(web)))
            supervisor.stopping = True

        threading.Thread(target=take_the_workers).start()
        supervisor.watch(probe)
        probe.end()

        assert seen == [True, True]
        assert probe.restarts == 1
        assert "còn sống nhưng không trả lời" in said[0]

    def test_server_that_answers_with_trouble_is_left_alone(self, tmp_path, web):
        """503 while the database is down: another web server would not mend it."""
        (tmp_path / "tiny.py").write_text(self.APPLICATION.replace("200 OK", "503 Service Unavailable"))
        web.start()
        probe = Probe(web, web.url, print, every=0.05, timeout=0.5, most=2, patience=0)
        assert _until(lambda: self._status(web) == 503)
        probe.begin()

        for _round in range(20):
            time.sleep(0.05)
            probe()
        probe.end()

        assert (probe.restarts, web.alive()) == (0, True)

    def test_starting_server_is_given_its_time(self, tmp_path):
        slow = Child("web", SLEEPER, tmp_path / "web.log")
        slow.start()
        probe = Probe(slow, "http://127.0.0.1:9/", print, every=0.01, timeout=0.1, most=2, patience=600)
        probe.begin()

        time.sleep(0.3)
        probe()
        probe.end()
        alive = slow.alive()
        slow.stop(limit=0.3)

        assert (probe.restarts, alive) == (0, True)

    @staticmethod
    def _status(child: Child) -> int:
        try:
            return ask(child.url, 1)[0]
        except (OSError, HTTPException):
            return 0

    @pytest.mark.parametrize(
        ("host", "address"),
        [
            ("0.0.0.0", "http://127.0.0.1:8123/healthz"),
            ("::", "http://[::1]:8123/healthz"),
            ("10.1.2.3", "http://10.1.2.3:8123/healthz"),
            ("fd00::7", "http://[fd00::7]:8123/healthz"),
        ],
    )
    def test_server_is_asked_where_it_listens(self, monkeypatch, host, address):
        """Asked at 127.0.0.1, a server on one address of the machine would be killed for ever."""
        monkeypatch.setenv("LIENTHONG_HOST", host)
        monkeypatch.setenv("LIENTHONG_PORT", "8123")

        assert health_address() == address


def test_taken_port_is_said_with_the_way_out():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(CannotStart, match=f"{port}.*LIENTHONG_PORT"):
            require_free("127.0.0.1", port, "LIENTHONG_PORT")
    require_free("127.0.0.1", port, "LIENTHONG_PORT")


def test_second_start_on_the_same_folder_is_refused_until_the_first_ends(folder, monkeypatch):
    monkeypatch.setenv("LIENTHONG_VAR", str(folder))
    with the_only_one():
        (folder / "running.json").write_text('{"supervisor": 4711, "port": 8000}')
        assert running() == {"supervisor": 4711, "port": 8000}
        with pytest.raises(CannotStart, match="4711"), the_only_one():
            pass
    assert running() is None
    with the_only_one():
        pass
