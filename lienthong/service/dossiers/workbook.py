"""Rows as an XLSX workbook whose cells are data and never formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

LONGEST_CELL = 32_000


def workbook(sheet: str, columns: Sequence[tuple[Any, int]], rows: Iterable[Sequence[Any]]) -> bytes:
    """An XLSX file with one sheet. ``columns``: heading and width in characters.

    Text is written as text whatever it begins with (= + - @, tab, full-width forms), so a spreadsheet program shows
    it instead of running it; the file type makes escaping marks in the data unnecessary (S29; OWASP CSV injection).
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    page = book.add_worksheet(sheet[:31])
    head = book.add_format(
        {"bold": True, "bg_color": "#E7F0F4", "border": 1, "text_wrap": True, "valign": "top"}
    )
    # Quote-prefixed cells stay text even when somebody edits them and presses Enter.
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "quote_prefix": True})
    number = book.add_format({"num_format": "#,##0", "valign": "top"})
    for place, (title, width) in enumerate(columns):
        page.set_column(place, place, width)
        page.write_string(0, place, str(title), head)
    page.freeze_panes(1, 0)
    last = 0
    for last, cells in enumerate(rows, 1):
        for place, value in enumerate(cells):
            if isinstance(value, bool) or not isinstance(value, int | float):
                page.write_string(last, place, "" if value is None else str(value)[:LONGEST_CELL], text)
            else:
                page.write_number(last, place, value, number)
    if columns:
        page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    book.close()
    return target.getvalue()
