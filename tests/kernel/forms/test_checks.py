from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lienthong.kernel import clock
from lienthong.kernel.forms import checks
from lienthong.kernel.forms.public import Form
from tests.kernel.forms.schemas import EVERYTHING, GOOD

FORM = Form(EVERYTHING)


def changed(**fields: Any) -> dict[str, Any]:
    values = copy.deepcopy(GOOD)
    for key, value in fields.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
    return values


def places(values: Any) -> set[str]:
    return set(FORM.check(values))


def test_good_values_have_no_errors_and_no_doubts() -> None:
    assert FORM.check(GOOD) == {}
    assert FORM.warnings(GOOD) == {}
    assert FORM.clean(GOOD) == GOOD


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"full_name": None}, "/full_name"),
        ({"full_name": "A"}, "/full_name"),
        ({"full_name": "A" * 81}, "/full_name"),
        ({"full_name": "An\u0000"}, "/full_name"),
        ({"full_name": ["An"]}, "/full_name"),
        ({"born": "31/02/2020"}, "/born"),
        ({"born": "2020-02-30"}, "/born"),
        ({"born": "2999-01-01"}, "/born"),
        ({"born": "１９９０-02-28"}, "/born"),
        ({"number": "12345678901"}, "/number"),
        ({"number": "03819000000x"}, "/number"),
        ({"phone": "12345"}, "/phone"),
        ({"mail": "khong phai"}, "/mail"),
        ({"sex": "khác"}, "/sex"),
        ({"level": "2"}, "/level"),
        ({"level": True}, "/level"),
        ({"level": 2.0}, "/level"),
        ({"fee": -1}, "/fee"),
        ({"fee": 1.5}, "/fee"),
        ({"fee": "nhiều"}, "/fee"),
        ({"fee": float("nan")}, "/fee"),
        ({"amount": float("inf")}, "/amount"),
        ({"papers": ["a", "a"]}, "/papers"),
        ({"papers": ["a", "b", "c"]}, "/papers"),
        ({"papers": ["z"]}, "/papers"),
        ({"scan": "../../etc/passwd"}, "/scan"),
        ({"more": ["x"]}, "/more"),
        ({"agree": False}, "/agree"),
        ({"agree": None}, "/agree"),
        ({"address": "12 Hạc Thành"}, "/address"),
        ({"address": {"note": "x"}}, "/address/street"),
        ({"children": [{"name": "An"}, {"adopted": False}]}, "/children/1/name"),
        ({"children": [{"name": "An"}, 5]}, "/children/1"),
        ({"children": [{"name": "An"}] * 4}, "/children"),
        ({"children": {"name": "An"}}, "/children"),
    ],
)
def test_one_wrong_value_is_named_at_its_place(fields: dict[str, Any], place: str) -> None:
    assert places(changed(**fields)) == {place}


def test_unknown_fields_are_refused_and_never_kept() -> None:
    values = changed(is_approved=True, address={"street": "x", "fee_waived": True})

    assert places(values) == {"", "/address"}
    assert "is_approved" not in FORM.clean(values)
    assert FORM.clean(values)["address"] == {"street": "x"}


class TestConditions:
    def test_hidden_question_is_neither_checked_nor_kept(self) -> None:
        values = changed(tax="sai")

        assert FORM.check(values) == {}
        assert "tax" not in FORM.clean(values)

    def test_question_is_checked_once_its_condition_holds(self) -> None:
        assert places(changed(applicant_kind="enterprise", tax="0100109107")) == {"/tax"}
        assert places(changed(applicant_kind="enterprise", tax="0100109106")) == set()

    def test_condition_in_a_row_reads_the_row(self) -> None:
        rows = [
            {"name": "An", "adopted": False, "since": "sai"},
            {"name": "Bình", "adopted": True, "since": "sai"},
        ]

        assert places(changed(children=rows)) == {"/children/1/since"}

    def test_answer_to_a_hidden_question_does_not_show_another(self) -> None:
        form = Form(
            {
                "type": "object",
                "properties": {
                    "a": {"type": "boolean", "title": "A"},
                    "b": {"type": "boolean", "title": "B", "x-when": "a = true"},
                    "c": {"type": "string", "title": "C", "x-when": "b = true"},
                },
            }
        )

        assert form.clean({"a": False, "b": True, "c": "x"}) == {"a": False}

    def test_dates_are_compared_as_dates(self) -> None:
        form = Form(
            {
                "type": "object",
                "properties": {
                    "born": {"type": "string", "format": "date", "title": "Ngày sinh"},
                    "guardian": {
                        "type": "string",
                        "title": "Người giám hộ",
                        "x-when": 'born > date("2010-01-01")',
                    },
                },
            }
        )

        assert form.clean({"born": "2012-05-05", "guardian": "x"}) == {"born": "2012-05-05", "guardian": "x"}
        assert form.clean({"born": "2009-05-05", "guardian": "x"}) == {"born": "2009-05-05"}


def test_rule_across_fields_is_shown_at_its_field() -> None:
    assert FORM.check(changed(amount=0)) == {"/amount": ["Có phí thì phải có số tiền."]}


def test_date_of_today_is_not_in_the_future_in_vietnam() -> None:
    late_evening_utc = dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC)  # already the 25th in Vietnam

    with clock.frozen(late_evening_utc):
        assert places(changed(born="2026-11-25", number=None)) == set()
        assert places(changed(born="2026-11-26", number=None)) == {"/born"}


@pytest.mark.parametrize(
    ("fields", "doubtful"),
    [
        ({"number": "038090000001"}, True),  # a man's number, declared a woman
        ({"number": "038191000001"}, True),  # another year
        ({"number": "038390000001"}, True),  # another century
        ({"number": "003190000001"}, True),  # no such province
        ({"number": "110190000001"}, False),  # born abroad
        ({"born": "2001-05-05", "number": "038301000001"}, False),
    ],
)
def test_number_that_does_not_fit_is_doubted_and_not_refused(fields: dict[str, Any], doubtful: bool) -> None:
    values = changed(**fields)

    assert FORM.check(values) == {}
    assert set(FORM.warnings(values)) == ({"/number"} if doubtful else set())


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*EVERYTHING["properties"], "name", "street", "x/y~"]), inner, max_size=6
        )
    ),
    max_leaves=30,
)


def exists(place: str) -> bool:
    steps = place.split("/")[1:]
    fields = FORM.structure.fields
    index = 0
    while index < len(steps):
        one = next((known for known in fields if known.key == steps[index]), None)
        if one is None:
            return False
        index += 1
        if one.kind == "rows" and index < len(steps):
            if not steps[index].isdigit():
                return False
            index += 1
        fields = one.children
    return True


@given(ANY_JSON)
def test_check_of_any_json_never_raises_and_points_to_fields_of_the_form(values: Any) -> None:
    errors = FORM.check(values)

    assert all(exists(place) for place in errors)
    assert all(str(message) for messages in errors.values() for message in messages)
    FORM.warnings(values)
    FORM.clean(values)


@given(st.sampled_from(sorted(EVERYTHING["properties"])), ANY_JSON)
def test_values_without_errors_also_satisfy_the_json_schema(key: str, value: Any) -> None:
    values = {**GOOD, key: value}

    if not FORM.check(values):
        assert Draft202012Validator(EVERYTHING).is_valid(FORM.clean(values))


def test_good_values_satisfy_the_json_schema() -> None:
    assert Draft202012Validator(EVERYTHING).is_valid(GOOD)


def test_json_deeper_or_larger_than_any_form_is_refused_at_once() -> None:
    deep: Any = {}
    for _level in range(100_000):
        deep = {"address": deep}

    assert places(deep) == {""}
    assert places({"children": [{}] * (checks.MAX_NODES + 1)}) == {""}


def test_empty_required_part_names_its_required_questions() -> None:
    owner = {
        "type": "object",
        "title": "Chủ hộ",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "title": "Họ và tên"},
            "mail": {"type": "string", "title": "Thư điện tử"},
        },
    }
    form = Form({"type": "object", "required": ["owner"], "properties": {"owner": owner}})

    assert [set(form.check({})), set(form.check({"owner": {}}))] == [{"/owner/name"}, {"/owner/name"}]


def test_empty_required_part_without_required_questions_is_named_itself() -> None:
    owner = {"type": "object", "title": "Chủ hộ", "properties": {"mail": {"type": "string", "title": "Thư"}}}
    form = Form({"type": "object", "required": ["owner"], "properties": {"owner": owner}})

    assert set(form.check({})) == {"/owner"}
