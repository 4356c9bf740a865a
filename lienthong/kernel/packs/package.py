"""A pack as a set of files in memory: read from a folder or from a kept archive, within bounds."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext

from .problems import Problem

MAX_FILE = 8 * 1024 * 1024
MAX_TOTAL = 64 * 1024 * 1024
MAX_FILES = 5_000
MAX_FOLDERS = 8
PROSE = {".md", ".txt"}
MANIFEST = "pack.yaml"


@dataclass(frozen=True)
class Package:
    """``files`` maps a path with forward slashes to its bytes. ``problems`` are those met while reading."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    origin: Path | None = field(default=None, compare=False)

    @cached_property
    def checksum(self) -> str:
        """SHA-256 over names, sizes and bytes in order; the same files give the same sum on any machine."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            content = self.files[name]
            digest.update(f"{len(name.encode())}:{name}:{len(content)}:".encode())
            digest.update(content)
        return digest.hexdigest()

    def to_archive(self) -> bytes:
        """A ``tar.xz`` without times, owners or modes, so that it depends on the content alone."""
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:xz", preset=2) as archive:
            for name in sorted(self.files):
                member = tarfile.TarInfo(name)
                member.size = len(self.files[name])
                archive.addfile(member, io.BytesIO(self.files[name]))
        return buffer.getvalue()


def from_archive(content: bytes) -> Package:
    """The package that :meth:`Package.to_archive` wrote; bounded like a folder."""
    files: dict[str, bytes] = {}
    total = 0
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:xz") as archive:
        for member in archive:
            total += member.size
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None or total > MAX_TOTAL or len(files) >= MAX_FILES:
                raise ValueError("not an archive of a pack")
            files[member.name] = stream.read()
    return Package(files)


def from_folder(folder: Path) -> Package:
    """Read a folder. Links, hidden files and files past the bounds are problems, never followed."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    if not folder.is_dir():
        return Package(
            {}, (Problem(str(folder), 0, 0, gettext("Không có thư mục này"), "no_folder"),), folder
        )
    total = 0
    for path in sorted(folder.rglob("*")):
        name = PurePosixPath(path.relative_to(folder)).as_posix()
        if path.is_symlink():
            problems.append(Problem(name, 0, 0, gettext("Gói không được chứa liên kết (symlink)"), "symlink"))
            continue
        if not path.is_file() or path.suffix == ".pyc":
            continue
        size = path.stat().st_size
        total += size
        if size > MAX_FILE:
            problems.append(
                Problem(
                    name,
                    0,
                    0,
                    gettext("Tệp lớn quá %(limit)s MB; hãy chia nhỏ") % {"limit": MAX_FILE // 1024 // 1024},
                    "file_too_large",
                )
            )
        elif total > MAX_TOTAL or len(files) >= MAX_FILES or name.count("/") >= MAX_FOLDERS:
            problems.append(
                Problem(
                    name, 0, 0, gettext("Gói vượt giới hạn về dung lượng, số tệp hoặc độ sâu"), "too_large"
                )
            )
            break
        else:
            files[name] = path.read_bytes()
    return Package(files, tuple(problems), folder)
