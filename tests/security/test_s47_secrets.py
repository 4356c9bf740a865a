"""S47: no secret stands in the repository, a weak key does not start, and a changed key breaks nothing that was given out."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core import signing

from tests.security.test_s36_errors import start
from tests.security.world import World, undone

ROOT = Path(__file__).resolve().parents[2]
SHAPES = {
    "private key": re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{60,}"),
    "cloud key": re.compile(rb"\bAKIA[0-9A-Z]{16}\b"),
    "hosting token": re.compile(rb"\bgh[pousr]_[A-Za-z0-9]{30,}\b"),
    "our access token": re.compile(rb"\blt_[0-9a-f]{8}_[A-Za-z0-9_-]{40,}\b"),
    "assigned secret": re.compile(
        rb"(?i)\b(?:secret_key|api_key|access_key|client_secret|passphrase|private_key)\b[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_=-]{24,}[\"']"
    ),
    "address with a password": re.compile(rb"(?i)\b(?:postgres(?:ql)?|smtps?|amqp|redis)://[^\s:/@'\"{}<>%]+:[^\s:/@'\"{}<>%*.]{6,}@"),
}  # fmt: skip
# Made up for a test or an explanation, each looked at.
KNOWN: set[str] = set()


def secrets_in(name: str, data: bytes) -> list[str]:
    return [f"{name}: {what}" for what, shape in SHAPES.items() if shape.search(data)]


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout")
    return [name for name in listed.stdout.decode().split("\0") if name]


def test_s47_no_tracked_file_holds_a_secret() -> None:
    found = []
    for name in tracked():
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 4_000_000:
            found += [one for one in secrets_in(name, path.read_bytes()) if one not in KNOWN]

    assert found == []


def test_s47_no_tracked_file_is_a_store_of_secrets() -> None:
    bad = re.compile(r"(^|/)(\.env|secrets\.json|settings\.env|id_(rsa|ed25519)|.*\.(p12|pfx|jks|kdbx))$")

    assert [name for name in tracked() if bad.search(name) or name.startswith("var/")] == []


@pytest.mark.parametrize(
    "text",
    [
        "SECRET_KEY = " + '"' + "a1B2" * 10 + '"',
        "postgresql://chu" + ":matkhau99@may/co-so",
        "lt_" + "0a1b2c3d_" + "x" * 43,
        "-----BEGIN " + "PRIVATE KEY-----\n" + "A" * 64,
    ],
)
def test_s47_planted_secrets_are_seen(text: str) -> None:
    """Control."""
    assert secrets_in("x", text.encode())


def test_s47_start_refuses_a_short_key(tmp_path: Path) -> None:
    refused = start(tmp_path, LIENTHONG_SECRET_KEY="ngan-qua")

    assert refused.returncode != 0
    assert "LIENTHONG_SECRET_KEY" in refused.stderr


def test_s47_each_installation_makes_keys_of_its_own_that_others_cannot_read(tmp_path: Path) -> None:
    stores = []
    for name in ("mot", "hai"):
        assert start(tmp_path / name).returncode == 0
        stores.append(tmp_path / name / "secrets.json")

    assert stores[0].read_text() != stores[1].read_text()
    assert [oct(store.stat().st_mode & 0o777) for store in stores] == ["0o600", "0o600"]


class TestChangedKey:
    """The old key moves to the fallbacks; what was signed with it holds until it is taken off the list."""

    NEW = "khoa-moi-" + "n" * 40

    def test_s47_sessions_go_on(self, world: World, settings: Any) -> None:
        with undone():
            client = world.client("owner")
            old = settings.SECRET_KEY
            settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = self.NEW, [old]
            kept = client.get("/ho-so-cua-toi/").status_code
            settings.SECRET_KEY_FALLBACKS = []
            gone = client.get("/ho-so-cua-toi/").status_code

        assert (kept, gone) == (200, 302)

    def test_s47_links_to_files_go_on(self, world: World, settings: Any) -> None:
        with undone():
            old = settings.SECRET_KEY
            client = world.client("owner")
            settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = self.NEW, [old]
            kept = client.get(f"/files/{world.link}/").status_code

        assert kept == 200

    def test_s47_receipts_and_signed_results_do_not_hang_on_it(self, world: World, settings: Any) -> None:
        """Papers are found by a random token and prove themselves by certificates and the sealed history."""
        from lienthong.kernel.files.public import read_bytes
        from lienthong.kernel.papers.public import verify_bytes, verify_token

        with undone():
            settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = self.NEW, []
            paper = verify_token(world.result.paper.token)
            file = verify_bytes(read_bytes(world.result.issued_file))

        assert paper is not None
        assert (paper.verdict, file.verdict) == ("valid", "valid")

    def test_s47_without_the_old_key_nothing_of_it_is_believed(self, settings: Any) -> None:
        """Control."""
        signed = signing.dumps({"a": 1}, salt="x")
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = self.NEW, []

        with pytest.raises(signing.BadSignature):
            signing.loads(signed, salt="x")
