from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lienthong.kernel.files import checks, jobs
from lienthong.kernel.files.models import FileText, State, StoredFile
from lienthong.kernel.files.public import text_of
from lienthong.kernel.files.uploads import bound_uploads
from tests.kernel.files import samples


def test_upload_queues_its_care_in_the_same_transaction(bring: Callable[..., StoredFile]) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    file = bring(b"chu", "a.txt")

    queued = ProcrastinateJob.objects.get(task_name="files.look_after")
    assert queued.args == {"file_id": str(file.pk)}


def test_care_keeps_the_text_and_may_run_twice(bring: Callable[..., StoredFile]) -> None:
    file = bring(samples.word("Kính gửi Ủy ban nhân dân phường Hạc Thành"), "a.docx")

    jobs.look_after(file_id=str(file.pk))
    jobs.look_after(file_id=str(file.pk))

    assert "Ủy ban nhân dân phường Hạc Thành" in text_of(file)
    assert FileText.objects.count() == 1


def test_care_of_a_file_that_is_gone_does_nothing(db: None) -> None:
    jobs.look_after(file_id="01930000-0000-7000-8000-000000000000")


def test_silent_scanner_makes_the_job_fail_and_the_text_is_not_read(
    bring: Callable[..., StoredFile], settings: Any
) -> None:
    settings.VIRUS_SCAN_REQUIRED = True
    settings.CLAMD_SOCKET = "/khong/co.sock"
    file = bring(samples.word(), "a.docx")

    with pytest.raises(jobs.ScannerSilent):
        jobs.look_after(file_id=str(file.pk))

    file.refresh_from_db()
    assert file.state == State.QUARANTINE
    assert text_of(file) == ""


@pytest.mark.parametrize(
    ("required", "demonstration", "ids"),
    [(True, False, []), (False, True, []), (False, False, ["files.E001"])],
)
def test_check_stops_production_without_scanning(
    required: bool, demonstration: bool, ids: list[str], settings: Any
) -> None:
    settings.VIRUS_SCAN_REQUIRED, settings.DEMONSTRATION = required, demonstration
    settings.CLAMD_SOCKET = "/run/clamd.sock"

    assert [problem.id for problem in checks.virus_scan_policy(None)] == ids


def test_announced_length_over_the_limit_is_refused_before_reading(rf: Any, settings: Any) -> None:
    from lienthong.kernel.errors import TooLarge

    settings.UPLOAD_LIMIT = 1000
    request = rf.post("/", CONTENT_LENGTH=str(20 << 20))

    with pytest.raises(TooLarge):
        bound_uploads(request)
