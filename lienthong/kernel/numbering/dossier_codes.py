"""Dossier codes: making and reading both shapes, whatever day it is.

2018: ``000.00.12.H40-190115-0001``, the agency's identifier lowest level first, four groups.
2025: ``H40.12-251120-0001``, level 1 first; the counter grows past 9,999. A dossier of a nationwide service carries
two digits of the service's owner before the counter: ``H40.012.03-260301-010001``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.errors import Invalid
from lienthong.kernel.legal.public import LegalUnknown

_CODE = re.compile(r"([0-9A-Z.]+)-([0-9]{6})-([0-9]{4,18})", re.ASCII)
_LEVEL_1 = re.compile(r"[A-Z][0-9]{2}", re.ASCII)
_GROUP = re.compile(r"[0-9]{1,3}", re.ASCII)
_LOWEST_FIRST = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}", re.ASCII)


class Shape(Protocol):
    """The fields of a CodeShape row that making and reading need."""

    key: str
    agency: str
    groups_min: int
    groups_max: int
    owner_digits: int
    counter_width: int
    overflow: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class DossierCode:
    """A code and its parts. ``overflowed``: the 2018 counter passed 9,999, which its text does not foresee."""

    text: str
    shape: str
    agency: str
    received_on: dt.date
    number: int
    owner: str = ""
    overflowed: bool = False

    def __str__(self) -> str:
        return self.text


def shape_on(shapes: Iterable[Shape], on: dt.date, *, central: bool = False) -> Shape:
    """The shape in force on a date. Raises LegalUnknown, for a code of an old day is never made in today's shape."""
    for shape in shapes:
        if bool(shape.owner_digits) == central and _in_force(shape, on):
            return shape
    raise LegalUnknown("dossier_code.central_service" if central else "dossier_code", on)


def make(shape: Shape, agency: str, received_on: dt.date, number: int, owner: str = "") -> DossierCode:
    """A code of this shape. ``agency`` is the identifier in the shape's own form (see the directory's code aliases).

    Raises Invalid when identifier or owner digits do not fit the shape.
    """
    if not _agency_fits(shape, agency):
        message = _("Mã định danh cơ quan “%(agency)s” không hợp với dạng mã hồ sơ áp dụng cho ngày này")
        raise Invalid(message % {"agency": agency}, field="agency", code="bad_agency_identifier")
    if len(owner) != shape.owner_digits or not ((owner.isdecimal() and owner.isascii()) or not owner):
        message = _("Mã hồ sơ cần đúng %(digits)s chữ số của đơn vị chủ quản hệ thống")
        raise Invalid(message % {"digits": shape.owner_digits}, field="owner")
    if number < 1:
        raise ValueError("dossiers are counted from 1")
    counter = f"{number:0{shape.counter_width}}"
    overflowed = shape.overflow == "alert" and len(counter) > shape.counter_width
    text = f"{agency}-{received_on:%y%m%d}-{owner}{counter}"
    return DossierCode(text, shape.key, agency, received_on, number, owner, overflowed)


def read(shapes: Iterable[Shape], text: str) -> DossierCode | None:
    """The parts of a code; None when no shape explains it (codes of other systems are kept as they are).

    The shape must have been in force on the code's date. A code that fits both 2025 shapes belongs to a nationwide
    service: the other reading needs more than 99,999 dossiers in a day.
    """
    match = _CODE.fullmatch(text)
    if match is None:
        return None
    agency, day, digits = match.groups()
    received_on = _date(day)
    if received_on is None:
        return None
    fitting = [s for s in shapes if _in_force(s, received_on) and _agency_fits(s, agency)]
    for shape in sorted(fitting, key=lambda s: -s.owner_digits):
        owner, counter = digits[: shape.owner_digits], digits[shape.owner_digits :]
        if _counter_fits(shape, counter):
            overflowed = shape.overflow == "alert" and len(counter) > shape.counter_width
            return DossierCode(text, shape.key, agency, received_on, int(counter), owner, overflowed)
    return None


def _agency_fits(shape: Shape, agency: str) -> bool:
    if shape.agency == "lowest_first":
        return _LOWEST_FIRST.fullmatch(agency) is not None
    first, *groups = agency.split(".")
    return (
        _LEVEL_1.fullmatch(first) is not None
        and shape.groups_min <= 1 + len(groups) <= shape.groups_max
        and all(_GROUP.fullmatch(group) for group in groups)
    )


def _counter_fits(shape: Shape, counter: str) -> bool:
    """Padded to the width and no further, and not zero: otherwise two texts would name one dossier."""
    if len(counter) < shape.counter_width or not int(counter):
        return False
    return len(counter) == shape.counter_width or counter[0] != "0"


def _in_force(shape: Shape, on: dt.date) -> bool:
    return shape.valid_from <= on and (shape.valid_to is None or on <= shape.valid_to)


def _date(digits: str) -> dt.date | None:
    try:
        return dt.date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return None
