"""The explanation in words, for "vì sao?" on the screen."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lienthong.kernel import clock
from lienthong.kernel.worktime.amounts import Amount
from lienthong.kernel.worktime.deadlines import Step

WEEKDAYS = {
    1: gettext_lazy("thứ Hai"),
    2: gettext_lazy("thứ Ba"),
    3: gettext_lazy("thứ Tư"),
    4: gettext_lazy("thứ Năm"),
    5: gettext_lazy("thứ Sáu"),
    6: gettext_lazy("thứ Bảy"),
    7: gettext_lazy("Chủ nhật"),
}
_MOVED = {
    "before_opening": gettext_lazy("Đến trước giờ làm việc; tính từ %(begin)s"),
    "lunch": gettext_lazy("Đến trong giờ nghỉ trưa; tính từ %(begin)s"),
    "after_closing": gettext_lazy("Đến sau giờ làm việc; tính từ %(begin)s"),
    "day_off": gettext_lazy("Đến vào ngày nghỉ; tính từ %(begin)s"),
    "cut_off": gettext_lazy("Đến sau giờ nhận trong ngày của thủ tục; tính từ %(begin)s"),
}


def day_words(date: dt.date) -> str:
    """``thứ Năm, 26/11/2026``."""
    return f"{WEEKDAYS[date.isoweekday()]}, {date:%d/%m/%Y}"


def instant_words(instant: dt.datetime) -> str:
    """``10:05 thứ Năm, 26/11/2026``."""
    local = clock.local(instant)
    return f"{local:%H:%M} {day_words(local.date())}"


def time_words(time: dt.timedelta) -> str:
    """``3 giờ 45 phút``; whole minutes, rounded down."""
    hours, minutes = divmod(abs(time) // dt.timedelta(minutes=1), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s giờ", "%(count)s giờ", hours) % {"count": hours})
    if minutes or not hours:
        parts.append(ngettext("%(count)s phút", "%(count)s phút", minutes) % {"count": minutes})
    return " ".join(parts)


def amount_words(amount: Amount) -> str:
    """``3 ngày làm việc``, ``1,5 ngày làm việc``, ``trong ngày``."""
    if amount.value == 0:
        return _("trong ngày")
    number = 1 if amount.value == 1 else 2  # one and a half takes the plural, as all but exactly one
    units = {
        "working_hour": ngettext("%(count)s giờ làm việc", "%(count)s giờ làm việc", number),
        "working_day": ngettext("%(count)s ngày làm việc", "%(count)s ngày làm việc", number),
        "calendar_day": ngettext("%(count)s ngày", "%(count)s ngày", number),
    }
    return units[amount.unit] % {"count": format(amount.value, "f").replace(".", ",")}


def step_words(step: Step) -> str:
    """What one step did, without its date, which the screen sets in a column of its own."""
    text = _plain(step)
    if step.provisional and step.kind != "due":
        text = _("%(text)s (lịch dự kiến)") % {"text": text}
    return text


def _plain(step: Step) -> str:
    if step.kind == "moved":
        begin = instant_words(step.ends) if step.ends else ""
        return _MOVED[step.name] % {"begin": begin}
    if step.kind == "counted":
        return _counted(step)
    if step.kind == "off":
        return _("Nghỉ: %(name)s") % {"name": step.name} if step.name else _("Ngày nghỉ")
    if step.kind == "rolled":
        return _("Ngày cuối là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo")
    if step.kind == "waited":
        return _("Thời gian tạm dừng được cộng vào hạn: %(time)s") % {"time": time_words(step.time)}
    if step.kind == "due":
        return _("Hạn: %(due)s") % {"due": instant_words(step.ends)} if step.ends else _("Hạn")
    plain = {
        "received": _("Ngày tiếp nhận, không tính"),
        "weekly_rest": _("Nghỉ hằng tuần"),
        "paused": _("Tạm dừng"),
        "resumed": _("Tiếp tục"),
        "restarted": _("Tính lại từ đầu"),
        "extended": _("Gia hạn"),
        "stopped": _("Kết thúc"),
    }[step.kind]
    # What the house wrote itself is marked where it is written; a person's own reason stays as it is.
    return f"{plain}: {_(step.name)}" if step.name else plain


def _counted(step: Step) -> str:
    if step.begins and step.ends:
        span = f"{clock.local(step.begins):%H:%M}–{clock.local(step.ends):%H:%M}"
        text = _("Tính %(time)s (%(span)s)") % {"time": time_words(step.time), "span": span}
    elif step.counted == Fraction(1):
        text = _("Tính 1 ngày")
    else:
        text = _("Tính %(count)s ngày") % {"count": step.counted}
    return f"{text}: {step.name}" if step.name else text
