"""The virus scanner with signatures of our own, and whether it is here at all."""

from __future__ import annotations

import hashlib
import shutil
import warnings
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.files import samples

if shutil.which("clamscan") is None:
    warnings.warn("clamscan is not installed: the tests of virus scanning do NOT run", stacklevel=1)
needs_clamscan = pytest.mark.skipif(shutil.which("clamscan") is None, reason="CLAMSCAN IS NOT INSTALLED")


def write_signatures(folder: Path, content: bytes = samples.EICAR, name: str = "Eicar-Test") -> None:
    """A database that knows the content by its hash and, when it is short, by its bytes anywhere."""
    folder.mkdir(exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "thu.hsb").write_text(f"{digest}:{len(content)}:{name}-Hash:73\n")
    if len(content) < 200:  # the scanner takes no longer patterns
        (folder / "thu.ndb").write_text(f"{name}-Body:0:*:{content.hex()}\n")


@pytest.fixture
def signatures(tmp_path: Path, settings: Any) -> Path:
    """A signature database of our own: EICAR by its hash, and by its bytes anywhere."""
    folder = tmp_path / "signatures"
    write_signatures(folder)
    settings.CLAMAV_DATABASE = str(folder)
    settings.CLAMD_SOCKET = ""
    settings.VIRUS_SCAN_REQUIRED = True
    return folder
