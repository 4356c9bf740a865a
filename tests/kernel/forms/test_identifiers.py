from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.forms.identifiers import PROVINCE_CODES
from lienthong.kernel.forms.public import is_phone, is_tax_code, read_number, show_number, tidy_phone


def test_there_were_63_provinces_before_the_reform() -> None:
    assert len(PROVINCE_CODES) == 63


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("0100109106", True),
        ("0100109106-001", True),
        ("0100109107", False),
        ("0100109106-01", False),
        ("100109106", False),
        ("038190000001", True),
    ],
)
def test_tax_code_has_its_check_digit(code: str, right: bool) -> None:
    assert is_tax_code(code) is right


@given(st.text("0123456789", min_size=9, max_size=9))
def test_at_most_one_last_digit_makes_a_tax_code(start: str) -> None:
    assert sum(is_tax_code(start + digit) for digit in "0123456789") <= 1


@pytest.mark.parametrize(
    "typed", ["0912 345 678", "+84 912.345.678", "(091) 234-5678", "0084912345678", "0237 3852 246"]
)
def test_phone_is_understood_as_people_write_it(typed: str) -> None:
    assert is_phone(tidy_phone(typed))


@given(st.integers(-(10**14), 10**14) | st.decimals(-1000000, 1000000, places=4).map(float))
def test_shown_number_is_read_back(number: float) -> None:
    assert read_number(show_number(number)) == number
