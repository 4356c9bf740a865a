"""What expressions mean, by example."""

import datetime as dt
from decimal import Decimal

import pytest

from lienthong.kernel import clock
from lienthong.kernel.feel.public import Months, compile, evaluate

D = Decimal


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3 - 4 / 2", D(5)),
        ("0.1 + 0.2", D("0.3")),
        ("-2 ** 2", D(4)),
        ("2 ** 3 ** 2", D(64)),
        ("10 - 3 - 2", D(5)),
        ("1 / 3", D("0." + "3" * 34)),
        ('"Hồ" + " " + "sơ"', "Hồ sơ"),
        (r'"a\"b\\c\nd\u0110\uD83D\uDE00"', 'a"b\\c\ndĐ😀'),
        ('if 1 > 2 then "a" else if 2 > 1 then "b" else "c"', "b"),
        ("for i in 1..3, j in [10, 20] return i * j", [D(10), D(20), D(20), D(40), D(30), D(60)]),
        ("for i in 3..1 return i", [D(3), D(2), D(1)]),
        ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", [D(1), D(2), D(6), D(24)]),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [1, 2] satisfies x > 1", False),
        ("every x in [] satisfies x > 1", True),
        ("5 in [1..5]", True),
        ("5 in [1..5)", False),
        ("1 in ]1..5]", False),
        ("5 in [1..5[", False),
        ("7 in (< 3, > 6)", True),
        ("2 in (1, 2, 3)", True),
        ("2 in [1, 2, 3]", True),
        ("3 between 1 and 3", True),
        ("[1, 2, 3, 4][item > 2]", [D(3), D(4)]),
        ("[1, 2, 3, 4][-1]", D(4)),
        ("[1, 2, 3, 4][9]", None),
        ('[{a: 1, b: "x"}, {a: 2, b: "y"}][a > 1].b', ["y"]),
        ("{a: 1, b: a + 1}.b", D(2)),
        ("[{a: 1}, {a: 2}].a", [D(1), D(2)]),
        ('"x" instance of string', True),
        ("[1, 2] instance of list<number>", True),
        ('[1, "a"] instance of list<number>', False),
        ('date("2026-01-01") instance of date', True),
        ('date and time("2026-01-01T00:00:00") instance of date', False),
        ("(function(a, b) a + b)(2, 3)", D(5)),
        ("// chú thích\n1 /* giữa */ + 1", D(2)),
    ],
)
def test_expression_gives_the_value_that_dmn_defines(source, expected):
    assert evaluate(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '1 + "a"', "1 / 0", "0 ** -1", "-true", "null + 1", '1 <= "a"', '1 != "a"', "null between 1 and 3", "1 < \"a\"", "không có", "không có.gì cả", "1.a",
        '"a" * 2', "if null then 1 else null", "10 ** 6000 * 10 ** 6000", "[1, 2][1.5]", '[1.."a"]',
        'date("2026-02-30")', "f(1)", "substring(1, 2)", "count(1, 2)", 'date("9999-12-31") + @"P1Y"',
        'substring(string: "a", begin: 1)',
    ],
)  # fmt: skip
def test_expression_without_meaning_is_null(source):
    assert evaluate(source) is None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('date("2026-01-31") + @"P1M"', dt.date(2026, 2, 28)),
        ('date("2026-11-24") - date("2026-11-20")', dt.timedelta(days=4)),
        ('@"2026-11-24T17:00:00+07:00" = @"2026-11-24T10:00:00Z"', True),
        ('@"2026-11-24T17:00:00" = @"2026-11-24T10:00:00Z"', True),
        ('@"P1Y2M" + @"P10M"', Months(24)),
        ('@"P3D" * 2', dt.timedelta(days=6)),
        ('@"PT36H" / @"P1D"', D("1.5")),
        ('@"-PT1H30M"', dt.timedelta(hours=-1, minutes=-30)),
        ('string(@"-PT1H30M")', "-PT1H30M"),
        ('string(@"P1Y2M")', "P1Y2M"),
        ('time("23:30:00") + @"PT1H"', dt.time(0, 30)),
        ('@"2026-11-24".year', D(2026)),
        ('@"2026-11-24".weekday', D(2)),
        ('day of week(@"2026-11-24")', "Tuesday"),
        ('years and months duration(date("2024-02-29"), date("2026-02-28"))', Months(23)),
        ('date and time(@"2026-11-24", time("08:00:00"))', dt.datetime(2026, 11, 24, 8)),
    ],
)
def test_dates_and_durations_are_counted_as_a_calendar_does(source, expected):
    assert evaluate(source) == expected


def test_today_is_the_vietnamese_date_late_in_the_utc_evening():
    with clock.frozen(dt.datetime(2025, 12, 31, 17, 30, tzinfo=dt.UTC)):
        assert evaluate("today()") == dt.date(2026, 1, 1)


TRUTH = {"true": True, "false": False, "null": None}


@pytest.mark.parametrize("left", TRUTH)
@pytest.mark.parametrize("right", TRUTH)
def test_and_or_follow_three_valued_logic(left, right):
    a, b = TRUTH[left], TRUTH[right]
    expected_and = False if a is False or b is False else (None if a is None or b is None else True)
    expected_or = True if a is True or b is True else (None if a is None or b is None else False)

    assert evaluate(f"{left} and {right}") is expected_and
    assert evaluate(f"{left} or {right}") is expected_or


def test_not_of_null_is_null():
    assert [evaluate(f"not({word})") for word in TRUTH] == [False, True, None]


@pytest.mark.parametrize(
    ("source", "context", "expected"),
    [
        ("phí hồ sơ * 2", {"phí hồ sơ": 5}, D(10)),
        ("lệ  phí + 1", {"lệ phí": 1}, D(2)),
        ("ngày-nộp - 1", {"ngày-nộp": 3}, D(2)),
        ("cha and mẹ", {"cha and mẹ": "x", "cha": True, "mẹ": True}, "x"),
        ("khoản 2 điều 5", {"khoản 2 điều 5": 7}, D(7)),
        ("chủ hồ sơ.họ và tên", {"chủ hồ sơ": {"họ và tên": "An"}}, "An"),
        ("hồ sơ", {"hô\u0300 sơ": 4}, D(4)),
        ("a-b", {"a": 5, "b": 2}, D(3)),
    ],
)
def test_names_hold_blanks_and_vietnamese_letters(source, context, expected):
    assert evaluate(source, context) == expected


def test_compiled_expression_meets_unusual_names_of_its_context():
    expression = compile("ngày-nộp + 1")

    assert evaluate(expression, {"ngày-nộp": 1}) == D(2)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, D(1)), (0.1, D("0.1")), (float("nan"), None), (D("Infinity"), None), (object(), None),
        ((1, "a"), [D(1), "a"]), ({"a": {1: 2}}, {"a": {}}), (True, True),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 1)),
    ],
)  # fmt: skip
def test_python_value_comes_in_as_a_feel_value(value, expected):
    assert evaluate("v", {"v": value}) == expected


class Secret:
    password = "x"


@pytest.mark.parametrize(
    "source",
    [
        "a.__class__",
        "o.password",
        "f.__globals__",
        "a.upper",
        "o",
        'get value(o, "password")',
        "sum.call",
        "d.keys",
    ],
)
def test_attributes_of_python_objects_are_out_of_reach(source):
    assert evaluate(source, {"a": "x", "o": Secret(), "f": lambda: 1, "d": {}}) is None


def test_whole_number_beyond_feel_comes_in_as_null():
    assert evaluate("v", {"v": 10**7000}) is None
