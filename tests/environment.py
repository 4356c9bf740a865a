"""The environment of every test run, set before any setting is read (a pytest plugin named in pyproject.toml)."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["LIENTHONG_TEST_CLUSTER"] = "1"
os.environ["LIENTHONG_DEMONSTRATION"] = "1"
os.environ.setdefault("LIENTHONG_VAR", str(Path(__file__).resolve().parents[1] / "var" / "test"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
    os.environ.pop(name, None)
