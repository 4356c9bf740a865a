"""What a designer is told before publishing."""

import pytest

from lienthong.kernel.process import services
from lienthong.kernel.process.public import check, check_decision

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
    rule,
    script,
    service,
    start,
    table,
    user,
    wait,
)


def codes(bpmn, *dmn):
    return [problem.code for problem in check(bpmn, list(dmn))]


def test_sound_process_has_no_problem():
    assert check(DOSSIER, [FEES]) == []


def test_text_that_is_no_xml_is_refused_with_its_line():
    problems = check("<a>\n<b></a>")

    assert [(problem.code, problem.line) for problem in problems] == [("unparsable", 2)]


@pytest.mark.parametrize(
    "attack", ['<!DOCTYPE a [<!ENTITY x "y">]>', "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"]
)
def test_document_type_is_refused(attack):
    assert codes(DOSSIER.replace("<bpmn:definitions", attack + "<bpmn:definitions", 1), FEES) == ["doctype"]


def test_huge_file_is_refused():
    assert codes(DOSSIER + " " * 1_000_001) == ["too_large"]


def test_file_without_or_with_two_processes_is_refused():
    one = DOSSIER[DOSSIER.index("<bpmn:process") : DOSSIER.index("</bpmn:definitions>")]

    assert codes(DOSSIER.replace(one, "")) == ["no_process"]
    assert codes(DOSSIER.replace(one, one + one)) == ["many_processes"]


def test_process_without_start_or_end_is_refused():
    assert codes(process(user("a"), end(), line("a", "end"))) == ["no_start"]
    assert codes(process(start(), user("a"), line("start", "a"))) == ["no_end"]


def test_dead_branches_are_refused_with_their_element():
    bpmn = process(
        start(), user("a"), user("island"), user("pit"), both("split"), end(),
        line("start", "a", "split", "end"), flow("split", "pit"), flow("island", "end"),
    )  # fmt: skip

    assert {(problem.code, problem.element_id) for problem in check(bpmn)} == {
        ("dead_branch", "island"),
        ("dead_branch", "pit"),
    }


def gate(*conditions, default=""):
    ways = [flow("g", f"u{number}", condition) for number, condition in enumerate(conditions)]
    users = [user(f"u{number}") + flow(f"u{number}", "end") for number in range(len(conditions))]
    return process(start(), choose("g", default), end(), flow("start", "g"), *ways, *users,
                   lanes={"A": [f"u{number}" for number in range(len(conditions))]})  # fmt: skip


def test_gateway_without_default_must_have_exhaustive_conditions():
    assert codes(gate("a > 1", "a <= 1")) == ["no_default"]
    assert codes(gate('a = "x"', 'a != "x"')) == []
    assert codes(gate("a > 1", "true")) == []
    assert codes(gate("a > 1", None, default="g-u1")) == []
    assert codes(gate("a > 1", None)) == ["no_condition", "no_default"]


@pytest.mark.parametrize(
    "condition",
    [
        "__import__('os').getpid() > 0",
        '__import__("os").getpid() > 0',
        "a.__class__ = 1",
        "open(a)",
        "a == 1",
        "${a}",
    ],
)
def test_unsafe_or_foreign_condition_is_refused_with_its_place(condition):
    bpmn = gate(condition, None, default="g-u1")

    (problem,) = check(bpmn)

    assert (problem.code, problem.element_id) == ("expression", "g-u0")
    assert "sequenceFlow" in bpmn.splitlines()[problem.line - 1]
    assert "Dòng 1, cột" in problem.message_vi or "Dòng 1" in problem.message_vi


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("import os", "feel", "expression"),
        ("a = 1\nb == 2", "feel", "expression"),
        ("a = open(1)", "feel", "expression"),
        ("", "feel", "expression"),
        ("a = 1", "python", "not_feel"),
    ],
)
def test_script_that_is_not_feel_assignments_is_refused(text, language, code):
    bpmn = process(start(), script("s", text, language), end(), line("start", "s", "end"))

    assert [(problem.code, problem.element_id) for problem in check(bpmn)] == [(code, "s")]


def test_step_without_lane_needs_a_role():
    without = process(start(), user("a"), end(), line("start", "a", "end"), lanes={})
    named = process(start(), user("a", role="clerk"), end(), line("start", "a", "end"), lanes={})

    assert codes(without) == ["no_role"]
    assert codes(named) == []


def test_unknown_decision_and_service_are_refused(monkeypatch):
    monkeypatch.setattr(services, "_services", {"known": lambda instance, data: None})

    assert codes(DOSSIER) == ["unknown_decision"]
    for name, expected in (("known", []), ("other", ["unknown_service"]), ("", ["no_service"])):
        assert codes(process(start(), service("s", name), end(), line("start", "s", "end"))) == expected


@pytest.mark.parametrize("duration", ["", "3 ngày", "PT0S", "-P1D", "R3/PT1H", "sau(3)", "08:00:00"])
def test_timer_without_valid_duration_is_refused(duration):
    assert codes(process(start(), wait("w", duration), end(), line("start", "w", "end"))) == ["bad_timer"]


def test_timer_may_be_an_expression():
    assert codes(process(start(), wait("w", "thời hạn"), end(), line("start", "w", "end"))) == []


@pytest.mark.parametrize(
    "element",
    [
        '<bpmn:callActivity id="x" calledElement="q"/>',
        '<bpmn:subProcess id="x"/>',
        '<bpmn:sendTask id="x"/>',
        '<bpmn:userTask id="y"><bpmn:multiInstanceLoopCharacteristics/></bpmn:userTask>',
    ],
)
def test_unsupported_element_is_refused(element):
    bpmn = process(start(), user("a"), end(), line("start", "a", "end"), element)

    assert "unsupported" in codes(bpmn)


def test_boundary_event_must_sit_on_a_step():
    bpmn = process(
        start(),
        user("a"),
        deadline("late", "end", "P1D"),
        end(),
        line("start", "a", "end"),
        flow("late", "end"),
    )

    assert "boundary" in codes(bpmn)


def test_loop_without_a_waiting_step_is_refused():
    bpmn = process(
        start(), choose("join", "join-s"), script("s", "n = 1"), choose("again", "again-end"), end(),
        line("start", "join", "s", "again", "end"), flow("again", "join", "true"),
    )  # fmt: skip

    assert codes(bpmn) == ["endless_loop"]


def test_flow_to_nowhere_is_refused():
    assert "broken_flow" in codes(process(start(), end(), line("start", "end"), flow("start", "ghost")))


def test_very_long_process_is_refused_and_does_not_crash():
    names = [f"u{number}" for number in range(400)]
    bpmn = process(start(), *map(user, names), end(), line("start", *names, "end"))

    assert codes(bpmn) == ["too_large"]


def test_decision_errors_name_row_and_column():
    (problem,) = check_decision(table("t", ["a", "b"], ["c"], [("1", "2", "3"), ("1", "> > 2", "3")]))

    assert problem.code == "expression"
    assert problem.message_vi.startswith("Dòng 2, cột vào 2: ")


def test_decision_row_of_wrong_width_is_refused():
    (problem,) = check_decision(table("t", ["a", "b"], ["c"], [("1", "3")]))

    assert (problem.code, problem.element_id) == ("columns", "t1")


def test_business_rule_runs_through_check_with_its_table():
    bpmn = process(start(), rule("r", "t"), end(), line("start", "r", "end"))

    assert codes(bpmn, table("t", ["a"], ["b"], [("-", "1")])) == []
    assert codes(bpmn, table("t", ["a"], ["b"], [("-", "boom(1)")])) == ["expression"]


def test_problems_are_told_in_the_authors_language():
    from django.utils import translation

    with translation.override("en"):
        problems = check("<nothing/>")

    assert [problem.message_vi for problem in problems] == [
        "The file is not a BPMN 2.0 diagram (the element definitions is missing)"
    ]
