"""Deciding about held files: a new scan, release by one or by two, holding again, destroying."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.kernel.actions.public import Actor, history
from lienthong.kernel.errors import DomainError, Forbidden, Refused, Unavailable
from lienthong.kernel.files import clamav, jobs
from lienthong.kernel.files.domain import destroy as destroying
from lienthong.kernel.files.domain.extract import extract_text
from lienthong.kernel.files.domain.scan import scan, waiting_for_renewal
from lienthong.kernel.files.domain.sweep import sweep
from lienthong.kernel.files.models import FileText, Release, State, StoredFile
from lienthong.kernel.files.preview import _folder
from lienthong.kernel.files.public import (
    confirm_release,
    decline_release,
    destroy,
    hold_again,
    open_file,
    release,
    scan_again,
    store_bytes,
)
from lienthong.kernel.files.storage import storage
from lienthong.kernel.files.views import download
from tests.kernel.files import samples
from tests.kernel.files.scanner import needs_clamscan, write_signatures

REASON = "Biểu mẫu của Sở, đã hỏi người gửi"


@pytest.fixture
def admin(make: Any) -> Actor:
    return replace(make.actor(make.officer("quan_tri_nen_tang", name="Nguyễn Thị Quản Trị")), stepped_up=True)


@pytest.fixture
def second(make: Any) -> Actor:
    return replace(make.actor(make.officer("quan_tri_nen_tang", name="Phạm Văn Xem Lại")), stepped_up=True)


@cache
def with_macros() -> bytes:
    """The same bytes at every call: an archive made a second later carries another time."""
    return samples.with_parts(samples.word(), word__vbaProject_dot_bin=b"x")


@pytest.fixture
def held(bring: Callable[..., StoredFile]) -> Callable[..., StoredFile]:
    """A file with macros, held, and what the newest scan said of it."""

    def brought(verdict: str = "clean", finding: str = "", name: str = "bieu-mau.docx") -> StoredFile:
        file = bring(with_macros(), name)
        if verdict == "infected":
            file.state, file.reason = State.REFUSED, finding or "Thu.Nham"
        file.verdict, file.finding = verdict, finding
        file.save()
        return file

    return brought


def state_of(file: StoredFile) -> str:
    file.refresh_from_db()
    return file.state


def code_of(act: Callable[[], Any]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


class TestRelease:
    def test_release_after_a_clean_scan_opens_the_file_and_is_recorded(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        file = held("clean")

        found = release(file, actor=admin, reason=REASON)

        assert (found.state, state_of(file)) == ("confirmed", State.RELEASED)
        assert open_file(file).read() == with_macros()
        [action] = history(file)
        assert (action.verb, action.account_id, action.reason) == ("files.release", admin.account_id, REASON)
        assert action.data["held_for"] == "macros"

    @pytest.mark.parametrize(
        ("verdict", "finding"),
        [("infected", "Thu.Nham"), ("suspect", "encrypted"), ("unknown", "scan_limits")],
    )
    def test_release_against_the_scanner_waits_for_a_second_person(
        self, verdict: str, finding: str, held: Callable[..., StoredFile], admin: Actor, second: Actor
    ) -> None:
        file = held(verdict, finding)
        before = file.state

        found = release(file, actor=admin, reason=REASON)

        assert (found.state, state_of(file)) == ("waiting", before)
        with pytest.raises(Refused):
            open_file(file)

        confirm_release(file, actor=second, reason="Đã xem mã băm, là biểu mẫu gốc")

        assert state_of(file) == State.RELEASED
        assert [action.verb for action in history(file)] == ["files.ask_release", "files.release"]

    def test_the_one_who_asked_cannot_confirm_even_by_another_account(
        self, held: Callable[..., StoredFile], admin: Actor, make: Any
    ) -> None:
        from lienthong.kernel.accounts.models import Account

        file = held("infected")
        release(file, actor=admin, reason=REASON)
        twin = Account.objects.create_user("nguoi-do", kind="officer", person_id=admin.person_id)

        for actor in (admin, replace(admin, account_id=twin.pk)):
            assert (
                code_of(lambda actor=actor: confirm_release(file, actor=actor, reason=REASON))
                == "same_person"
            )  # type: ignore[misc]
        assert state_of(file) == State.REFUSED

    def test_database_refuses_a_release_that_one_person_confirmed_alone(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        file = held("infected")
        found = release(file, actor=admin, reason=REASON)

        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=found.pk).update(state="confirmed", decided_by=admin.account_id)

    def test_file_that_was_never_scanned_is_released_by_nobody(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        for verdict, finding in (("", ""), ("unknown", "absent")):
            file = held(verdict, finding)
            assert code_of(lambda file=file: release(file, actor=admin, reason=REASON)) == "not_scanned"  # type: ignore[misc]

    def test_declined_request_can_be_made_again(
        self, held: Callable[..., StoredFile], admin: Actor, second: Actor
    ) -> None:
        file = held("infected")
        release(file, actor=admin, reason=REASON)
        assert code_of(lambda: release(file, actor=second, reason=REASON)) == "release_waiting"

        decline_release(file, actor=second, reason="Chưa rõ nguồn gốc")

        assert state_of(file) == State.REFUSED
        assert release(file, actor=admin, reason=REASON).state == "waiting"

    def test_confirmation_after_the_finding_changed_is_refused(
        self, held: Callable[..., StoredFile], admin: Actor, second: Actor
    ) -> None:
        file = held("infected", "Thu.Nham")
        release(file, actor=admin, reason=REASON)
        StoredFile.objects.filter(pk=file.pk).update(reason="Win.Khac", finding="Win.Khac")

        assert code_of(lambda: confirm_release(file, actor=second, reason=REASON)) == "finding_changed"

    def test_release_without_a_reason_names_the_field(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        with pytest.raises(DomainError) as refusal:
            release(held(), actor=admin, reason="  x ")
        assert refusal.value.field == "reason"

    def test_hold_again_ends_the_release(
        self, held: Callable[..., StoredFile], admin: Actor, second: Actor
    ) -> None:
        file = held("infected")
        release(file, actor=admin, reason=REASON)
        confirm_release(file, actor=second, reason=REASON)

        hold_again(file, actor=admin, reason="Người gửi báo nhầm tệp")

        assert state_of(file) == State.REFUSED
        assert Release.objects.get().state == "ended"

    def test_all_rows_with_the_bytes_follow_one_decision(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        first, other = held(), held(name="ban-sao.docx")

        release(first, actor=admin, reason=REASON)

        assert state_of(other) == State.RELEASED
        assert [action.verb for action in history(other)] == ["files.release"]

    @pytest.mark.parametrize(
        "act",
        [release, confirm_release, decline_release, hold_again, destroy, lambda file, actor, reason: scan_again(file, actor=actor)],
    )  # fmt: skip
    def test_acts_are_for_administrators_of_the_platform_only(
        self, act: Any, held: Callable[..., StoredFile], make: Any, citizen: Actor
    ) -> None:
        file = held()
        for actor in (citizen, make.actor(make.officer("quan_tri_co_quan", "lanh_dao"))):
            with pytest.raises(Forbidden):
                act(file, actor=replace(actor, stepped_up=True), reason=REASON)

    def test_release_keeps_to_the_statement_budget(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        file = held()

        with CaptureQueriesContext(connection) as captured:
            release(file, actor=admin, reason=REASON)

        assert len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 15


class TestScanAgain:
    @needs_clamscan
    def test_false_positive_released_by_two_is_not_refused_by_the_next_scan_or_upload(
        self, bring: Callable[..., StoredFile], signatures: Path, admin: Actor, second: Actor
    ) -> None:
        file = bring(samples.EICAR, "a.txt")
        scan(file.pk)
        release(StoredFile.objects.get(pk=file.pk), actor=admin, reason=REASON)
        confirm_release(file, actor=second, reason=REASON)

        scan(file.pk)
        later = bring(samples.EICAR, "b.txt")
        scan(later.pk)

        assert (state_of(file), state_of(later)) == (State.RELEASED, State.RELEASED)
        assert [action.verb for action in history(later)] == ["files.release"]

    @needs_clamscan
    def test_renewed_signatures_let_a_refused_file_be_released_by_one(
        self, bring: Callable[..., StoredFile], signatures: Path, admin: Actor
    ) -> None:
        file = bring(samples.EICAR, "a.txt")
        scan(file.pk)
        assert waiting_for_renewal() == []
        write_signatures(signatures, b"hoan toan khac", "Khac")
        for path in signatures.iterdir():
            os.utime(path, (2_000_000_000, 2_000_000_000))

        assert waiting_for_renewal() == [file.pk]
        scan(file.pk)

        assert (state_of(file), file.verdict) == (State.REFUSED, "clean")
        assert waiting_for_renewal() == []
        assert release(file, actor=admin, reason=REASON).state == "confirmed"

    @needs_clamscan
    def test_renewed_signatures_find_malware_in_what_only_had_macros(
        self, held: Callable[..., StoredFile], signatures: Path
    ) -> None:
        file = held("clean")
        write_signatures(signatures, with_macros(), "Macro-Xau")

        (signatures / "thu.ndb").unlink()
        assert waiting_for_renewal() == [file.pk]

        jobs.scan_renewed(0)
        jobs.look_after(str(file.pk))

        assert (state_of(file), file.verdict) == (State.REFUSED, "infected")
        assert file.scanned_with.startswith("ClamAV ")

    @needs_clamscan
    def test_new_scan_is_asked_for_once_and_its_verdict_ends_the_asking(
        self, held: Callable[..., StoredFile], signatures: Path, admin: Actor
    ) -> None:
        file = held("")

        for _ in range(2):
            scan_again(file, actor=admin)
        scan(file.pk)

        file.refresh_from_db()
        assert (file.scan_asked_at, file.verdict, file.state) == (None, "clean", State.QUARANTINE)
        assert [action.verb for action in history(file)] == ["files.scan_again"]

    def test_new_scan_without_a_scanner_says_so(
        self, held: Callable[..., StoredFile], admin: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clamav, "available", lambda: False)

        with pytest.raises(Unavailable):
            scan_again(held(), actor=admin)


class TestDestroy:
    def test_destroyed_bytes_are_gone_and_row_and_history_stay(
        self, held: Callable[..., StoredFile], admin: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = held("infected")
        FileText.objects.create(file=file, text="nội dung", extracted_at=file.created_at)
        picture = _folder() / f"{file.sha256}-0-240-cu.png"
        picture.write_bytes(b"x")
        monkeypatch.setattr(destroying, "_SETTLING_SECONDS", 0)

        destroy(file, actor=admin, reason="Mã độc thật")
        jobs.remove_destroyed(file.sha256)

        assert state_of(file) == State.DESTROYED
        assert not storage().exists(file.sha256)
        assert not picture.exists()
        assert not FileText.objects.exists()
        assert [(action.verb, action.reason) for action in history(file)] == [
            ("files.destroy", "Mã độc thật")
        ]
        assert code_of(lambda: open_file(file)) == "file_destroyed"

    def test_destroyed_malware_cannot_be_brought_again(
        self, held: Callable[..., StoredFile], bring: Callable[..., StoredFile], admin: Actor
    ) -> None:
        destroy(held("infected"), actor=admin, reason="Mã độc thật")

        assert code_of(lambda: bring(with_macros(), "lai.docx")) == "file_infected"

    def test_bytes_brought_again_a_moment_ago_are_left_to_a_later_look(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        file = held()
        destroy(file, actor=admin, reason="Không ai nhận")

        with pytest.raises(jobs.JustPublished):
            jobs.remove_destroyed(file.sha256)
        assert storage().exists(file.sha256)

    def test_bytes_brought_again_after_destruction_survive_its_job(
        self, held: Callable[..., StoredFile], bring: Callable[..., StoredFile], admin: Actor
    ) -> None:
        file = held()
        destroy(file, actor=admin, reason="Không ai nhận")
        bring(with_macros(), "moi.docx")

        jobs.remove_destroyed(file.sha256)

        assert storage().exists(file.sha256)

    def test_download_that_runs_ends_whole_and_the_next_is_told_what_happened(
        self, held: Callable[..., StoredFile], admin: Actor, monkeypatch: pytest.MonkeyPatch, rf: Any
    ) -> None:
        """Released, being fetched, held again and destroyed: a half file would be worse than a whole or none."""
        monkeypatch.setattr(destroying, "_SETTLING_SECONDS", 0)
        monkeypatch.setattr(download, "_CHUNK", 64)
        file = held()
        release(file, actor=admin, reason=REASON)
        file.refresh_from_db()
        running = download.serve(rf.get("/"), file, open_file(file))
        pieces = iter(running)
        begun = next(pieces)

        hold_again(file, actor=admin, reason="Có báo cáo mới")
        destroy(file, actor=admin, reason="Mã độc thật")
        jobs.remove_destroyed(file.sha256)
        rest = b"".join(pieces)

        assert not storage().exists(file.sha256)
        assert begun + rest == with_macros()
        assert int(running["Content-Length"]) == len(begun + rest)
        assert code_of(lambda: open_file(StoredFile.objects.get(pk=file.pk))) == "file_destroyed"

    def test_content_destroyed_between_the_look_at_its_row_and_the_opening_is_told_so(
        self, held: Callable[..., StoredFile], admin: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It said that the store had lost the bytes and that somebody should fetch a back-up."""
        monkeypatch.setattr(destroying, "_SETTLING_SECONDS", 0)
        file = held()
        release(file, actor=admin, reason=REASON)
        looked_at = StoredFile.objects.get(pk=file.pk)
        hold_again(file, actor=admin, reason="Có báo cáo mới")
        destroy(file, actor=admin, reason="Mã độc thật")
        jobs.remove_destroyed(file.sha256)

        assert code_of(lambda: open_file(looked_at)) == "file_destroyed"

    def test_content_of_a_usable_row_is_not_destroyed(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        file = held()
        media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        store_bytes(with_macros(), name="cua-ta.docx", actor=admin, media_type=media_type)

        assert code_of(lambda: destroy(file, actor=admin, reason="Không ai nhận")) == "content_in_use"

    def test_nightly_sweep_takes_what_the_job_missed(
        self, held: Callable[..., StoredFile], admin: Actor
    ) -> None:
        file = held()
        destroy(file, actor=admin, reason="Không ai nhận")
        path = storage()._path(file.sha256)  # type: ignore[attr-defined]
        os.utime(path, (1, 1))

        assert sweep().blobs == 1
        assert not path.exists()

    def test_destroyed_file_gives_no_text(self, held: Callable[..., StoredFile], admin: Actor) -> None:
        file = destroy(held(), actor=admin, reason="Không ai nhận")

        with pytest.raises(Refused):
            extract_text(file)


ACTS = ("release", "confirm", "decline", "hold", "destroy", "scan clean", "scan infected", "scan silent")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.booleans()), max_size=9))
def test_whatever_is_done_nothing_opens_that_two_people_or_a_clean_scan_did_not_allow(
    acts: list[tuple[str, bool]],
    held: Callable[..., StoredFile],
    admin: Actor,
    second: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A model beside the real thing: who asked, what the newest scan said, whether the content still exists."""
    monkeypatch.setattr("django.conf.settings.VIRUS_SCAN_REQUIRED", True)
    verdicts = {
        "scan clean": clamav.Verdict("clean"),
        "scan infected": clamav.Verdict("infected", "Thu.Nham"),
        "scan silent": clamav.Verdict("unknown", "OSError"),
    }
    with transaction.atomic():
        file = held("infected", "Thu.Nham")
        allowed, destroyed, asked_by = False, False, None
        for act, by_second in acts:
            actor, other = (second, admin) if by_second else (admin, second)
            file.refresh_from_db()
            clean = file.verdict == "clean"
            try:
                with transaction.atomic():
                    if act in verdicts:
                        monkeypatch.setattr(clamav, "scan", lambda path, said=verdicts[act]: said)
                        scan(file.pk)
                    else:
                        step = {
                            "release": release,
                            "confirm": confirm_release,
                            "decline": decline_release,
                            "hold": hold_again,
                            "destroy": destroy,
                        }[act]
                        step(file, actor=actor, reason=REASON)  # type: ignore[operator]
            except DomainError:
                file.refresh_from_db()
                assert file.usable == allowed
                continue
            if act == "release":
                allowed, asked_by = (True, None) if clean else (allowed, actor)
            elif act == "confirm":
                assert asked_by is other
                allowed, asked_by = True, None
            elif act == "decline":
                asked_by = None
            elif act in ("hold", "destroy"):
                allowed, destroyed = False, destroyed or act == "destroy"
            file.refresh_from_db()
            assert file.usable == (allowed and not destroyed)
        transaction.set_rollback(True)
