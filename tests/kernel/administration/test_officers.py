"""Accounts and roles of an agency: who may do what to whom, and what the screens show."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from lienthong.config.bench.counting import counting
from lienthong.kernel import clock
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import assign_role, end_role
from lienthong.kernel.accounts.models import Account
from lienthong.kernel.accounts.public import (
    StepUpNeeded,
    disable_account,
    end_all_sessions,
    issue_temporary_password,
    open_account,
    reset_second_factor,
    suggest_username,
)
from lienthong.kernel.actions.public import Action, history
from lienthong.kernel.directory.models import Officer
from lienthong.kernel.errors import Forbidden, Invalid, Refused
from lienthong.kernel.notify.models import Notice

URL = "/quan-tri/tai-khoan/"


def without_account(people, name="Ngô Người Mới"):
    officer = people.make.officer(organisation=people.here, name=name)
    officer.account.delete()
    return officer


def held(officer) -> RoleAssignment:
    return RoleAssignment.objects.get(officer=officer)


def notices(officer) -> list[str]:
    return list(Notice.objects.filter(account_id=officer.account.pk).values_list("template", flat=True))


class TestRoles:
    def test_given_role_counts_is_on_record_and_its_holder_is_told(self, people):
        given = assign_role(
            people.officer, "mot_cua", actor=people.make.actor(people.admin), reason="Thay người nghỉ"
        )

        (action,) = history(people.officer)
        assert (action.verb, action.reason, action.data["assignment"]) == (
            "access.assign_role",
            "Thay người nghỉ",
            given.pk,
        )
        people.officer.account.refresh_from_db()
        assert "mot_cua" in {grant.role for grant in people.make.actor(people.officer).grants}
        assert notices(people.officer) == ["security.role_given"]

    def test_administrator_does_not_lift_himself(self, people):
        with pytest.raises(Refused) as caught:
            assign_role(people.admin, "lanh_dao", actor=people.make.actor(people.admin))

        assert caught.value.code == "own_role"

    def test_neighbours_officers_get_nothing(self, people):
        with pytest.raises(Forbidden):
            assign_role(people.officer, "mot_cua", actor=people.make.actor(people.neighbour))

    def test_platform_role_is_not_given_by_an_agency(self, people):
        with pytest.raises(Invalid) as caught:
            assign_role(people.officer, "quan_tri_nen_tang", actor=people.make.actor(people.admin))

        assert list(caught.value.errors) == ["role"]

    def test_platform_role_is_not_taken_by_the_agency_where_its_holder_sits(self, people):
        with pytest.raises(Forbidden):
            end_role(held(people.platform), actor=people.make.actor(people.neighbour))

    def test_platform_administrator_gives_roles_anywhere(self, people):
        assign_role(people.officer, "quan_tri_co_quan", actor=people.make.actor(people.platform))

        assert RoleAssignment.objects.filter(officer=people.officer, role="quan_tri_co_quan").exists()

    def test_last_administrator_of_an_agency_stays(self, people):
        with pytest.raises(Refused) as caught:
            end_role(held(people.admin), actor=people.make.actor(people.platform))

        assert caught.value.code == "last_administrator"

    def test_administrator_goes_when_another_is_there(self, people):
        assign_role(people.officer, "quan_tri_co_quan", actor=people.make.actor(people.platform))

        end_role(held(people.admin), actor=people.make.actor(people.platform))

        assert not held(people.admin).in_force(dt.date(2026, 11, 20))

    @pytest.mark.parametrize("spoil", ["locked", "left"])
    def test_administrator_who_cannot_work_does_not_count_as_another(self, people, spoil):
        second = people.make.officer("quan_tri_co_quan", organisation=people.here)
        if spoil == "locked":
            Account.objects.filter(pk=second.account.pk).update(is_active=False)
        else:
            Officer.objects.filter(pk=second.pk).update(valid_to=dt.date(2026, 11, 19))

        with pytest.raises(Refused):
            end_role(held(people.admin), actor=people.make.actor(people.platform))

    def test_two_administrators_do_not_both_end_tomorrow(self, people):
        """Each was let go because the other still counted today; the day after nobody was left."""
        second = people.make.officer("quan_tri_co_quan", organisation=people.here)
        actor = people.make.actor(people.platform)
        end_role(held(people.admin), actor=actor, last=dt.date(2026, 11, 21))

        for last in (None, dt.date(2026, 11, 21)):
            with pytest.raises(Refused) as caught:
                end_role(held(second), actor=actor, last=last)
            assert caught.value.code == "last_administrator"
        with pytest.raises(Refused):
            disable_account(second.account, actor=actor, reason="x")

    def test_administrator_for_a_time_goes_when_another_stays_as_long(self, people):
        second = people.make.officer("quan_tri_co_quan", organisation=people.here)
        RoleAssignment.objects.filter(officer=second).update(valid_to=dt.date(2026, 12, 31))
        third = people.make.officer("quan_tri_co_quan", organisation=people.here)
        RoleAssignment.objects.filter(officer__in=[third, people.admin]).update(
            valid_to=dt.date(2026, 12, 31)
        )

        end_role(held(second), actor=people.make.actor(people.platform))

        assert not held(second).in_force(dt.date(2026, 11, 20))

    def test_unit_of_another_agency_is_refused(self, people):
        elsewhere = people.make.unit(people.there, "Phòng Khác")

        with pytest.raises(Invalid) as caught:
            assign_role(people.officer, "mot_cua", actor=people.make.actor(people.admin), unit=elsewhere)

        assert list(caught.value.errors) == ["unit"]

    def test_role_that_is_held_already_is_refused(self, people):
        with pytest.raises(Refused) as caught:
            assign_role(people.officer, "chuyen_vien", actor=people.make.actor(people.admin))

        assert caught.value.code == "role_held"

    def test_role_may_follow_itself_after_a_pause(self, people):
        actor = people.make.actor(people.admin)
        day = dt.date(2026, 12, 1)
        assign_role(people.officer, "mot_cua", actor=actor, valid_from=day, valid_to=day)

        assign_role(people.officer, "mot_cua", actor=actor, valid_from=day + dt.timedelta(days=1))

        assert RoleAssignment.objects.filter(officer=people.officer, role="mot_cua").count() == 2

    @pytest.mark.parametrize(
        ("start", "end", "field"),
        [
            (-1, None, "valid_from"),
            (-30, 30, "valid_from"),
            (None, -1, "valid_to"),
            (0, -1, "valid_to"),
            (5, 4, "valid_to"),
        ],
    )
    def test_role_is_not_given_for_days_that_are_over(self, people, start, end, field):
        """A start in the past would make acts of those days rightful afterwards; an ended role never counts."""
        day = {None: None} | {n: clock.today() + dt.timedelta(days=n) for n in (-30, -1, 0, 4, 5, 30)}

        with pytest.raises(Invalid) as caught:
            assign_role(
                people.officer,
                "mot_cua",
                actor=people.make.actor(people.admin),
                valid_from=day[start],
                valid_to=day[end],
            )

        assert list(caught.value.errors) == [field]
        assert not RoleAssignment.objects.filter(officer=people.officer, role="mot_cua").exists()

    def test_role_may_be_given_for_today_alone(self, people):
        actor, today = people.make.actor(people.admin), clock.today()

        given = assign_role(people.officer, "mot_cua", actor=actor, valid_to=today)

        assert (given.valid_from, given.valid_to) == (today, today)

    def test_role_that_ended_may_be_given_again_without_naming_a_start(self, people):
        actor, yesterday = people.make.actor(people.admin), clock.today() - dt.timedelta(days=1)
        end_role(assign_role(people.officer, "mot_cua", actor=actor), actor=actor)

        again = assign_role(people.officer, "mot_cua", actor=actor)

        assert again.valid_from == clock.today()
        assert RoleAssignment.objects.get(officer=people.officer, role="mot_cua", valid_to=yesterday)

    def test_s07_change_of_rights_needs_a_fresh_second_factor(self, people, settings):
        settings.SECOND_FACTOR_REQUIRED = True

        with pytest.raises(StepUpNeeded):
            assign_role(people.officer, "mot_cua", actor=people.make.actor(people.admin))

    def test_giving_and_taking_keep_the_statement_budget(self, people):
        actor = people.make.actor(people.admin)

        with counting() as giving:
            given = assign_role(people.officer, "mot_cua", actor=actor, reason="x")
        with counting() as taking:
            end_role(given, actor=actor, reason="x")

        assert len(giving) <= 15, giving.work
        assert len(taking) <= 15, taking.work


class TestAccounts:
    def test_opened_account_has_a_temporary_password_that_must_be_changed(self, people):
        officer = without_account(people)

        account, password = open_account(officer, actor=people.make.actor(people.admin), username="nguoimoi")

        assert account.check_password(password)
        assert (account.must_change_password, account.kind, account.person_id) == (
            True,
            "officer",
            officer.person_id,
        )
        assert [action.verb for action in history(account)] == ["accounts.open"]

    def test_second_account_for_one_person_is_refused(self, people):
        with pytest.raises(Refused):
            open_account(people.officer, actor=people.make.actor(people.admin), username="thuhai")

    @pytest.mark.parametrize("username", ["ab", "Có Dấu", "a b", "../x", "x" * 81, "=1+1"])
    def test_bad_username_is_refused_at_its_field(self, people, username):
        with pytest.raises(Invalid) as caught:
            open_account(without_account(people), actor=people.make.actor(people.admin), username=username)

        assert list(caught.value.errors) == ["username"]

    def test_taken_username_is_refused_at_its_field(self, people):
        with pytest.raises(Invalid) as caught:
            open_account(
                without_account(people),
                actor=people.make.actor(people.admin),
                username=people.officer.account.username,
            )

        assert list(caught.value.errors) == ["username"]

    def test_neighbour_opens_nothing_here(self, people):
        with pytest.raises(Forbidden):
            open_account(without_account(people), actor=people.make.actor(people.neighbour), username="abcd")

    def test_suggested_username_is_free(self, people):
        first = without_account(people, "Trần Trọng Hòa")
        open_account(first, actor=people.make.actor(people.admin), username=suggest_username(first))

        assert first.person.accounts.get().username == "hoatt"
        assert suggest_username(without_account(people, "Tạ Thị Hoà")) == "hoatt2"

    @pytest.mark.parametrize(
        "act", [issue_temporary_password, reset_second_factor, disable_account, end_all_sessions]
    )
    def test_account_of_the_platform_administrator_is_not_taken_over_by_his_agency(self, people, act):
        """His post stands in an agency; with a new password from its administrator all rights would be hers."""
        with pytest.raises(Forbidden):
            act(people.platform.account, actor=people.make.actor(people.neighbour))

    def test_account_of_who_will_be_platform_administrator_is_not_taken_over_before(self, people):
        assign_role(
            people.officer, "quan_tri_nen_tang", actor=people.make.actor(people.platform), valid_from=dt.date(2026, 11, 23)
        )  # fmt: skip

        with pytest.raises(Forbidden):
            issue_temporary_password(people.officer.account, actor=people.make.actor(people.admin))

    def test_last_administrator_is_not_locked_out(self, people):
        with pytest.raises(Refused):
            disable_account(people.admin.account, actor=people.make.actor(people.platform))

        people.admin.account.refresh_from_db()
        assert people.admin.account.is_active

    @pytest.mark.parametrize(
        ("act", "told"),
        [
            (issue_temporary_password, "password_reset"),
            (reset_second_factor, "factor_reset"),
            (disable_account, "locked"),
            (end_all_sessions, "sessions_ended"),
        ],
    )
    def test_each_act_is_on_record_with_its_reason_and_told(self, people, act, told):
        act(people.officer.account, actor=people.make.actor(people.admin), reason="Theo phiếu 12")

        assert [action.reason for action in history(people.officer.account)] == ["Theo phiếu 12"]
        assert notices(people.officer) == [f"security.{told}"]


class TestScreens:
    def test_list_shows_the_agencys_officers_only(self, people, browser):
        text = browser(people.admin).get(URL).content.decode()

        assert "Phạm Chuyên Viên" in text
        assert "Đỗ Hàng Xóm" not in text

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"q": "pham chuyen"}, ["Phạm Chuyên Viên"]),
            ({"vai-tro": "lanh_dao"}, ["Vũ Giám Đốc"]),
            ({"trang-thai": "none"}, ["Ngô Người Mới"]),
            ({"trang-thai": "locked"}, []),
            ({"q": "\x00", "don-vi": "9" * 40, "trang-thai": "gi-do", "trang": "-1"}, []),
        ],
    )
    def test_list_is_narrowed(self, people, browser, query, names):
        without_account(people)

        page = browser(people.admin).get(URL, query)

        assert [row["officer"].person.full_name for row in page.context["rows"]] == names

    def test_list_costs_the_same_statements_for_one_officer_and_for_fifty(self, people, browser):
        client = browser(people.admin)
        client.get(URL)
        with CaptureQueriesContext(connection) as few:
            client.get(URL)
        for _ in range(47):
            people.make.officer("chuyen_vien", "mot_cua", organisation=people.here, unit=people.room)

        with CaptureQueriesContext(connection) as many:
            page = client.get(URL)

        assert len(page.context["rows"]) == 50
        assert len(many) == len(few)

    def test_officer_page_costs_the_same_statements_for_many_roles(self, people, browser):
        client = browser(people.admin)
        address = f"{URL}{people.officer.pk}/"
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        actor = people.make.actor(people.platform)
        for role in ("mot_cua", "van_thu", "lanh_dao_phong"):
            assign_role(people.officer, role, actor=actor, unit=people.room, reason="x")
        with CaptureQueriesContext(connection) as many:
            client.get(address)

        # The names of those who acted and the reasons they wrote: once each, however many.
        assert len(many) - len(few) <= 3

    def test_platform_administrator_picks_an_agency(self, people, browser):
        page = browser(people.platform).get(URL, {"co-quan": people.here.pk})

        assert page.context["agency"] == people.here

    def test_other_agency_is_not_found(self, people, browser):
        client = browser(people.neighbour)

        assert client.get(URL, {"co-quan": people.here.pk}).status_code == 404
        assert client.get(f"{URL}{people.officer.pk}/").status_code == 404
        for act in ("mo/", "viec/khoa/", "vai-tro/", f"vai-tro/{held(people.officer).pk}/thu/"):
            assert client.post(f"{URL}{people.officer.pk}/{act}", {"reason": "x"}).status_code == 404

    def test_new_account_is_opened_by_hand_and_its_password_shown_once(self, people, browser):
        officer = without_account(people)
        client = browser(people.admin)

        answer = client.post(f"{URL}{officer.pk}/mo/", {"username": "nguoimoi"})

        password = answer.context["password"]
        assert "no-store" in answer["Cache-Control"]
        assert Account.objects.get(username="nguoimoi").check_password(password)
        assert password not in client.get(f"{URL}{officer.pk}/").content.decode()

    def test_lock_without_a_reason_is_asked_again(self, people, browser):
        answer = browser(people.admin).post(f"{URL}{people.officer.pk}/viec/khoa/", {"reason": ""})

        assert answer.status_code == 422
        people.officer.account.refresh_from_db()
        assert people.officer.account.is_active

    def test_role_is_given_and_taken_and_the_page_tells_by_whom(self, people, browser):
        client = browser(people.admin)
        page = f"{URL}{people.officer.pk}/"
        client.post(
            f"{page}vai-tro/",
            {"role": "mot_cua", "unit": people.room.pk, "valid_from": "20/11/2026", "reason": "Thay người"},
        )
        given = RoleAssignment.objects.get(officer=people.officer, role="mot_cua")
        row = next(row for row in client.get(page).context["roles"] if row["item"] == given)
        assert (row["words"], row["given"].by) == ("Cán bộ một cửa · Phòng Một", "Lê Quản Trị")

        client.post(f"{page}vai-tro/{given.pk}/thu/", {"reason": "Hết việc"})

        given.refresh_from_db()
        assert given.valid_to == dt.date(2026, 11, 19)
        assert [event["note"] for event in client.get(page).context["history"]] == [
            "Cán bộ một cửa đến hết 19/11/2026. Hết việc",
            "Cán bộ một cửa từ 20/11/2026. Thay người",
        ]

    def test_platform_role_is_not_offered_by_an_agency(self, people, browser):
        form = browser(people.admin).get(f"{URL}{people.officer.pk}/vai-tro/").context["form"]

        assert "quan_tri_nen_tang" not in dict(form.fields["role"].choices)

    def test_review_is_exported_with_who_gave_what_and_is_on_record(self, people, browser):
        assign_role(people.officer, "mot_cua", actor=people.make.actor(people.admin), reason="x")

        answer = browser(people.admin).get(f"{URL}xuat/")

        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        line = next(row for row in rows if row[1] == "Phạm Chuyên Viên" and row[7] == "Cán bộ một cửa")
        assert (line[4], line[10], line[11]) == (people.officer.account.username, "Lê Quản Trị", "20/11/2026")
        assert Action.objects.filter(verb="access.export_review").count() == 1

    def test_print_has_a_line_for_each_role(self, people, browser):
        text = browser(people.admin).get(f"{URL}in/").content.decode()

        assert text.count("<tr>") == 4  # heading, and one for each of three people
