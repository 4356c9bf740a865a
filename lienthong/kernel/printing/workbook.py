"""Rows as an XLSX workbook in which every cell is data and none a formula (S29)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

LONGEST_CELL = 32_000


def workbook(
    sheet: str, columns: Sequence[tuple[Any, int]], rows: Iterable[Sequence[Any]], *, numbers: str = "0"
) -> bytes:
    """An XLSX file with one sheet and a filter; ``columns`` are heading and width in characters, ``numbers`` is the
    format of cells with numbers (``#,##0`` for money).

    Text is typed as text, so ``=1+1``, ``+``, ``-``, ``@``, a tab or a full-width sign in front is shown and never run;
    the quote prefix keeps it so when somebody edits the cell.
    """
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    page = book.add_worksheet(sheet[:31])
    head = book.add_format(
        {"bold": True, "bg_color": "#E7F0F4", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "quote_prefix": True})
    number = book.add_format({"num_format": numbers, "valign": "top"})
    for place, (title, width) in enumerate(columns):
        page.set_column(place, place, width)
        page.write_string(0, place, str(title), head)
    page.freeze_panes(1, 0)
    last = 0
    for last, values in enumerate(rows, 1):
        for place, value in enumerate(values):
            if isinstance(value, int | float) and not isinstance(value, bool):
                page.write_number(last, place, value, number)
            else:
                page.write_string(last, place, "" if value is None else str(value)[:LONGEST_CELL], text)
    if columns:
        page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    book.close()
    return target.getvalue()
