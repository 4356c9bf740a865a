"""Virus scanning: what is found is refused, and a silent scanner never means clean (S26)."""

from __future__ import annotations

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.actions.public import history
from lienthong.kernel.errors import DomainError
from lienthong.kernel.files import clamav
from lienthong.kernel.files.domain.scan import scan, waiting_for_scan
from lienthong.kernel.files.models import State, StoredFile
from tests.kernel.files import samples
from tests.kernel.files.scanner import needs_clamscan


def pdf_with_eicar() -> bytes:
    def change(document: Any) -> None:
        document.pages[0].Contents = document.make_stream(samples.EICAR)

    return samples.pdf(change=change, compress_streams=True)


INFECTED = {
    "a.txt": lambda: samples.EICAR,
    "a.zip": lambda: samples.archive({"trong/a.txt": samples.EICAR}),
    "a.docx": lambda: samples.with_parts(samples.word(), word__media__a_dot_txt=samples.EICAR),
    "a.pdf": pdf_with_eicar,
}


@needs_clamscan
@pytest.mark.parametrize("name", sorted(INFECTED))
def test_test_virus_is_found_in_its_container_and_the_file_refused(
    name: str, bring: Callable[..., StoredFile], signatures: Path
) -> None:
    file = bring(INFECTED[name](), name)

    scan(file.pk)

    file.refresh_from_db()
    assert file.state == State.REFUSED
    assert file.reason.startswith("Eicar-Test")
    assert [action.verb for action in history(file)] == ["files.refuse"]


@needs_clamscan
@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
def test_file_without_virus_becomes_clean(
    name: str, bring: Callable[..., StoredFile], signatures: Path
) -> None:
    file = bring({"a.docx": samples.word, "a.pdf": samples.pdf}[name](), name)

    scan(file.pk)

    file.refresh_from_db()
    assert (file.state, file.reason) == (State.CLEAN, "")


@needs_clamscan
def test_all_files_with_the_bytes_of_a_found_virus_are_refused(
    bring: Callable[..., StoredFile], signatures: Path
) -> None:
    first, second = bring(samples.EICAR, "a.txt"), bring(samples.EICAR, "b.txt")

    scan(first.pk)

    second.refresh_from_db()
    assert second.state == State.REFUSED
    with pytest.raises(DomainError) as refusal:
        bring(samples.EICAR, "c.txt")
    assert refusal.value.code == "file_infected"


@needs_clamscan
def test_macros_stay_in_quarantine_after_a_clean_scan(
    bring: Callable[..., StoredFile], signatures: Path
) -> None:
    file = bring(samples.with_parts(samples.word(), word__vbaProject_dot_bin=b"x"), "a.docx")

    scan(file.pk)

    file.refresh_from_db()
    assert (file.state, file.reason) == (State.QUARANTINE, "macros")


@needs_clamscan
def test_encrypted_archive_is_never_called_clean(
    bring: Callable[..., StoredFile], signatures: Path, tmp_path: Path
) -> None:
    data = bytearray(samples.archive({"a.txt": b"x" * 50}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1

    assert clamav.scan(samples.on_disk(tmp_path, bytes(data))).outcome == "suspect"


@needs_clamscan
def test_scanner_without_signatures_leaves_the_file_in_quarantine(
    bring: Callable[..., StoredFile], signatures: Path, settings: Any
) -> None:
    settings.CLAMAV_DATABASE = str(signatures / "khong-co")
    file = bring(samples.picture(), "a.png")

    verdict = scan(file.pk)

    file.refresh_from_db()
    assert verdict is not None
    assert verdict.outcome == "unknown"
    assert (file.state, file.reason) == (State.QUARANTINE, "awaiting_scan")
    assert waiting_for_scan(older_than_seconds=-1) == [file.pk]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Heuristics.Limits.Exceeded.MaxFileSize", "unknown"),
        ("Heuristics.Limits.Exceeded.MaxRecursion.UNOFFICIAL", "unknown"),
        ("Heuristics.Encrypted.Zip", "suspect"),
        ("Heuristics.OLE2.ContainsMacros.VBA", "suspect"),
        ("Win.Test.EICAR_HDB-1", "infected"),
    ],
)
def test_reported_name_is_understood(name: str, outcome: str) -> None:
    assert clamav.judge(name).outcome == outcome


class Daemon:
    """A stand-in that speaks clamd's INSTREAM over a real socket and gives a prepared answer."""

    def __init__(self, folder: Path, answer: bytes) -> None:
        self.path = str(folder / "clamd.sock")
        self.answer = answer
        self.got = io.BytesIO()
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(self.path)
        self.server.listen(1)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        link, _ = self.server.accept()
        with link, link.makefile("rb") as lines:
            assert lines.read(10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", lines.read(4))[0]:
                self.got.write(lines.read(size))
            link.sendall(self.answer)


@pytest.fixture
def daemon(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[Callable[[bytes], Daemon]]:
    made: list[Daemon] = []

    def start(answer: bytes) -> Daemon:
        one = Daemon(tmp_path_factory.mktemp("d"), answer)
        settings.CLAMD_SOCKET = one.path
        made.append(one)
        return one

    yield start
    for one in made:
        one.server.close()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"stream: OK\0", "clean"),
        (b"stream: Eicar-Test FOUND\0", "infected"),
        (b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\0", "unknown"),
        (b"INSTREAM size limit exceeded. ERROR\0", "unknown"),
        (b"", "unknown"),
        (b"stream: O", "unknown"),
    ],
)
def test_answer_of_the_daemon_is_understood(
    answer: bytes, outcome: str, daemon: Callable[[bytes], Daemon], tmp_path: Path
) -> None:
    stand_in = daemon(answer)
    path = samples.on_disk(tmp_path, b"x" * 600_000)

    assert clamav.scan(path).outcome == outcome
    stand_in.thread.join(5)
    assert stand_in.got.getvalue() == path.read_bytes()


def test_daemon_that_is_down_means_unknown(tmp_path: Path, settings: Any) -> None:
    settings.CLAMD_SOCKET = str(tmp_path / "nobody.sock")

    assert clamav.scan(samples.on_disk(tmp_path, b"x")).outcome == "unknown"
