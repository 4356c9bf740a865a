"""A disk of a few megabytes in memory that can be filled up and emptied again. Needs the right to mount."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path


class SmallDisk:
    """Mounted at ``folder`` until ``close``. Raises PermissionError where mounting is not allowed."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        mode = oct(folder.stat().st_mode & 0o777)[2:]
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode={mode}", "tmpfs", str(folder)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise PermissionError(done.stderr.strip())
        self.ballast = folder / "ballast"

    @property
    def free(self) -> int:
        facts = os.statvfs(self.folder)
        return facts.f_bavail * facts.f_frsize

    def fill(self, *, leave: int = 0) -> None:
        """Take all the room but ``leave`` bytes."""
        try:
            with self.ballast.open("ab", buffering=0) as handle:
                while (room := self.free - leave) > 0:
                    handle.write(bytes(min(room, 1 << 20)))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise

    def empty(self) -> None:
        self.ballast.unlink(missing_ok=True)

    def close(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=False, capture_output=True)
