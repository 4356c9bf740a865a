from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from lienthong.kernel import clock
from lienthong.kernel.ui import formats

NOW = clock.at(dt.date(2026, 11, 24), dt.time(10, 0))


def due(day: int, hour: int, minute: int = 0, month: int = 11) -> formats.Due:
    return formats.due(clock.at(dt.date(2026, month, day), dt.time(hour, minute)), NOW)


@pytest.mark.parametrize(
    ("moment", "words", "tone"),
    [
        ((24, 9, 40), "trễ 20 phút", "late"),
        ((24, 7), "trễ 3 giờ", "late"),
        ((23, 15), "trễ 19 giờ", "late"),
        ((23, 9), "trễ 1 ngày", "late"),
        ((20, 17), "trễ 4 ngày", "late"),
        ((24, 10, 20), "còn 20 phút", "soon"),
        ((24, 15, 30), "còn 5 giờ", "soon"),
        ((25, 8), "ngày mai 08:00", "soon"),
        ((25, 17), "ngày mai 17:00", "calm"),
        ((26, 10), "thứ Năm", "calm"),
        ((29, 10), "Chủ nhật", "calm"),
    ],
)
def test_due_words(moment: tuple[int, ...], words: str, tone: str) -> None:
    found = due(*moment)

    assert (found.text, found.tone) == (words, tone)


def test_due_at_this_very_second_is_not_late() -> None:
    assert formats.due(NOW, NOW).tone == "soon"


def test_due_further_than_a_week_is_a_date() -> None:
    assert due(15, 10, month=12).text == "15/12"


def test_due_of_a_date_means_the_end_of_that_day() -> None:
    found = formats.due(dt.date(2026, 11, 24), NOW)

    assert (found.text, found.tone) == ("còn 13 giờ", "soon")


def test_due_in_english_has_a_plural() -> None:
    with translation.override("en"):
        assert due(24, 11, 5).text == "1 hour left"
        assert due(24, 15, 30).text == "5 hours left"


def test_datetime_is_written_as_the_office_writes_it() -> None:
    moment = clock.at(dt.date(2026, 11, 26), dt.time(10, 5))

    assert formats.datetime_text(moment) == "10:05 thứ Năm, 26/11/2026"


def test_date_of_a_late_utc_evening_is_the_next_day_in_vietnam() -> None:
    assert formats.date_text(dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)) == "01/01/2027"


def test_naive_instant_is_an_error() -> None:
    with pytest.raises(ValueError, match="zone"):
        formats.datetime_text(dt.datetime(2026, 1, 1))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1250000, "1.250.000\u00a0đ"),
        ("0", "0\u00a0đ"),
        (-5000, "-5.000\u00a0đ"),
        ("1999.5", "2.000\u00a0đ"),
        (None, ""),
        ("", ""),
    ],
)
def test_money(value: object, text: str) -> None:
    assert formats.money_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(12480, "12.480"), (7, "7"), ("1000", "1.000"), ("?", "?"), (None, "")]
)
def test_count(value: object, text: str) -> None:
    assert formats.count_text(value) == text


def test_decimal_has_a_comma_and_dots() -> None:
    assert formats.decimal_text("12345.65") == "12.345,7"


@pytest.mark.parametrize(
    ("size", "text"), [(512, "512\u00a0B"), (412_000, "402\u00a0KB"), (1_830_000, "1,7\u00a0MB")]
)
def test_file_size(size: int, text: str) -> None:
    assert formats.size_text(size) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [(24, "08:12 hôm nay"), (23, "08:12 hôm qua"), (25, "08:12 ngày mai"), (1, "08:12 01/11")],
)
def test_time_names_the_near_days(day: int, text: str) -> None:
    with clock.frozen(NOW):
        assert formats.time_text(clock.at(dt.date(2026, 11, day), dt.time(8, 12))) == text
