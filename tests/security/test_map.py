"""The maps of duties to tests are checked themselves."""

from __future__ import annotations

from pathlib import Path

from scripts.check_compliance import ROOT, SECURITY, nd30, problems


def test_every_security_check_has_a_row_whose_tests_exist() -> None:
    assert problems((ROOT / SECURITY.table).read_text(encoding="utf-8"), SECURITY) == []


def test_every_duty_of_nd30_has_a_test_or_a_named_reason() -> None:
    text = (ROOT / "docs/compliance/nd30.md").read_text(encoding="utf-8")

    assert problems(text, nd30(text)) == []


def test_wrong_rows_are_named(tmp_path: Path) -> None:
    """Control."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_x.py").write_text("def test_there():\n    pass\n", encoding="utf-8")
    rows = [f"| {name} | planned | | |" for name in sorted(SECURITY.ids)[3:]] + [
        "| S01 | proved | `tests/test_x.py::test_there` | |",
        "| S02 | proved | `tests/test_x.py::test_gone` | |",
        "| S03 | proved | | |",
    ]

    assert problems("\n".join(rows), SECURITY, tmp_path) == [
        "S02: no test tests/test_x.py::test_gone",
        "S03: proved, but names no test",
    ]


def test_duty_without_test_or_reason_and_a_lost_requirement_are_named() -> None:
    """Control on the real table: one reason wiped, one requirement of Annex VI gone."""
    text = (ROOT / "docs/compliance/nd30.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("| A6-I-1 ")]
    spoilt = "\n".join(
        "| D61 | 13.6 | | outside | | |" if line.startswith("| D61 ") else line for line in lines
    )

    found = problems(spoilt, nd30(spoilt))

    assert "A6-I: 4 of 5: missing" in found
    assert "D61: outside, but gives no reason" in found
