"""What a signature looks like on the page, as small PDF files made once and kept.

NĐ 30/2020 Annex I: the signature of a person is a blue picture, the seal of an agency a red one of real size, both
with transparent ground; attachments and copies carry text only, Times New Roman 10 upright black.
"""

from __future__ import annotations

import base64
import hashlib
import math
import random
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from lienthong.kernel import errors
from lienthong.kernel.printing.public import render

INK = "#1a3fb0"


@lru_cache(maxsize=512)
def text_line(text: str, w: float, h: float, size: float, style: str, align: str) -> bytes:
    """One line of text in a box of ``w`` by ``h`` points, Tinos; narrowed when it would not fit."""
    data = {"text": text, "w": w, "h": h, "size": size, "style": style, "align": align}
    return render("printing/line", data)


@lru_cache(maxsize=512)
def text_block(lines: tuple[str, ...], w: float, h: float, size: float = 10) -> bytes:
    """Lines of text, right aligned, for attachments (D18) and electronic copies (D19)."""
    return render("printing/stamp_text", {"lines": list(lines), "w": w, "h": h, "size": size})


@lru_cache(maxsize=512)
def personal_signature(name: str, w: float, h: float) -> bytes:
    """A drawn blue signature, always the same for a name: stands in for the picture that a real signer registers."""
    return render("printing/picture", {"svg": _scribble(name, w, h), "w": w, "h": h})


@lru_cache(maxsize=256)
def agency_seal(name: str, w: float, h: float, simulated: bool) -> bytes:
    """A drawn round red seal with the agency's name on its rim. A simulated one says so."""
    data = {"name": name.upper(), "size": min(w, h), "w": w, "h": h, "simulated": simulated}
    return render("printing/seal", data)


@lru_cache(maxsize=256)
def registered_picture(png: bytes, w: float, h: float) -> bytes:
    """A PNG that the signer registered, fitted into the box. Raises ``Invalid`` for what is no PNG."""
    if not png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise errors.Invalid(_("Hình chữ ký phải là tệp PNG nền trong suốt"), code="picture_not_png")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.1f} {h:.1f}"><image width="{w:.1f}" '
        f'height="{h:.1f}" href="data:image/png;base64,{base64.b64encode(png).decode()}"/></svg>'
    )
    return render("printing/picture", {"svg": svg, "w": w, "h": h})


def _scribble(name: str, w: float, h: float) -> str:
    """A pen stroke as SVG: loops that run to the right, seeded by the name, with a flourish under them."""
    pen = random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311 - a drawing, not a secret
    loops = max(5, min(9, len(name.replace(" ", "")) // 2))
    points = []
    for i in range(loops * 2 + 1):
        along = 0.1 + 0.72 * i / (loops * 2)
        swing = pen.uniform(0.16, 0.34) * (1 if i % 2 else -1) * (1.25 if i < 3 else 0.75)
        points.append((w * (along + pen.uniform(-0.03, 0.02)), h * (0.46 + swing)))
    points.append((w * 0.92, h * 0.3))
    stroke = _smooth(points)
    sweep = f"M {w * 0.9:.1f} {h * 0.3:.1f} C {w * 0.98:.1f} {h * 0.75:.1f} {w * 0.4:.1f} {h * 0.72:.1f} {w * 0.14:.1f} {h * 0.84:.1f}"
    tail = f"C {w * 0.05:.1f} {h * 0.88:.1f} {w * 0.4:.1f} {h * 0.78:.1f} {w * 0.8:.1f} {h * 0.8:.1f}"
    pen_style = f'fill="none" stroke="{INK}" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.1f} {h:.1f}">'
        f'<path d="{stroke}" {pen_style} stroke-width="1.5"/>'
        f'<path d="{sweep} {tail}" {pen_style} stroke-width="1.1"/></svg>'
    )


def _smooth(points: list[tuple[float, float]]) -> str:
    """A Catmull-Rom curve through the points, as cubic Béziers."""
    path = f"M {points[0][0]:.1f} {points[0][1]:.1f}"
    padded = [points[0], *points, points[-1]]
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        lean = 1 / 5 if math.dist(start, end) else 0
        first = (start[0] + (end[0] - before[0]) * lean, start[1] + (end[1] - before[1]) * lean)
        second = (end[0] - (after[0] - start[0]) * lean, end[1] - (after[1] - start[1]) * lean)
        path += f" C {first[0]:.1f} {first[1]:.1f} {second[0]:.1f} {second[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    return path
