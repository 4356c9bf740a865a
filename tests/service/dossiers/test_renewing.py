"""A calendar changes while dossiers run: their due times follow, and who was promised a day hears of it."""

from __future__ import annotations

import datetime as dt

import pytest

from lienthong.kernel import clock
from lienthong.kernel.actions.public import SYSTEM, differences, history, registered
from lienthong.kernel.notify.models import Notice
from lienthong.kernel.work.public import items, perform
from lienthong.kernel.worktime.public import (
    Proposal,
    SpecialDay,
    impact_of,
    put_back,
    set_day,
    set_days,
)
from lienthong.service.dossiers.domain import renewing
from lienthong.service.dossiers.jobs import renew_due_times
from lienthong.service.dossiers.public import submit
from tests.service.province import EXTRACT

# Accepted on Friday 20 November 2026 at 09:12, within one working day: promised for Monday 09:12.
MONDAY = dt.date(2026, 11, 23)
PROMISED = clock.at(MONDAY, dt.time(9, 12))
WEDNESDAY = clock.at(dt.date(2026, 11, 25), dt.time(9, 12))  # Tuesday is a holiday


@pytest.fixture
def dossier(province, friday_morning):
    service = province.service("civil_status_extract_copy")
    dossier = submit(
        service, deciding=province.ward, values=EXTRACT, files={}, actor=province.actor("citizen")
    )
    desk = province.actor("desk")
    perform(items(desk).get(), desk, "accept", {})
    dossier.refresh_from_db()
    assert dossier.due_at == PROMISED
    return dossier


def closed_on_monday(organisation_id=None) -> Proposal:
    return Proposal(organisation_id, {MONDAY: SpecialDay(MONDAY, "off", "Nghỉ bão")})


def set_monday_off(organisation_id=None):
    return set_days(
        [MONDAY], actor=SYSTEM, kind="off", name="Nghỉ bão", why="closure", organisation_id=organisation_id
    )


def test_proposed_day_off_shows_what_would_move_and_changes_nothing(dossier, province):
    found = impact_of(closed_on_monday(province.ward.pk))

    dossier.refresh_from_db()
    assert dossier.due_at == PROMISED
    assert (found.examined, found.moved) == (1, 1)
    assert [(move.label, move.before, move.after) for move in found.moves] == [
        (dossier.code, PROMISED, WEDNESDAY)
    ]


def test_proposed_day_off_of_another_agency_moves_nothing(dossier, province):
    assert impact_of(closed_on_monday(province.police.pk)).moved == 0


def test_agency_that_works_on_the_proposed_holiday_keeps_its_deadlines(dossier, province):
    set_day(MONDAY, actor=SYSTEM, kind="make_up", name="Trực", hours_of=1, organisation_id=province.ward.pk)

    assert impact_of(closed_on_monday()).moved == 0


def test_deadline_before_the_proposed_day_is_not_even_looked_at(dossier):
    later = dt.date(2026, 12, 1)

    assert impact_of(Proposal(None, {later: SpecialDay(later, "off", "Nghỉ")})).examined == 0


def test_preview_costs_the_same_for_one_and_for_many(
    dossier, province, django_assert_num_queries, monkeypatch
):
    service = province.service("civil_status_extract_copy")
    impact_of(closed_on_monday())
    with django_assert_num_queries(4) as one:
        impact_of(closed_on_monday())
    desk = province.actor("desk")
    for _ in range(3):
        submit(service, deciding=province.ward, values=EXTRACT, files={}, actor=province.actor("citizen"))
        perform(items(desk).first(), desk, "accept", {})

    with django_assert_num_queries(len(one)):
        assert impact_of(closed_on_monday()).moved == 4


def test_saved_day_off_renews_the_due_time_once_and_tells_the_applicant(dossier, province):
    set_monday_off(province.ward.pk)
    Notice.objects.all().delete()

    for _ in range(2):
        renew_due_times.func(province.ward.pk)

    dossier.refresh_from_db()
    assert dossier.due_at == WEDNESDAY
    assert [item.due_at for item in items(province.actor("registrar"))] == [WEDNESDAY]
    renewed = [action for action in history(dossier) if action.verb == "dossiers.renew_due"]
    assert [dt.datetime.fromisoformat(action.data["due_at"]) for action in renewed] == [WEDNESDAY]
    assert [notice.template for notice in Notice.objects.all()] == ["dossiers.renewed"]
    assert [found for projection in registered() for found in differences(projection)] == []


def test_undone_day_off_brings_the_promise_back(dossier, province):
    actions = set_monday_off(province.ward.pk)
    renew_due_times.func(province.ward.pk)

    put_back(actions, actor=SYSTEM)
    renew_due_times.func(province.ward.pk)

    dossier.refresh_from_db()
    assert dossier.due_at == PROMISED


def test_renewal_walks_page_after_page(dossier, province, monkeypatch):
    monkeypatch.setattr(renewing, "PAGE", 1)
    ordered = []
    monkeypatch.setattr(renew_due_times, "defer", lambda **facts: ordered.append(facts))

    renew_due_times.func(None)

    assert ordered == [{"organisation_id": None, "after": str(dossier.pk)}]
    assert renewing.renew_page(None, str(dossier.pk), actor=SYSTEM) == ""


def test_order_to_renew_goes_out_when_the_change_is_committed(
    dossier, province, django_capture_on_commit_callbacks, monkeypatch
):
    ordered = []
    monkeypatch.setattr(renew_due_times, "defer", lambda **facts: ordered.append(facts))

    with django_capture_on_commit_callbacks(execute=True):
        set_monday_off(province.ward.pk)
        assert ordered == []

    assert ordered == [{"organisation_id": province.ward.pk}]
