from __future__ import annotations

import pytest

from tests.skipping import fail_instead


def skipped(reason: str) -> pytest.TestReport:
    return pytest.TestReport(
        "tests/test_x.py::test_x", ("x", 1, "x"), {}, "skipped", ("x", 1, f"Skipped: {reason}"), "setup"
    )


@pytest.mark.parametrize(
    ("required", "reason", "outcome"),
    [
        ("1", "pdfsig is not installed", "failed"),
        ("", "pdfsig is not installed", "skipped"),
        ("1", "by design: only root drops to another user", "skipped"),
    ],
)
def test_missing_tool_fails_where_all_are_required(monkeypatch, required, reason, outcome):
    monkeypatch.setenv("LIENTHONG_REQUIRE_TOOLS", required)
    report = skipped(reason)

    fail_instead(report)

    assert report.outcome == outcome


def test_expected_failure_is_no_missing_tool(monkeypatch):
    monkeypatch.setenv("LIENTHONG_REQUIRE_TOOLS", "1")
    report = skipped("known")
    report.wasxfail = "known"

    fail_instead(report)

    assert report.outcome == "skipped"
