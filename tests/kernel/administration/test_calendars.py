"""Changing calendars with the right to it, and seeing them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.config.bench.counting import counting
from lienthong.kernel.actions.public import history
from lienthong.kernel.administration.domain import calendars
from lienthong.kernel.errors import Forbidden, Invalid, NotFound, Refused
from lienthong.kernel.worktime.models import CalendarDay, WeeklyHours
from lienthong.kernel.worktime.public import calendar_for, day_ref, hours_ref, parse_spans

HOLIDAY = dt.date(2026, 11, 24)
MONDAY = dt.date(2026, 11, 23)
DAY = {"kind": "off", "why": "closure", "name": "Cơ quan chuyển trụ sở"}
URL = "/quan-tri/lich/"


def form(**more):
    return {
        "date": "23/11/2026", "sort": "closure", "name": "Chuyển trụ sở", "source": "TB 12/TB-STN", "reason": "Chuyển trụ sở",
        "step": "save", **more,
    }  # fmt: skip


class TestRights:
    def test_agency_administrator_closes_his_agency_for_days(self, people):
        actions = calendars.set_days(
            [MONDAY, MONDAY + dt.timedelta(days=2)],
            actor=people.make.actor(people.admin),
            organisation_id=people.here.pk,
            reason="Chuyển trụ sở",
            **DAY,
        )

        assert not calendar_for(people.here.pk).day(MONDAY).is_working
        assert calendar_for().day(MONDAY).is_working
        assert len(actions) == 2
        told = history(day_ref(MONDAY, people.here.pk))
        assert [(action.verb, action.reason) for action in told] == [("worktime.set_day", "Chuyển trụ sở")]

    @pytest.mark.parametrize("who", ["admin", "officer", "leader"])
    def test_common_calendar_belongs_to_the_platform(self, people, who):
        with pytest.raises(Forbidden):
            calendars.set_days(
                [MONDAY],
                actor=people.make.actor(getattr(people, who)),
                organisation_id=None,
                reason="Nghỉ",
                kind="off",
                name="Nghỉ",
            )

        assert not CalendarDay.objects.filter(date=MONDAY).exists()

    def test_neighbours_calendar_is_not_touched(self, people):
        with pytest.raises(Forbidden):
            calendars.set_week(
                {1: ()},
                actor=people.make.actor(people.neighbour),
                organisation_id=people.here.pk,
                valid_from=MONDAY,
                reason="x",
            )

    def test_change_without_a_reason_is_refused(self, people):
        with pytest.raises(Invalid) as caught:
            calendars.set_days(
                [MONDAY], actor=people.make.actor(people.platform), organisation_id=None, reason=" ", **DAY
            )

        assert list(caught.value.errors) == ["reason"]

    def test_hours_of_the_past_stay(self, people):
        with pytest.raises(Invalid) as caught:
            calendars.set_week(
                {1: ()},
                actor=people.make.actor(people.platform),
                organisation_id=None,
                valid_from=dt.date(2026, 11, 19),
                reason="x",
            )

        assert list(caught.value.errors) == ["valid_from"]

    @pytest.mark.parametrize("count", [1, 31])
    def test_change_keeps_the_statement_budget_for_a_day_and_for_a_month(self, people, count):
        dates = [dt.date(2026, 12, 1) + dt.timedelta(days=number) for number in range(count)]
        actor = people.make.actor(people.admin)

        with counting() as statements:
            calendars.set_days(dates, actor=actor, organisation_id=people.here.pk, reason="Nghỉ", **DAY)

        assert len(statements) <= 15, statements.work

    def test_new_week_keeps_the_statement_budget(self, people):
        actor = people.make.actor(people.platform)

        with counting() as statements:
            calendars.set_week(
                {number: parse_spans("07:00-11:00, 13:00-17:00") for number in range(1, 8)},
                actor=actor,
                organisation_id=None,
                valid_from=dt.date(2027, 1, 1),
                reason="Giờ mùa hè",
            )

        assert len(statements) <= 15, statements.work
        assert len(history(hours_ref(None))) == 1


class TestUndo:
    def changed(self, people):
        return calendars.set_days(
            [HOLIDAY],
            actor=people.make.actor(people.platform),
            organisation_id=None,
            reason="Thông báo mới",
            kind="make_up",
            name="Làm việc bình thường",
            hours_of=2,
        )

    def test_undo_brings_back_the_packs_day_by_a_new_action(self, people):
        (action,) = self.changed(people)

        calendars.undo_days([action.id], actor=people.make.actor(people.platform))

        day = CalendarDay.objects.get(date=HOLIDAY)
        assert (day.kind, day.name, day.by_hand) == ("off", "Ngày Văn hóa Việt Nam", False)
        assert [action.verb for action in history(day_ref(HOLIDAY, None))] == [
            "worktime.set_day",
            "worktime.put_back_day",
        ]

    def test_undone_undo_is_the_change_again(self, people):
        actor = people.make.actor(people.platform)
        (action,) = self.changed(people)
        (undone,) = calendars.undo_days([action.id], actor=actor)

        calendars.undo_days([undone.id], actor=actor)

        assert CalendarDay.objects.get(date=HOLIDAY).kind == "make_up"

    def test_day_that_was_changed_since_is_not_undone(self, people):
        (action,) = self.changed(people)
        self_again = {"kind": "off", "name": "Nghỉ khác", "reason": "khác"}
        calendars.set_days(
            [HOLIDAY], actor=people.make.actor(people.platform), organisation_id=None, **self_again
        )

        with pytest.raises(Refused):
            calendars.undo_days([action.id], actor=people.make.actor(people.platform))

        assert CalendarDay.objects.get(date=HOLIDAY).name == "Nghỉ khác"

    def test_stranger_does_not_undo(self, people):
        (action,) = self.changed(people)

        with pytest.raises(Forbidden):
            calendars.undo_days([action.id], actor=people.make.actor(people.admin))

    def test_only_changes_of_days_are_undone(self, people):
        with pytest.raises(NotFound):
            calendars.undo_days(
                ["00000000-0000-7000-8000-000000000000"], actor=people.make.actor(people.platform)
            )

    def test_change_over_a_pack_taken_back_later_is_the_packs_day_again(self, people):
        self.changed(people)
        self.changed(people)

        calendars.clear_day(
            HOLIDAY, actor=people.make.actor(people.platform), organisation_id=None, reason="Theo gói"
        )

        assert CalendarDay.objects.get(date=HOLIDAY).by_hand is False
        assert not calendar_for().day(HOLIDAY).is_working


class TestScreens:
    def test_year_shows_holidays_with_words_not_only_colour(self, people, browser):
        page = browser(people.admin).get(URL, {"nam": "2026"})

        text = page.content.decode()
        assert page.status_code == 200
        assert re.search(r'class="day day-holiday"[^>]*>\s*<b>24</b>.*?<i aria-hidden="true">lễ</i>', text)
        assert "thứ Ba, 24/11/2026: Ngày Văn hóa Việt Nam" in text
        assert "NQ 28/2026/QH16" in text

    def test_year_costs_the_same_statements_for_one_special_day_and_for_fifty(self, people, browser):
        client = browser(people.admin)
        client.get(URL)
        with CaptureQueriesContext(
            connection,
        ) as one:
            client.get(URL)
        CalendarDay.objects.bulk_create(
            CalendarDay(organisation_id=people.here.pk, date=dt.date(2026, 1, 1) + dt.timedelta(days=3 * n), kind="off", name=f"N{n}")
            for n in range(50)
        )  # fmt: skip
        client.get(URL)

        with CaptureQueriesContext(connection) as fifty:
            client.get(URL)

        assert len(fifty) == len(one)

    def test_preview_saves_nothing(self, people, browser):
        answer = browser(people.admin).post(f"{URL}ngay/", form(step="preview"))

        assert answer.status_code == 200
        assert "Không có hạn đang chạy nào thay đổi." in answer.content.decode()
        assert not CalendarDay.objects.filter(date=MONDAY).exists()

    def test_saved_day_leads_back_to_the_year_with_the_way_to_undo(self, people, browser):
        client = browser(people.admin)

        answer = client.post(f"{URL}ngay/", form(), follow=True)

        day = CalendarDay.objects.get(date=MONDAY)
        assert (day.organisation_id, day.why, day.source) == (people.here.pk, "closure", "TB 12/TB-STN")
        undo = answer.context["undo"]["url"]
        client.post(undo)
        assert not CalendarDay.objects.filter(date=MONDAY).exists()

    def test_make_up_day_without_its_weekday_says_so_beside_the_field(self, people, browser):
        answer = browser(people.platform).post(f"{URL}ngay/", form(sort="make_up", step="preview"))

        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["hours_of"]

    def test_run_of_days_that_ends_before_it_begins_is_refused(self, people, browser):
        answer = browser(people.admin).post(f"{URL}ngay/", form(until="20/11/2026", step="preview"))

        assert list(answer.context["form"].errors) == ["until"]

    def test_calendar_of_another_agency_is_not_found(self, people, browser):
        client = browser(people.admin)

        assert client.get(URL, {"lich": people.there.pk}).status_code == 404
        assert client.get(URL, {"lich": "chung"}).status_code == 404
        assert client.post(f"{URL}ngay/", form(lich="chung")).status_code == 404

    def test_officer_without_the_right_finds_nothing(self, people, browser):
        assert browser(people.officer).get(URL).status_code == 404

    def test_new_hours_are_previewed_then_saved(self, people, browser):
        client = browser(people.admin)
        lines = {
            f"thu{number}-{name}": value
            for number in range(1, 6)
            for name, value in zip(
                ("morning_begins", "morning_ends", "afternoon_begins", "afternoon_ends"),
                ("08:00", "12:00", "13:30", "17:30"),
                strict=True,
            )
        }
        lines |= {"thu6-common": "on", "thu7-common": "on"}
        values = {**lines, "valid_from": "01/12/2026", "reason": "Giờ mùa đông"}

        preview = client.post(f"{URL}gio/", {**values, "step": "preview"})
        assert preview.status_code == 200
        assert not WeeklyHours.objects.filter(organisation_id=people.here.pk).exists()
        client.post(f"{URL}gio/", {**values, "step": "save"})

        calendar = calendar_for(people.here.pk)
        assert calendar.day(dt.date(2026, 12, 1)).spans == parse_spans("08:00-12:00, 13:30-17:30")
        assert calendar.day(dt.date(2026, 11, 30)).spans == parse_spans("07:30-11:30, 13:30-17:00")
        assert WeeklyHours.objects.filter(organisation_id=people.here.pk).count() == 5

    def test_afternoon_before_the_morning_ends_is_refused_at_its_line(self, people, browser):
        lines = {
            "thu1-morning_begins": "07:30", "thu1-morning_ends": "13:30", "thu1-afternoon_begins": "13:00", "thu1-afternoon_ends": "17:00",
        }  # fmt: skip

        answer = browser(people.platform).post(
            f"{URL}gio/", {**lines, "valid_from": "01/12/2026", "reason": "x", "step": "preview"}
        )

        assert answer.status_code == 422
        assert [target for target, _message in answer.context["wrong"]] == ["id_thu1-afternoon_begins"]

    def test_hours_that_change_nothing_are_refused(self, people, browser):
        lines = {f"thu{number}-common": "on" for number in range(1, 8)}

        answer = browser(people.admin).post(
            f"{URL}gio/", {**lines, "valid_from": "01/12/2026", "reason": "x", "step": "preview"}
        )

        assert answer.status_code == 422

    def test_agency_returns_to_the_common_hours(self, people, browser):
        client = browser(people.admin)
        WeeklyHours.objects.create(organisation_id=people.here.pk, weekday=6, spans=[["07:30", "11:30"]])
        lines = {f"thu{number}-common": "on" for number in range(1, 8)}

        client.post(f"{URL}gio/", {**lines, "valid_from": "01/12/2026", "reason": "Hết trực", "step": "save"})

        assert calendar_for(people.here.pk).day(dt.date(2026, 11, 28)).is_working
        assert not calendar_for(people.here.pk).day(dt.date(2026, 12, 5)).is_working


class TestInterface:
    def test_anyone_reads_the_common_calendar(self, people, client):
        answer = client.get("/api/v1/public/calendar", {"year": 2026}).json()

        assert [(day["date"], day["kind"], day["hours"]) for day in answer["days"]] == [
            ("2026-11-24", "off", [])
        ]
        assert answer["hours"]["1"] == [["07:30", "11:30"], ["13:30", "17:00"]]

    def test_agencys_day_replaces_the_common_one(self, people, client):
        CalendarDay.objects.create(
            organisation_id=people.here.pk, date=HOLIDAY, kind="make_up", name="Trực", hours_of=2
        )

        answer = client.get("/api/v1/public/calendar", {"year": 2026, "organisation": "so-thu"}).json()

        assert [(day["kind"], day["name"]) for day in answer["days"]] == [("make_up", "Trực")]

    @pytest.mark.parametrize(("query", "status"), [({"year": 1}, 422), ({"organisation": "khong-co"}, 404)])
    def test_bad_question_is_answered_with_a_problem(self, people, client, query, status):
        assert client.get("/api/v1/public/calendar", query).status_code == status
