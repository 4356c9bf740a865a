"""Dates as official documents write them (NĐ 30/2020 Annex I, II.4): days below 10 and the months 1 and 2 are padded,
the months 3 to 9 are not, so that a "1" can not be put before them."""

from __future__ import annotations

import datetime as dt

from lienthong.kernel import clock


def long_date(day: dt.date) -> str:
    """``ngày 05 tháng 01 năm 2020``, ``ngày 29 tháng 6 năm 2019``."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def date_line(place: str, day: dt.date) -> str:
    """Place and date of a document: ``Thanh Hóa, ngày 24 tháng 11 năm 2026``; without a place ``Ngày 24 …``."""
    written = long_date(day)
    return f"{place}, {written}" if place else written[0].upper() + written[1:]


def time_and_date(instant: dt.datetime) -> str:
    """Instant on a slip, Vietnamese clock: ``08 giờ 05 phút, ngày 05 tháng 01 năm 2020``. Naive input is an error."""
    here = clock.local(instant)
    return f"{here.hour:02} giờ {here.minute:02} phút, {long_date(here.date())}"


def blank_number(notation: str) -> str:
    """Number line before the number is taken: ``Số:        /QĐ-UBND``."""
    return f"Số: {' ' * 7}/{notation}"


def number_text(number: int | str, notation: str) -> str:
    """``Số: 05/QĐ-UBND``: numbers below 10 are padded (Annex I, II.3.c)."""
    written = f"{number:02}" if isinstance(number, int) else number
    return f"Số: {written}/{notation}"


def blank_date(place: str, year: int) -> str:
    """Date line before the date is known: ``Thanh Hóa, ngày      tháng      năm 2026``."""
    gap = " " * 6
    return f"{place}, ngày{gap}tháng{gap}năm {year}"


def signing_time(instant: dt.datetime) -> str:
    """Time in the text of an agency signature, Vietnam zone of ISO 8601: ``24/11/2026; 09:30:05 +07:00``."""
    return clock.local(instant).strftime("%d/%m/%Y; %H:%M:%S +07:00")
