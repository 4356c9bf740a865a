"""Hit policies of decision tables."""

from decimal import Decimal

import pytest

from lienthong.kernel.errors import Refused
from lienthong.kernel.process.public import decide, read_all

from .diagrams import FEES, table

D = Decimal
ROWS = [("> 10", '"cao"', "3"), ("> 5", '"vừa"', "2"), ("-", '"thấp"', "1")]


def decided(policy, a, rows=ROWS, outputs=("mức", "phí"), **kwargs):
    tables, problems = read_all([table("t", ["a"], list(outputs), rows, policy, **kwargs)])
    assert problems == []
    return decide(tables, "t", {"a": a})


@pytest.mark.parametrize(
    ("data", "fee"),
    [
        ({"loại": "cấp mới", "số bản": 9}, D(50000)),
        ({"loại": "cấp lại", "số bản": 2}, D(20000)),
        ({"loại": "cấp lại", "số bản": 3}, D(24000)),
        ({"loại": "khác", "số bản": 3}, None),
    ],
)
def test_fee_table_gives_the_fee(data, fee):
    assert decide(read_all([FEES])[0], "fee", data) == {"lệ phí": fee}


def test_first_takes_the_first_matching_row():
    assert decided("FIRST", 7) == {"mức": "vừa", "phí": D(2)}


def test_unique_with_several_matching_rows_is_refused():
    with pytest.raises(Refused):
        decided("UNIQUE", 7)


def test_any_takes_agreeing_rows_and_refuses_others():
    same = [("> 1", '"x"'), ("> 2", '"x"')]

    assert decided("ANY", 5, same, ["k"]) == {"k": "x"}
    with pytest.raises(Refused):
        decided("ANY", 7)


def test_priority_follows_the_list_of_output_values():
    rows = [("> 5", '"vừa"'), ("> 10", '"cao"')]

    assert decided("PRIORITY", 20, rows, ["k"], values='"cao", "vừa"') == {"k": "cao"}
    assert decided("OUTPUT ORDER", 20, rows, ["k"], values='"cao", "vừa"') == {"k": ["cao", "vừa"]}


def test_rule_order_and_collect_list_all_rows():
    assert decided("RULE ORDER", 20) == {
        "t": [{"mức": "cao", "phí": 3}, {"mức": "vừa", "phí": 2}, {"mức": "thấp", "phí": 1}]
    }
    assert decided("COLLECT", 7, [("> 5", "2"), ("-", "1")], ["phí"]) == {"phí": [2, 1]}


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)])
def test_collect_aggregates(aggregation, expected):
    rows = [("-", "3"), ("-", "2"), ("-", "1")]

    assert decided("COLLECT", 0, rows, ["phí"], aggregation=aggregation) == {"phí": expected}


def test_required_decision_comes_first():
    base = table("cơ sở", ["a"], ["nền"], [("-", "a * 2")])
    top = table("t", ["nền"], ["kết quả"], [("> 5", '"lớn"'), ("<= 5", '"nhỏ"')]).replace(
        "<decisionTable",
        '<informationRequirement><requiredDecision href="#cơ sở"/></informationRequirement><decisionTable',
    )
    tables, problems = read_all([base, top])

    assert problems == []
    assert decide(tables, "t", {"a": 3}) == {"kết quả": "lớn"}
