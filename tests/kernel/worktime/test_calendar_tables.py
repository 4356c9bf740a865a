import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from lienthong.kernel.actions.public import SYSTEM, history
from lienthong.kernel.errors import Invalid, NotFound, Refused
from lienthong.kernel.worktime import aspects, listeners
from lienthong.kernel.worktime.calendars import ORDINARY_HOURS, parse_spans
from lienthong.kernel.worktime.models import CalendarDay, WeeklyHours
from lienthong.kernel.worktime.public import (
    Amount,
    NoWorkingDay,
    calendar_for,
    clear_day,
    day_ref,
    days_of_year,
    deadline,
    on_calendar_change,
    set_day,
    set_weekly_hours,
)

from .strategies import vn

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def ordinary_week(db):
    for weekday in range(1, 6):
        WeeklyHours.objects.create(weekday=weekday, spans=[["07:30", "11:30"], ["13:30", "17:00"]])


def set_off(date=MONDAY, **more):
    return set_day(date, actor=SYSTEM, kind="off", name="Nghỉ hoán đổi", **more)


def test_country_calendar_has_its_weekly_hours():
    assert calendar_for().day(MONDAY).spans == parse_spans(ORDINARY_HOURS)


def test_day_off_is_seen_by_the_next_deadline():
    before = deadline(vn("2026-11-20 10:05"), Amount(1, "working_day"), calendar_for()).due

    set_off()

    assert before == vn("2026-11-23 10:05")
    assert deadline(vn("2026-11-20 10:05"), Amount(1, "working_day"), calendar_for()).due == vn(
        "2026-11-24 10:05"
    )


def test_change_by_another_process_is_seen():
    assert calendar_for().day(MONDAY).is_working

    with connection.cursor() as cursor:
        cursor.execute(
            "insert into worktime_calendarday (date, kind, why, name, provisional, source, note, by_hand) "
            "values (%s, 'off', '', 'Nghỉ', false, '', '', false)",
            [MONDAY],
        )

    assert not calendar_for().day(MONDAY).is_working


def test_rolled_back_change_leaves_nothing_behind():
    with pytest.raises(LookupError), transaction.atomic():
        set_off()
        assert not calendar_for().day(MONDAY).is_working
        raise LookupError

    assert calendar_for().day(MONDAY).is_working


def test_calendar_costs_one_statement_once_loaded(django_assert_num_queries):
    calendar_for(7)

    with django_assert_num_queries(1):
        calendar_for(7)


def test_agency_day_and_hours_win_over_the_country_and_touch_no_other():
    set_off()
    set_day(MONDAY, actor=SYSTEM, kind="make_up", name="Trực", hours_of=1, organisation_id=7)
    set_weekly_hours(
        6, parse_spans("07:30-11:30"), actor=SYSTEM, valid_from=dt.date(2026, 1, 1), organisation_id=7
    )

    saturday = dt.date(2026, 11, 21)

    assert calendar_for(7).day(MONDAY).is_working
    assert calendar_for(7).day(saturday).is_working
    assert not calendar_for(8).day(MONDAY).is_working
    assert not calendar_for(8).day(saturday).is_working


def test_new_hours_leave_the_past_as_it_was():
    set_weekly_hours(1, parse_spans("08:00-12:00"), actor=SYSTEM, valid_from=MONDAY)

    calendar = calendar_for()

    assert calendar.day(MONDAY).spans == parse_spans("08:00-12:00")
    assert calendar.day(MONDAY - dt.timedelta(days=7)).spans == parse_spans(ORDINARY_HOURS)


def test_hours_set_twice_for_one_start_are_replaced():
    for text in ("08:00-12:00", "09:00-12:00"):
        set_weekly_hours(1, parse_spans(text), actor=SYSTEM, valid_from=MONDAY)

    assert calendar_for().day(MONDAY).spans == parse_spans("09:00-12:00")


def test_overlapping_hours_are_refused_by_the_database():
    with pytest.raises(IntegrityError, match="worktime_hours_periods"), transaction.atomic():
        WeeklyHours.objects.create(weekday=1, spans=[], valid_from=MONDAY)


def test_one_day_is_declared_once():
    set_off()
    set_day(MONDAY, actor=SYSTEM, kind="make_up", name="Làm việc", hours_of=1)

    assert [(day.kind, day.by_hand) for day in CalendarDay.objects.all()] == [("make_up", True)]
    with pytest.raises(IntegrityError, match="worktime_day_one"), transaction.atomic():
        CalendarDay.objects.create(date=MONDAY, kind="off", name="Nghỉ")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "holiday", "name": "Tết"}, "kind"),
        ({"kind": "off", "name": "  "}, "name"),
        ({"kind": "make_up", "name": "Làm bù"}, "hours_of"),
        ({"kind": "make_up", "name": "Làm bù", "hours_of": 8}, "hours_of"),
        ({"kind": "off", "name": "Nghỉ", "hours_of": 1}, "hours_of"),
    ],
)
def test_bad_day_is_refused_with_its_field(values, field):
    with pytest.raises(Invalid) as caught:
        set_day(MONDAY, actor=SYSTEM, **values)

    assert list(caught.value.errors) == [field]


def test_edits_are_in_the_history():
    set_off(reason="Thông báo của Bộ Nội vụ")
    clear_day(MONDAY, actor=SYSTEM)

    actions = history(day_ref(MONDAY, None))

    assert actions[0].reason == "Thông báo của Bộ Nội vụ"
    assert [action.verb for action in actions] == ["worktime.set_day", "worktime.clear_day"]
    assert actions[0].data["after"]["kind"] == "off"
    assert actions[1].data["after"] is None


def test_cleared_day_is_ordinary_again():
    set_off()
    clear_day(MONDAY, actor=SYSTEM)

    assert calendar_for().day(MONDAY).is_working
    with pytest.raises(NotFound):
        clear_day(MONDAY, actor=SYSTEM)


def test_day_of_a_pack_is_not_cleared_but_overruled():
    CalendarDay.objects.create(date=MONDAY, kind="off", name="Nghỉ lễ")

    with pytest.raises(Refused):
        clear_day(MONDAY, actor=SYSTEM)
    set_day(MONDAY, actor=SYSTEM, kind="make_up", name="Làm việc bình thường", hours_of=1)

    assert calendar_for().day(MONDAY).is_working


def test_hours_that_overlap_in_a_pack_are_refused():
    with pytest.raises(Invalid):
        aspects.load_hours([{"weekday": 1, "spans": "07:30-11:30, 11:00-12:00"}])


def test_days_of_a_year_are_the_countrys_and_the_agencys():
    set_off()
    set_off(dt.date(2026, 6, 1), organisation_id=7)
    set_off(dt.date(2026, 6, 2), organisation_id=8)
    set_off(dt.date(2027, 6, 1))

    assert [day.date for day in days_of_year(2026, 7)] == [dt.date(2026, 6, 1), MONDAY]
    assert [day.date for day in days_of_year(2026)] == [MONDAY]


def test_installation_without_hours_says_so():
    WeeklyHours.objects.all().delete()

    with pytest.raises(NoWorkingDay):
        deadline(vn("2026-11-20 10:05"), Amount(1, "working_day"), calendar_for())


class TestListeners:
    """Apps that keep due times in columns must hear of every change, and of none that was rolled back."""

    @pytest.fixture
    def heard(self, monkeypatch):
        heard = []
        monkeypatch.setattr(listeners, "_listeners", [])
        on_calendar_change(heard.append)
        return heard

    def test_each_change_is_told_after_the_commit(self, heard, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            set_off()
            set_off(organisation_id=7)
            set_weekly_hours(1, (), actor=SYSTEM, valid_from=MONDAY, organisation_id=8)
            clear_day(MONDAY, actor=SYSTEM)
            assert heard == []

        assert heard == [None, 7, 8, None]

    def test_rolled_back_change_is_not_told(self, heard, django_capture_on_commit_callbacks):
        with (
            django_capture_on_commit_callbacks(execute=True),
            pytest.raises(LookupError),
            transaction.atomic(),
        ):
            set_off()
            raise LookupError

        assert heard == []

    def test_pack_tells_once_and_only_when_something_changed(
        self, heard, django_capture_on_commit_callbacks, national_pack
    ):
        rows = aspects.load_days(national_pack("holidays.yaml"))

        with django_capture_on_commit_callbacks(execute=True):
            aspects.apply_days(rows)
            aspects.apply_days(rows)

        assert heard == [None]
