"""Look for secrets in the tracked files, or with ``--history`` in everything that was ever committed (S47).

A secret that was committed and removed again is still given to everybody who clones. Exit code 1 when something is found;
the place is printed, never the secret.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GIT = "git"
LARGEST = 4_000_000
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
STORES = re.compile(
    r"(^|/)(\.env|secrets\.json|settings\.env|id_(rsa|ed25519)|.*\.(p12|pfx|jks|kdbx))$|^var/"
)
# "place: what" of what was made up for a test or an explanation, each looked at.
KNOWN: frozenset[str] = frozenset()


class NoCheckout(RuntimeError):
    """There is no git here, or no history."""


def secrets_in(name: str, data: bytes) -> list[str]:
    """``place: what`` for every kind of secret in the bytes."""
    return [f"{name}: {what}" for what, shape in SHAPES.items() if shape.search(data)]


def _git(root: Path, *words: str) -> bytes:
    try:
        done = subprocess.run([GIT, *words], cwd=root, capture_output=True, check=False)
    except OSError as error:
        raise NoCheckout(str(error)) from error
    if done.returncode:
        raise NoCheckout(done.stderr.decode(errors="replace"))
    return done.stdout


def tracked(root: Path) -> list[str]:
    return [name for name in _git(root, "ls-files", "-z").decode().split("\0") if name]


def in_files(root: Path) -> list[str]:
    """What the tracked files hold, and tracked files that are stores of secrets by their name."""
    found = []
    for name in tracked(root):
        path = root / name
        if STORES.search(name):
            found.append(f"{name}: store of secrets")
        if path.is_file() and path.stat().st_size < LARGEST:
            found += secrets_in(name, path.read_bytes())
    return [one for one in found if one not in KNOWN]


def _objects(root: Path) -> Iterator[tuple[str, str, bytes]]:
    """(id, name, content) of every file that any commit of any branch holds, and of every commit itself."""
    names: dict[str, str] = {}
    for line in _git(root, "rev-list", "--objects", "--all").decode(errors="replace").splitlines():
        number, _, name = line.partition(" ")
        names.setdefault(number, name)
    asked = "\n".join(names).encode() + b"\n"
    listed = subprocess.run(
        [GIT, "cat-file", "--batch-check"], cwd=root, input=asked, capture_output=True, check=True
    )
    wanted = []
    for line in listed.stdout.decode().splitlines():
        number, kind, size = line.split()
        if kind in ("blob", "commit") and int(size) < LARGEST:
            wanted.append(number)
    with subprocess.Popen(
        [GIT, "cat-file", "--batch"], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reading:
        if reading.stdin is None or reading.stdout is None:
            raise NoCheckout("no pipes")
        for number in wanted:
            reading.stdin.write(number.encode() + b"\n")
            reading.stdin.flush()
            size = int(reading.stdout.readline().split()[2])
            content = reading.stdout.read(size + 1)[:-1]
            yield number, names[number] or "commit", content
        reading.stdin.close()


def in_history(root: Path) -> list[str]:
    found = []
    for number, name, content in _objects(root):
        if STORES.search(name):
            found.append(f"{name} ({number[:12]}): store of secrets")
        found += [
            one.replace(f"{name}:", f"{name} ({number[:12]}):", 1)
            for one in secrets_in(name, content)
            if one not in KNOWN
        ]
    return sorted(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--history", action="store_true")
    parser.add_argument("--root", type=Path, default=ROOT)
    given = parser.parse_args()
    try:
        found = in_history(given.root) if given.history else in_files(given.root)
    except NoCheckout as error:
        print(f"not a checkout: {error}", file=sys.stderr)
        return 2
    print("\n".join(found) or "no secrets found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
