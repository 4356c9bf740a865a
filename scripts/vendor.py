#!/usr/bin/env python3
"""Fetch, cut and lock the browser assets that the project ships.

``vendor.py build`` needs npm and the network: it packs each pinned package, checks npm's integrity value,
takes only the files named here, and writes ``vendor.lock.json``. The results are committed, so that neither
running nor testing the project needs npm. ``vendor.py check`` needs neither: it proves that every committed
file is the one in the lock, and that nothing lies beside them. See docs/decisions/0006-vendored-assets-and-css.md.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "lienthong/kernel/ui"
STATIC = UI / "static/vendor"
TEST_VENDOR = ROOT / "tests/vendor"
LOCK = STATIC / "vendor.lock.json"
ICON_LIST = UI / "icons.txt"
SPRITE = STATIC / "tabler/icons.svg"

SUBSETS = ("vietnamese", "latin", "latin-ext")


@dataclass(frozen=True)
class Package:
    """One npm package: what is taken from it (path in the package → path below the checkout)."""

    name: str
    version: str
    licence: str
    files: dict[str, str] = field(default_factory=dict)


def _font_files(family: str, faces: list[tuple[int, str]]) -> dict[str, str]:
    base = "lienthong/kernel/ui/static/vendor"
    names = [f"{family}-{subset}-{weight}-{style}.woff2" for weight, style in faces for subset in SUBSETS]
    taken = {f"files/{name}": f"{base}/{family}/{name}" for name in names}
    taken["LICENSE"] = f"{base}/{family}/LICENSE.txt"
    return taken


BE_VIETNAM = [(400, "normal"), (500, "normal"), (600, "normal"), (700, "normal")]
TINOS = [(400, "normal"), (400, "italic"), (700, "normal"), (700, "italic")]

PACKAGES = [
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        {
            "dist/htmx.min.js": "lienthong/kernel/ui/static/vendor/htmx/htmx.min.js",
            "LICENSE": "lienthong/kernel/ui/static/vendor/htmx/LICENSE.txt",
        },
    ),
    Package("@fontsource/be-vietnam-pro", "5.3.0", "OFL-1.1", _font_files("be-vietnam-pro", BE_VIETNAM)),
    Package("@fontsource/tinos", "5.3.0", "OFL-1.1", _font_files("tinos", TINOS)),
    Package(
        "@tabler/icons",
        "3.52.0",
        "MIT",
        {"LICENSE": "lienthong/kernel/ui/static/vendor/tabler/LICENSE.txt"},
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        {"axe.min.js": "tests/vendor/axe.min.js", "LICENSE": "tests/vendor/axe.LICENSE.txt"},
    ),
]


def icon_names() -> list[str]:
    """The icons that the screens may use, one name a line, sorted."""
    return ICON_LIST.read_text(encoding="utf-8").split()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _pack(package: Package, folder: Path) -> tuple[tarfile.TarFile, str]:
    """The package's archive, after its bytes matched the integrity value that npm's index gives."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("vendor: npm is needed to build; the committed files need nothing")
    answer = subprocess.run(
        [npm, "pack", f"{package.name}@{package.version}", "--json", "--pack-destination", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    entry = json.loads(answer.stdout)[0]
    data = (folder / entry["filename"].replace("@", "").replace("/", "-")).read_bytes()
    digest = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if digest != entry["integrity"]:
        raise SystemExit(f"vendor: {package.name} does not match its integrity value")
    return tarfile.open(fileobj=io.BytesIO(data)), digest


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"vendor: {name} is missing in the package")
    return member.read()


def build_sprite(archive: tarfile.TarFile) -> bytes:
    """One SVG file with a ``<symbol id="NAME">`` per listed icon; stroke and size come from our style sheet."""
    symbols = []
    for name in icon_names():
        source = _read(archive, f"icons/outline/{name}.svg").decode("utf-8")
        body = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", source, flags=re.DOTALL)
        body = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "", body)
        body = re.sub(r"\s*\n\s*", "", body).replace(" />", "/>").strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def build() -> None:
    """Write all vendored files and the lock."""
    entries = []
    with tempfile.TemporaryDirectory() as temporary:
        for package in PACKAGES:
            archive, integrity = _pack(package, Path(temporary))
            files = {target: _read(archive, source) for source, target in package.files.items()}
            if package.name == "@tabler/icons":
                files[SPRITE.relative_to(ROOT).as_posix()] = build_sprite(archive)
            for target, data in files.items():
                path = ROOT / target
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            entries.append(
                {
                    "name": package.name,
                    "version": package.version,
                    "licence": package.licence,
                    "integrity": integrity,
                    "files": {target: sha256(data) for target, data in sorted(files.items())},
                }
            )
    LOCK.write_text(json.dumps({"packages": entries}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def problems() -> list[str]:
    """What differs between the committed files, the lock and the pinned versions; empty when all is well."""
    found = []
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    locked: set[Path] = {LOCK}
    for entry in lock["packages"]:
        for name, digest in entry["files"].items():
            path = ROOT / name
            locked.add(path)
            if not path.is_file():
                found.append(f"{name}: missing")
            elif sha256(path.read_bytes()) != digest:
                found.append(f"{name}: differs from the lock")
    for folder in (STATIC, TEST_VENDOR):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path not in locked and path.name != "__init__.py":
                found.append(f"{path.relative_to(ROOT).as_posix()}: not in the lock")
    pinned = {package.name: package.version for package in PACKAGES}
    if pinned != {entry["name"]: entry["version"] for entry in lock["packages"]}:
        found.append(
            "vendor.lock.json: other packages or versions than scripts/vendor.py pins; run `make vendor`"
        )
    if SPRITE.is_file():
        drawn = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8"))
        if drawn != icon_names():
            found.append("tabler/icons.svg: other icons than icons.txt names; run `make vendor`")
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["build", "check"], nargs="?", default="build")
    chosen = parser.parse_args(arguments)
    if chosen.command == "build":
        build()
    found = problems()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
