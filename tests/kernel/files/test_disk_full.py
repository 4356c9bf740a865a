"""The disk of the file store is full, or was taken away and came back."""

from __future__ import annotations

import errno
import io
import resource
import shutil

import pytest

from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.errors import Unavailable
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.public import receive
from lienthong.kernel.files.storage import Draft, storage

TEXT = "Đơn đề nghị, nội dung bất kỳ.\n".encode()


def test_full_disk_is_said_plainly_and_leaves_nothing(db, settings, monkeypatch):
    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Draft, "write", full)

    with pytest.raises(Unavailable) as refusal:
        receive(io.BytesIO(TEXT), name="don.txt", actor=SYSTEM, declared_type="text/plain")

    assert refusal.value.code == "storage_full"
    assert StoredFile.objects.count() == 0
    assert list((settings.FILES_DIR / "tmp").iterdir()) == []


def test_draft_whose_last_bytes_find_no_room_leaves_no_file_behind(settings):
    """The bytes were still in the buffer, so that closing fails too; found by the fault scenario of a full file store."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    store = storage()
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(OSError), store.draft() as draft:
            draft.write(b"x" * 5000)
            draft.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert list((settings.FILES_DIR / "tmp").iterdir()) == []


def test_store_that_was_emptied_while_running_takes_files_again(db, settings):
    receive(io.BytesIO(TEXT), name="don.txt", actor=SYSTEM, declared_type="text/plain")
    for path in settings.FILES_DIR.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    again = receive(io.BytesIO(TEXT), name="don.txt", actor=SYSTEM, declared_type="text/plain")

    assert again.state in ("clean", "unscanned")
