"""The table of security checks is checked itself."""

from __future__ import annotations

from pathlib import Path

from scripts.check_security_map import IDS, ROOT, TABLE, problems


def test_every_id_has_a_row_whose_tests_exist() -> None:
    assert problems((ROOT / TABLE).read_text(encoding="utf-8")) == []


def test_wrong_rows_are_named(tmp_path: Path) -> None:
    """Control."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_x.py").write_text("def test_there():\n    pass\n", encoding="utf-8")
    rows = [f"| {name} | planned | | |" for name in IDS[3:]] + [
        "| S01 | proved | `tests/test_x.py::test_there` | |",
        "| S02 | proved | `tests/test_x.py::test_gone` | |",
        "| S03 | proved | | |",
    ]

    assert problems("\n".join(rows), tmp_path) == [
        "S02: no test tests/test_x.py::test_gone",
        "S03: proved, but names no test",
    ]
