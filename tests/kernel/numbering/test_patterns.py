import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lienthong.kernel.errors import Invalid
from lienthong.kernel.numbering.patterns import BadPattern, check, parse, render
from lienthong.kernel.numbering.public import date_line, date_words, document_number, notation, number_line

DAY = dt.date(2026, 2, 5)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{n:02}/{kind}-{org}", "05/QĐ-UBND"),
        ("{n}/{year}/{kind}-{org}", "5/2026/QĐ-UBND"),
        ("{org}-{yymmdd}-{n:04}", "UBND-260205-0005"),
        ("{dd}.{mm}.{yyyy} {yy} {yyyymmdd}", "05.02.2026 26 20260205"),
        ("{{{n}}}", "{5}"),
    ],
)
def test_pattern_renders(pattern, text):
    assert render(pattern, 5, DAY, kind="QĐ", org="UBND") == text


@pytest.mark.parametrize(
    "pattern",
    [
        "{org.__class__}",
        "{org[0]}",
        "{org!r}",
        "{n:>10}",
        "{n:0999999999}",
        "{}",
        "{0}",
        "{n",
        "n}",
        "{N}",
        "{org:02}",
        "{x}",
    ],
)
def test_anything_beyond_the_language_is_refused(pattern):
    with pytest.raises(BadPattern):
        render(pattern, 5, DAY, org="UBND")


def test_value_is_never_read_as_a_pattern():
    assert render("{n}{org}", 5, DAY, org="{kind}{{") == "5{kind}{{"


def test_fault_is_told_with_its_position():
    with pytest.raises(BadPattern, match="thứ 5"):
        parse("{n}/}")


@pytest.mark.parametrize("pattern", ["{kind}", "{n}{n}", "{n}-{unit}"])
def test_pattern_of_a_series_needs_the_number_once_and_known_fields(pattern):
    with pytest.raises(BadPattern):
        check(pattern, {"kind", "org"})


def test_good_pattern_of_a_series_passes():
    check("{n:02}/{kind}-{org}", {"kind", "org"})


def test_instant_is_no_date_of_a_number():
    with pytest.raises(TypeError):
        render("{n}", 1, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(1, 9))
def test_different_numbers_never_look_the_same(one, other, width):
    assume(one != other)
    pattern = f"{{n:0{width}}}/{{kind}}"

    assert render(pattern, one, DAY, kind="TB") != render(pattern, other, DAY, kind="TB")


@given(st.text().map(lambda text: text.replace("{", "{{").replace("}", "}}")))
def test_text_with_doubled_braces_stays_text(pattern):
    pieces = parse(pattern)

    assert not any(piece.field for piece in pieces)


@pytest.mark.parametrize(
    ("number", "groups", "line"),
    [
        (5, ("QĐ", "UBND"), "Số: 05/QĐ-UBND"),
        (15, ("", "UBND", "VX"), "Số: 15/UBND-VX"),
        (123, ("TTr", "SKHCN"), "Số: 123/TTr-SKHCN"),
    ],
)
def test_number_line_of_a_document(number, groups, line):
    assert number_line(number, notation(*groups)) == line


@pytest.mark.parametrize("groups", [("QĐ", ""), ("QĐ", "UB ND"), ("", "UBND", "V/X"), ("QĐ", "UBND\u00a0")])
def test_notation_with_spaces_slashes_or_no_agency_is_refused(groups):
    with pytest.raises(Invalid):
        notation(*groups)


def test_documents_are_numbered_from_one():
    with pytest.raises(ValueError, match="1"):
        document_number(0, "QĐ-UBND")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (dt.date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (dt.date(2026, 9, 20), "ngày 20 tháng 9 năm 2026"),
        (dt.date(2026, 10, 1), "ngày 01 tháng 10 năm 2026"),
        (dt.date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_get_a_zero(day, words):
    assert date_words(day) == words
    assert date_line("Thanh Hóa", day) == f"Thanh Hóa, {words}"
