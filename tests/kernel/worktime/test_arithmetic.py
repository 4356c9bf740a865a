import datetime as dt

import pytest
from hypothesis import given, settings

from lienthong.kernel import clock
from lienthong.kernel.errors import Invalid
from lienthong.kernel.worktime.amounts import NoWorkingDay
from lienthong.kernel.worktime.arithmetic import (
    add_working_time,
    normalise,
    split,
    subtract_working_time,
    transfer_day,
    working_time_between,
)
from lienthong.kernel.worktime.calendars import Calendar, of_day, parse_spans

from .strategies import DATES, INSTANTS, TIMES, calendars, make_up, off, office, vn

HOUR = dt.timedelta(hours=1)


def inside_working_hours(instant, calendar):
    date, offset = split(instant)
    return any(of_day(begins) <= offset <= of_day(ends) for begins, ends in calendar.day(date).spans)


@pytest.mark.parametrize(
    ("start", "begins"),
    [
        ("2026-11-20 06:00", "2026-11-20 07:30"),
        ("2026-11-20 07:30", "2026-11-20 07:30"),
        ("2026-11-20 11:30", "2026-11-20 13:30"),
        ("2026-11-20 12:15", "2026-11-20 13:30"),
        ("2026-11-20 16:59:59", "2026-11-20 16:59:59"),
        ("2026-11-20 17:00", "2026-11-23 07:30"),
        ("2026-11-21 09:00", "2026-11-23 07:30"),
        ("2026-11-23 20:00", "2026-11-25 07:30"),
    ],
)
def test_start_outside_working_time_moves_to_the_next_opening(start, begins):
    calendar = office(off("2026-11-24"))

    assert normalise(vn(start), calendar) == vn(begins)


def test_four_hours_before_lunch_run_over_the_gap():
    assert add_working_time(vn("2026-11-20 10:30"), 4 * HOUR, office()) == vn("2026-11-20 16:30")


def test_time_that_fills_the_day_ends_at_closing_not_at_the_next_opening():
    assert add_working_time(vn("2026-11-20 13:30"), 3.5 * HOUR, office()) == vn("2026-11-20 17:00")


def test_make_up_saturday_is_worked_with_the_hours_of_its_named_weekday():
    week = {1: "07:30-11:30, 13:30-17:00", 5: "08:00-12:00"}
    calendar = Calendar.weekly(week, [make_up("2026-08-22", hours_of=5)])

    assert calendar.day(dt.date(2026, 8, 22)).spans == parse_spans("08:00-12:00")


def test_working_time_between_counts_no_night_lunch_or_holiday():
    calendar = office(off("2026-11-24"))

    assert working_time_between(vn("2026-11-23 16:00"), vn("2026-11-25 14:00"), calendar) == 5.5 * HOUR


def test_calendar_without_working_day_is_an_error_and_no_endless_search():
    with pytest.raises(NoWorkingDay):
        normalise(vn("2026-11-20 10:00"), Calendar.weekly({}))


def test_search_bound_is_configurable():
    special = [off(f"2026-12-{day:02}") for day in range(1, 15)]

    assert normalise(vn("2026-12-01 08:00"), office(*special, search_days=14)) == vn("2026-12-15 07:30")
    with pytest.raises(NoWorkingDay):
        normalise(vn("2026-12-01 08:00"), office(*special, search_days=13))


@pytest.mark.parametrize(
    "text", ["7h30-11h30", "11:30-07:30", "07:30-11:30, 11:00-17:00", "07:30-11:30, 11:30-17:00", "07:30"]
)
def test_bad_hours_are_refused(text):
    with pytest.raises(Invalid):
        parse_spans(text)


@pytest.mark.parametrize(
    ("received", "day"),
    [
        ("2026-11-20 09:00", "2026-11-20"),
        ("2026-11-20 15:00", "2026-11-20"),
        ("2026-11-20 15:00:01", "2026-11-23"),
        ("2026-11-23 15:30", "2026-11-25"),
        ("2026-11-21 08:00", "2026-11-23"),
    ],
)
def test_dossier_received_after_the_cut_off_is_transferred_the_next_working_day(received, day):
    calendar = office(off("2026-11-24"))

    assert transfer_day(vn(received), calendar, dt.time(15)) == dt.date.fromisoformat(day)


@given(calendars(), INSTANTS, TIMES)
@settings(deadline=None)
def test_subtracting_undoes_adding(calendar, start, time):
    begin = normalise(start, calendar)

    end = add_working_time(start, time, calendar)

    if time:
        assert subtract_working_time(end, time, calendar) == begin
    assert working_time_between(begin, end, calendar) == time


@given(calendars(), INSTANTS, TIMES)
@settings(deadline=None)
def test_working_time_after_a_subtraction_is_what_was_subtracted(calendar, end, time):
    start = subtract_working_time(end, time, calendar)

    assert start <= end
    assert working_time_between(start, end, calendar) == time


@given(calendars(), INSTANTS, INSTANTS, TIMES)
@settings(deadline=None)
def test_adding_is_monotone_in_the_start(calendar, one, other, time):
    first, second = sorted([one, other])

    assert add_working_time(first, time, calendar) <= add_working_time(second, time, calendar)


@given(calendars(), INSTANTS, TIMES)
@settings(deadline=None)
def test_result_of_adding_is_inside_working_hours(calendar, start, time):
    assert inside_working_hours(add_working_time(start, time, calendar), calendar)


@given(calendars(), INSTANTS, INSTANTS, INSTANTS)
@settings(deadline=None, max_examples=30)
def test_working_time_of_two_stretches_adds_up(calendar, one, two, three):
    first, second, third = sorted([one, two, three])

    parts = working_time_between(first, second, calendar) + working_time_between(second, third, calendar)

    assert (
        parts == working_time_between(first, third, calendar) == -working_time_between(third, first, calendar)
    )


@given(DATES)
def test_zone_has_no_daylight_saving(date):
    assert clock.at(date, dt.time(12)).astimezone(clock.VN).utcoffset() == dt.timedelta(hours=7)
