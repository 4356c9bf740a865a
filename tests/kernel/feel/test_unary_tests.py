"""Cells of decision tables."""

import pytest

from lienthong.kernel.feel.public import FeelSyntaxError, evaluate, matches, unary


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("> 5", 6, True),
        ("> 5", 5, False),
        ("> 5", "6", False),
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        ("-", None, True),
        ("", 1, True),
        ('not("x")', "y", True),
        ('not("x")', "x", False),
        ("not(< 3, > 9)", 5, True),
        ("[1..3]", 3, True),
        ("[1..3)", 3, False),
        ("? > 3 and ? < 5", 4, True),
        ('starts with(?, "H40")', "H40.12", True),
        ("null", None, True),
        ("true", True, True),
        ("danh mục", "b", True),
        ("ngưỡng", 7, True),
        ("> ngưỡng", 8, True),
        ("not(true) = ?", False, True),
    ],
)
def test_value_meets_the_cell(cell, value, expected):
    assert matches(cell, value, {"danh mục": ["a", "b"], "ngưỡng": 7}) is expected


def test_cell_of_a_null_value_is_unknown():
    assert evaluate(unary("> 5"), {"?": None}) is None


@pytest.mark.parametrize("cell", [">", "1,", "not(", "- -", "[1..", "a b)"])
def test_broken_cell_is_refused(cell):
    with pytest.raises(FeelSyntaxError):
        unary(cell)
