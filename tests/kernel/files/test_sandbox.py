"""Converters run without network, files and programs, within time and memory, each file in a process of its own (S27)."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.files import sandbox, sandbox_forks
from tests.kernel.files import samples


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return samples.on_disk(tmp_path, b"x")


@pytest.fixture(params=["forked", "started"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways into the sandbox must hold the same."""
    if request.param == "started":
        monkeypatch.setattr(sandbox, "_forked", _no_nursery)
    return str(request.param)


def _no_nursery(*_args: Any) -> Any:
    raise sandbox_forks.NoNursery("switched off")


def test_s27_child_has_no_network_no_files_no_programs_and_is_not_root(file: Path, way: str) -> None:
    answer = sandbox.run("probe", file).answer

    assert answer["uid"] != 0
    assert (answer["network"], answer["programs"], answer["files"]) == (False, False, False)
    assert answer["parent_is_a_stranger"] is True


def test_s27_where_reading_fonts_is_allowed_writing_is_not(file: Path, way: str) -> None:
    answer = sandbox.run("probe_reading", file).answer

    assert (answer["files"], answer["writing"], answer["writing_why"]) == (True, False, "Permission denied")


def test_s27_child_that_burns_processor_time_is_stopped(file: Path, way: str) -> None:
    with pytest.raises(sandbox.LimitReached):
        sandbox.run("probe", file, {"burn": "cpu"}, cpu_seconds=1)


def test_s27_child_that_takes_memory_is_stopped(file: Path, way: str) -> None:
    with pytest.raises(sandbox.LimitReached):
        sandbox.run("probe", file, {"burn": "memory"})


def test_s27_child_that_does_not_end_in_time_is_killed(file: Path, way: str) -> None:
    with pytest.raises(sandbox.LimitReached, match="time"):
        sandbox.run("probe", file, {"burn": "cpu"}, timeout=0.5)
    if way == "forked":
        _wait_until(lambda: _children(sandbox_forks.nursery().process.pid) == [])


def test_child_that_answers_too_much_is_killed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "OUTPUT_BYTES", 1 << 16)

    with pytest.raises(sandbox.LimitReached, match="output"):
        sandbox.run("probe", file, {"burn": "output"})


def test_every_file_gets_a_process_of_its_own_and_sees_nothing_of_the_one_before(file: Path) -> None:
    first, second = (sandbox.run("probe", file, {"leave": True}).answer for _ in range(2))

    assert first["pid"] != second["pid"]
    assert (first["left_behind"], second["left_behind"]) == (False, False)


def test_child_holds_nothing_open_but_the_file_and_its_answer(file: Path) -> None:
    answer = sandbox.run("probe", file).answer

    assert answer["open_descriptors"] == [0, 1, 2]


def test_nursery_is_no_root_has_one_thread_and_keeps_its_memory_closed_to_its_own_user(file: Path) -> None:
    sandbox.run("probe", file)
    pid = sandbox_forks.nursery().process.pid
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())

    assert status["Threads"].strip() == "1"
    assert "0" not in status["Uid"].split()
    if os.getuid() == 0:
        # Of a process that may be looked into, /proc belongs to its user; of a closed one, to root.
        assert Path(f"/proc/{pid}/mem").stat().st_uid == 0


def test_many_files_at_once_each_get_their_own_answer(tmp_path: Path) -> None:
    pages: dict[int, Any] = {}

    def look(number: int) -> None:
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(samples.pdf(pages=number))
        pages[number] = sandbox.run("pdf_inspect", path, {"max_pages": 100}).answer["page_count"]

    threads = [threading.Thread(target=look, args=[number]) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert pages == {number: number for number in range(1, 9)}


def test_killed_nursery_is_replaced_and_the_file_is_still_looked_at(file: Path) -> None:
    sandbox.run("probe", file)
    before = sandbox_forks.nursery().process.pid
    os.kill(before, signal.SIGKILL)

    assert sandbox.run("probe", file).answer["network"] is False
    assert sandbox_forks.nursery().process.pid != before


def test_without_a_nursery_every_file_gets_a_fresh_interpreter(file: Path, no_nursery: None) -> None:
    assert sandbox.run("probe", file).answer["network"] is False


def test_nursery_ends_with_the_process_that_started_it() -> None:
    pid = os.fork()
    if pid == 0:
        try:
            own = sandbox_forks.nursery().process.pid
            Path(f"/tmp/nursery-{os.getpid()}").write_text(str(own))
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    note = Path(f"/tmp/nursery-{pid}")
    nursery = int(note.read_text())
    note.unlink()

    _wait_until(lambda: not Path(f"/proc/{nursery}/task").exists() or _is_zombie(nursery))
    assert nursery != sandbox_forks.nursery().process.pid


@pytest.fixture
def no_nursery(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine on which no nursery comes up."""
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(1)")
    monkeypatch.setattr(sandbox_forks, "NURSERY", broken)
    monkeypatch.setattr(sandbox_forks, "_current", None)
    monkeypatch.setattr(sandbox_forks, "_not_before", 0.0)
    yield


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _is_zombie(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def _wait_until(true: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
