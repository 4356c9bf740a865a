"""Writing number and date into the prepared fields, between the two signatures."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from lienthong.kernel import errors
from lienthong.kernel.signing import appearance
from lienthong.kernel.signing.fields import ALIGNMENTS, DATE, NUMBER, SEAL, SIGNATURE
from lienthong.kernel.signing.pdf_parts import form_fields, import_page, is_signed, open_for_update, written

_FACE = re.compile(r"/(\w+) ([\d.]+) Tf")


def fill_number_and_date(pdf: bytes, number_text: str, date_text: str) -> bytes:
    """Fill the fields ``number`` ("Số: 15/QĐ-UBND") and ``date`` ("Thanh Hóa, ngày 24 tháng 11 năm 2026") as one
    form-filling update; the appearance is drawn by us, so every reader shows the same.

    Raises ``Refused`` without a personal signature before it (NĐ 30/2020: first the signature, then the number), after
    the seal, or when the number is there already; ``Invalid`` when the file has no such fields.
    """
    writer = open_for_update(pdf)
    fields = form_fields(writer)
    _check(fields)
    for name, text in ((NUMBER, number_text.strip()), (DATE, date_text.strip())):
        if not text:
            raise errors.Invalid(_("Thiếu số hoặc ngày của văn bản"), field=name)
        _fill(writer, fields[name], text)
    return written(writer)


def filled_fields(pdf: bytes) -> dict[str, str]:
    """What the text fields of a file hold: ``{"number": "Số: 15/QĐ-UBND", …}``; text of the page itself lacks it."""
    fields = form_fields(open_for_update(pdf).prev)
    return {name: str(f["/V"]) for name, f in fields.items() if f.get("/FT") == "/Tx" and "/V" in f}


def _check(fields: dict[str, generic.DictionaryObject]) -> None:
    if NUMBER not in fields or DATE not in fields:
        raise errors.Invalid(_("Văn bản không có ô số và ngày được đặt trước"), code="no_number_field")
    if not any(is_signed(f) for name, f in fields.items() if name.startswith(SIGNATURE)):
        raise errors.Refused(
            _("Chỉ cấp số và ngày sau khi người có thẩm quyền đã ký"), code="personal_signature_missing"
        )
    if any(is_signed(f) for name, f in fields.items() if name.startswith(SEAL)):
        raise errors.Refused(_("Văn bản đã có chữ ký số của cơ quan, không sửa được nữa"), code="sealed")
    if "/V" in fields[NUMBER]:
        raise errors.Refused(_("Văn bản đã được cấp số"), code="number_filled")


def _fill(writer: IncrementalPdfFileWriter, field: generic.DictionaryObject, text: str) -> None:
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    face = _FACE.search(str(field["/DA"]))
    assert face is not None
    style = "italic" if face[1].endswith("Italic") else "normal"
    drawn = appearance.text_line(
        text,
        round(right - left, 2),
        round(top - bottom, 2),
        float(face[2]),
        style,
        ALIGNMENTS[int(field["/Q"])],
    )
    field[pdf_name("/V")] = generic.TextStringObject(text)
    field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): import_page(writer, drawn)})
    writer.update_container(field)
