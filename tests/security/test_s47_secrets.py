"""S47: no secret stands in the repository, a weak key does not start, and a changed key breaks nothing that was given out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import signing
from django.db import transaction

from lienthong.kernel.actions import keys
from lienthong.kernel.actions.audit import verify_history
from lienthong.kernel.actions.heads import consistency, public_keys
from lienthong.kernel.actions.models import Action
from lienthong.kernel.actions.public import SYSTEM, Ref, proof_of, record
from lienthong.kernel.actions.sealing import change_sealing_key, head_dict, head_holds
from tests.kernel.actions.history import sealed, wipe
from tests.security.test_s36_errors import start
from tests.security.world import World, undone

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "find_secrets.py"
PLANTED = (
    "SECRET_KEY = " + '"' + "a1B2" * 10 + '"',
    "postgresql://chu" + ":matkhau99@may/co-so",
    "lt_" + "0a1b2c3d_" + "x" * 43,
    "-----BEGIN " + "PRIVATE KEY-----\n" + "A" * 64,
)


def look(*words: str, root: Path = ROOT) -> tuple[int, list[str]]:
    """Exit code and findings of the script."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *words, "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 2:
        pytest.skip("not a checkout")
    return done.returncode, done.stdout.splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Any:
    """A repository of its own; calling it commits all that lies there."""
    who = {
        f"GIT_{role}_{what}": "thu@vidu.vn" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = {
        name: value for name, value in environment.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")
    }

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, env=environment, capture_output=True, check=True)

    def commit(message: str = "x") -> Path:
        git("add", "-A")
        git("commit", "--allow-empty", "-m", message)
        return tmp_path

    git("init", "--quiet")
    return commit


def test_s47_no_tracked_file_holds_or_is_a_store_of_secrets() -> None:
    assert look() == (0, ["no secrets found"])


def test_s47_nothing_that_was_ever_committed_holds_a_secret() -> None:
    assert look("--history") == (0, ["no secrets found"])


@pytest.mark.parametrize("text", PLANTED)
def test_s47_planted_secrets_are_seen_also_after_they_were_removed(
    text: str, checkout: Any, tmp_path: Path
) -> None:
    """Control."""
    file = tmp_path / "a.txt"
    file.write_text(text)
    checkout()
    now = look(root=tmp_path)
    file.write_text("sạch")
    checkout()

    assert (now[0], len(now[1])) == (1, 1)
    assert look(root=tmp_path)[0] == 0
    code, found = look("--history", root=tmp_path)
    assert (code, len(found)) == (1, 1)
    assert found[0].startswith("a.txt (") and text not in found[0]


def test_s47_a_secret_in_a_commit_message_and_a_key_store_are_seen(checkout: Any, tmp_path: Path) -> None:
    """Control."""
    (tmp_path / "khoa.p12").write_bytes(b"x")
    checkout(PLANTED[2])

    assert look(root=tmp_path) == (1, ["khoa.p12: store of secrets"])
    assert [line.split(" (")[0] for line in look("--history", root=tmp_path)[1]] == ["commit", "khoa.p12"]


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


class TestChangedSealingKey:
    """The key that signs tree heads is replaced: what was published before stays provable, what comes is signed anew."""

    @pytest.fixture(autouse=True)
    def own_keys(self, settings: Any, tmp_path: Path) -> Iterator[None]:
        settings.KEYS_DIR = tmp_path / "keys"
        wipe()
        yield
        wipe()

    @staticmethod
    def acts(number: int) -> Any:
        for _ in range(number):
            with transaction.atomic():
                action = record("test.write", Ref("test.thing", "1"), actor=SYSTEM)
        return action

    @pytest.mark.django_db(transaction=True, databases=["default", "owner"])
    def test_s47_old_heads_hold_new_ones_are_signed_by_the_new_key_and_the_tree_goes_on(self) -> None:
        before = self.acts(3)
        old = sealed(3)
        changed = change_sealing_key()
        self.acts(2)
        new = sealed(5)

        assert (old.key_id, new.key_id) == (changed["old"], changed["new"])
        assert old.key_id != new.key_id
        assert head_holds(old) and head_holds(new)
        assert consistency(3, new.size)["holds"] is True
        assert proof_of(before).holds()
        assert verify_history([head_dict(old)]).ok
        assert {key["key"] for key in public_keys()} == {old.key_id, new.key_id}

    @pytest.mark.django_db(transaction=True, databases=["default", "owner"])
    def test_s47_the_change_is_itself_in_the_history_and_the_old_private_key_is_gone(self) -> None:
        self.acts(1)
        sealed(1)
        old = keys.sealing_key().private_bytes_raw()
        changed = change_sealing_key()

        action = Action.objects.get(verb="actions.change_sealing_key")
        assert action.data == changed
        folder = Path(keys.settings.KEYS_DIR) / "sealing"
        left = [keys.load(path).private_bytes_raw() for path in folder.glob("*.pem")]
        assert old not in left and len(left) == 1

    @pytest.mark.django_db(transaction=True, databases=["default", "owner"])
    def test_s47_a_head_signed_by_a_stranger_is_not_believed(self) -> None:
        """Control."""
        self.acts(1)
        head = sealed(1)
        change_sealing_key()
        (Path(keys.settings.KEYS_DIR) / "sealing" / f"{head.key_id}.pub").unlink()

        assert not head_holds(head)
        assert not verify_history([]).ok
