from __future__ import annotations

import datetime as dt
import hashlib
import stat
from pathlib import Path

import pytest

from lienthong.kernel import clock
from lienthong.kernel.files.storage import LocalStorage


@pytest.fixture
def store(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "kho")


def put(store: LocalStorage, data: bytes) -> str:
    with store.draft() as draft:
        draft.write(data)
        draft.close()
        return store.publish(draft)


def files_under(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")


def test_blob_lies_under_its_hash_and_only_the_owner_may_read_it(store: LocalStorage) -> None:
    key = put(store, b"noi dung")

    path = store.root / key[:2] / key[2:4] / key
    assert key == hashlib.sha256(b"noi dung").hexdigest()
    assert path.read_bytes() == b"noi dung"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_same_content_is_stored_once(store: LocalStorage) -> None:
    assert put(store, b"x") == put(store, b"x")
    assert len(files_under(store.root)) == 1


def test_interrupted_draft_leaves_nothing(store: LocalStorage) -> None:
    with pytest.raises(ConnectionResetError), store.draft() as draft:
        draft.write(b"nua chung")
        raise ConnectionResetError

    assert files_under(store.root) == []


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "/x"])
def test_key_that_is_no_hash_reaches_no_path(key: str, store: LocalStorage) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.open(key)


def test_blob_published_again_a_moment_ago_is_not_removed_as_orphan(store: LocalStorage) -> None:
    key = put(store, b"x")

    assert store.remove_if_untouched(key, 3600) is False
    with clock.shifted(dt.timedelta(hours=2)):
        assert store.remove_if_untouched(key, 3600) is True
    assert not store.exists(key)


def test_drafts_left_by_a_crash_are_swept_after_their_time(store: LocalStorage) -> None:
    (store.root / "tmp" / "draft-cu").write_bytes(b"x")

    assert store.sweep_drafts(3600) == 0
    with clock.shifted(dt.timedelta(hours=2)):
        assert store.sweep_drafts(3600) == 1
