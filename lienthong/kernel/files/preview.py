"""Pictures of files: a PDF page or a smaller image as PNG, made in the sandbox and kept beside the blobs."""

from __future__ import annotations

import os
import tempfile
import threading
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
    kept = _folder() / f"{file.sha256}-{page}-{side}.png"
    if kept.exists():
        os.utime(kept)
        return kept.read_bytes()
    data = _render(file, page, side)
    _keep(kept, data)
    return data


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


def sweep_pictures(older_than_seconds: float = KEEP_SECONDS) -> int:
    """Remove pictures that nobody looked at lately; they can be made again."""
    removed = 0
    for path in _folder().iterdir():
        if clock.now().timestamp() - path.stat().st_mtime >= older_than_seconds:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
