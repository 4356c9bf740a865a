import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings

from lienthong.kernel.worktime.amounts import Amount, BadAmount
from lienthong.kernel.worktime.arithmetic import split
from lienthong.kernel.worktime.calendars import Calendar, CalendarDayRule
from lienthong.kernel.worktime.deadlines import deadline

from .strategies import AMOUNTS, INSTANTS, WORKING_AMOUNTS, calendars, make_up, off, office, vn
from .test_arithmetic import inside_working_hours

CULTURE_DAY = off("2026-11-24", "Ngày Văn hóa Việt Nam")


def due(start, value, unit, calendar=None, until="position", **more):
    return deadline(vn(start), Amount(value, unit, until), calendar or office(CULTURE_DAY), **more).due


def test_three_working_days_over_weekend_and_holiday_end_at_the_same_clock_position():
    assert due("2026-11-20 10:05", 3, "working_day") == vn("2026-11-26 10:05")


def test_explanation_names_every_day_and_why():
    steps = deadline(vn("2026-11-20 10:05"), Amount(3, "working_day"), office(CULTURE_DAY)).steps

    assert [(step.date.day, step.kind, step.counted, step.name) for step in steps] == [
        (20, "received", 0, ""),
        (21, "weekly_rest", 0, ""),
        (22, "weekly_rest", 0, ""),
        (23, "counted", 1, ""),
        (24, "off", 0, "Ngày Văn hóa Việt Nam"),
        (25, "counted", 1, ""),
        (26, "counted", 1, ""),
        (26, "due", 0, ""),
    ]


@pytest.mark.parametrize(
    ("start", "reason", "begins"),
    [
        ("2026-11-20 05:00", "before_opening", "2026-11-20 07:30"),
        ("2026-11-20 12:00", "lunch", "2026-11-20 13:30"),
        ("2026-11-20 18:00", "after_closing", "2026-11-23 07:30"),
        ("2026-11-22 10:00", "day_off", "2026-11-23 07:30"),
    ],
)
def test_explanation_says_why_the_start_moved(start, reason, begins):
    step = deadline(vn(start), Amount(1, "working_day"), office()).steps[0]

    assert (step.kind, step.name, step.ends) == ("moved", reason, vn(begins))


def test_make_up_saturday_counts_as_a_working_day():
    calendar = office(off("2026-08-31"), make_up("2026-08-22"))

    assert due("2026-08-20 09:00", 2, "working_day", calendar) == vn("2026-08-22 09:00")


def test_half_a_working_day_is_half_its_hours():
    assert due("2026-11-20 07:30", "0.5", "working_day") == vn("2026-11-20 11:15")


def test_one_and_a_half_working_days_are_a_day_and_half_the_hours():
    assert due("2026-11-19 07:30", "1.5", "working_day") == vn("2026-11-20 11:15")


def test_working_day_that_ends_on_a_short_day_ends_at_its_closing():
    calendar = Calendar.weekly({5: "07:30-11:30, 13:30-17:00", 6: "07:30-11:30"})

    assert due("2026-11-20 15:00", 1, "working_day", calendar) == vn("2026-11-21 11:30")


def test_within_the_day_ends_at_closing():
    assert due("2026-11-20 09:00", 0, "working_day", until="closing") == vn("2026-11-20 17:00")


def test_within_the_day_received_after_fifteen_ends_at_closing_of_the_next_working_day():
    assert due("2026-11-23 15:01", 0, "working_day", until="closing", cut_off=dt.time(15)) == vn(
        "2026-11-25 17:00"
    )


def test_exactly_fifteen_is_not_after_fifteen():
    assert due("2026-11-20 15:00", 1, "working_day", cut_off=dt.time(15)) == vn("2026-11-23 15:00")


def test_received_after_the_procedures_own_cut_off_counts_from_the_next_opening():
    assert due("2026-11-20 15:30", 1, "working_day", cut_off=dt.time(15)) == vn("2026-11-25 07:30")


def test_calendar_days_end_at_closing_of_the_last_day():
    assert due("2026-11-16 10:05", 10, "calendar_day") == vn("2026-11-26 17:00")


def test_calendar_days_that_end_on_a_day_off_move_to_the_next_working_day_and_say_by_which_rule():
    result = deadline(vn("2026-11-11 10:05"), Amount(10, "calendar_day"), office(CULTURE_DAY))

    rolled = [step for step in result.steps if step.kind == "rolled"]
    assert result.due == vn("2026-11-23 17:00")
    assert [step.date.day for step in rolled] == [21, 22]
    assert {(step.source, step.confidence) for step in rolled} == {(CalendarDayRule().source, "general")}


def test_end_of_calendar_days_is_configuration():
    calendar = office(calendar_days=CalendarDayRule(ends="position"))

    assert due("2026-11-16 10:05", 10, "calendar_day", calendar) == vn("2026-11-26 10:05")


def test_deadline_that_reaches_into_a_year_without_announced_holidays_is_provisional():
    calendar = office(known_to=dt.date(2026, 12, 31))

    assert not deadline(vn("2026-12-28 08:00"), Amount(3, "working_day"), calendar).provisional
    assert deadline(vn("2026-12-30 08:00"), Amount(3, "working_day"), calendar).provisional


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (-1, "working_day"),
        ("NaN", "working_day"),
        ("Infinity", "working_hour"),
        (True, "working_day"),
        ("ba", "working_day"),
        ("1.5", "calendar_day"),
        ("0.00001", "working_hour"),
        (10**9, "working_hour"),
        (1, "fortnight"),
    ],
)
def test_amount_that_is_no_limit_is_refused(value, unit):
    with pytest.raises(BadAmount):
        Amount(value, unit)


def test_equal_amounts_are_equal_however_written():
    assert Amount("3.00", "working_day") == Amount(3, "working_day") == Amount(3.0, "working_day")


@given(calendars(), INSTANTS, WORKING_AMOUNTS)
@settings(deadline=None)
def test_due_of_working_units_is_inside_working_hours(calendar, start, amount):
    assert inside_working_hours(deadline(start, amount, calendar).due, calendar)


@given(calendars(), INSTANTS, AMOUNTS)
@settings(deadline=None)
def test_due_is_never_on_a_day_off_nor_before_the_start(calendar, start, amount):
    result = deadline(start, amount, calendar).due

    assert calendar.day(split(result)[0]).is_working
    assert result >= start or (amount.unit == "calendar_day" and amount.value == 0)


@given(calendars(), INSTANTS, INSTANTS, AMOUNTS)
@settings(deadline=None)
def test_due_is_monotone_in_the_start(calendar, one, other, amount):
    first, second = sorted([one, other])

    assert deadline(first, amount, calendar).due <= deadline(second, amount, calendar).due


@given(calendars(), INSTANTS, AMOUNTS, AMOUNTS)
@settings(deadline=None)
def test_due_is_monotone_in_the_amount(calendar, start, one, other):
    less, more = sorted([one.value, other.value])
    if one.unit == "calendar_day":
        less, more = int(less), int(more)

    assert (
        deadline(start, Amount(less, one.unit), calendar).due
        <= deadline(start, Amount(more, one.unit), calendar).due
    )


@given(calendars(), INSTANTS, AMOUNTS)
@settings(deadline=None)
def test_counted_steps_add_up_to_the_amount(calendar, start, amount):
    steps = deadline(start, amount, calendar).steps

    assert sum((step.counted for step in steps), Fraction(0)) == amount.exact
    assert steps[-1].kind == "due"


@given(calendars(), INSTANTS, AMOUNTS)
@settings(deadline=None)
def test_explanation_visits_each_date_once_and_in_order(calendar, start, amount):
    steps = [
        step
        for step in deadline(start, amount, calendar).steps
        if step.kind in ("counted", "weekly_rest", "off")
    ]
    dates = [step.date for step in steps]

    assert dates == sorted(dates)
    if amount.unit == "calendar_day" or (amount.value == int(amount.value) and amount.unit == "working_day"):
        assert len(set(dates)) == len(dates)
