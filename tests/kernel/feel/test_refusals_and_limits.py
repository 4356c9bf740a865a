"""Hostile and broken sources end soon, with a place, and in no other way."""

import pytest

from lienthong.kernel.feel.public import FeelLimitExceeded, FeelSyntaxError, compile, evaluate, names_used


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("1 +", 1, 4),
        ("1 +\n  )", 2, 3),
        ('"abc', 1, 1),
        ("if a then 1", 1, 12),
        ("a $ b", 1, 3),
        ("{a: 1, a: 2}", 1, 8),
        (r'"\q"', 1, 2),
        (r'"\uD800"', 1, 1),
        ("f(a: 1, 2)", 1, 10),
        ("/* mở", 1, 1),
        ("", 1, 1),
    ],
)
def test_broken_source_is_refused_with_its_place(source, line, column):
    with pytest.raises(FeelSyntaxError) as caught:
        compile(source)

    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"Dòng {line}, cột {column}: ")


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5000,
        "[" * 70 + "]" * 70,
        "-" * 5000 + "1",
        "a" + ".b" * 3000,
        "a" + "=1" * 2000,
        "1 in (" * 60 + "1" + ")" * 60 + "=" * 1 + "(" * 200,
        "if a then 1 else " * 200 + "1",
        "{a:" * 500,
        "x" * 30_000,
        "function(x) " * 500 + "1",
        "/*" * 9000,
        "a instance of " + "list<" * 3000,
    ],
)
def test_deep_or_long_source_is_refused(source):
    with pytest.raises(FeelSyntaxError):
        compile(source)


@pytest.mark.parametrize(
    "source",
    [
        "for i in 1..20000, j in 1..20000 return i",
        "for i in 1..1000000000 return i",
        "{f: function(x) f(x), g: f(1)}.g",
        "for i in 1..19000 return for j in 1..19000 return 1",
        'count(for i in 1..19000 return string join(for j in 1..1000 return "aaaaaaaa"))',
        "distinct values(for i in 1..5000 return i)",
        'replace(string join(for i in 1..9000 return "aaaa"), "a", "bbbbbbbbbbbbbbbbbbbbbbbbbb")',
        "sort(for i in 1..19000 return modulo(i * 7919, 104729), function(a, b) a < b)",
    ],
)
def test_expression_that_asks_for_too_much_is_refused_and_not_null(source):
    with pytest.raises(FeelLimitExceeded):
        evaluate(source)


def test_long_sum_is_not_deep():
    assert evaluate(" + ".join(["1"] * 2000)) == 2000


def test_regular_expression_that_would_backtrack_ends():
    assert evaluate('matches(v, "^(a+)+$")', {"v": "a" * 50_000 + "b"}) is False


def test_cyclic_input_is_refused():
    loop: list = []
    loop.append(loop)

    with pytest.raises(FeelLimitExceeded):
        evaluate("v", {"v": loop})


def test_names_used_leaves_out_bound_names_and_functions():
    used = names_used("sum(for i in các khoản return i * hệ số) + {a: 1, b: a}.b + x[item > y]")

    assert used == {"các khoản", "hệ số", "x", "y"}


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("if a then 1", "Line 1, column 12: then … must be followed by else"),
        ("(1 + 2", "Line 1, column 7: ) is missing"),
        ("1 +", "Line 1, column 4: The expression is not complete"),
    ],
)
def test_refusal_is_said_in_the_authors_language(source, english):
    from django.utils import translation

    with translation.override("en"), pytest.raises(FeelSyntaxError) as refusal:
        compile(source, {"a"})

    assert str(refusal.value) == english
