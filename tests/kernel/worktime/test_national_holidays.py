"""The calendar of the national pack, day by day, against independent knowledge of the years."""

import datetime as dt

import holidays
import jsonschema
import pytest

from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.legal.aspects import apply_constants, load_constants
from lienthong.kernel.legal.public import LegalUnknown
from lienthong.kernel.worktime import aspects
from lienthong.kernel.worktime.models import CalendarDay
from lienthong.kernel.worktime.public import (
    Amount,
    calendar_for,
    deadline,
    new_appointments,
    set_day,
    supplement_mode,
    transfer_day,
)

from .strategies import vn

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(national_pack):
    return national_pack("holidays.yaml")


@pytest.fixture
def calendar(national_pack, entries):
    aspects.apply_days(aspects.load_days(entries))
    aspects.apply_hours(aspects.load_hours(national_pack("weekly_hours.yaml")))
    return calendar_for()


def days_of(calendar, year):
    first = dt.date(year, 1, 1)
    return [calendar.day(first + dt.timedelta(days=n)) for n in range(366 if year % 4 == 0 else 365)]


def test_entries_fit_their_schemas(entries, national_pack):
    for entry in entries:
        jsonschema.validate(entry, aspects.DAY_SCHEMA)
    for entry in national_pack("weekly_hours.yaml"):
        jsonschema.validate(entry, aspects.HOURS_SCHEMA)
    assert len({aspects.day_key(entry) for entry in entries}) == len(entries)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_weekdays_off_are_those_of_the_independent_calendar(calendar, year):
    # The swap of 02/01/2026 (12729/VPCP-KGVX) came too late for the independent calendar.
    late = {dt.date(2026, 1, 2)} if year == 2026 else set()
    known = late | {day for day in holidays.Vietnam(years=year) if day.year == year and day.isoweekday() < 6}

    ours = {day.date for day in days_of(calendar, year) if day.date.isoweekday() < 6 and not day.is_working}

    assert ours == known


def test_worked_saturdays_are_those_of_the_notices_with_the_hours_of_the_swapped_day(calendar):
    worked = [
        day for year in (2024, 2025, 2026, 2027) for day in days_of(calendar, year) if day.kind == "make_up"
    ]

    assert [(day.date.isoformat(), day.hours_of) for day in worked] == [
        ("2024-05-04", 1),
        ("2025-04-26", 5),
        ("2026-01-10", 5),
        ("2026-08-22", 1),
    ]
    assert all(day.length == dt.timedelta(hours=7.5) for day in worked)


def test_culture_day_is_a_holiday_from_2026(calendar):
    assert calendar.day(dt.date(2025, 11, 24)).is_working
    assert calendar.day(dt.date(2026, 11, 24)).name == "Ngày Văn hóa Việt Nam"
    assert not calendar.day(dt.date(2027, 11, 24)).is_working


def test_undecided_swap_is_an_ordinary_working_day_until_it_is_set(calendar):
    assert calendar.day(dt.date(2026, 11, 23)).kind == "working"
    assert calendar.day(dt.date(2026, 11, 28)).kind == "weekly_rest"

    set_day(dt.date(2026, 11, 23), actor=SYSTEM, kind="off", name="Nghỉ hoán đổi")

    assert calendar_for().day(dt.date(2026, 11, 23)).kind == "off"


def test_accepted_on_friday_before_culture_day_is_due_on_thursday(calendar):
    due = deadline(vn("2026-11-20 10:05"), Amount(3, "working_day"), calendar).due

    assert due == vn("2026-11-26 10:05")


def test_days_of_2027_are_provisional_and_those_before_are_not(calendar):
    special = [
        day for year in (2024, 2025, 2026, 2027) for day in days_of(calendar, year) if day.kind == "off"
    ]

    assert all(day.provisional == (day.date.year == 2027) for day in special)
    assert deadline(vn("2027-02-03 08:00"), Amount(1, "working_day"), calendar).provisional


def test_year_without_data_is_provisional(calendar):
    assert calendar.day(dt.date(2028, 3, 1)).provisional
    assert not calendar.day(dt.date(2027, 3, 1)).provisional


def test_pack_applied_again_changes_nothing_and_keeps_what_was_set_by_hand(calendar, entries):
    rows = aspects.load_days(entries)
    set_day(dt.date(2027, 2, 4), actor=SYSTEM, kind="make_up", name="Làm việc", hours_of=4)

    counts = aspects.apply_days(rows)

    assert counts == {"create": 0, "change": 0, "remove": 0, "keep": 1, "same": len(rows) - 1}
    assert CalendarDay.objects.get(date="2027-02-04").kind == "make_up"


def test_new_decision_in_the_pack_replaces_the_provisional_day(calendar, entries):
    rows = aspects.load_days(entries)
    before = [row for row in rows if row["date"] == dt.date(2027, 9, 3)]
    after = [{**row, "provisional": False, "date": dt.date(2027, 9, 1)} for row in before]
    rows = [row for row in rows if row not in before] + after

    counts = aspects.apply_days(rows, removed=before)

    assert (counts["create"], counts["remove"]) == (1, 1)
    assert calendar_for().day(dt.date(2027, 9, 3)).is_working


class TestLaw:
    @pytest.fixture(autouse=True)
    def _constants(self, calendar, national_pack):
        apply_constants(load_constants(national_pack("legal_constants.yaml")))

    @pytest.mark.parametrize(
        ("received", "day"),
        [
            ("2026-11-20 15:00", "2026-11-20"),
            ("2026-11-20 15:01", "2026-11-23"),
            ("2026-11-23 15:01", "2026-11-25"),
        ],
    )
    def test_transfer_follows_the_cut_off_of_the_day(self, received, day):
        assert transfer_day(vn(received)) == dt.date.fromisoformat(day)

    def test_transfer_before_the_decree_is_an_error(self):
        with pytest.raises(LegalUnknown):
            transfer_day(vn("2018-06-20 09:00"))

    def test_supplement_and_appointments_come_with_their_confidence(self):
        mode, times = supplement_mode(dt.date(2026, 11, 24)), new_appointments(dt.date(2026, 11, 24))

        assert (mode.value, mode.confidence) == ("restart", "secondary")
        assert times.value == 1
