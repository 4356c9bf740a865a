"""Calendars, instants and amounts for the properties of working time."""

import datetime as dt

from hypothesis import strategies as st

from lienthong.kernel import clock
from lienthong.kernel.worktime.amounts import Amount
from lienthong.kernel.worktime.calendars import ORDINARY_WEEK, Calendar, SpecialDay

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
HOURS = st.sampled_from(
    [
        "07:30-11:30, 13:30-17:00",
        "07:00-11:30, 13:00-16:30",
        "08:00-12:00",
        "00:00-06:00, 22:00-23:59",
        "10:00-10:01",
    ]
)
DATES = st.dates(FIRST, LAST)


def vn(text):
    """An instant from Vietnamese wall-clock time, as in ``vn("2026-11-20 10:05")``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=clock.VN).astimezone(dt.UTC)


def office(*special, **more):
    return Calendar.weekly(ORDINARY_WEEK, special, **more)


def off(date, name="Nghỉ lễ"):
    return SpecialDay(dt.date.fromisoformat(date), "off", name)


def make_up(date, hours_of=1):
    return SpecialDay(dt.date.fromisoformat(date), "make_up", "Làm bù", hours_of)


@st.composite
def calendars(draw):
    # At least one weekday is worked, otherwise there is no working time to speak of.
    weekdays = draw(st.sets(st.integers(1, 7), min_size=1))
    week = {weekday: draw(HOURS) for weekday in sorted(weekdays)}
    special = draw(
        st.lists(
            st.builds(
                SpecialDay,
                DATES,
                st.sampled_from(["off", "make_up"]),
                st.just("Ngày đặc biệt"),
                st.integers(1, 7),
            ),
            max_size=20,
        )
    )
    return Calendar.weekly(week, special)


INSTANTS = st.datetimes(
    dt.datetime.combine(FIRST, dt.time()), dt.datetime.combine(LAST, dt.time()), timezones=st.just(clock.VN)
).map(lambda instant: instant.astimezone(dt.UTC))
TIMES = st.integers(0, 60 * 3_600_000_000).map(lambda ticks: dt.timedelta(microseconds=ticks))
_VALUES = st.decimals(0, 40, places=2)
WORKING_AMOUNTS = st.builds(Amount, _VALUES, st.sampled_from(["working_hour", "working_day"]))
AMOUNTS = WORKING_AMOUNTS | st.builds(Amount, st.integers(0, 90), st.just("calendar_day"))
