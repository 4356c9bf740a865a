"""Rights in organisations, dates and delegation."""

from __future__ import annotations

import datetime as dt

import pytest

from lienthong.kernel import clock
from lienthong.kernel.access import permissions
from lienthong.kernel.access.assign import assign_role, end_role
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.access.public import UnknownPermission, allows, define, organisations_with
from lienthong.kernel.actions.public import SYSTEM
from lienthong.kernel.directory.models import Delegation
from lienthong.kernel.errors import Forbidden, Invalid


@pytest.fixture
def stamp():
    name = define("test:stamp:use", "Dùng con dấu", roles=["van_thu"])
    yield name
    permissions._permissions.pop(name)


def test_permission_is_held_only_in_the_organisation_of_the_role(make, stamp):
    officer = make.officer("van_thu")
    other = make.organisation()

    actor = make.actor(officer)

    assert allows(actor, stamp, organisation_id=officer.organisation_id)
    assert not allows(actor, stamp, organisation_id=other.pk)
    assert organisations_with(actor, stamp) == {officer.organisation_id}


def test_unknown_permission_is_an_error_at_once(make):
    with pytest.raises(UnknownPermission):
        allows(make.actor(make.officer()), "test:stamp:misspelt")


def test_role_counts_only_between_its_dates(make, stamp):
    officer = make.officer()
    with clock.frozen(clock.at(dt.date(2026, 2, 1), dt.time(9))):
        assign_role(
            officer, "van_thu", actor=SYSTEM, valid_from=dt.date(2026, 3, 1), valid_to=dt.date(2026, 3, 31)
        )

    def holds(day):
        officer.account.refresh_from_db()
        with clock.frozen(clock.at(day, dt.time(9))):
            return allows(make.actor(officer), stamp)

    assert [holds(dt.date(2026, 2, 28)), holds(dt.date(2026, 3, 1)), holds(dt.date(2026, 3, 31)), holds(dt.date(2026, 4, 1))] == [
        False, True, True, False,
    ]  # fmt: skip


def test_ended_role_stops_counting_at_the_next_request(make, stamp):
    officer = make.officer("van_thu")
    assert allows(make.actor(officer), stamp)

    end_role(RoleAssignment.objects.get(officer=officer), actor=SYSTEM)

    officer.account.refresh_from_db()
    assert not allows(make.actor(officer), stamp)


def test_delegation_gives_the_right_and_names_whom_it_comes_from(make, stamp):
    giver = make.officer("van_thu")
    taker = make.officer(organisation=giver.organisation)
    Delegation.objects.create(
        from_officer=giver, to_officer=taker, valid_from=clock.today(), valid_to=clock.today()
    )

    grants = [grant for grant in make.actor(taker).grants if stamp in grant.permissions]

    assert [grant.on_behalf_of for grant in grants] == [giver.pk]


def test_agency_administrator_cannot_make_a_platform_administrator(make):
    administrator = make.officer("quan_tri_co_quan")

    with pytest.raises(Invalid):
        assign_role(administrator, "quan_tri_nen_tang", actor=make.actor(administrator))


def test_administrator_cannot_give_roles_in_another_agency(make):
    administrator = make.officer("quan_tri_co_quan")
    stranger = make.officer()

    with pytest.raises(Forbidden):
        assign_role(stranger, "van_thu", actor=make.actor(administrator))
