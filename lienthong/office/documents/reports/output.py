"""A form filled with lines, as a spreadsheet, a word-processor document or a PDF for binding."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.directory.models import Organisation
from lienthong.kernel.printing.public import render
from lienthong.kernel.printing.workbook import workbook
from lienthong.office.documents.reports.forms import Form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A4_LONG, A4_SHORT, MARGIN = 297, 210, 15  # millimetres
# What XML has no way to write; it comes in with texts read out of files.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Filled:
    """``totals``: (words, number) under the table; ``name`` without an ending."""

    form: Form
    organisation: Organisation
    lines: Sequence[Sequence[Any]]
    name: str
    since: dt.date | None = None
    until: dt.date | None = None
    totals: Sequence[tuple[str, Any]] = field(default_factory=list)

    @property
    def period(self) -> str:
        if self.since and self.until:
            return _("Từ ngày %(since)s đến ngày %(until)s") % {
                "since": f"{self.since:%d/%m/%Y}", "until": f"{self.until:%d/%m/%Y}",
            }  # fmt: skip
        return ""


def as_xlsx(filled: Filled) -> bytes:
    lines = [*filled.lines, *([label, number] for label, number in filled.totals)]
    return workbook(str(filled.form.title), filled.form.widths, lines)


def as_pdf(filled: Filled) -> bytes:
    """A4 across, with the head of the agency; the head of the table comes again on each page."""
    columns = [
        {"key": str(number), "name": str(column.title), "width": max(column.width, 8), "align": "center" if column.width <= 12 else "left"}
        for number, column in enumerate(filled.form.columns)
    ]  # fmt: skip
    agency = filled.organisation
    data = {
        "title": str(filled.form.title), "parent": agency.parent.name if agency.parent else "", "issuer": agency.name, "period": filled.period,
        "columns": columns, "rows": [{str(place): cell for place, cell in enumerate(line)} for line in filled.lines],
        "notes": "; ".join(f"{label}: {number}" for label, number in filled.totals),
    }  # fmt: skip
    return render("printing/register", data)


def as_docx(filled: Filled) -> bytes:
    """The same page for a word processor, so that a remark can be added before it is bound."""
    from docx import Document as Word
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    word = Word()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(A4_LONG), Mm(A4_SHORT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(0)
    for text, size, bold in (
        (filled.organisation.name, 11, True), (str(filled.form.title).upper(), 14, True), (filled.period, 11, False),
    ):  # fmt: skip
        if text:
            paragraph = word.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(4)
            run = paragraph.add_run(text)
            run.bold, run.font.size = bold, Pt(size)
    table = word.add_table(rows=1, cols=len(filled.form.columns), style="Table Grid")
    table.autofit = False
    share = (A4_LONG - 2 * MARGIN) / sum(max(column.width, 8) for column in filled.form.columns)
    widths = [Mm(max(column.width, 8) * share) for column in filled.form.columns]
    for cell, column in zip(table.rows[0].cells, filled.form.columns, strict=True):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].add_run(str(column.title)).bold = True
    again = OxmlElement("w:tblHeader")
    again.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(again)
    for line in filled.lines:
        for cell, value in zip(table.add_row().cells, line, strict=True):
            cell.text = "" if value is None else _UNWRITABLE.sub(" ", str(value))
    for place, width in enumerate(widths):
        for cell in table.columns[place].cells:
            cell.width = width
    for label, number in filled.totals:
        word.add_paragraph(f"{label}: {number}")
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


# ending → (maker, media type, most lines): a word processor and a page break under a whole year of a large agency
OUTPUTS: dict[str, tuple[Callable[[Filled], bytes], str, int]] = {
    "xlsx": (as_xlsx, XLSX, 20_000),
    "pdf": (as_pdf, "application/pdf", 3_000),
    "docx": (as_docx, DOCX, 1_000),
}
