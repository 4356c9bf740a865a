"""Pictures of files: a PDF page or a smaller image as PNG, made in the sandbox and kept beside the blobs."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.errors import NotFound, Unavailable

from . import sandbox
from .domain.use import missing, require_usable
from .inspection.images import MAX_PIXELS
from .models import StoredFile
from .storage import storage

SIDES = (240, 1200, 2000)
KEEP_SECONDS = 30 * 24 * 3600

#: Raised by hand when our own drawing (colours, margins, choice of frame) changes; see :func:`renderer`.
DRAWING = 1
_DRAWN_BY = ("pypdfium2", "pillow")

#: One converter per process: previews must not take both processors from the people who work.
_turn = threading.BoundedSemaphore(1)


def has_preview(file: StoredFile) -> bool:
    return file.usable and (file.media_type == "application/pdf" or file.media_type.startswith("image/"))


def preview(file: StoredFile, *, page: int = 0, side: int = 1200) -> bytes:
    """PNG bytes of a page, ``side`` pixels on its longer side (one of :data:`SIDES`).

    Raises Refused for files not usable, NotFound for kinds or pages without a picture, Unavailable when the
    converter gave up or is busy.
    """
    require_usable(file)
    if not has_preview(file) or side not in SIDES or not 0 <= page < max(file.page_count or 1, 1):
        raise NotFound(_("Tệp này không có bản xem trước. Hãy tải tệp về để mở."), code="no_preview")
    kept = _folder() / f"{file.sha256}-{page}-{side}-{renderer()}.png"
    if kept.exists():
        os.utime(kept)
        return kept.read_bytes()
    data = _render(file, page, side)
    _keep(kept, data)
    return data


@lru_cache(maxsize=1)
def renderer() -> str:
    """The hand that draws, as a short mark in the names of kept pictures: another version, another mark.

    Pictures of an older renderer are not found any more, made anew when somebody looks, and swept by night.
    """
    parts = [f"lienthong {DRAWING}"]
    for name in _DRAWN_BY:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:  # an installation without it draws nothing by it
            continue
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


def _render(file: StoredFile, page: int, side: int) -> bytes:
    task = "pdf_page" if file.media_type == "application/pdf" else "image_small"
    options = {"page": page, "side": side, "max_pixels": MAX_PIXELS}
    if not _turn.acquire(timeout=20):
        raise Unavailable(
            _("Máy chủ đang bận tạo bản xem trước. Hãy thử lại sau ít phút."), code="preview_busy"
        )
    try:
        with storage().local_path(file.sha256) as path:
            return sandbox.run(task, path, options, cpu_seconds=15, timeout=25).payload
    except FileNotFoundError as error:
        raise missing() from error
    except sandbox.Failed as error:
        raise Unavailable(
            _("Không tạo được bản xem trước. Hãy tải tệp về để mở."), code="preview_failed"
        ) from error
    finally:
        _turn.release()


def _folder() -> Path:
    folder = Path(settings.FILES_DIR) / "pictures"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _keep(path: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix="new-", dir=path.parent)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(data)
    Path(name).rename(path)


def forget_pictures(sha256: str) -> int:
    """Remove all pictures of one content at once, whoever drew them; for content that must not stay."""
    found = list(_folder().glob(f"{sha256}-*.png"))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def sweep_pictures(older_than_seconds: float = KEEP_SECONDS) -> int:
    """Remove pictures that nobody looked at lately, and those of another renderer; they can be made again.

    What is being written just now carries no mark yet and is left to its writer for an hour.
    """
    removed = 0
    for path in _folder().iterdir():
        age = clock.now().timestamp() - path.stat().st_mtime
        old_hand = path.suffix == ".png" and not path.stem.endswith(f"-{renderer()}")
        unfinished = path.suffix != ".png" and age >= 3600
        if age >= older_than_seconds or old_hand or unfinished:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
