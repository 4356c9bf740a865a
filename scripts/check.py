"""Everything that must be true before a change lands: `make test`.

Formatting, lint, types, import contracts, templates, translations, vendored files, tests in parallel, then browser
journeys. Every step runs even when an earlier one failed, so that one run shows all there is to mend.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


def steps(jobs: int) -> list[tuple[str, list[str]]]:
    python = sys.executable
    pytest = [
        python,
        "-m",
        "pytest",
        "-q",
        "-m",
        "not browser and not slow",
        "-n",
        str(jobs),
        "--dist",
        "loadgroup",
    ]
    found = [
        ("formatting", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
        ("types", [str(BIN / "mypy"), "--no-error-summary", "lienthong"]),
        ("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
        ("templates", [python, "scripts/lint_templates.py"]),
        ("translations", [python, "scripts/translations.py", "check"]),
        ("vendored files", [python, "scripts/vendor.py", "check"]),
        ("words", [python, "scripts/check_words.py"]),
        ("security map", [python, "scripts/check_compliance.py"]),
        ("tests", pytest),
    ]
    if CHROMIUM:
        found.append(("browser journeys", [python, "-m", "pytest", "-q", "-m", "browser", "tests"]))
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--only", nargs="*", default=None, help="names of steps")
    options = parser.parse_args()
    failed: list[str] = []
    if not CHROMIUM:
        if os.environ.get("CI"):
            print("FAILED browser journeys: no Chromium in CI", flush=True)
            failed.append("browser journeys")
        else:
            print(
                "!" * 78
                + "\n!! SKIPPED browser journeys and accessibility: Chromium is not installed\n"
                + "!" * 78,
                flush=True,
            )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
    }
    for name, command in steps(options.jobs):
        if options.only and name not in options.only:
            continue
        began = time.monotonic()
        print(f"== {name}", flush=True)
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        print(
            f"== {name}: {'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)",
            flush=True,
        )
        if done.returncode:
            failed.append(name)
    print("all steps passed" if not failed else f"FAILED: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
