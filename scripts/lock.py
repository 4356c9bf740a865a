"""Renew requirements/*.txt: every version pinned, every file by its hash, for all supported Pythons."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--upgrade",
    "--quiet",
]


def main() -> None:
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    for name in ("run", "dev"):
        source, target = ROOT / "requirements" / f"{name}.in", ROOT / "requirements" / f"{name}.txt"
        subprocess.run(
            [sys.executable, "-m", "uv", "pip", "compile", *FLAGS, str(source), "-o", str(target)],
            check=True,
            cwd=ROOT,
        )


if __name__ == "__main__":
    main()
