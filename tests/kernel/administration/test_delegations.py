"""Who may let whom act for him, and that both names stand on what was done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.config.bench.counting import counting
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import acting_for, delegate, end_delegation, end_role
from lienthong.kernel.accounts.public import StepUpNeeded, disable_account, enable_account
from lienthong.kernel.actions.public import history
from lienthong.kernel.directory.models import Delegation
from lienthong.kernel.errors import Forbidden, Invalid, NotFound, Refused
from lienthong.kernel.notify.models import Notice

TODAY = dt.date(2026, 11, 20)
URL = "/uy-quyen/"


def fresh(people, officer):
    officer.account.refresh_from_db()
    return people.make.actor(officer)


def given(people, **more):
    facts = {"valid_from": TODAY, "valid_to": TODAY + dt.timedelta(days=4), "reason": "Đi công tác", **more}
    return delegate(people.leader, people.officer, actor=fresh(people, people.leader), **facts)


def roles(people, officer) -> set[tuple[str, int | None]]:
    return {(grant.role, grant.on_behalf_of) for grant in fresh(people, officer).grants}


def test_taker_has_the_givers_role_at_the_next_request_and_is_told(people):
    assert ("lanh_dao", people.leader.pk) not in roles(people, people.officer)

    given(people)

    assert ("lanh_dao", people.leader.pk) in roles(people, people.officer)
    assert [notice.template for notice in Notice.objects.all()] == ["security.delegated"]
    assert [(action.verb, action.reason) for action in history(people.leader)] == [
        ("access.delegate", "Đi công tác")
    ]


def test_one_role_carries_no_other(people):
    RoleAssignment.objects.create(officer=people.leader, role="van_thu", organisation=people.here)

    given(people, scope="van_thu")

    assert ("van_thu", people.leader.pk) in roles(people, people.officer)
    assert ("lanh_dao", people.leader.pk) not in roles(people, people.officer)


def test_administration_is_not_handed_on(people):
    """Whoever could delegate it could make anybody administrator without leaving a role behind."""
    RoleAssignment.objects.create(officer=people.leader, role="quan_tri_co_quan", organisation=people.here)

    given(people)

    assert ("quan_tri_co_quan", people.leader.pk) not in roles(people, people.officer)
    with pytest.raises(Invalid) as caught:
        given(people, scope="quan_tri_co_quan")
    assert list(caught.value.errors) == ["scope"]


def test_what_was_delegated_is_not_handed_on(people):
    given(people)
    third = people.make.officer(organisation=people.here)

    delegate(
        people.officer,
        third,
        actor=fresh(people, people.officer),
        valid_from=TODAY,
        valid_to=TODAY,
        reason="x",
    )

    assert {role for role, _giver in roles(people, third)} == {"chuyen_vien"}


def test_role_that_the_giver_loses_is_lost_to_who_acts_for_him_at_once(people):
    """The taker's rights were remembered until midnight: a withdrawn leader went on signing through his deputy."""
    given(people)
    assert ("lanh_dao", people.leader.pk) in roles(people, people.officer)

    end_role(RoleAssignment.objects.get(officer=people.leader), actor=fresh(people, people.admin))

    assert ("lanh_dao", people.leader.pk) not in roles(people, people.officer)


def test_locked_giver_lends_nothing(people):
    """Locking the account of who misused it leaves no door open that he had handed to an accomplice."""
    given(people)
    assert ("lanh_dao", people.leader.pk) in roles(people, people.officer)

    disable_account(people.leader.account, actor=fresh(people, people.admin))
    assert ("lanh_dao", people.leader.pk) not in roles(people, people.officer)

    enable_account(people.leader.account, actor=fresh(people, people.admin))
    assert ("lanh_dao", people.leader.pk) in roles(people, people.officer)


def test_nobody_delegates_for_another(people):
    with pytest.raises(Forbidden):
        delegate(
            people.leader,
            people.admin,
            actor=fresh(people, people.officer),
            valid_from=TODAY,
            valid_to=TODAY,
            reason="x",
        )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"valid_from": TODAY - dt.timedelta(days=1)}, "valid_from"),
        ({"valid_to": TODAY - dt.timedelta(days=1)}, "valid_to"),
        ({"valid_to": TODAY + dt.timedelta(days=400)}, "valid_to"),
        ({"reason": " "}, "reason"),
        ({"scope": "mot_cua"}, "scope"),
    ],
)
def test_bad_delegation_is_refused_at_its_field(people, more, field):
    with pytest.raises(Invalid) as caught:
        given(people, **more)

    assert list(caught.value.errors) == [field]


def test_officer_of_another_agency_takes_nothing(people):
    with pytest.raises(Invalid) as caught:
        delegate(
            people.leader,
            people.neighbour,
            actor=fresh(people, people.leader),
            valid_from=TODAY,
            valid_to=TODAY,
            reason="x",
        )

    assert list(caught.value.errors) == ["taker"]


def test_same_delegation_twice_is_refused(people):
    given(people)

    with pytest.raises(Refused):
        given(people)


def test_s07_delegation_needs_a_fresh_second_factor(people, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    with pytest.raises(StepUpNeeded):
        given(people)


@pytest.mark.parametrize("who", ["leader", "officer"])
def test_giver_takes_back_and_taker_gives_back(people, who):
    made = given(people)

    end_delegation(made, actor=fresh(people, getattr(people, who)))

    assert ("lanh_dao", people.leader.pk) not in roles(people, people.officer)
    with pytest.raises(Refused):
        end_delegation(made, actor=fresh(people, people.leader))


def test_others_do_not_end_it(people):
    made = given(people)

    with pytest.raises(NotFound):
        end_delegation(made, actor=fresh(people, people.admin))


def test_act_in_anothers_place_names_him_and_ones_own_act_does_not(people):
    given(people)
    actor = fresh(people, people.officer)

    stood_in = acting_for(actor, organisation_id=people.here.pk, role="lanh_dao")
    own = acting_for(actor, organisation_id=people.here.pk, role="chuyen_vien", unit_id=people.room.pk)
    assigned = acting_for(actor, organisation_id=people.here.pk, officer_id=people.leader.pk)

    assert (stood_in.on_behalf_of, own.on_behalf_of, assigned.on_behalf_of) == (
        people.leader.pk,
        None,
        people.leader.pk,
    )


def test_delegation_keeps_the_statement_budget(people):
    actor = fresh(people, people.leader)
    until = TODAY + dt.timedelta(days=1)

    with counting() as statements:
        delegate(people.leader, people.officer, actor=actor, valid_from=TODAY, valid_to=until, reason="x")

    assert len(statements) <= 15, statements.work


class TestScreens:
    def test_new_delegation_stands_on_both_lists_and_ends_early(self, people, browser):
        leader = browser(people.leader)
        values = {
            "giver": people.leader.pk, "taker": people.officer.pk, "scope": "all", "valid_from": "20/11/2026", "valid_to": "24/11/2026",
            "reason": "Đi công tác",
        }  # fmt: skip

        assert leader.post(f"{URL}them/", values)["Location"] == URL

        assert "Phạm Chuyên Viên" in leader.get(URL).content.decode()
        assert "Vũ Giám Đốc" in browser(people.officer).get(URL).content.decode()
        made = Delegation.objects.get()
        assert browser(people.admin).post(f"{URL}{made.pk}/ket-thuc/").status_code == 404
        leader.post(f"{URL}{made.pk}/ket-thuc/")
        made.refresh_from_db()
        assert made.revoked_at is not None

    def test_missing_end_is_asked_for_beside_the_field(self, people, browser):
        answer = browser(people.leader).post(f"{URL}them/", {"taker": people.officer.pk, "scope": "all"})

        assert answer.status_code == 422
        assert {"valid_to", "reason"} <= set(answer.context["form"].errors)

    def test_list_costs_the_same_statements_for_one_and_for_fifty(self, people, browser):
        client = browser(people.leader)
        given(people)
        client.get(URL)
        with CaptureQueriesContext(connection) as one:
            client.get(URL)
        Delegation.objects.bulk_create(
            Delegation(
                from_officer=people.leader, to_officer=people.officer, valid_from=TODAY, valid_to=TODAY
            )
            for _ in range(49)
        )

        with CaptureQueriesContext(connection) as fifty:
            page = client.get(URL)

        assert len(page.context["given"]) == 50
        assert len(fifty) == len(one)
