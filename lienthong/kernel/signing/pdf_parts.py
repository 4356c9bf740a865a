"""Small dealings with PDF files that fields, filling and signing share."""

from __future__ import annotations

import io

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from lienthong.kernel import errors


def open_for_update(pdf: bytes) -> IncrementalPdfFileWriter:
    """A writer that only appends. Raises ``Invalid`` for what is no readable PDF."""
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf))
    except (PdfReadError, ValueError, KeyError) as error:
        raise errors.Invalid(_("Tệp không phải là PDF đọc được"), code="pdf_unreadable") from error


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def import_page(writer: BasePdfFileWriter, pdf: bytes) -> generic.IndirectObject:
    """The first page of ``pdf`` as a form XObject of ``writer``; fonts come along."""
    return writer.import_page_as_xobject(PdfFileReader(io.BytesIO(pdf)))


class PdfPicture(PdfContent):
    """A one-page PDF in memory, used as the picture of a signature."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        writer = self.writer
        assert writer is not None
        picture = import_page(writer, self._pdf)
        self.resources.xobject["/Picture"] = picture
        left, bottom, right, top = picture.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Picture Do"


def form_fields(handler: PdfFileReader | IncrementalPdfFileWriter) -> dict[str, generic.DictionaryObject]:
    """Top-level form fields by name; empty for a file without a form. Our own files have no nested fields."""
    try:
        fields = handler.root["/AcroForm"]["/Fields"]
    except KeyError:
        return {}
    found: dict[str, generic.DictionaryObject] = {}
    for ref in fields:
        field = ref.get_object()
        if "/T" in field:
            found[str(field["/T"])] = field
    return found


def is_signed(field: generic.DictionaryObject) -> bool:
    return field.get("/FT") == "/Sig" and "/V" in field


def name(text: str) -> generic.NameObject:
    return pdf_name("/" + text)
