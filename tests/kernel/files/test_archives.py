"""Archives are measured while they unpack (S22) and may not reach outside (S23)."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.errors import DomainError
from lienthong.kernel.files.inspection import archives
from tests.kernel.files import samples


def code_of(look: Callable[..., Any], data: bytes, name: str = "a.zip") -> str:
    with pytest.raises(DomainError) as refusal:
        look(data, name)
    return refusal.value.code


def test_bomb_of_200_megabytes_in_200_kilobytes_is_refused(look: Callable[..., Any]) -> None:
    data = samples.bomb()

    assert len(data) < 210_000
    assert code_of(look, data) == "file_unpacks_too_large"


@pytest.mark.parametrize("maker", ["bomb", "lying_bomb"])
def test_bomb_is_refused_within_one_processor_second_and_50_megabytes(maker: str, tmp_path: Path) -> None:
    path = samples.on_disk(tmp_path, getattr(samples, maker)())
    program = textwrap.dedent(
        """
        import resource, sys
        from pathlib import Path
        from lienthong.kernel.errors import DomainError
        from lienthong.kernel.files.inspection.inspect import inspect
        def used(): return resource.getrusage(resource.RUSAGE_SELF)
        before = used()
        try:
            inspect(Path(sys.argv[1]), name="a.zip")
        except DomainError as refusal:
            after = used()
            print(refusal.code, after.ru_utime - before.ru_utime, after.ru_maxrss - before.ru_maxrss)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )

    code, seconds, kilobytes = done.stdout.split()
    assert code in ("file_unpacks_too_large", "file_broken")
    assert float(seconds) < 1
    assert int(kilobytes) < 50 * 1024


def test_archive_whose_directory_lies_about_sizes_is_refused(look: Callable[..., Any]) -> None:
    assert code_of(look, samples.lying_bomb()) == "file_broken"


def test_bomb_inside_an_archive_is_refused(look: Callable[..., Any]) -> None:
    inner = samples.bomb(60)

    assert code_of(look, samples.archive({"trong.zip": inner})) == "file_unpacks_too_large"


def test_bomb_as_a_word_document_is_refused(look: Callable[..., Any]) -> None:
    data = samples.with_parts(samples.word(), word__media__a_dot_bin=b"\0" * (150 << 20))

    assert code_of(look, data, "a.docx") == "file_unpacks_too_large"


def test_archives_nested_too_deep_are_refused(look: Callable[..., Any]) -> None:
    data = samples.archive({"a.txt": b"x"})
    for _level in range(archives.MAX_DEPTH):
        data = samples.archive({"trong.zip": data})

    assert code_of(look, data) == "file_too_deep"


def test_archive_with_too_many_entries_is_refused(look: Callable[..., Any]) -> None:
    data = samples.archive({f"{number}": b"" for number in range(archives.MAX_ENTRIES + 1)})

    assert code_of(look, data) == "file_unpacks_too_large"


def test_entries_that_share_compressed_bytes_are_refused(look: Callable[..., Any]) -> None:
    data = bytearray(samples.archive({"a.txt": b"x" * 100, "b.txt": b"y" * 100}))
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)

    assert code_of(look, bytes(data)) in ("file_unpacks_too_large", "file_broken")


@pytest.mark.parametrize(
    "name",
    ["../a.txt", "a/../../b.txt", "/etc/cron.d/a", "C:/a.txt", "a\\..\\b.txt", "..", "a\x01b", "a" * 1100],
)
def test_entry_name_that_leaves_the_folder_is_refused(name: str, look: Callable[..., Any]) -> None:
    assert code_of(look, samples.archive({name: b"x"})) == "file_unsafe_archive"


def test_symbolic_link_in_an_archive_is_refused(look: Callable[..., Any]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        entry = zipfile.ZipInfo("lien-ket")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        packed.writestr(entry, "/etc/passwd")

    assert code_of(look, out.getvalue()) == "file_unsafe_archive"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(look: Callable[..., Any]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "bản một")
        packed.writestr("A.txt", "bản hai")

    assert code_of(look, out.getvalue()) == "file_unsafe_archive"


def test_bytes_before_or_behind_an_archive_are_refused(look: Callable[..., Any]) -> None:
    data = samples.archive({"a.txt": b"x"})

    assert code_of(look, data + b"<script>") == "file_broken"
    assert code_of(look, data[:-22] + b"PK\x05\x07" + data[-22:]) == "file_broken"


def test_program_in_an_archive_is_kept_in_quarantine(look: Callable[..., Any]) -> None:
    assert look(samples.archive({"cai-dat.exe": b"x"}), "a.zip").reasons == {"executable"}
    assert look(samples.archive({"anh.png": b"MZ\x90\x00"}), "a.zip").reasons == {"executable"}


def test_encrypted_archive_is_kept_in_quarantine(look: Callable[..., Any]) -> None:
    data = bytearray(samples.archive({"a.txt": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1

    assert look(bytes(data), "a.zip").reasons == {"encrypted"}


def test_macros_of_a_document_inside_an_archive_are_found(look: Callable[..., Any]) -> None:
    inner = samples.with_parts(samples.word(), word__vbaProject_dot_bin=b"x")

    assert look(samples.archive({"to-trinh.docx": inner}), "a.zip").reasons == {"macros"}
