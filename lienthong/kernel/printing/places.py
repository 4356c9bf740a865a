"""A reserved place on a page: where a form field or a signature goes later."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """A rectangle kept free by a template.

    ``page`` counts from 0. ``x`` and ``y`` are the lower left corner in points (1/72 inch) from the lower left
    corner of the page, as PDF counts; ``w`` and ``h`` are points.

    ``kind`` is ``text`` (filled later as a form field) or ``signature``. For a text place, ``text`` is what stands
    there until it is filled ("Số:      /QĐ-UBND"), ``size`` the type size in points, ``style`` ``normal`` or
    ``italic``, ``align`` ``left``, ``center`` or ``right``.
    """

    page: int
    x: float
    y: float
    w: float
    h: float
    kind: str = "signature"
    text: str = ""
    size: float = 13.0
    style: str = "normal"
    align: str = "center"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Lower left and upper right corner, points."""
        return (self.x, self.y, self.x + self.w, self.y + self.h)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, to be kept beside the PDF."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Place:
        return cls(**data)
