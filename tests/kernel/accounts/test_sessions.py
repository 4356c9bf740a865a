from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from lienthong.kernel.access.public import assign_role
from lienthong.kernel.accounts.middleware import SessionGuard
from lienthong.kernel.accounts.models import Session, Totp
from lienthong.kernel.accounts.public import (
    StepUpNeeded,
    authenticate_token,
    create_token,
    disable_account,
    enable_account,
    issue_temporary_password,
    require_fresh_factor,
    require_step_up,
    reset_second_factor,
)
from lienthong.kernel.actions.public import SYSTEM, history
from lienthong.kernel.errors import Forbidden
from tests.kernel.accounts.conftest import PASSWORD, People, present_code, signed_in


def all_ended(client: Client, plain: str) -> bool:
    return not signed_in(client) and authenticate_token(plain) is None


@pytest.fixture
def at_work(client: Client, people: People) -> Any:
    """An officer with an open session and a token."""
    officer = people.make.officer("chuyen_vien")
    people.password(client, officer.account.username)
    _token, officer.plain = create_token(officer.account, ["read"], "thử")
    assert signed_in(client)
    assert authenticate_token(officer.plain) is not None
    return officer


class TestAtTheNextRequest:
    def test_s06_a_disabled_account_is_out(self, client: Client, at_work: Any) -> None:
        disable_account(at_work.account, actor=SYSTEM, reason="nghỉ việc")

        assert all_ended(client, at_work.plain)

    def test_s06_a_disabled_account_comes_back_only_by_signing_in(
        self, client: Client, people: People, at_work: Any
    ) -> None:
        disable_account(at_work.account, actor=SYSTEM)
        assert people.password(client, at_work.account.username).status_code == 422

        enable_account(at_work.account, actor=SYSTEM)

        assert all_ended(client, at_work.plain)
        assert people.password(client, at_work.account.username).status_code == 302

    def test_s06_a_change_of_roles_ends_sessions_and_tokens(self, client: Client, at_work: Any) -> None:
        assign_role(at_work, "lanh_dao", actor=SYSTEM)

        assert all_ended(client, at_work.plain)
        assert "Quyền, mật khẩu hoặc trạng thái" in client.get("/dang-nhap/").content.decode()

    def test_s06_a_changed_password_ends_other_sessions_and_tokens_but_not_this_one(
        self, client: Client, people: People, at_work: Any
    ) -> None:
        other = Client()
        people.password(other, at_work.account.username)
        before = client.cookies["lienthong_session"].value

        client.post(
            "/tai-khoan/mat-khau/",
            {"current": PASSWORD, "password": "một câu khác hẳn", "again": "một câu khác hẳn"},
        )

        assert signed_in(client)
        assert client.cookies["lienthong_session"].value != before
        assert not signed_in(other)
        assert authenticate_token(at_work.plain) is None

    def test_s06_a_session_row_that_is_gone_stays_gone(self, client: Client, at_work: Any) -> None:
        Session.objects.all().delete()

        assert not signed_in(client)


def test_sessions_are_listed_and_others_can_be_signed_out(client: Client, people: People) -> None:
    account = people.make.citizen()
    people.password(
        client, account.username, REMOTE_ADDR="203.0.113.4", HTTP_USER_AGENT="Mozilla (Linux) Firefox/140"
    )
    other, third = Client(), Client()
    people.password(other, account.username, REMOTE_ADDR="203.0.113.5")
    people.password(third, account.username)
    page = client.get("/tai-khoan/bao-mat/").content.decode()
    assert "Firefox · Linux" in page
    assert "203.0.113.5" in page

    row = Session.objects.get(address="203.0.113.5")
    client.post("/tai-khoan/phien/ket-thuc/", {"session": row.key})
    assert [signed_in(browser) for browser in (client, other, third)] == [True, False, True]

    client.post("/tai-khoan/phien/ket-thuc/")
    assert [signed_in(browser) for browser in (client, third)] == [True, False]


def test_nobody_signs_out_the_session_of_another(client: Client, people: People) -> None:
    victim = Client()
    people.password(victim, people.make.citizen().username)
    row = Session.objects.get()
    people.password(client, people.make.citizen().username)

    client.post("/tai-khoan/phien/ket-thuc/", {"session": row.key})

    assert signed_in(victim)


def test_a_session_signed_out_elsewhere_is_not_saved_back_to_life(client: Client, people: People) -> None:
    people.password(client, people.make.citizen().username)
    store = client.session
    store["late"] = "write of a slow request"
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        store.save()

    assert not Session.objects.exists()


@pytest.mark.usefixtures("factor_required")
class TestStepUp:
    def test_s07_holds_for_five_minutes_after_the_code(
        self, client: Client, people: People, noon: Any
    ) -> None:
        account = people.make.officer().account
        people.enter(client, account, people.with_factor(account))
        noon(minutes=5)
        assert client.get("/tai-khoan/ma-truy-cap/").status_code == 200

        noon(minutes=5, seconds=1)

        answer = client.get("/tai-khoan/ma-truy-cap/")
        assert answer["Location"] == "/tai-khoan/xac-nhan/?next=%2Ftai-khoan%2Fma-truy-cap%2F"

    def test_s07_a_new_code_opens_it_again_under_a_new_session_id(
        self, client: Client, people: People, noon: Any
    ) -> None:
        account = people.make.officer().account
        secret = people.with_factor(account)
        people.enter(client, account, secret)
        noon(minutes=10)
        before = client.cookies["lienthong_session"].value
        wrong = client.post("/tai-khoan/xac-nhan/", {"code": "123", "next": "/tai-khoan/ma-truy-cap/"})

        answer = client.post(
            "/tai-khoan/xac-nhan/", {"code": present_code(secret), "next": "/tai-khoan/ma-truy-cap/"}
        )

        assert wrong.status_code == 422
        assert answer["Location"] == "/tai-khoan/ma-truy-cap/"
        assert client.get("/tai-khoan/ma-truy-cap/").status_code == 200
        assert client.cookies["lienthong_session"].value != before
        thief = Client()
        thief.cookies["lienthong_session"] = before
        assert not signed_in(thief)

    def test_s07_does_not_lengthen_the_session(self, client: Client, people: People, noon: Any) -> None:
        account = people.make.officer().account
        secret = people.with_factor(account)
        people.enter(client, account, secret)
        ends = Session.objects.get(account=account).expires_at
        noon(minutes=10)

        client.post("/tai-khoan/xac-nhan/", {"code": present_code(secret)})

        assert Session.objects.get(account=account).expires_at == ends

    def test_s07_the_code_that_opened_the_session_does_not_confirm(
        self, client: Client, people: People, noon: Any
    ) -> None:
        account = people.make.officer().account
        secret = people.with_factor(account)
        people.enter(client, account, secret)

        assert client.post("/tai-khoan/xac-nhan/", {"code": present_code(secret)}).status_code == 422

    def test_s07_domain_functions_refuse_without_it(self, people: People) -> None:
        actor = people.make.actor(people.make.officer())
        _token, plain = create_token(people.make.officer().account, ["read"], "thử")
        by_token = authenticate_token(plain)
        assert by_token is not None

        for asker in (actor, by_token):
            with pytest.raises(StepUpNeeded):
                require_fresh_factor(asker)
        require_fresh_factor(SYSTEM)

    def test_s07_a_form_is_led_back_to_its_page(self) -> None:
        guard = SessionGuard(lambda request: HttpResponse())
        request = RequestFactory().post("/van-ban/7/ky/", HTTP_REFERER="http://testserver/van-ban/7/?a=1")
        with pytest.raises(StepUpNeeded) as refusal:
            require_step_up(request)

        answer = guard.process_exception(request, refusal.value)

        assert answer is not None
        assert answer["Location"] == "/tai-khoan/xac-nhan/?next=%2Fvan-ban%2F7%2F%3Fa%3D1"

    def test_a_citizen_without_second_factor_confirms_by_password(
        self, client: Client, people: People, noon: Any
    ) -> None:
        people.password(client, people.make.citizen().username)
        noon(minutes=6)
        assert client.get("/tai-khoan/hai-lop/").status_code == 302

        client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD})

        assert client.get("/tai-khoan/hai-lop/").status_code == 200


def test_s07_is_satisfied_where_the_demonstration_switches_the_factor_off(
    client: Client, people: People
) -> None:
    people.password(client, people.make.officer().account.username)

    assert client.get("/tai-khoan/ma-truy-cap/").status_code == 200


class TestManagingAccounts:
    def test_an_administrator_manages_the_officers_of_his_agency(self, people: People) -> None:
        agency = people.make.organisation()
        admin = people.make.officer("quan_tri_co_quan", organisation=agency)
        officer = people.make.officer(organisation=agency)

        disable_account(officer.account, actor=people.make.actor(admin), reason="nghỉ việc")

        officer.account.refresh_from_db()
        assert not officer.account.is_active
        assert [action.verb for action in history(officer.account)] == ["accounts.disable"]

    @pytest.mark.parametrize("who", ["other_agency", "citizen", "himself", "clerk"])
    def test_nobody_else(self, people: People, who: str) -> None:
        agency = people.make.organisation()
        admin = people.make.officer("quan_tri_co_quan", organisation=agency)
        officer = people.make.officer(organisation=agency)
        actor = people.make.actor(
            people.make.officer("van_thu", organisation=agency) if who == "clerk" else admin
        )
        target = {
            "other_agency": lambda: people.make.officer().account,
            "citizen": people.make.citizen,
            "himself": lambda: admin.account,
            "clerk": lambda: officer.account,
        }[who]()

        with pytest.raises(Forbidden):
            disable_account(target, actor=actor)
        with pytest.raises(Forbidden):
            issue_temporary_password(target, actor=actor)
        with pytest.raises(Forbidden):
            reset_second_factor(target, actor=actor)

        target.refresh_from_db()
        assert target.is_active

    def test_s07_needs_a_fresh_second_factor(self, people: People, factor_required: None) -> None:
        agency = people.make.organisation()
        admin = people.make.officer("quan_tri_co_quan", organisation=agency)
        officer = people.make.officer(organisation=agency)

        with pytest.raises(StepUpNeeded):
            disable_account(officer.account, actor=people.make.actor(admin))

    def test_a_temporary_password_must_be_changed_at_the_first_sign_in(
        self, client: Client, people: People
    ) -> None:
        account = people.make.officer().account
        temporary = issue_temporary_password(account, actor=SYSTEM)

        answer = people.password(client, account.username, temporary)

        assert answer["Location"] == "/dang-nhap/doi-mat-khau/"
        assert not signed_in(client)
        same = client.post("/dang-nhap/doi-mat-khau/", {"password": temporary, "again": temporary})
        assert same.status_code == 422
        client.post(
            "/dang-nhap/doi-mat-khau/", {"password": "câu của riêng tôi", "again": "câu của riêng tôi"}
        )
        assert signed_in(client)

    def test_a_lost_telephone_is_replaced(
        self, client: Client, people: People, factor_required: None
    ) -> None:
        account = people.make.officer().account
        people.enter(client, account, people.with_factor(account))

        reset_second_factor(account, actor=SYSTEM)

        assert not signed_in(client)
        assert not Totp.objects.filter(account=account).exists()
        assert people.password(client, account.username)["Location"] == "/dang-nhap/thiet-lap/"
