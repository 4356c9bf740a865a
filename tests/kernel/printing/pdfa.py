"""Structural checks of PDF/A-2b (ISO 19005-2) on a finished file, by pikepdf: independent of what wrote it.

veraPDF is the reference validator; it is a Java program of its own and not part of the tests. These are the rules that a
change of templates, fonts or signing would break: metadata and its mark, output intent, embedded fonts, transparency with a
blending space, annotations that print as they look, no script, no encryption, no outside reference. Clauses in brackets.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

FORBIDDEN_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans",
    "/GoTo3DView", "/JavaScript",
}  # fmt: skip
FORBIDDEN_ANNOTATIONS = {"/3D", "/Sound", "/Screen", "/Movie"}
INVISIBLE, HIDDEN, PRINT, NO_VIEW, TOGGLE = 1, 2, 4, 32, 256
BLENDS = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge", "/ColorBurn",
          "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color", "/Luminosity"}  # fmt: skip


def violations(data: bytes) -> list[str]:
    """What keeps the file from being PDF/A-2b, as far as these checks see; empty when nothing does."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [*_file(data, pdf), *_catalogue(pdf), *_objects(pdf), *_pages(pdf)]


def _file(data: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", data):
        yield "header without version or binary comment (6.1.2)"
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        yield "encrypted (6.1.3)"
    identity = pdf.trailer.get("/ID")
    if not isinstance(identity, Array) or len(identity) != 2 or not all(bytes(part) for part in identity):
        yield "no file identifier (6.1.3)"
    if not data.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "bytes after the end (6.1.3)"
    if pdf.docinfo is not None and "/Trapped" in pdf.docinfo:
        yield "trapping (6.6)"


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    metadata = root.get("/Metadata")
    if metadata is None:
        yield "no XMP metadata (6.6.2)"
    else:
        if "/Filter" in metadata and str(metadata.get("/Type")) != "/Metadata":
            yield "metadata of another type (6.6.2)"
        text = metadata.read_bytes().decode("utf-8", "replace")
        part = re.search(r"pdfaid:part(?:>|=\")(\d)", text)
        level = re.search(r"pdfaid:conformance(?:>|=\")(\w)", text)
        if not part or not level or (part[1], level[1]) not in {("2", "B"), ("2", "A"), ("2", "U")}:
            yield "metadata do not say PDF/A-2 (6.6.4)"
    intents = [one for one in root.get("/OutputIntents", []) if str(one.get("/S")) == "/GTS_PDFA1"]
    if not intents or not all(one.get("/DestOutputProfile") is not None for one in intents):
        yield "no output intent with a profile (6.2.3)"
    if "/OpenAction" in root and isinstance(root.OpenAction, Dictionary):
        yield from _action(root.OpenAction)
    if "/AA" in root:
        yield "actions of the document (6.5.2)"
    if "/Requirements" in root:
        yield "requirements (6.11)"
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names:
        yield "JavaScript (6.5.1)"
    form = root.get("/AcroForm")
    if form is not None:
        if form.get("/NeedAppearances"):
            yield "form fields without their appearance (6.4.1)"
        if "/XFA" in form:
            yield "XFA (6.4.2)"


def _action(action: Any) -> Iterator[str]:
    kind = str(action.get("/S"))
    if kind in FORBIDDEN_ACTIONS:
        yield f"action {kind} (6.5.1)"
    if "/JS" in action:
        yield "JavaScript (6.5.1)"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            filters = thing.get("/Filter", Array())
            for name in filters if isinstance(filters, Array) else [filters]:
                if str(name) == "/LZWDecode":
                    yield "LZW (6.1.7)"
            if "/F" in thing or "/FFilter" in thing:
                yield "content outside the file (6.1.7)"
            if str(thing.get("/Subtype")) == "/Image" and thing.get("/Interpolate"):
                yield "interpolated picture (6.2.8)"
            if str(thing.get("/Subtype")) == "/PS" or "/OPI" in thing or "/Ref" in thing:
                yield "PostScript, OPI or reference object (6.2.9)"
        if isinstance(thing, Dictionary | Stream):
            if str(thing.get("/Type")) == "/Font" or (
                "/BaseFont" in thing
                and str(thing.get("/Subtype", "")).endswith(("Type1", "TrueType", "Type0"))
            ):
                yield from _font(thing)
            if str(thing.get("/Type")) == "/Filespec" and "/EF" in thing:
                yield "embedded file (6.8)"
            if "/BM" in thing:
                modes = thing.BM if isinstance(thing.BM, Array) else [thing.BM]
                if any(str(mode) not in BLENDS for mode in modes):
                    yield "unknown blend mode (6.2.10)"
            if "/TR" in thing and "/Type" in thing and str(thing.Type) == "/ExtGState":
                yield "transfer function (6.2.5)"


def _font(font: Any) -> Iterator[str]:
    kind = str(font.get("/Subtype"))
    if kind == "/Type3":
        return
    name = str(font.get("/BaseFont", "?"))
    holder = font.DescendantFonts[0] if kind == "/Type0" else font
    descriptor = holder.get("/FontDescriptor")
    program = None
    if descriptor is not None:
        program = next(
            (descriptor[key] for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in descriptor), None
        )
    if program is None:
        yield f"font {name} is not embedded (6.2.11.4)"
    if kind == "/Type0" and str(holder.get("/Subtype")) == "/CIDFontType2" and "/CIDToGIDMap" not in holder:
        yield f"font {name} without CIDToGIDMap (6.2.11.3)"


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    intent = bool(pdf.Root.get("/OutputIntents"))
    for number, page in enumerate(pdf.pages, 1):
        group = page.obj.get("/Group")
        if _transparent(page.obj, set()) and not intent and (group is None or "/CS" not in group):
            yield f"page {number}: transparency without a blending space (6.2.10)"
        if "/AA" in page.obj:
            yield f"page {number}: actions of the page (6.5.2)"
        for annotation in page.obj.get("/Annots", []):
            yield from (f"page {number}: {what}" for what in _annotation(annotation))


def _annotation(annotation: Any) -> Iterator[str]:
    kind = str(annotation.get("/Subtype"))
    if kind in FORBIDDEN_ANNOTATIONS:
        yield f"annotation {kind} (6.3.1)"
    flags = int(annotation.get("/F", 0))
    if kind != "/Popup":
        if not flags & PRINT or flags & (INVISIBLE | HIDDEN | NO_VIEW | TOGGLE):
            yield f"annotation {annotation.get('/T', kind)} does not print as it looks (6.3.2)"
        box = [float(value) for value in annotation.get("/Rect", [0, 0, 0, 0])]
        empty = box[0] == box[2] and box[1] == box[3]
        appearance = annotation.get("/AP")
        if appearance is None and not empty and kind != "/Link":
            yield f"annotation {annotation.get('/T', kind)} without appearance (6.3.3)"
        if appearance is not None and set(map(str, appearance.keys())) != {"/N"}:
            yield f"annotation {annotation.get('/T', kind)} with more than one appearance (6.3.3)"
    if "/AA" in annotation:
        yield "actions of an annotation (6.5.2)"
    if "/A" in annotation:
        yield from _action(annotation.A)


def _transparent(holder: Any, seen: set[tuple[int, int]]) -> bool:
    resources = holder.get("/Resources")
    if resources is None:
        return False
    for state in dict(resources.get("/ExtGState", Dictionary())).values():
        if str(state.get("/BM", "/Normal")) not in ("/Normal", "/Compatible"):
            return True
        if (
            float(state.get("/ca", 1)) < 1
            or float(state.get("/CA", 1)) < 1
            or str(state.get("/SMask", "/None")) != "/None"
        ):
            return True
    for thing in dict(resources.get("/XObject", Dictionary())).values():
        if "/SMask" in thing:
            return True
        if thing.objgen not in seen and str(thing.get("/Subtype")) == "/Form":
            seen.add(thing.objgen)
            if _transparent(thing, seen):
                return True
    return False


def broken(data: bytes, how: str) -> bytes:
    """The same file with one thing wrong, for the control of these checks."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if how == "metadata":
            pdf.Root.Metadata.write(re.sub(rb"pdfaid:", b"khac:", pdf.Root.Metadata.read_bytes()))
        elif how == "intent":
            del pdf.Root.OutputIntents
        elif how == "font":
            for thing in pdf.objects:
                if isinstance(thing, Dictionary) and str(thing.get("/Type")) == "/FontDescriptor":
                    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                        if key in thing:
                            del thing[key]
        elif how == "script":
            pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        elif how == "file":
            pdf.attachments["a.txt"] = b"x"
        elif how == "annotation":
            pdf.pages[0].obj.Annots = pdf.make_indirect(
                Array([Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], T="truong")])
            )
        elif how == "appearances":
            pdf.Root.AcroForm = Dictionary(Fields=Array(), NeedAppearances=True)
        else:
            raise ValueError(how)
        buffer = io.BytesIO()
        pdf.save(buffer)
        return buffer.getvalue()


def encrypted(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner="a", user=""))
        return buffer.getvalue()


__all__ = ["broken", "encrypted", "violations"]
