"""Reminders of unpaid fees: after working days, once each, never to who paid or left."""

from __future__ import annotations

import datetime as dt

import pytest

from lienthong.kernel import clock
from lienthong.kernel.actions.public import differences, history, registered
from lienthong.kernel.notify.models import Delivery, Notice
from lienthong.service.dossiers.domain.reminding import remind_of_fees
from lienthong.service.dossiers.models import Dossier
from lienthong.service.dossiers.public import collect_fee, submit, withdraw
from tests.service.province import EXTRACT

ADDRESS = "hanh@vidu.vn"


def at(day: int, hour: int = 9, minute: int = 30):
    """An instant of November 2026; the 20th is a Friday, the 24th a holiday."""
    return clock.frozen(clock.at(dt.date(2026, 11, day), dt.time(hour, minute)))


@pytest.fixture
def dossier(province, friday_morning) -> Dossier:
    """An extract handed in on Friday at 09:12, unpaid."""
    return submit(
        province.service("civil_status_extract_copy"),
        deciding=province.ward,
        values={**EXTRACT, "applicant": {**EXTRACT["applicant"], "email": ADDRESS}},
        files={},
        actor=province.actor("citizen"),
    )


def reminded() -> tuple[int, int]:
    """(notices in the application, letters) of reminders."""
    return (
        Notice.objects.filter(template="dossiers.fee_reminder").count(),
        Delivery.objects.filter(address=ADDRESS, subject__contains="còn chờ nộp phí").count(),
    )


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [(21, 12, 0), (23, 17, 0), (24, 12, 0), (25, 9, 1)],
    ids=["Saturday", "one working day", "holiday", "second working day"],
)
def test_first_reminder_comes_after_two_working_days(dossier, day, hour, expected):
    with at(day, hour):
        assert remind_of_fees() == expected


def test_reminder_goes_to_the_account_and_by_letter(dossier):
    with at(25):
        remind_of_fees()

    assert reminded() == (1, 1)
    notice = Notice.objects.get(template="dossiers.fee_reminder")
    assert "8.000" in notice.body
    assert dossier.code in notice.title


def test_round_that_runs_twice_reminds_once(dossier):
    with at(25):
        assert (remind_of_fees(), remind_of_fees()) == (1, 0)
    with at(26):
        assert remind_of_fees() == 0

    assert reminded() == (1, 1)


def test_second_reminder_is_the_last(dossier):
    with at(25):
        remind_of_fees()
    with at(30):
        assert remind_of_fees() == 1
    with clock.frozen(clock.at(dt.date(2027, 1, 15), dt.time(9))):
        assert remind_of_fees() == 0

    dossier.refresh_from_db()
    assert dossier.fee_reminders == 2


def test_after_an_outage_one_reminder_goes_out_not_all(dossier):
    with clock.frozen(clock.at(dt.date(2026, 12, 20), dt.time(9))):
        assert (remind_of_fees(), remind_of_fees()) == (1, 0)

    assert reminded() == (1, 1)


def test_who_paid_is_left_in_peace(dossier, province):
    collect_fee(dossier, actor=province.actor("desk"))

    with at(27):
        assert remind_of_fees() == 0


def test_who_withdrew_is_left_in_peace(dossier, province):
    withdraw(dossier, actor=province.actor("citizen"))

    with at(27):
        assert remind_of_fees() == 0


def test_days_are_a_setting_and_none_means_never(dossier, settings):
    settings.FEE_REMINDER_DAYS = []
    with at(27):
        assert remind_of_fees() == 0

    settings.FEE_REMINDER_DAYS = [1]
    with at(23):
        assert remind_of_fees() == 1


def test_reminder_stands_in_the_history_and_changes_no_state(dossier):
    with at(25):
        remind_of_fees()

    assert history(dossier)[-1].verb == "dossiers.remind_fee"
    [projection] = [one for one in registered() if one.model is Dossier]
    assert list(differences(projection)) == []


def test_list_of_the_desk_says_how_often(dossier, province, client):
    with at(25):
        remind_of_fees()
        client.force_login(province.officers["desk"].account)

        shown = client.get("/mot-cua/ho-so/", {"hang": "cho-nop-phi"}).content.decode()

    assert "chưa nộp 8.000" in shown
    assert "đã nhắc 1 lần" in shown
