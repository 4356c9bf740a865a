"""Rules of time that the dated law decides. Each asks for a date and fails where the law is not on record."""

from __future__ import annotations

import datetime as dt

from lienthong.kernel import clock
from lienthong.kernel.legal.public import LegalValue, value
from lienthong.kernel.worktime import arithmetic
from lienthong.kernel.worktime.queries import calendar_for


def transfer_day(
    received_at: dt.datetime, *, organisation_id: int | None = None, area: str | None = None
) -> dt.date:
    """The day on which the desk hands a received dossier on: after the day's cut-off, the next working day.

    Not to be confused with a procedure's own "nhận sau 15 giờ", the ``cut_off`` of ``deadline`` and ``Clock``.
    Raises LegalUnknown.
    """
    cut_off = value("one_stop.transfer_cut_off", clock.local(received_at).date(), area)
    return arithmetic.transfer_day(
        received_at, calendar_for(organisation_id), dt.time.fromisoformat(cut_off.value)
    )


def supplement_mode(on: dt.date, area: str | None = None) -> LegalValue:
    """``restart`` or ``resume``, for ``Clock.supplemented``. Raises LegalUnknown."""
    return value("one_stop.clock_after_supplement", on, area)


def new_appointments(on: dt.date, area: str | None = None) -> LegalValue:
    """How often a new day of return may be set, for ``Clock.start(max_extensions=…)``. Raises LegalUnknown."""
    return value("one_stop.new_appointment_max", on, area)
