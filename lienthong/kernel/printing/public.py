"""What other packages may use of printing."""

from lienthong.kernel.printing.dates import (
    blank_date,
    blank_number,
    date_line,
    long_date,
    number_text,
    signing_time,
    time_and_date,
)
from lienthong.kernel.printing.places import Place
from lienthong.kernel.printing.qr import qr_svg
from lienthong.kernel.printing.registry import register_templates
from lienthong.kernel.printing.renderer import render, render_with_places

__all__ = [
    "Place",
    "blank_date",
    "blank_number",
    "date_line",
    "long_date",
    "number_text",
    "qr_svg",
    "register_templates",
    "render",
    "render_with_places",
    "signing_time",
    "time_and_date",
]
