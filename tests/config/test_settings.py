"""Settings: one documented table, secrets that stay secret, a production that refuses to be careless."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_settings_page_is_what_the_command_prints(lienthong, folder):
    printed = lienthong("settings", "--markdown", LIENTHONG_VAR=folder)

    assert printed.returncode == 0
    assert (ROOT / "docs/settings.md").read_text() == printed.stdout


def test_unknown_setting_is_an_error_at_once():
    from lienthong.config import options

    with pytest.raises(KeyError):
        options.text("LIENTHONG_TYPING_MISTAKE")


def test_settings_file_is_read_and_the_environment_wins(lienthong, folder):
    (folder / "settings.env").write_text(
        "# of this machine\nLIENTHONG_WEB_THREADS=7\nLIENTHONG_WEB_WORKERS=3\n"
    )

    shown = lienthong("settings", LIENTHONG_VAR=folder, LIENTHONG_WEB_WORKERS=5).stdout

    assert "LIENTHONG_WEB_THREADS=7\n" in shown and "LIENTHONG_WEB_WORKERS=5\n" in shown


def test_secrets_are_not_printed(lienthong, folder):
    shown = lienthong("settings", LIENTHONG_VAR=folder, LIENTHONG_PKCS11_PIN="9182736450").stdout

    assert "LIENTHONG_PKCS11_PIN=***" in shown and "9182736450" not in shown


def _secret(folder: str) -> str:
    import os

    os.environ["LIENTHONG_VAR"] = folder
    from lienthong.config import options

    return options._stored_secret("OF_TWO_PROCESSES")


def test_secret_is_made_once_by_processes_that_start_together(folder):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = set(pool.map(_secret, [str(folder)] * 6))

    assert len(found) == 1 and len(found.pop()) >= 48
    assert (folder / "secrets.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"LIENTHONG_DEBUG": "1"}, "LIENTHONG_DEBUG"),
        ({"LIENTHONG_VIRUS_SCAN": "off"}, "LIENTHONG_VIRUS_SCAN"),
        ({"LIENTHONG_SECOND_FACTOR": "off"}, "LIENTHONG_SECOND_FACTOR"),
        ({"LIENTHONG_SECRET_KEY": "short"}, "LIENTHONG_SECRET_KEY"),
        ({"LIENTHONG_VIRUS_SCAN": "perhaps"}, "LIENTHONG_VIRUS_SCAN"),
    ],
)
def test_s37_production_refuses_careless_settings(lienthong, folder, given, named):
    refused = lienthong("doctor", LIENTHONG_VAR=folder, **{"LIENTHONG_DEMONSTRATION": "0"} | given)

    assert refused.returncode != 0
    assert named in refused.stderr


def test_production_needs_second_factor_and_scan_by_default(lienthong, folder):
    code = "from lienthong.config import settings as s; import json; print(json.dumps([s.VIRUS_SCAN_REQUIRED, s.SECOND_FACTOR_REQUIRED, s.DEBUG]))"
    import os
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("LIENTHONG_")}, "LIENTHONG_VAR": str(folder), "LIENTHONG_DEMONSTRATION": "0"},
    )  # fmt: skip
    assert json.loads(done.stdout) == [True, True, False]
