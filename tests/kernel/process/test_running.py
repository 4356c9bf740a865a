"""Instances on the database: start, complete, timers, cancel."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel import clock
from lienthong.kernel.actions.public import Ref
from lienthong.kernel.errors import Invalid, Refused
from lienthong.kernel.process import services
from lienthong.kernel.process.models import ProcessInstance, ProcessTimer
from lienthong.kernel.process.public import (
    InvalidProcess,
    cancel,
    complete,
    fire_due_timers,
    path,
    publish,
    running_for,
    start,
    waiting_steps,
)

from .diagrams import (
    DOSSIER,
    FEES,
    both,
    choose,
    deadline,
    end,
    flow,
    line,
    process,
    script,
    service,
    user,
    wait,
)
from .diagrams import start as begins

pytestmark = pytest.mark.django_db
SUBJECT = Ref("dossiers.dossier", "1")
T0 = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def begin(bpmn, *dmn, **data):
    return start(publish("p", bpmn, list(dmn)), subject=SUBJECT, data=data)


def again(instance):
    """The instance as another process would read it."""
    return ProcessInstance.objects.get(pk=instance.pk)


def waits(instance):
    return [step.code for step in waiting_steps(again(instance))]


def do(instance, code, **data):
    step = next(step for step in waiting_steps(again(instance)) if step.code == code)
    return [step.code for step in complete(again(instance), step.id, data)]


def test_step_tells_name_role_and_properties():
    instance = begin(process(begins(), user("a", "Thẩm định", form="f1"), end(), line("start", "a", "end")))

    (step,) = waiting_steps(instance)

    assert (step.code, step.name, step.role, step.kind, step.properties) == (
        "a",
        "Thẩm định",
        "Một cửa",
        "user",
        {"form": "f1"},
    )


def test_dossier_loops_through_supplement_and_rejection_to_its_end():
    instance = begin(DOSSIER, FEES, **{"loại": "cấp lại", "số bản": 3})

    assert do(instance, "receive", đủ=False) == ["supplement"]
    assert do(instance, "supplement") == ["receive"]
    assert do(instance, "receive", đủ=True) == ["examine"]
    assert do(instance, "examine") == ["sign"]
    assert do(instance, "sign", **{"kết quả": "trả lại"}) == ["examine"]
    assert do(instance, "examine") == ["sign"]
    assert do(instance, "sign", **{"kết quả": "đồng ý"}) == []
    done = again(instance)
    assert done.status == "completed"
    assert done.ended_at is not None
    assert [step.code for step in path(done) if step.kind == "user"] == [
        "receive", "supplement", "receive", "examine", "sign", "examine", "sign",
    ]  # fmt: skip


def test_decision_table_decides_the_way():
    bpmn = DOSSIER.replace("đủ = false", "đủ = false").replace(
        flow("approved?", "examine", 'kết quả = "trả lại"'),
        flow("approved?", "examine", "lệ phí = 24000 and lần = 1"),
    )
    instance = begin(bpmn, FEES, **{"loại": "cấp lại", "số bản": 3})
    do(instance, "receive", đủ=True)
    do(instance, "examine")

    assert do(instance, "sign", lần=1) == ["examine"]
    do(instance, "examine")
    assert do(instance, "sign", lần=2) == []


def test_parallel_branches_join_when_both_are_done():
    bpmn = process(
        begins(), both("split"), user("a"), user("b"), both("join"), user("c"), end(),
        line("start", "split", "a", "join", "c", "end"), line("split", "b", "join"),
    )  # fmt: skip
    instance = begin(bpmn)

    assert waits(instance) == ["a", "b"]
    assert do(instance, "b") == ["a"]
    assert do(instance, "a") == ["c"]
    assert do(instance, "c") == []


def test_script_computes_routing_values_in_feel():
    bpmn = process(
        begins(), script("s", "số ngày = 3 + thêm\nnhanh = số ngày < 5"), choose("g", "g-b"), user("a"), user("b"), end(),
        line("start", "s", "g"), flow("g", "a", "nhanh"), flow("g", "b"), line("a", "end"), line("b", "end"),
    )  # fmt: skip

    assert waits(begin(bpmn, thêm=1)) == ["a"]
    assert waits(begin(bpmn, thêm=2)) == ["b"]


def test_service_is_called_with_the_instance_and_its_answer_joins_the_data(monkeypatch):
    calls = []

    def handler(instance, data):
        calls.append((instance.subject_id, data["n"]))
        return {"n": data["n"] + 1}

    monkeypatch.setattr(services, "_services", {"count": handler})
    bpmn = process(
        begins(), service("s", "count"), choose("g", "g-b"), user("a"), user("b"), end(),
        line("start", "s", "g"), flow("g", "a", "n = 2"), flow("g", "b"), line("a", "end"), line("b", "end"),
    )  # fmt: skip

    assert waits(begin(bpmn, n=1)) == ["a"]
    assert calls == [("1", 1)]


def timed(*, interrupting):
    return process(
        begins(), user("a"), deadline("late", "a", "P2D", interrupting=interrupting), user("remind"), end(),
        line("start", "a", "end"), line("late", "remind", "end"),
    )  # fmt: skip


def test_boundary_timer_survives_restoring_and_fires_once_even_after_downtime():
    with clock.frozen(T0):
        instance = begin(timed(interrupting=False))
        assert [(step.code, step.due) for step in waiting_steps(again(instance)) if step.kind == "timer"] == [
            ("late", T0 + dt.timedelta(days=2))
        ]

    assert fire_due_timers(T0 + dt.timedelta(days=1)) == 0
    assert fire_due_timers(T0 + dt.timedelta(days=30)) == 1
    assert fire_due_timers(T0 + dt.timedelta(days=31)) == 0
    assert waits(instance) == ["a", "remind"]
    timer = ProcessTimer.objects.get()
    assert timer.fired_at == T0 + dt.timedelta(days=30)
    assert do(instance, "a") == ["remind"]
    assert do(instance, "remind") == []
    assert [step.code for step in path(again(instance)) if step.kind == "timer"] == ["late"]


def test_interrupting_timer_takes_the_step_away():
    with clock.frozen(T0):
        instance = begin(timed(interrupting=True))
        step = waiting_steps(instance)[0]

    assert fire_due_timers(T0 + dt.timedelta(days=3)) == 1
    assert waits(instance) == ["remind"]
    with pytest.raises(Refused):
        complete(again(instance), step.id, {})


def test_timer_of_a_finished_step_is_forgotten():
    with clock.frozen(T0):
        instance = begin(timed(interrupting=False))
        do(instance, "a")

    assert not ProcessTimer.objects.exists()
    assert fire_due_timers(T0 + dt.timedelta(days=3)) == 0
    assert again(instance).status == "completed"


def test_timers_in_a_row_each_fire_once():
    bpmn = process(
        begins(),
        wait("w1", "PT1H"),
        wait("w2", "thời hạn"),
        user("a"),
        end(),
        line("start", "w1", "w2", "a", "end"),
    )
    with clock.frozen(T0):
        instance = begin(bpmn, **{"thời hạn": "PT2H"})

    assert fire_due_timers(T0 + dt.timedelta(hours=1)) == 1
    assert fire_due_timers(T0 + dt.timedelta(hours=2)) == 0
    assert fire_due_timers(T0 + dt.timedelta(hours=3)) == 1
    assert waits(instance) == ["a"]
    assert ProcessTimer.objects.filter(fired_at=None).count() == 0


def test_step_cannot_be_done_twice_and_unknown_steps_are_refused():
    instance = begin(DOSSIER, FEES)
    step = waiting_steps(instance)[0]
    complete(instance, step.id, {"đủ": True})
    before = again(instance).state

    for step_id in (step.id, "nonsense", "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(Refused):
            complete(again(instance), step_id, {})
    assert again(instance).state == before


def test_process_that_cannot_go_on_refuses_and_changes_nothing():
    bpmn = process(
        begins(), user("a"), choose("g"), user("b"), user("c"), end(), line("start", "a", "g"),
        flow("g", "b", "x = 1"), flow("g", "c", "x != 1"), line("b", "end"), line("c", "end"),
    )  # fmt: skip
    instance = begin(bpmn)

    with pytest.raises(Refused) as caught:
        do(instance, "a", x="chữ")
    assert caught.value.code == "process_stuck"
    assert waits(instance) == ["a"]


def test_cancelled_instance_waits_for_nothing():
    with clock.frozen(T0):
        instance = begin(timed(interrupting=False))
        step = waiting_steps(instance)[0]
        cancel(instance)

    assert waits(instance) == []
    assert again(instance).status == "cancelled"
    assert not ProcessTimer.objects.exists()
    with pytest.raises(Refused):
        complete(instance, step.id, {})
    with pytest.raises(Refused):
        cancel(instance)


def test_invalid_process_is_not_published():
    with pytest.raises(InvalidProcess) as caught:
        publish("p", process(begins(), user("a"), line("start", "a")))

    assert [problem.code for problem in caught.value.problems] == ["no_end"]


def test_publishing_the_same_again_keeps_the_version_and_a_change_makes_the_next():
    first = publish("p", DOSSIER, [FEES])

    assert publish("p", DOSSIER, [FEES]) == first
    assert publish("p", DOSSIER.replace("Tiếp nhận", "Nhận"), [FEES]).version == 2
    assert publish("q", DOSSIER, [FEES]).version == 1


def test_instance_keeps_the_version_it_began_with():
    instance = begin(DOSSIER, FEES)
    publish("p", DOSSIER.replace("Tiếp nhận", "Nhận"), [FEES])

    assert waiting_steps(again(instance))[0].name == "Tiếp nhận"


def test_state_holds_no_specification():
    state = begin(DOSSIER, FEES).state

    assert "spec" not in state
    assert state["tasks"]


def test_completing_takes_two_statements():
    instance = begin(DOSSIER, FEES)
    step = waiting_steps(instance)[0]

    with CaptureQueriesContext(
        connection,
    ) as captured:
        complete(instance, step.id, {"đủ": False})

    assert len(captured) == 2


@pytest.mark.parametrize(
    "data", [{"a": "x" * 20_000}, {"typename": "Task"}, {"a": [{"typename": "UUID", "value": 1}]}]
)
def test_large_or_disguised_data_is_refused(data):
    instance = begin(DOSSIER, FEES)

    with pytest.raises(Invalid):
        complete(instance, waiting_steps(instance)[0].id, data)
    with pytest.raises(Invalid):
        begin(DOSSIER, FEES, **data)


def test_loop_of_sixty_steps_keeps_working():
    instance = begin(DOSSIER, FEES)

    for _ in range(30):
        assert do(instance, "receive", đủ=False) == ["supplement"]
        assert do(instance, "supplement") == ["receive"]
    assert do(instance, "receive", đủ=True) == ["examine"]
    assert len([step for step in path(again(instance)) if step.kind == "user"]) == 61


def test_running_instances_of_a_subject_are_found():
    instance = begin(DOSSIER, FEES)
    start(instance.definition, subject=Ref("dossiers.dossier", "2"))

    assert running_for("dossiers.dossier", "1") == [instance]


def test_join_that_waits_for_a_branch_nobody_took_is_refused_at_once():
    bpmn = process(
        begins(), user("a"), choose("g", "g-b"), user("b"), user("c"), both("join"), end(), line("start", "a", "g"),
        flow("g", "b"), flow("g", "c", "x = 1"), line("b", "join"), line("c", "join"), line("join", "end"),
    )  # fmt: skip
    instance = begin(bpmn)
    do(instance, "a")

    with pytest.raises(Refused) as caught:
        do(instance, "b")
    assert caught.value.code == "process_stuck"
    assert waits(instance) == ["b"]


def test_inclusive_gateway_takes_every_way_whose_condition_holds():
    bpmn = process(
        begins(), user("a"), '<bpmn:inclusiveGateway id="g" default="g-d"/>', user("b"), user("c"), user("d"),
        '<bpmn:inclusiveGateway id="join"/>', user("e"), end(), line("start", "a", "g"),
        flow("g", "b", "x > 0"), flow("g", "c", "x > 1"), flow("g", "d"),
        *[flow(code, "join") for code in "bcd"], line("join", "e", "end"),
    )  # fmt: skip
    one, two, none = (begin(bpmn) for _ in range(3))

    assert do(one, "a", x=1) == ["b"]
    assert do(one, "b") == ["e"]
    assert do(two, "a", x=2) == ["b", "c"]
    assert do(two, "c") == ["b"]
    assert do(two, "b") == ["e"]
    assert do(none, "a", x=0) == ["d"]


def test_terminating_end_stops_the_other_branches():
    stop = '<bpmn:endEvent id="stop"><bpmn:terminateEventDefinition/></bpmn:endEvent>'
    bpmn = process(
        begins(), both("split"), user("a"), user("b"), stop, end(),
        line("start", "split", "a", "stop"), line("split", "b", "end"),
    )  # fmt: skip
    instance = begin(bpmn)

    assert do(instance, "a") == []
    assert again(instance).status == "completed"


def test_person_who_finishes_an_overdue_step_comes_before_its_timer():
    with clock.frozen(T0):
        instance = begin(timed(interrupting=True))

    with clock.frozen(T0 + dt.timedelta(days=5)):
        assert do(instance, "a") == []
        assert fire_due_timers() == 0
    assert again(instance).status == "completed"


def test_one_stuck_process_does_not_hold_up_the_others_timers(monkeypatch):
    def broken(instance, data):
        raise ValueError

    monkeypatch.setattr(services, "_services", {"broken": broken})
    with clock.frozen(T0):
        bad = begin(
            process(
                begins(), wait("w", "PT1H"), service("s", "broken"), end(), line("start", "w", "s", "end")
            )
        )
        good = begin(process(begins(), wait("w", "PT2H"), user("a"), end(), line("start", "w", "a", "end")))

    assert fire_due_timers(T0 + dt.timedelta(hours=3)) == 1
    assert waits(good) == ["a"]
    assert waits(bad) == ["w"]


def test_minute_job_fires_what_is_due():
    from lienthong.kernel.process.jobs import fire_timers  # needs the configured job application

    with clock.frozen(T0):
        instance = begin(timed(interrupting=True))
    with clock.frozen(T0 + dt.timedelta(days=3)):
        fire_timers(timestamp=0)

    assert waits(instance) == ["remind"]
