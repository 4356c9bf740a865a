"""QR codes as SVG, drawn by Typst as an image from a string in the data."""

from __future__ import annotations

import io

import segno


def qr_svg(text: str, *, error: str = "m") -> str:
    """SVG of a QR code for ``text`` (usually the verification address), with the quiet zone of 4 modules that
    ISO/IEC 18004 asks for. ``error``: correction level l, m, q or h."""
    out = io.BytesIO()
    segno.make(text, error=error, micro=False).save(
        out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True
    )
    return out.getvalue().decode("ascii")
