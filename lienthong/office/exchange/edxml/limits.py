"""What a package may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """``package``: bytes of the file (the axis takes 50 MB); ``unpacked``: bytes of all files together."""

    package: int = 50 * MEGABYTE
    unpacked: int = 300 * MEGABYTE
    ratio: int = 100
    attachments: int = 300
    depth: int = 40
    elements: int = 20_000
    metadata: int = 4_000_000
    problems: int = 100


DEFAULT = Limits()
