"""From a Typst template and data to PDF bytes.

The data travel as one JSON string in ``sys.inputs``; a template reads it with ``json(bytes(sys.inputs.data))`` and
shows values as text. Nothing is ever spliced into the source, so ``#``, ``$`` or ``[`` in a name stay letters.
Output depends on template, data, fonts and ``created`` alone: the same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from lienthong.kernel import clock, errors
from lienthong.kernel.printing.places import Place
from lienthong.kernel.printing.registry import PACKAGE, find_template

FONTS = Path(__file__).resolve().parent / "fonts"

# A typst compiler keeps parsed sources, fonts and layout of earlier runs, which makes the second page of a kind ten
# times faster than the first; it may not be used by two threads at once, hence one set per thread.
_local = threading.local()
_fonts_lock = threading.Lock()
_fonts: typst.Fonts | None = None


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    pdf_a: bool = False,
    created: dt.datetime | None = None,
) -> bytes:
    """The PDF of ``template`` ("app/name") filled with ``data`` (JSON values; dates already written out).

    ``pdf_a`` asks for PDF/A-2b (archive copy). ``created`` is the creation date in the file's metadata; without it
    the file has none, so that equal input gives equal bytes (an archive copy then takes the present time).
    Raises ``NotFound`` for an unknown template, ``Invalid`` when the data do not fit it.
    """
    return _compile(template, data, pdf_a=pdf_a, created=created)


def render_with_places(
    template: str,
    data: Mapping[str, Any],
    *,
    pdf_a: bool = False,
    created: dt.datetime | None = None,
) -> tuple[bytes, dict[str, Place]]:
    """As :func:`render`, with the reserved places by name (``number``, ``date``, ``signature``, ``seal``, …)."""
    pdf = _compile(template, data, pdf_a=pdf_a, created=created)
    found = json.loads(_compiler(find_template(template)).query("<place>", field="value"))
    return pdf, {item["name"]: _place(item) for item in found}


def _place(item: dict[str, Any]) -> Place:
    return Place(
        page=item["page"] - 1,
        x=round(item["x"], 2),
        y=round(
            item["page_height"] - item["y"] - item["h"], 2
        ),  # Typst measures from the top, PDF from the foot
        w=round(item["w"], 2),
        h=round(item["h"], 2),
        kind=item["kind"],
        text=item.get("text", ""),
        size=item.get("size", 13),
        style=item.get("style", "normal"),
        align=item.get("align", "center"),
    )


def _compile(template: str, data: Mapping[str, Any], *, pdf_a: bool, created: dt.datetime | None) -> bytes:
    compiler = _compiler(find_template(template))
    if pdf_a and created is None:
        created = clock.now()  # PDF/A-2b does not allow a file without its date
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    if created is not None:
        inputs["created"] = created.isoformat()
    try:
        pdf = compiler.compile(
            format="pdf",
            sys_inputs=inputs,
            pdf_standards="a-2b" if pdf_a else [],
            timestamp=created.astimezone(dt.UTC).replace(microsecond=0) if created else 0,
        )
    except typst.TypstError as error:
        # The text of the error may quote the data, hence it is chained for the developer and not shown.
        raise errors.Invalid(
            _("Không in được mẫu “%(template)s”: dữ liệu không khớp mẫu") % {"template": template},
            code="template_data",
        ) from error
    assert isinstance(pdf, bytes)
    return pdf


def _shared_fonts() -> typst.Fonts:
    global _fonts
    with _fonts_lock:
        if _fonts is None:
            _fonts = typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
            )
        return _fonts


def _compiler(path: Path) -> typst.Compiler:
    compilers: dict[Path, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if path not in compilers:
        compilers[path] = typst.Compiler(
            str(path), root=str(PACKAGE), font_paths=_shared_fonts(), ignore_system_fonts=True
        )
    return compilers[path]
