"""A test that skips proves nothing. Where all tools must be there (`LIENTHONG_REQUIRE_TOOLS=1`, as in CI) it fails."""

from __future__ import annotations

import os

import pytest

# A skip for another reason than a missing tool says so by this beginning.
BY_DESIGN = "by design: "


def fail_instead(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skipped ``report`` into a failed one, unless the skip is by design or an expected failure."""
    if not os.environ.get("LIENTHONG_REQUIRE_TOOLS") or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if reason.startswith(BY_DESIGN):
        return
    report.outcome = "failed"
    report.longrepr = f"skipped where every tool is required: {reason}"
