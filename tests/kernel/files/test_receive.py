from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Actor, history
from lienthong.kernel.errors import DomainError
from lienthong.kernel.files.domain.sweep import sweep
from lienthong.kernel.files.models import State, StoredFile
from lienthong.kernel.files.public import (
    attach,
    discard,
    open_file,
    read_bytes,
    receive,
    require_usable,
    store_bytes,
)
from lienthong.kernel.files.storage import storage
from tests.kernel.files import samples


def blobs() -> list[str]:
    return list(storage().stored())


def drafts(settings: Any) -> list[Path]:
    folder = Path(settings.FILES_DIR) / "tmp"
    return list(folder.iterdir()) if folder.exists() else []


def test_upload_is_stored_with_its_hash_size_kind_and_original_name(
    bring: Callable[..., StoredFile], citizen: Actor
) -> None:
    data = samples.pdf(pages=3)

    file = bring(data, "../Đơn đề nghị.pdf")

    assert (file.name, file.media_type, file.size, file.page_count) == (
        "Đơn đề nghị.pdf",
        "application/pdf",
        len(data),
        3,
    )
    assert file.uploaded_by == citizen.account_id
    assert blobs() == [file.sha256]
    assert read_bytes(file) == data


def test_upload_costs_few_statements(
    bring: Callable[..., StoredFile], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):  # known malware?, savepoint, row, job, release
        bring(samples.picture(), "a.png")


def test_same_content_brought_twice_gives_two_files_on_one_blob(bring: Callable[..., StoredFile]) -> None:
    first, second = bring(samples.picture(), "a.png"), bring(samples.picture(), "b.png")

    assert first.pk != second.pk
    assert blobs() == [first.sha256] == [second.sha256]


def test_upload_over_the_limit_is_refused_and_leaves_nothing(
    bring: Callable[..., StoredFile], settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 1000

    with pytest.raises(DomainError) as refusal:
        bring(b"a" * 1001, "a.txt")

    assert refusal.value.code == "file_too_large"
    assert (blobs(), drafts(settings), StoredFile.objects.count()) == ([], [], 0)


def test_upload_of_exactly_the_limit_is_taken(bring: Callable[..., StoredFile], settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000

    assert bring(b"a" * 1000, "a.txt").size == 1000


def test_limit_of_the_caller_never_exceeds_that_of_the_installation(
    bring: Callable[..., StoredFile], settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 1000

    with pytest.raises(DomainError):
        bring(b"a" * 1001, "a.txt", limit=5000)


def test_upload_cut_off_in_the_middle_leaves_nothing(db: None, citizen: Actor, settings: Any) -> None:
    def cut() -> Iterator[bytes]:
        yield b"%PDF-1.7 "
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(cut(), name="a.pdf", actor=citizen)

    assert (blobs(), drafts(settings), StoredFile.objects.count()) == ([], [], 0)


def test_refused_content_leaves_nothing(bring: Callable[..., StoredFile], settings: Any) -> None:
    with pytest.raises(DomainError):
        bring(samples.bomb(), "a.zip")

    assert (blobs(), drafts(settings), StoredFile.objects.count()) == ([], [], 0)


@pytest.mark.parametrize("declared", ["text/html", "image/svg+xml; charset=utf-8", "multipart/related"])
def test_upload_declared_as_a_page_is_refused(declared: str, bring: Callable[..., StoredFile]) -> None:
    with pytest.raises(DomainError) as refusal:
        bring(b"chu", "a.txt", declared_type=declared)

    assert refusal.value.code == "file_type_not_allowed"


class TestPolicy:
    """DESIGN §9.7: scanning is required, or off in demonstration mode only."""

    def test_without_scanning_an_upload_is_usable_and_says_that_nobody_scanned_it(
        self, bring: Callable[..., StoredFile]
    ) -> None:
        file = bring(samples.picture(), "a.png")

        require_usable(file)
        assert file.state == State.UNSCANNED

    def test_with_scanning_an_upload_waits_in_quarantine_and_cannot_be_opened(
        self, bring: Callable[..., StoredFile], settings: Any
    ) -> None:
        settings.VIRUS_SCAN_REQUIRED = True

        file = bring(samples.picture(), "a.png")

        assert (file.state, file.reason) == (State.QUARANTINE, "awaiting_scan")
        with pytest.raises(DomainError) as refusal:
            open_file(file)
        assert refusal.value.code == "file_awaiting_scan"

    def test_macros_are_quarantined_even_without_scanning(self, bring: Callable[..., StoredFile]) -> None:
        file = bring(samples.with_parts(samples.word(), word__vbaProject_dot_bin=b"x"), "a.docx")

        assert (file.state, file.reason) == (State.QUARANTINE, "macros")
        with pytest.raises(DomainError) as refusal:
            open_file(file)
        assert refusal.value.code == "file_quarantined"
        assert "macro" in str(refusal.value)

    def test_what_the_platform_made_itself_is_clean(self, db: None, citizen: Actor, settings: Any) -> None:
        settings.VIRUS_SCAN_REQUIRED = True

        file = store_bytes(
            samples.pdf(), name="Giấy tiếp nhận.pdf", actor=citizen, media_type="application/pdf"
        )

        require_usable(file)
        assert file.state == State.CLEAN


class TestAttaching:
    def test_own_upload_is_given_to_a_thing(self, bring: Callable[..., StoredFile], citizen: Actor) -> None:
        first, second = bring(samples.picture(), "a.png"), bring(b"chu", "b.txt")

        given = attach(
            [second, str(first.pk)], owner_type="thu.don", owner_id=7, actor=citizen, organisation_ids=[3, 1]
        )

        assert [file.pk for file in given] == [second.pk, first.pk]
        first.refresh_from_db()
        assert (first.owner_type, first.owner_id, first.organisation_ids) == ("thu.don", "7", [1, 3])

    def test_upload_of_somebody_else_is_not_found(
        self, bring: Callable[..., StoredFile], stranger: Actor
    ) -> None:
        file = bring(samples.picture(), "a.png")

        with pytest.raises(DomainError) as refusal:
            attach([file], owner_type="thu.don", owner_id=7, actor=stranger)

        assert refusal.value.code == "file_not_found"

    def test_file_of_one_thing_cannot_be_moved_to_another(
        self, bring: Callable[..., StoredFile], citizen: Actor
    ) -> None:
        file = bring(samples.picture(), "a.png", owner_type="thu.don", owner_id="7")

        attach([file], owner_type="thu.don", owner_id=7, actor=citizen)
        with pytest.raises(DomainError):
            attach([file], owner_type="thu.don", owner_id=8, actor=citizen)


class TestSweeping:
    def test_blob_without_row_goes_after_a_day_and_others_stay(
        self, bring: Callable[..., StoredFile], citizen: Actor
    ) -> None:
        kept = bring(samples.picture(), "a.png")
        gone = bring(b"chu", "b.txt")
        discard(gone, actor=citizen, reason="Nộp nhầm")

        assert sweep().blobs == 0
        with clock.shifted(dt.timedelta(hours=25)):
            assert sweep().blobs == 1
        assert blobs() == [kept.sha256]

    def test_upload_that_nothing_took_goes_after_a_month(
        self, bring: Callable[..., StoredFile], citizen: Actor
    ) -> None:
        attached = bring(samples.picture(), "a.png", owner_type="thu.don", owner_id="7")
        bring(b"chu", "b.txt")
        made = store_bytes(
            samples.pdf(), name="p.pdf", actor=citizen, media_type="application/pdf", purpose="slip"
        )

        with clock.shifted(dt.timedelta(days=31)):
            swept = sweep()

        assert swept.rows == 1
        assert set(StoredFile.objects.values_list("pk", flat=True)) == {attached.pk, made.pk}

    def test_discarding_stays_in_the_history(self, bring: Callable[..., StoredFile], citizen: Actor) -> None:
        file = bring(b"chu", "b.txt")
        pk = file.pk

        discard(file, actor=citizen)

        file.pk = pk
        assert [action.verb for action in history(file)] == ["files.discard"]
