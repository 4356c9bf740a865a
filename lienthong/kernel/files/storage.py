"""Where the bytes lie: content-addressed, behind an interface small enough for an object store.

On disk: ``ab/cd/<sha256>`` with mode 0600. A blob appears by one atomic rename after fsync of file and folder, so a
crash leaves either nothing or the whole; what a crash leaves in ``tmp/`` the sweeper removes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from lienthong.kernel import clock

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Draft:
    """A file being received: written once, hashed and counted on the way."""

    def __init__(self, handle: BinaryIO, path: Path) -> None:
        self._handle = handle
        self._hash = hashlib.sha256()
        self.path = path
        self.size = 0

    def write(self, chunk: bytes) -> None:
        self._handle.write(chunk)
        self._hash.update(chunk)
        self.size += len(chunk)

    def close(self) -> None:
        """Everything written is on the disk when this returns."""
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.close()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


class Storage(Protocol):
    """What the platform asks of a store. Keys are lower-case hexadecimal SHA-256 of the content."""

    def draft(self) -> AbstractContextManager[Draft]: ...

    def publish(self, draft: Draft) -> str: ...

    def open(self, sha256: str) -> BinaryIO: ...

    def local_path(self, sha256: str) -> AbstractContextManager[Path]: ...

    def exists(self, sha256: str) -> bool: ...

    def stored(self) -> Iterator[str]: ...

    def remove_if_untouched(self, sha256: str, older_than_seconds: float) -> bool: ...

    def sweep_drafts(self, older_than_seconds: float) -> int: ...


class LocalStorage:
    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._drafts = self.root / "tmp"
        for folder in (self.root, self._drafts):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """A draft that is gone when the block ends, whatever happened, unless it was published."""
        try:
            descriptor, name = tempfile.mkstemp(prefix="draft-", dir=self._drafts)
        except FileNotFoundError:
            # The store was emptied or another disk was mounted over it while we run: that heals without a restart.
            self._drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix="draft-", dir=self._drafts)
        path = Path(name)
        handle = os.fdopen(descriptor, "wb")
        try:
            yield Draft(handle, path)
        finally:
            # On a full disk closing fails again, for what is still in the buffer; the draft must go all the same.
            with suppress(OSError):
                handle.close()
            path.unlink(missing_ok=True)

    def publish(self, draft: Draft) -> str:
        """Make the draft a blob and return its key; content that is already there is not stored twice."""
        sha256 = draft.sha256
        target = self._path(sha256)
        with self._lock(fcntl.LOCK_SH):
            for folder in (target.parent.parent, target.parent):
                if not folder.exists():
                    folder.mkdir(mode=0o700, exist_ok=True)
                    _fsync_folder(folder.parent)
            if target.exists():
                # Touched, so that a sweep that runs just now does not take it for an orphan.
                os.utime(target)
                return sha256
            draft.path.rename(target)
            _fsync_folder(target.parent)
        return sha256

    def open(self, sha256: str) -> BinaryIO:
        """Raises FileNotFoundError when the blob is not there."""
        return self._path(sha256).open("rb")

    @contextmanager
    def local_path(self, sha256: str) -> Iterator[Path]:
        """A path for programs that need one. Read only; valid inside the block."""
        path = self._path(sha256)
        if not path.exists():
            raise FileNotFoundError(sha256)
        yield path

    def exists(self, sha256: str) -> bool:
        return self._path(sha256).exists()

    def stored(self) -> Iterator[str]:
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if _SHA256.fullmatch(path.name):
                yield path.name

    def remove_if_untouched(self, sha256: str, older_than_seconds: float) -> bool:
        """Remove a blob that nobody published again lately. The lock keeps :meth:`publish` out meanwhile."""
        path = self._path(sha256)
        with self._lock(fcntl.LOCK_EX):
            if not path.exists() or self._age(path) < older_than_seconds:
                return False
            path.unlink()
            return True

    def sweep_drafts(self, older_than_seconds: float) -> int:
        """Remove what interrupted uploads left; returns how many."""
        removed = 0
        for path in self._drafts.iterdir():
            if self._age(path) >= older_than_seconds:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _age(self, path: Path) -> float:
        return clock.now().timestamp() - path.stat().st_mtime

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError("not a SHA-256 key")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    @contextmanager
    def _lock(self, mode: int) -> Iterator[None]:
        descriptor = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, mode)
            yield
        finally:
            os.close(descriptor)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@lru_cache(maxsize=8)
def _local(root: str) -> LocalStorage:
    return LocalStorage(Path(root))


def storage() -> Storage:
    """The store of this installation (``settings.FILES_DIR``)."""
    return _local(str(settings.FILES_DIR))
