"""The national pack through the framework: dated law, code shapes and the calendar."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.legal.public import kinds, value
from lienthong.kernel.packs.public import apply, check, plan, rollback
from lienthong.kernel.worktime.public import Amount, calendar_for, deadline, set_day

PACK = Path(__file__).resolve().parents[3] / "packs" / "vn"
FILES = ("legal_constants", "document_kinds", "dossier_codes", "weekly_hours", "holidays")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The five files in a pack of their own, so that the large files need not be read."""
    folder = tmp_path / "luat"
    folder.mkdir()
    (folder / "pack.yaml").write_text("key: luat\nname: Luật\nversion: 1.0.0\nlicence: Apache-2.0\n", "utf-8")
    for name in FILES:
        shutil.copy(PACK / f"{name}.yaml", folder)
    return folder


def change(pack: Path, file: str, old: str, new: str, version: str = "1.0.1") -> None:
    path = pack / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    (pack / "pack.yaml").write_text(
        f"key: luat\nname: Luật\nversion: {version}\nlicence: Apache-2.0\n", "utf-8"
    )


def test_national_files_check_clean(pack: Path) -> None:
    assert check(pack) == []


def test_applied_law_answers_and_a_second_apply_changes_nothing(db: object, pack: Path) -> None:
    counts = apply(pack, SYSTEM).plan.counts()

    assert {name: verbs["create"] for name, verbs in counts.items() if name in FILES} == {
        "legal_constants": 183,
        "document_kinds": 32,
        "dossier_codes": 3,
        "weekly_hours": 5,
        "holidays": 60,
    }
    assert value("one_stop.transfer_cut_off", dt.date(2026, 11, 24)).value == "15:00"
    assert len(kinds(dt.date(2026, 11, 24))) == 29
    start = dt.datetime(2026, 11, 20, 3, 5, tzinfo=dt.UTC)
    assert deadline(start, Amount(3, "working_day"), calendar_for()).due == dt.datetime(
        2026, 11, 26, 3, 5, tzinfo=dt.UTC
    )
    assert plan(pack).empty
    assert apply(pack, SYSTEM).changed is False


def test_moved_holiday_is_planned_applied_and_rolled_back(db: object, pack: Path) -> None:
    apply(pack, SYSTEM)
    change(pack, "holidays.yaml", '- date: "2027-09-03"', '- date: "2027-09-01"')

    planned = [(c.verb, c.key) for c in plan(pack).changes]
    apply(pack, SYSTEM)
    moved = calendar_for()
    rollback("luat", SYSTEM)

    assert planned == [("create", "2027-09-01"), ("remove", "2027-09-03")]
    assert (moved.day(dt.date(2027, 9, 1)).kind, moved.day(dt.date(2027, 9, 3)).kind) == ("off", "working")
    assert calendar_for().day(dt.date(2027, 9, 3)).kind == "off"


def test_day_set_by_hand_survives_the_next_version(db: object, pack: Path) -> None:
    apply(pack, SYSTEM)
    set_day(dt.date(2027, 9, 3), actor=SYSTEM, kind="make_up", name="Ngày làm việc", hours_of=5)
    change(pack, "holidays.yaml", "nghỉ bù cho 06/02 (thứ Bảy)", "nghỉ bù cho mùng 1")

    apply(pack, SYSTEM)

    assert calendar_for().day(dt.date(2027, 9, 3)).is_working


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (
            "weekly_hours.yaml",
            'weekday: 1\n  spans: "07:30-11:30',
            'weekday: 1\n  spans: "11:30-07:30',
            "bad_hours",
        ),
        (
            "dossier_codes.yaml",
            'key: "dossier_2025_central_service"',
            'key: "dossier_2025_own"',
            "overlapping_periods",
        ),
        ("holidays.yaml", '- date: "2027-09-03"', '- date: "2027-09-02"', None),
        ("document_kinds.yaml", 'name: "Thư công"\n  type', 'nam: "Thư công"\n  type', None),
    ],
)
def test_bad_law_is_rejected_with_file_and_line(
    pack: Path, file: str, old: str, new: str, code: str | None
) -> None:
    change(pack, file, old, new)

    problems = [problem for problem in check(pack) if problem.severity == "error"]

    assert {problem.file for problem in problems} == {file}
    assert all(problem.line > 1 for problem in problems)
    assert code is None or code in {problem.code for problem in problems}
