import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.errors import Refused
from lienthong.kernel.worktime.amounts import Amount
from lienthong.kernel.worktime.arithmetic import split, working_time_between
from lienthong.kernel.worktime.clocks import Clock
from lienthong.kernel.worktime.deadlines import deadline

from .strategies import AMOUNTS, INSTANTS, calendars, off, office, vn

OFFICE = office(off("2026-11-24", "Ngày Văn hóa Việt Nam"))
THREE_DAYS = Amount(3, "working_day")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def running():
    return Clock.start(THREE_DAYS, vn("2026-11-20 10:05"))


def test_clock_without_events_is_due_as_its_deadline(running):
    assert running.state == "running"
    assert running.due(OFFICE) == deadline(vn("2026-11-20 10:05"), THREE_DAYS, OFFICE)


def test_pause_adds_its_working_time(running):
    clock = running.pause(vn("2026-11-23 09:00"), "Chờ ý kiến Công an tỉnh").resume(vn("2026-11-25 10:00"))

    assert clock.due(OFFICE).due == vn("2026-11-27 11:05")


def test_pause_over_a_weekend_adds_nothing(running):
    clock = running.pause(vn("2026-11-20 17:00")).resume(vn("2026-11-23 07:30"))

    assert clock.due(OFFICE).due == running.due(OFFICE).due


def test_paused_clock_moves_its_due_time_on_with_the_time_that_passes(running):
    clock = running.pause(vn("2026-11-23 09:00"))

    assert clock.state == "paused"
    assert clock.due(OFFICE).due == vn("2026-11-26 10:05")
    assert clock.due(OFFICE, now=vn("2026-11-23 10:00")).due == vn("2026-11-26 11:05")
    assert clock.remaining(OFFICE, vn("2026-11-23 10:00")) == clock.remaining(OFFICE, vn("2026-11-27 16:00"))


def test_supplement_restarts_the_whole_limit_where_the_law_says_restart(running):
    clock = running.pause(vn("2026-11-23 09:00")).supplemented(vn("2026-12-01 14:00"), "restart")

    assert clock.state == "running"
    assert clock.due(OFFICE).due == vn("2026-12-04 14:00")


def test_supplement_goes_on_after_the_pause_where_the_law_says_resume(running):
    clock = running.pause(vn("2026-11-23 09:00")).supplemented(vn("2026-11-23 10:00"), "resume")

    assert clock.due(OFFICE).due == vn("2026-11-26 11:05")


def test_restart_may_bring_another_limit(running):
    clock = running.restart(vn("2026-11-23 08:00"), amount=Amount(2, "working_hour"))

    assert clock.amount == Amount(2, "working_hour")
    assert clock.due(OFFICE).due == vn("2026-11-23 10:00")


def test_extension_by_working_days_counts_from_the_due_time(running):
    clock = running.extend(vn("2026-11-25 09:00"), by=Amount(2, "working_day"), reason="Chờ xác minh")

    assert clock.due(OFFICE).due == vn("2026-11-30 10:05")


def test_extension_to_a_day_off_ends_on_the_next_working_morning(running):
    clock = running.extend(vn("2026-11-25 09:00"), to=vn("2026-11-28 09:00"))

    assert clock.due(OFFICE).due == vn("2026-11-30 07:30")


def test_extension_never_shortens(running):
    clock = running.extend(vn("2026-11-20 11:00"), to=vn("2026-11-23 09:00"))

    assert clock.due(OFFICE).due == running.due(OFFICE).due


def test_second_extension_is_refused_even_after_a_restart(running):
    extended = running.extend(vn("2026-11-25 09:00"), by=THREE_DAYS).restart(vn("2026-11-25 10:00"))

    with pytest.raises(Refused, match="gia hạn"):
        extended.extend(vn("2026-11-26 09:00"), by=THREE_DAYS)


@pytest.mark.parametrize("act", ["pause", "resume", "restart", "stop"])
def test_stopped_clock_takes_no_further_act(running, act):
    stopped = running.stop(vn("2026-11-25 09:00"))

    with pytest.raises(Refused):
        getattr(stopped, act)(vn("2026-11-26 09:00"))


def test_resume_without_pause_is_refused(running):
    with pytest.raises(Refused):
        running.resume(vn("2026-11-23 09:00"))


def test_act_before_the_last_one_is_refused(running):
    with pytest.raises(Refused, match="trước"):
        running.pause(vn("2026-11-20 10:00"))


def test_naive_time_is_an_error(running):
    with pytest.raises(ValueError, match="zone"):
        running.pause(dt.datetime(2026, 11, 23, 9))


@pytest.mark.parametrize(
    ("finished", "outcome"),
    [("2026-11-25 16:00", "early"), ("2026-11-26 10:05", "on_time"), ("2026-11-26 10:06", "late")],
)
def test_outcome_of_a_stopped_clock(running, finished, outcome):
    assert running.stop(vn(finished)).outcome(OFFICE) == outcome


def test_remaining_is_negative_when_overdue_and_frozen_after_the_stop(running):
    assert running.remaining(OFFICE, vn("2026-11-26 11:05")) == -HOUR
    assert running.stop(vn("2026-11-26 09:05")).remaining(OFFICE, vn("2027-03-01 09:00")) == HOUR


def test_corrected_calendar_corrects_the_due_time(running):
    assert running.due(office()).due == vn("2026-11-25 10:05")


def test_pause_of_a_limit_in_calendar_days_adds_days():
    clock = Clock.start(Amount(30, "calendar_day"), vn("2026-10-05 09:00"))

    clock = clock.pause(vn("2026-10-12 09:00")).resume(vn("2026-10-20 15:00"))

    assert clock.due(OFFICE).due == vn("2026-11-12 17:00")


def test_explanation_tells_pause_and_restart_in_order(running):
    clock = running.pause(vn("2026-11-23 09:00"), "Bổ sung").restart(vn("2026-11-25 09:00"))

    kinds = [step.kind for step in clock.explain(OFFICE)]

    assert [kind for kind in kinds if kind in ("paused", "restarted", "received", "due")] == [
        "received",
        "due",
        "paused",
        "restarted",
        "received",
        "due",
    ]


def test_stored_clock_of_an_unknown_version_is_an_error():
    with pytest.raises(ValueError, match="version"):
        Clock.from_json({"version": 2, "events": []})


@st.composite
def clocks(draw):
    instants = sorted(draw(st.lists(INSTANTS, min_size=1, max_size=8)))
    cut_off = draw(st.none() | st.just(dt.time(15)))
    clock = Clock.start(draw(AMOUNTS), instants[0], cut_off=cut_off)
    for at in instants[1:]:
        acts = {"running": ["pause", "restart"], "paused": ["resume", "restart"], "stopped": []}[clock.state]
        if clock.state != "stopped":
            acts = [*acts, "stop"] + (["extend"] if not clock.extensions else [])
        if not acts:
            break
        act = draw(st.sampled_from(acts))
        clock = clock.extend(at, by=draw(AMOUNTS)) if act == "extend" else getattr(clock, act)(at, "lý do")
    return clock


@given(clocks())
def test_clock_survives_its_json(clock):
    assert Clock.from_json(json.loads(json.dumps(clock.as_json()))) == clock


@given(calendars(), clocks())
@settings(deadline=None, max_examples=60)
def test_due_of_any_clock_is_on_a_working_day_and_its_last_step(calendar, clock):
    result = clock.due(calendar)

    assert calendar.day(split(result.due)[0]).is_working
    assert [step.ends for step in result.steps if step.kind == "due"][-1] == result.due


@given(calendars(), AMOUNTS, st.lists(INSTANTS, min_size=3, max_size=3))
@settings(deadline=None)
def test_pause_never_shortens_and_adds_exactly_its_working_time(calendar, amount, instants):
    start, paused, resumed = sorted(instants)
    plain = Clock.start(amount, start)

    before = plain.due(calendar).due
    after = plain.pause(paused).resume(resumed).due(calendar).due

    assert after >= before
    if amount.unit != "calendar_day":
        assert working_time_between(before, after, calendar) == working_time_between(
            paused, resumed, calendar
        )
