"""Form fields before the first signature: number, date, personal signature, agency seal (DESIGN: signing order).

After the first signature a file only grows by form filling; whatever was not prepared here can not be added later
without breaking that signature.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)

from lienthong.kernel import errors
from lienthong.kernel.printing.public import Place
from lienthong.kernel.signing import appearance
from lienthong.kernel.signing.pdf_parts import form_fields, import_page, is_signed, open_for_update, written

NUMBER, DATE, SIGNATURE, SEAL = "number", "date", "signature", "seal"
READ_ONLY = 1
PRINTED = 4
ALIGNMENTS = ("left", "center", "right")
_LABELS = {
    NUMBER: "Số, ký hiệu",
    DATE: "Địa danh, ngày tháng năm",
    SIGNATURE: "Chữ ký số cá nhân",
    SEAL: "Chữ ký số cơ quan",
}


def prepare(pdf: bytes, places: Mapping[str, Place]) -> bytes:
    """Add a field for every place; names of places become names of fields.

    Text fields are read-only for people (filling is our act, not a typist's) and show the place's text until filled.
    A field called ``seal`` locks the whole form when it is signed. Raises ``Refused`` when the file is signed already
    or has fields of the same names.
    """
    writer = open_for_update(pdf)
    present = form_fields(writer.prev)
    if any(map(is_signed, present.values())):
        raise errors.Refused(_("Văn bản đã ký, không thêm được ô để ký"), code="already_signed")
    if present.keys() & places.keys():
        raise errors.Refused(_("Văn bản đã có sẵn các ô để ký"), code="already_prepared")
    for name, place in places.items():
        if place.kind == "text":
            _add_text_field(writer, name, place)
        else:
            append_signature_field(writer, _signature_spec(name, place))
    return written(writer)


def _signature_spec(name: str, place: Place) -> SigFieldSpec:
    is_seal = name.startswith(SEAL)
    return SigFieldSpec(
        sig_field_name=name,
        on_page=place.page,
        box=place.box,  # type: ignore[arg-type]  # fractions of a point are fine
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if is_seal else None,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if is_seal else None,
        readable_field_name=_LABELS.get(name, name),
    )


def _add_text_field(writer: IncrementalPdfFileWriter, name: str, place: Place) -> None:
    face = "TinosItalic" if place.style == "italic" else "Tinos"
    shown = import_page(
        writer, appearance.text_line(place.text, place.w, place.h, place.size, place.style, place.align)
    )
    page_ref, _resources = writer.find_page_for_modification(place.page)
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): pdf_string(name),
            pdf_name("/TU"): generic.TextStringObject(_LABELS.get(name, name)),
            pdf_name("/Ff"): generic.NumberObject(READ_ONLY),
            pdf_name("/F"): generic.NumberObject(PRINTED),
            pdf_name("/Q"): generic.NumberObject(ALIGNMENTS.index(place.align)),
            pdf_name("/DA"): pdf_string(f"/{face} {place.size:g} Tf 0 g"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.FloatObject, place.box)),
            pdf_name("/P"): page_ref,
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): shown}),
        }
    )
    field_ref = writer.add_object(field)
    form = _form(writer)
    form["/Fields"].append(field_ref)
    writer.update_container(form["/Fields"])
    _offer_font(form, face, shown)
    writer.register_annotation(page_ref, field_ref)


def _form(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    if "/AcroForm" not in writer.root:
        form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
        writer.root[pdf_name("/AcroForm")] = writer.add_object(form)
        writer.update_root()
    form = writer.root["/AcroForm"]
    if "/Fields" not in form:
        form[pdf_name("/Fields")] = generic.ArrayObject()
    writer.update_container(form)
    return form


def _offer_font(form: generic.DictionaryObject, face: str, shown: generic.IndirectObject) -> None:
    """Name the embedded font of the drawn text in the form's resources, since PDF/A allows no other."""
    try:
        fonts = shown.get_object()["/Resources"]["/Font"]
    except KeyError:  # nothing was drawn
        return
    offered = form.setdefault(pdf_name("/DR"), generic.DictionaryObject())
    offered_fonts = offered.setdefault(pdf_name("/Font"), generic.DictionaryObject())
    offered_fonts[pdf_name("/" + face)] = fonts.raw_get(next(iter(fonts)))
