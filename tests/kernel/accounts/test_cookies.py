"""S08: what the settings become, in a process of its own for each public address."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import json
from django.conf import settings
names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "SECOND_FACTOR_REQUIRED"]
print(json.dumps({**{name: getattr(settings, name) for name in names}, "hashers": settings.PASSWORD_HASHERS}))
"""


def settings_of(tmp_path: Path, **environment: str) -> dict[str, object]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LIENTHONG_", "DATABASE_"))
    }
    given = {
        "LIENTHONG_VAR": str(tmp_path),
        "DATABASE_URL": "postgresql://a@127.0.0.1:1/a",
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=kept | given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_s08_https_brings_host_cookies(tmp_path: Path) -> None:
    found = settings_of(tmp_path, LIENTHONG_PUBLIC_URL="https://dichvucong.example")

    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert (found["SESSION_COOKIE_SECURE"], found["CSRF_COOKIE_SECURE"]) == (True, True)
    # A browser takes a __Host- cookie only with the path / and without a domain.
    assert (found["SESSION_COOKIE_PATH"], found["SESSION_COOKIE_DOMAIN"]) == ("/", None)
    assert (found["SESSION_COOKIE_HTTPONLY"], found["SESSION_COOKIE_SAMESITE"]) == (True, "Lax")


def test_s08_plain_http_on_ones_own_machine_still_works(tmp_path: Path) -> None:
    found = settings_of(tmp_path)

    assert found["SESSION_COOKIE_SECURE"] is False
    assert not str(found["SESSION_COOKIE_NAME"]).startswith("__Host-")


def test_s03_production_requires_the_second_factor_and_knows_argon2_only(tmp_path: Path) -> None:
    found = settings_of(tmp_path, LIENTHONG_DEMONSTRATION="0")

    assert found["SECOND_FACTOR_REQUIRED"] is True
    assert found["hashers"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.parametrize("switch", ["LIENTHONG_SECOND_FACTOR", "LIENTHONG_VIRUS_SCAN"])
def test_production_refuses_to_switch_a_protection_off(tmp_path: Path, switch: str) -> None:
    with pytest.raises(AssertionError, match="ImproperlyConfigured"):
        settings_of(tmp_path, LIENTHONG_DEMONSTRATION="0", **{switch: "off"})
