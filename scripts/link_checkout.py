"""Make `lienthong` importable and callable from the virtual environment, without a build tool."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    site = Path(sysconfig.get_paths()["purelib"])
    (site / "lienthong-checkout.pth").write_text(f"{ROOT}\n")
    script = Path(sys.executable).parent / "lienthong"
    script.write_text(f"#!{sys.executable}\nfrom lienthong.config.cli import main\n\nmain()\n")
    script.chmod(0o755)


if __name__ == "__main__":
    main()
