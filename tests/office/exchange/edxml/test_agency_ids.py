from __future__ import annotations

import pytest

from lienthong.office.exchange.edxml.agency_ids import form_of, full, spellings, suggest_new


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("000.00.12.H40", "old"), ("h40.12", "new"), ("H40", "new"), ("28.22.H17", "short"), ("22.H17", "short"), ("Z02ABC", "other"), ("", ""),
        ("H40.12.", ""), ("sở nội vụ", ""), ("H99999", ""), ("A01." + "1" * 32, ""), ("H37.DN.001", "new"),
    ],
)  # fmt: skip
def test_form_of_an_identifier(code: str, form: str) -> None:
    assert form_of(code) == form


def test_shortened_identifier_gets_its_zero_groups() -> None:
    assert (full("28.22.h17"), full("22.H17"), full("H40.12")) == ("000.28.22.H17", "000.00.22.H17", "H40.12")


def test_spellings_of_one_identifier_meet() -> None:
    assert set(spellings("12.H40")) & set(spellings("000.00.12.H40")) >= {"000.00.12.H40", "12.H40"}
    assert spellings("H40.12") == ["H40.12"]


def test_new_identifier_is_only_suggested() -> None:
    assert [suggest_new(code) for code in ("000.00.12.H40", "28.22.H17", "000.00.00.G22", "H40.12")] == ["H40.12", "H17.22.28", "G22", ""]  # fmt: skip
