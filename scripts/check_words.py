"""The project's files stand alone and carry no conflict marks, paths of a machine or private keys."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = {
    "merge conflict": re.compile(r"^(<{7}|>{7}) ", re.M),
    "home or work path": re.compile(r"(?<![\w.])/(?:home|root|work|Users)/[a-z]"),
    "private key": re.compile(r"-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----\n[A-Za-z0-9+/=]{40}"),
    "path outside the checkout": re.compile(r"\.\./shared\b"),
}
TEXT = {".py", ".md", ".html", ".js", ".css", ".yaml", ".yml", ".toml", ".txt", ".typ", ".in", ".sh", ""}
SKIP = ("lienthong/kernel/ui/static/vendor/", "tests/vendor/", "scripts/check_words.py")


def main() -> int:
    listing = ["git", "ls-files"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    problems = []
    for name in names:
        path = ROOT / name
        if name.startswith(SKIP) or path.suffix not in TEXT or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for label, pattern in FORBIDDEN.items():
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                problems.append(f"{name}:{line}: {label}: {match.group(0)!r}")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
