"""Working time for other apps."""

from lienthong.kernel.worktime.amounts import UNITS, Amount, BadAmount, NoWorkingDay
from lienthong.kernel.worktime.arithmetic import (
    add_working_time,
    next_working_day,
    normalise,
    subtract_working_time,
    working_time_between,
)
from lienthong.kernel.worktime.calendars import Calendar, CalendarDayRule, Day, SpecialDay, parse_spans
from lienthong.kernel.worktime.clocks import Clock
from lienthong.kernel.worktime.deadlines import Deadline, Step, deadline
from lienthong.kernel.worktime.domain.set_day import clear_day, set_day
from lienthong.kernel.worktime.domain.set_hours import set_weekly_hours
from lienthong.kernel.worktime.law import new_appointments, supplement_mode, transfer_day
from lienthong.kernel.worktime.listeners import on_calendar_change
from lienthong.kernel.worktime.queries import calendar_for, days_of_year
from lienthong.kernel.worktime.words import amount_words, day_words, instant_words, step_words, time_words

__all__ = [
    "UNITS",
    "Amount",
    "BadAmount",
    "Calendar",
    "CalendarDayRule",
    "Clock",
    "Day",
    "Deadline",
    "NoWorkingDay",
    "SpecialDay",
    "Step",
    "add_working_time",
    "amount_words",
    "calendar_for",
    "clear_day",
    "day_words",
    "days_of_year",
    "deadline",
    "instant_words",
    "new_appointments",
    "next_working_day",
    "normalise",
    "on_calendar_change",
    "parse_spans",
    "set_day",
    "set_weekly_hours",
    "step_words",
    "subtract_working_time",
    "supplement_mode",
    "time_words",
    "transfer_day",
    "working_time_between",
]
