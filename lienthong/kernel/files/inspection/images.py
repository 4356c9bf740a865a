"""Pictures: size from the header before anything is decoded, structure by walking the container."""

from __future__ import annotations

import mmap
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from . import finding

#: A0 at 300 dpi has 139 million pixels; 30,000 × 30,000 has 900 million.
MAX_PIXELS = 150_000_000
MAX_SIDE = 65_000
MAX_FRAMES = 1_000

Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "tiff": "TIFF"}


def inspect(stream: BinaryIO, kind: str) -> finding.Finding:
    """Dimensions and number of pages (frames). Raises TooLarge for pixel floods, Invalid for broken containers."""
    length = stream.seek(0, 2)
    stream.seek(0)
    try:
        with Image.open(stream, formats=(_FORMATS[kind],)) as image:
            width, height = _checked(image)
            frames = _count_frames(image, length) if kind == "tiff" else 1
            if kind == "webp" and getattr(image, "n_frames", 1) > MAX_FRAMES:
                raise finding.too_many_pages()
            if kind == "png":
                image.verify()  # chunk by chunk with its checksum, nothing is inflated
    except Image.DecompressionBombError as error:
        raise finding.too_many_pixels() from error
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        EOFError,
    ) as error:
        raise finding.broken() from error
    if kind == "jpeg" and not _has_end_of_image(stream):
        raise finding.broken()
    return finding.Finding(kind=kind, page_count=frames, width=width, height=height)


def _checked(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise finding.too_many_pixels()
    if not width or not height:
        raise finding.broken()
    return width, height


def _count_frames(image: Image.Image, length: int) -> int:
    """Pages of a TIFF, one directory at a time, so that a chain of directories cannot run for ever."""
    count = 1
    while True:
        _check_strips(image, length)
        try:
            image.seek(count)
        except EOFError:
            return count
        _checked(image)
        count += 1
        if count > MAX_FRAMES:
            raise finding.too_many_pages()


def _check_strips(image: Image.Image, length: int) -> None:
    """Every strip or tile of the page lies inside the file (TIFF 6.0, tags 273/279 and 324/325)."""
    tags = image.tag_v2  # type: ignore[attr-defined]
    for offsets, counts in ((273, 279), (324, 325)):
        for offset, count in zip(tags.get(offsets, ()), tags.get(counts, ()), strict=False):
            if offset + count > length:
                raise finding.broken()


def _has_end_of_image(stream: BinaryIO) -> bool:
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.rfind(b"\xff\xd9") > 0
