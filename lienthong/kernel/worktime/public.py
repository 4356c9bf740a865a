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
from lienthong.kernel.worktime.domain.set_day import (
    check_day,
    clear_day,
    day_ref,
    declared_by_pack,
    put_back,
    run_of_days,
    set_day,
    set_days,
)
from lienthong.kernel.worktime.domain.set_hours import hours_ref, set_week, set_weekly_hours
from lienthong.kernel.worktime.law import new_appointments, supplement_mode, transfer_day
from lienthong.kernel.worktime.listeners import on_calendar_change
from lienthong.kernel.worktime.models import CalendarDay, DayKind, DayReason, WeeklyHours
from lienthong.kernel.worktime.proposals import (
    CalendarOf,
    Impact,
    Move,
    Proposal,
    impact_of,
    register_running,
    special,
)
from lienthong.kernel.worktime.queries import calendar_for, days_of_year, weekly_rows
from lienthong.kernel.worktime.words import (
    WEEKDAYS,
    amount_words,
    day_words,
    instant_words,
    step_words,
    time_words,
)

__all__ = [
    "UNITS",
    "WEEKDAYS",
    "Amount",
    "BadAmount",
    "Calendar",
    "CalendarDay",
    "CalendarDayRule",
    "CalendarOf",
    "Clock",
    "Day",
    "DayKind",
    "DayReason",
    "Deadline",
    "Impact",
    "Move",
    "NoWorkingDay",
    "Proposal",
    "SpecialDay",
    "Step",
    "WeeklyHours",
    "add_working_time",
    "amount_words",
    "calendar_for",
    "check_day",
    "clear_day",
    "day_ref",
    "day_words",
    "days_of_year",
    "deadline",
    "declared_by_pack",
    "hours_ref",
    "impact_of",
    "instant_words",
    "new_appointments",
    "next_working_day",
    "normalise",
    "on_calendar_change",
    "parse_spans",
    "put_back",
    "register_running",
    "run_of_days",
    "set_day",
    "set_days",
    "set_week",
    "set_weekly_hours",
    "special",
    "step_words",
    "subtract_working_time",
    "supplement_mode",
    "time_words",
    "transfer_day",
    "weekly_rows",
    "working_time_between",
]
