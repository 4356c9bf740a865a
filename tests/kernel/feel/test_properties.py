"""What holds for every expression."""

from decimal import Context, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel import text
from lienthong.kernel.feel import nodes as n
from lienthong.kernel.feel.public import FeelSyntaxError, compile, evaluate, to_source, unary

few = settings(max_examples=150, deadline=None)
many = settings(max_examples=500, deadline=None)

THIRTY_FOUR = Context(prec=34, Emin=-6143, Emax=6144)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6)
PIECES = [
    "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "between",
    "instance", "of", "function", "null", "true", "date", "(", ")", "[", "]", "{", "}", "..", ".", ",", ":", "?",
    "+", "-", "*", "/", "**", "=", "<", ">", "<=", "!=", "@", '"a"', '"P1D"', "1", "2.5", "x", "hồ sơ", "\n", " ",
]  # fmt: skip


@given(numbers, numbers, st.sampled_from("+-*"))
@few
def test_arithmetic_equals_decimal(left, right, op):
    expected = {"+": THIRTY_FOUR.add, "-": THIRTY_FOUR.subtract, "*": THIRTY_FOUR.multiply}[op](left, right)

    assert evaluate(f"a {op} b", {"a": left, "b": right}) == expected
    assert evaluate(f"({left:f}) {op} ({right:f})") == expected


@given(numbers, numbers)
@few
def test_division_equals_decimal_and_by_zero_is_null(left, right):
    expected = THIRTY_FOUR.divide(left, right) if right else None

    assert evaluate("a / b", {"a": left, "b": right}) == expected


@given(numbers, numbers)
@few
def test_order_is_total_and_consistent(left, right):
    found = [evaluate(f"a {op} b", {"a": left, "b": right}) for op in ("<", "=", ">")]

    assert found.count(True) == 1
    assert found.count(False) == 2


@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
@many
def test_any_text_evaluates_or_is_a_syntax_error(source):
    for run in (lambda: evaluate(source, {"x": 1}), lambda: evaluate(unary(source), {"?": 1})):
        try:
            run()
        except FeelSyntaxError as error:
            assert error.line >= 1
            assert error.column >= 1


@given(st.text(max_size=60).filter(lambda s: "\x00" not in s))
@few
def test_string_literal_survives_printing(value):
    normal = text.nfc(value)

    assert evaluate(to_source(n.Literal(normal))) == normal


names = st.sampled_from(["x", "hồ sơ", "phí", "y1"])
leaves = (
    st.builds(n.Literal, st.none() | st.booleans() | st.sampled_from(["", "a\nb", 'x"y']))
    | st.builds(n.Literal, st.integers(0, 10**9).map(Decimal) | st.decimals(0, 1000, places=3))
    | st.builds(n.Name, names)
    | st.builds(n.AtLiteral, st.sampled_from(["2026-01-31", "P1D", "PT1H"]))
)


def _grow(inner):
    pairs = st.lists(st.tuples(st.sampled_from(["+", "-"]), inner), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(n.ListOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(n.ContextOf, st.lists(st.tuples(names, inner), max_size=3, unique_by=lambda e: e[0]).map(tuple)),
        st.builds(n.RangeOf, inner, inner, st.booleans(), st.booleans()),
        st.builds(n.Negate, inner),
        st.builds(n.Chain, inner, pairs),
        st.builds(n.Compare, st.sampled_from(["=", "!=", "<", ">="]), inner, inner),
        st.builds(n.Logic, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(n.Between, inner, inner, inner),
        st.builds(n.If, inner, inner, inner),
        st.builds(n.Path, inner, names),
        st.builds(n.Filter, inner, inner),
        st.builds(n.For, st.tuples(st.builds(n.Iteration, names, inner, st.none() | inner)), inner),
        st.builds(n.Quantified, st.sampled_from(["some", "every"]), st.tuples(st.builds(n.Iteration, names, inner, st.none())), inner),
        st.builds(n.InstanceOf, inner, st.sampled_from(["number", "date and time", "list<string>"])),
        st.builds(n.FunctionOf, st.just(("x", "y1")), inner),
        st.builds(lambda f, a: n.Call(n.Name(f), tuple(a), ()), names, st.lists(inner, max_size=2)),
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(st.recursive(leaves, _grow, max_leaves=12))
@many
def test_printed_tree_parses_to_the_same_tree(tree):
    assert compile(to_source(tree)).node == tree
