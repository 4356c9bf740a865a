"""Recognition of scanned pages by tesseract (Vietnamese), where it is installed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import time
import warnings
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from lienthong.kernel.errors import Invalid, TooLarge, Unavailable

from .layout import Word, lines_of
from .limits import Limits
from .pages import Page, Pages, page_of_lines

MISSING = gettext_lazy(
    "Tệp là bản quét và máy chủ chưa cài phần nhận dạng chữ tiếng Việt (tesseract-ocr, tesseract-ocr-vie). "
    "Hãy nhập các trường bằng tay hoặc báo người quản trị cài đặt."
)
_LANGUAGE = "vie"
_ASK_AGAIN = 600  # seconds
#: A letter needs about ten pixels; a picture with a shorter side holds none.
_SHORTEST_SIDE = 10


def available() -> bool:
    """True when tesseract and its Vietnamese data are installed."""
    program = shutil.which("tesseract")
    return program is not None and _speaks(program, int(time.monotonic() // _ASK_AGAIN))


@lru_cache(maxsize=4)
def _speaks(program: str, _while: int) -> bool:
    """Asked once in a while and not for every file: it costs a process."""
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return _LANGUAGE in listed.stdout.decode("utf-8", "replace").split()


def image_pages(data: bytes, limits: Limits) -> Pages:
    """Recognise a picture (PNG, JPEG, TIFF with one or more pages)."""
    if not available():
        raise Unavailable(MISSING, code="ocr_missing")
    started = time.monotonic()
    pages: list[Page] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
                count = getattr(image, "n_frames", 1)
                if count > limits.ocr_pages:
                    raise TooLarge(
                        _("Ảnh quét có %(count)s trang, nhiều hơn %(most)s trang cho phép.")
                        % {"count": count, "most": limits.ocr_pages},
                        code="too_many_scans",
                    )
                if not limits.recognise:
                    return Pages([], "ocr", count, count)
                for n in range(count):
                    image.seek(n)
                    if min(image.size) < _SHORTEST_SIDE:
                        pages.append(page_of_lines(n + 1, []))
                        continue
                    if image.width * image.height > limits.image_pixels:
                        raise TooLarge(
                            _("Ảnh quét quá lớn. Hãy quét lại ở 200–300 dpi."), code="image_too_large"
                        )
                    frame = ImageOps.exif_transpose(image.convert("L"))
                    pages.append(recognise(frame, n + 1, limits, started))
                    if limits.tell is not None:
                        limits.tell(n + 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(_("Ảnh quét quá lớn. Hãy quét lại ở 200–300 dpi."), code="image_too_large") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Invalid(
            _("Ảnh bị hỏng hoặc không đúng định dạng. Hãy quét lại."), code="image_damaged"
        ) from error
    return Pages(pages, "ocr", len(pages))


def recognise(image: Image.Image, number: int, limits: Limits, started: float) -> Page:
    """Recognise one page. ``started``: the monotonic time at which the whole file was begun."""
    left = limits.ocr_seconds - (time.monotonic() - started)
    seconds = min(limits.ocr_page_seconds, left)
    if seconds <= 0:
        raise TooLarge(_("Nhận dạng bản quét quá lâu. Hãy tách tệp."), code="ocr_too_slow")
    program = shutil.which("tesseract")
    if program is None:
        raise Unavailable(MISSING, code="ocr_missing")
    picture = io.BytesIO()
    image.convert("L").save(picture, "PNG", compress_level=1)
    # One thread: the pool of tesseract slows down machines with few cores.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    command = [program, "stdin", "stdout", "-l", _LANGUAGE, "--dpi", str(limits.ocr_dpi), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(
            command,
            input=picture.getvalue(),
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLarge(
            _("Nhận dạng trang %(number)s quá lâu. Hãy quét lại rõ hơn hoặc tách tệp.") % {"number": number},
            code="ocr_too_slow",
        ) from error
    if done.returncode != 0:
        raise Unavailable(
            _("Phần nhận dạng chữ không xử lý được trang %(number)s. Hãy quét lại.") % {"number": number},
            code="ocr_failed",
        )
    words = _words(done.stdout.decode("utf-8", "replace"))
    return page_of_lines(number, lines_of(words, image.width, image.height))


def _words(tsv: str) -> list[Word]:
    found = []
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text or float(row.get("conf") or -1) < 20:
            continue
        x, y, w, h = (float(row[name]) for name in ("left", "top", "width", "height"))
        found.append(Word(text, x, y, x + w, y + h))
    return found
