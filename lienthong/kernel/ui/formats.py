"""How dates, money, counts and time left are written (docs: UI words). Pure functions; the template tags call them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lienthong.kernel import clock

DAY_END = dt.time(23, 59, 59)


def weekday(day: dt.date) -> str:
    """The weekday as it stands inside a sentence: ``thứ Năm``."""
    names = (
        pgettext("weekday", "thứ Hai"),
        pgettext("weekday", "thứ Ba"),
        pgettext("weekday", "thứ Tư"),
        pgettext("weekday", "thứ Năm"),
        pgettext("weekday", "thứ Sáu"),
        pgettext("weekday", "thứ Bảy"),
        pgettext("weekday", "Chủ nhật"),
    )
    return names[day.weekday()]


def date_text(value: dt.date | None) -> str:
    """``26/11/2026`` in Vietnamese time; empty for None."""
    if value is None:
        return ""
    day = clock.local(value).date() if isinstance(value, dt.datetime) else value
    return f"{day:%d/%m/%Y}"


def datetime_text(value: dt.datetime | None) -> str:
    """``10:05 thứ Năm, 26/11/2026`` in Vietnamese time; empty for None. A naive instant is an error."""
    if value is None:
        return ""
    local = clock.local(value)
    return f"{local:%H:%M} {weekday(local)}, {local:%d/%m/%Y}"


def time_text(value: dt.datetime | None) -> str:
    """``08:12 hôm nay`` for today, else ``08:12 26/11`` (with the year when it is another year)."""
    if value is None:
        return ""
    local, today = clock.local(value), clock.today()
    clock_time = f"{local:%H:%M}"
    if local.date() == today:
        return _("%(time)s hôm nay") % {"time": clock_time}
    if local.date() == today + dt.timedelta(days=1):
        return _("%(time)s ngày mai") % {"time": clock_time}
    if local.date() == today - dt.timedelta(days=1):
        return _("%(time)s hôm qua") % {"time": clock_time}
    return f"{local:%H:%M %d/%m}" if local.year == today.year else f"{local:%H:%M %d/%m/%Y}"


def moment_text(value: dt.datetime | None) -> str:
    """The shortest clear form for timelines: ``08:12`` today, else ``08:12 26/11``, else with the year."""
    if value is None:
        return ""
    local, today = clock.local(value), clock.today()
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{local:%H:%M %d/%m}" if local.year == today.year else f"{local:%H:%M %d/%m/%Y}"


def count_text(value: Any) -> str:
    """An integer with dots: ``12.480``. What is not a number comes back unchanged as text."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return "" if value is None else str(value)
    return f"{number:,}".replace(",", ".")


def decimal_text(value: Any, places: int = 1) -> str:
    """A decimal with a comma: ``98,6``."""
    try:
        number = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return "" if value is None else str(value)
    whole, _point, rest = f"{number:,.{places}f}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def money_text(value: Any) -> str:
    """Đồng without decimals: ``1.250.000 đ``; the space does not break. Empty for None."""
    if value is None or value == "":
        return ""
    try:
        amount = Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return str(value)
    return f"{count_text(amount)}\u00a0đ"


def size_text(value: int | None) -> str:
    """A file's size: ``412 KB``, ``1,2 MB``."""
    if value is None:
        return ""
    if value < 1024:
        return f"{value}\u00a0B"
    if value < 1024 * 1024:
        return f"{count_text(round(value / 1024))}\u00a0KB"
    return f"{decimal_text(Decimal(value) / (1024 * 1024))}\u00a0MB"


@dataclass(frozen=True)
class Due:
    """Time left in words; ``tone`` is late, soon or calm."""

    text: str
    tone: str
    instant: dt.datetime


def due(value: dt.datetime | dt.date, now: dt.datetime | None = None) -> Due:
    """Time left until a deadline, as the lists say it: ``còn 5 giờ``, ``trễ 1 ngày``, ``thứ Năm``.

    A date means the end of that day in Vietnam. Lateness of a day or more counts calendar days begun; less is
    told in hours and minutes. What is due within 24 hours is ``soon``.
    """
    instant = value if isinstance(value, dt.datetime) else clock.at(value, DAY_END)
    now = now or clock.now()
    local, here = clock.local(instant), clock.local(now)
    seconds = (instant - now).total_seconds()
    if seconds < 0:
        return Due(_late_words(-seconds, (here.date() - local.date()).days), "late", instant)
    days = (local.date() - here.date()).days
    if days == 0 or seconds < 12 * 3600:
        return Due(_left_words(seconds), "soon", instant)
    if days == 1:
        return Due(
            _("ngày mai %(time)s") % {"time": f"{local:%H:%M}"},
            "soon" if seconds < 86400 else "calm",
            instant,
        )
    if days < 7:
        return Due(weekday(local), "calm", instant)
    return Due(f"{local:%d/%m}" if local.year == here.year else f"{local:%d/%m/%Y}", "calm", instant)


def _late_words(seconds: float, days: int) -> str:
    if seconds < 3600:
        minutes = max(1, int(seconds // 60))
        return ngettext("trễ %(count)d phút", "trễ %(count)d phút", minutes) % {"count": minutes}
    if seconds < 86400:
        hours = int(seconds // 3600)
        return ngettext("trễ %(count)d giờ", "trễ %(count)d giờ", hours) % {"count": hours}
    days = max(1, days)
    return ngettext("trễ %(count)d ngày", "trễ %(count)d ngày", days) % {"count": days}


def _left_words(seconds: float) -> str:
    if seconds < 3600:
        minutes = max(1, int(seconds // 60))
        return ngettext("còn %(count)d phút", "còn %(count)d phút", minutes) % {"count": minutes}
    hours = int(seconds // 3600)
    return ngettext("còn %(count)d giờ", "còn %(count)d giờ", hours) % {"count": hours}
