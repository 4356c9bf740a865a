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
    "deadline",
    "next_working_day",
    "normalise",
    "parse_spans",
    "subtract_working_time",
    "working_time_between",
]
