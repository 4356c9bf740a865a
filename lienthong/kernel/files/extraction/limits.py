"""Bounds of extraction: a hostile or damaged file must cost little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    bytes: int = 50_000_000
    pages: int = 600
    characters: int = 5_000_000
    unpacked_bytes: int = 200_000_000  # DOCX: sum of the parts read
    entries: int = 5_000  # DOCX: files in the archive
    ocr_pages: int = 60
    ocr_page_seconds: float = 60.0
    ocr_seconds: float = 600.0
    image_pixels: int = 60_000_000
    ocr_dpi: int = 250
    recognise: bool = True  # False: leave pictures out and tell how many pages they are
    tell: Callable[[int], None] | None = None  # called with the number of pages recognised so far


DEFAULT = Limits()
