"""From words with places to lines in reading order.

The head and the end of an official document stand in two columns. Where a run of lines is parted by a clear gutter and
holds words of such a block (Quốc hiệu, Nơi nhận, a signature), its left column is written out before its right one.
Elsewhere a wide gap inside a line becomes a tab, so that tables stay readable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from lienthong.kernel.text import fold

from .pages import Box

_BLOCK_WORDS = re.compile(
    r"cong hoa xa hoi|chu nghia viet nam|doc lap\b|noi nhan|(?:^|\s)(?:tm|kt|tl|tuq)\s?\.|chu tich|giam doc|bo truong|\bso ?:|v/v"
)
_CELL_GAP = 1.7  # in heights of a line
_BLANK_GAP = 0.9


@dataclass(frozen=True)
class Word:
    """A word and its box; origin at the top left, any unit."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Cell:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


Row = list[Cell]


def lines_of(words: list[Word], width: float, height: float) -> list[tuple[str, Box | None]]:
    """Lines in reading order with their boxes as fractions of the page; an empty line marks a wide vertical gap."""
    words = [w for w in words if w.text.strip()]
    if not words or width <= 0 or height <= 0:
        return []
    size = median(w.y1 - w.y0 for w in words) or 1.0
    rows = [_cells(row, size) for row in _rows(words, size)]
    out: list[tuple[str, Box | None]] = []
    bottom: float | None = None
    at = 0
    while at < len(rows):
        block = _column_block(rows, at, size)
        chunk = _column_major(block) if block else [rows[at]]
        for n, row in enumerate(chunk):
            top = min(c.y0 for c in row)
            new_column = n > 0 and bottom is not None and top < bottom - size
            if bottom is not None and (top - bottom > _BLANK_GAP * size or new_column):
                out.append(("", None))
            bottom = max(c.y1 for c in row)
            out.append(("\t".join(c.text for c in row), _box(row, width, height)))
        if block:
            bottom = max(c.y1 for row in block for c in row)
        at += len(block) if block else 1
    return out


def _rows(words: list[Word], size: float) -> list[list[Word]]:
    rows: list[list[Word]] = []
    centres: list[float] = []
    for word in sorted(words, key=lambda w: ((w.y0 + w.y1) / 2, w.x0)):
        centre = (word.y0 + word.y1) / 2
        if rows and abs(centre - centres[-1]) < 0.5 * size:
            rows[-1].append(word)
            centres[-1] += (centre - centres[-1]) / len(rows[-1])
        else:
            rows.append([word])
            centres.append(centre)
    return rows


def _cells(row: list[Word], size: float) -> Row:
    groups: list[list[Word]] = []
    for word in sorted(row, key=lambda w: w.x0):
        if groups and word.x0 - groups[-1][-1].x1 <= _CELL_GAP * size:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [
        Cell(
            " ".join(w.text for w in g),
            g[0].x0,
            min(w.y0 for w in g),
            max(w.x1 for w in g),
            max(w.y1 for w in g),
        )
        for g in groups
    ]


def _column_block(rows: list[Row], first: int, size: float) -> list[Row] | None:
    """The longest run from ``first`` that a gutter parts, when it holds words of a head or a closing block."""
    if len(rows[first]) > 2:
        return None
    left, right = float("-inf"), float("inf")
    two = 0
    bottom = rows[first][0].y1
    last = first
    for row in rows[first:]:
        if len(row) > 2:
            break
        if len(row) == 2:
            new_left, new_right = max(left, row[0].x1), min(right, row[1].x0)
            if new_right - new_left < 0.2 * size:
                break
            left, right = new_left, new_right
            two += 1
        elif two and not (row[0].x1 <= right - 0.2 * size or row[0].x0 >= left + 0.2 * size):
            break
        elif not two:
            return None
        elif row[0].x1 <= right and row[0].y0 - bottom > 2 * size:
            break  # text far below the left column is no longer part of it
        if row[0].x0 < right:
            bottom = row[0].y1
        last += 1
    block = rows[first:last]
    if two == 0 or len(block) < 2:
        return None
    text = fold(" \n ".join(c.text for row in block for c in row))
    return block if _BLOCK_WORDS.search(text) else None


def _column_major(block: list[Row]) -> list[Row]:
    gutter = _gutter(block)
    left = [[c] for row in block for c in row if (c.x0 + c.x1) / 2 <= gutter]
    right = [[c] for row in block for c in row if (c.x0 + c.x1) / 2 > gutter]
    return left + right


def _gutter(block: list[Row]) -> float:
    pairs = [row for row in block if len(row) == 2]
    return (max(r[0].x1 for r in pairs) + min(r[1].x0 for r in pairs)) / 2


def _box(row: Row, width: float, height: float) -> Box:
    def part(value: float, whole: float) -> float:
        return round(min(max(value / whole, 0.0), 1.0), 4)

    return (
        part(min(c.x0 for c in row), width),
        part(min(c.y0 for c in row), height),
        part(max(c.x1 for c in row), width),
        part(max(c.y1 for c in row), height),
    )
